// The package: the same checkout gives the same bytes twice, and its manual and completion say what the command says.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { buildPackage } from "../../provisioning/package/build.ts";
import { completion, manualPage } from "../../provisioning/package/manual.ts";
import { verbs } from "../../provisioning/verbs.ts";
import { root } from "../support/sources.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-package-test-"));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const arePagesBuilt = existsSync(join(root, "kiosk-ui/dist/kiosk/index.html"));

describe("the package", () => {
  test.skipIf(!arePagesBuilt && process.env["CI"] !== "true")(
    "is the same, byte for byte, when it is built twice",
    { timeout: 300_000 },
    () => {
      vi.stubEnv("SOURCE_DATE_EPOCH", "1767225600");
      const digests = ["one", "two"].map((name) => {
        const { file } = buildPackage({ out: join(folder, name), quick: true });
        expect(statSync(file).size).toBeLessThan(80_000_000);
        return createHash("sha256").update(readFileSync(file)).digest("hex");
      });
      expect(digests[0]).toBe(digests[1]);
    },
  );

  test("has a manual with every verb", () => {
    const page = manualPage(verbs, "0.1.0");
    for (const { name } of verbs) expect(page).toContain(`.B ${name.replaceAll("-", "\\-")} `);
  });

  test("completes verbs, their second words and their options", () => {
    const file = join(folder, "completion.bash");
    writeFileSync(file, completion(verbs));
    const completed = (...words: readonly string[]): readonly string[] => {
      const list = words.map((word) => `'${word}'`).join(" ");
      const script = `source ${file}; COMP_WORDS=(tallygate ${list}); COMP_CWORD=${words.length}; _tallygate; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync("bash", ["-c", script], { encoding: "utf8" }).trim().split("\n");
    };
    expect(completed("doc")).toEqual(["doctor"]);
    expect(completed("bundle", "")).toEqual(
      expect.arrayContaining(["key", "make", "show", "open"]),
    );
    expect(completed("doctor", "--f")).toEqual(["--fix"]);
    expect(completed("tls", "renew", "--fo")).toEqual(["--force"]);
  });
});
