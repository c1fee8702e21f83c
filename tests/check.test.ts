// The standing checks as tests, so that one command says everything: types, lint, format, dead code.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "./support/sources.ts";

const run = (
  tool: string,
  ...args: readonly string[]
): { readonly status: number | null; readonly output: string } => {
  const result = spawnSync(join(root, "node_modules", ".bin", tool), args, {
    cwd: root,
    encoding: "utf8",
  });
  return { status: result.status, output: `${result.stdout}${result.stderr}` };
};

describe("the standing checks", () => {
  test.each([
    ["types of the gateway, drivers, tools and tests", "tsc", ["-p", "."]],
    ["types of the pages", "tsc", ["-p", "kiosk-ui"]],
    ["lint", "oxlint", ["--type-aware", "--quiet"]],
    ["format", "oxfmt", ["--check", "."]],
    ["dead code and unused packages", "knip", []],
  ] as const)("%s", { timeout: 180_000 }, (_name, tool, args) => {
    const { status, output } = run(tool, ...args);
    expect(output.slice(-6_000), tool).toSatisfy(() => status === 0);
  });
});
