// The plug is pulled from a whole appliance while a till settles bills: everything that was acknowledged is there after
// the next boot, nothing twice, and the books are whole. Run by `npm run test:appliance`; `POWER_CUTS=100` for the long run.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPackage } from "../../provisioning/package/build.ts";
import { lacks } from "../support/parts.ts";
import { fc } from "../support/seeded.ts";
import { root } from "../support/sources.ts";
import { type PowerBed, createPowerBed } from "./power-bed.ts";

const cuts = Number(process.env["POWER_CUTS"]);
const spender = join(root, "tests/appliance/spender.ts");

describe.skipIf(lacks("machine", "emulator"))("an appliance without power", () => {
  const out = mkdtempSync(join(tmpdir(), "tallygate-package-"));
  let bed: PowerBed;

  beforeAll(() => {
    bed = createPowerBed(buildPackage({ out }).file);
  }, 600_000);
  afterAll(async () => {
    rmSync(out, { recursive: true, force: true });
    await bed?.remove();
  }, 60_000);

  /** Calls without a pause until so many were answered, then the plug: what was sent and what was answered. */
  const spendUntilCut = async (pass: string, round: number, acks: number) => {
    const [program = "", ...args] = bed.beside(
      process.execPath,
      spender,
      "spend",
      pass,
      `${round}`,
    );
    const till = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let complaint = "";
    till.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
    const [sent, acked] = [new Set<string>(), new Map<string, string>()];
    const enough = Promise.withResolvers<void>();
    const lines = createInterface({ input: till.stdout });
    lines.on("line", (line) => {
      const [, what, key = "", answer = ""] = /^(\w+) ?(\S*) ?(.*)$/.exec(line) ?? [];
      if (what === "sent") sent.add(key);
      if (what === "acked" && acked.set(key, answer).size >= acks) enough.resolve();
    });
    const ended = once(lines, "close");
    void ended.then(() => enough.resolve());
    await enough.promise;
    await bed.cut();
    till.kill("SIGKILL");
    await ended;
    return { sent, acked, complaint };
  };

  test(
    `keeps its word through ${cuts} power cuts`,
    async () => {
      await bed.on();
      const said = /pairing code[^:]*: ([0-9A-Z]{4}-[0-9A-Z]{4})/;
      await expect.poll(() => bed.console(), { timeout: 60_000 }).toMatch(said);
      const code = said.exec(bed.console())?.[1] ?? "";
      const opened = await bed.run(process.execPath, spender, "first", code);
      expect(opened.code, opened.out + bed.console().slice(-2_000)).toBe(0);
      const pass = opened.out.trim().split("\n").at(-1) ?? "";
      let earned = 0;
      const [delays = []] = fc.sample(
        fc.array(fc.integer({ min: 20, max: 200 }), { minLength: cuts, maxLength: cuts }),
        1,
      );
      for (const [round, acks] of delays.entries()) {
        const { sent, acked, complaint } = await spendUntilCut(pass, round, acks);
        expect(acked.size, complaint).toBeGreaterThanOrEqual(acks);
        const bootMs = await bed.on();
        const judged = await bed.run(process.execPath, spender, "judge", pass, ...sent);
        expect(judged.code, judged.out + bed.console().slice(-2_000)).toBe(0);
        const again = new Map(
          judged.out.split("\n").flatMap((line) => {
            const said = /^acked (\S+) (.*)$/.exec(line);
            return said === null ? [] : [[said[1] ?? "", said[2] ?? ""] as const];
          }),
        );
        for (const [key, answer] of acked) expect(again.get(key)).toBe(answer);
        for (const answer of again.values()) {
          earned += JSON.parse(answer).earns.pts.quantity;
        }
        const books = JSON.parse(/^books (.*)$/m.exec(judged.out)?.[1] ?? "{}");
        expect(books.ok).toBe(true);
        expect(earned).toBeGreaterThan(0);
        expect(books.assets.pts.available).toBe(earned);
        console.log(
          `cut ${round + 1}: ${acked.size} acknowledged, ${sent.size - acked.size} in flight, ` +
            `serving again after ${(bootMs / 1_000).toFixed(1)} s`,
        );
      }
    },
    120_000 * (cuts + 1),
  );
});
