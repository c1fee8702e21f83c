// Every unit of the package is understood by systemd without a word of complaint, and exposes no more than it may:
// `systemd-analyze verify` and `security` (PROVISIONING.md, P10; the scale runs from 0 to 10, lower is better).
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { dropIn } from "../../provisioning/site/drop-ins.ts";
import { lacks } from "../support/parts.ts";
import { root } from "../support/sources.ts";

const folder = join(root, "systemd");
const units = readdirSync(folder).filter((name) => /\.(service|socket|timer)$/.test(name));
const services = units.filter((name) => name.endsWith(".service"));

/** Highest exposure of a service; oneshots that no row names stay at 0.3. */
const ceilings: Readonly<Record<string, number>> = {
  "tallygate-gateway.service": 1,
  "tallygate-devices.service": 1.1,
  "tallygate-spare.service": 1,
  "tallygate-kiosk.service": 3,
  "pcscd.service": 1.7,
};
const oneshot = 0.3;

/** The score of systemd for a unit, by file, or by name in a tree that is not running. */
const exposureOf = (...which: readonly string[]): { score: number; table: string } => {
  const table = execFileSync("systemd-analyze", ["security", "--offline=true", ...which], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const score = Number(/exposure level for \S+: ([\d.]+)/.exec(table)?.[1]);
  return { score, table: table.split("\n").slice(-3).join("\n") };
};

describe.skipIf(lacks("systemd"))("the package's units", () => {
  test.for(services)("%s exposes no more than it may", (unit) => {
    const { score, table } = exposureOf(join(folder, unit));
    expect(score, table).toBeLessThanOrEqual(ceilings[unit] ?? oneshot);
  });

  test("and the drop-in hold the card service of Debian to as little", ({ skip }) => {
    skip(lacks("pcscd"));
    const tree = mkdtempSync(join(tmpdir(), "tallygate-units-"));
    try {
      const { path, text } = dropIn("pcscd");
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      cpSync(
        "/usr/lib/systemd/system/pcscd.service",
        join(tree, dirname(path), "../pcscd.service"),
      );
      writeFileSync(join(tree, path), text);
      const { score, table } = exposureOf(`--root=${tree}`, "pcscd.service");
      expect(score, table).toBeLessThanOrEqual(ceilings["pcscd.service"] ?? oneshot);
    } finally {
      rmSync(tree, { recursive: true, force: true });
    }
  });

  test("are understood by systemd as they stand", () => {
    const tree = mkdtempSync(join(tmpdir(), "tallygate-units-"));
    const programs = [
      "opt/tallygate/current/node",
      "opt/tallygate/keeper/node",
      "usr/bin/cage",
      "bin/sh",
      "bin/sleep",
      "bin/systemctl",
      "usr/bin/tallygate",
    ];
    try {
      const place = join(tree, "usr/lib/systemd/system");
      cpSync("/usr/lib/systemd/system", place, { recursive: true, verbatimSymlinks: true });
      for (const unit of units) cpSync(join(folder, unit), join(place, unit));
      for (const program of programs) {
        mkdirSync(join(tree, program, ".."), { recursive: true });
        writeFileSync(join(tree, program), "#!/bin/true\n", { mode: 0o755 });
      }
      const verified = spawnSync(
        "systemd-analyze",
        ["verify", `--root=${tree}`, "--man=no", ...units],
        { encoding: "utf8" },
      );
      const about = verified.stderr.split("\n").filter((line) => line.includes("tallygate"));
      expect(about).toEqual([]);
    } finally {
      rmSync(tree, { recursive: true, force: true });
    }
  });
});
