// A till that spends at a bed's machine until so many bills were answered; then whatever a test has in mind happens.
// And the judgement after the next boot: every key asked again, and the books.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, vi } from "vitest";
import { root } from "../support/sources.ts";
import type { PowerBed } from "./power-bed.ts";

export const spender = join(root, "tests/appliance/spender.ts");

/** Where a till stands, and what the store beside it has said. */
export type Place = Pick<PowerBed, "beside" | "run" | "console">;

export interface Spent {
  readonly sent: ReadonlySet<string>;
  /** answers by key */
  readonly acked: ReadonlyMap<string, string>;
  readonly complaint: string;
}

/** A store with a manager, a till and a guest's card; what later runs need to go on. */
export const openStoreOn = async (bed: Place): Promise<string> => {
  const said = /pairing code[^:]*: ([0-9A-Z]{4}-[0-9A-Z]{4})/;
  await vi.waitFor(() => expect(bed.console()).toMatch(said), { timeout: 60_000, interval: 500 });
  const code = said.exec(bed.console())?.[1] ?? "";
  const opened = await bed.run(process.execPath, spender, "first", code);
  expect(opened.code, opened.out + bed.console().slice(-2_000)).toBe(0);
  return opened.out.trim().split("\n").at(-1) ?? "";
};

/** Calls without a pause until so many were answered, then `then`, then the till is switched off. */
export const spendUntil = async (
  bed: Place,
  asked: { readonly pass: string; readonly round: number; readonly acks: number },
  then: () => Promise<void>,
): Promise<Spent> => {
  const words = [process.execPath, spender, "spend", asked.pass, `${asked.round}`];
  const [program = "", ...args] = bed.beside(...words);
  const till = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  till.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  const [sent, acked] = [new Set<string>(), new Map<string, string>()];
  const enough = Promise.withResolvers<void>();
  const lines = createInterface({ input: till.stdout });
  lines.on("line", (line) => {
    const [, what, key = "", answer = ""] = /^(\w+) ?(\S*) ?(.*)$/.exec(line) ?? [];
    if (what === "sent") sent.add(key);
    if (what === "acked" && acked.set(key, answer).size >= asked.acks) enough.resolve();
  });
  const ended = once(lines, "close");
  void ended.then(() => enough.resolve());
  await enough.promise;
  await then();
  till.kill("SIGKILL");
  await ended;
  expect(acked.size, complaint).toBeGreaterThanOrEqual(asked.acks);
  return { sent, acked, complaint };
};

/** Nothing acknowledged is lost, nothing there twice, the books are whole. Resolves with the points earned. */
export const judge = async (
  bed: Place,
  pass: string,
  { sent, acked }: Spent,
  earnedBefore: number,
): Promise<number> => {
  const judged = await bed.run(process.execPath, spender, "judge", pass, ...sent);
  expect(judged.code, judged.out + bed.console().slice(-2_000)).toBe(0);
  const again = new Map(
    judged.out.split("\n").flatMap((line) => {
      const said = /^acked (\S+) (.*)$/.exec(line);
      return said === null ? [] : [[said[1] ?? "", said[2] ?? ""] as const];
    }),
  );
  for (const [key, answer] of acked) expect(again.get(key)).toBe(answer);
  let earned = earnedBefore;
  for (const answer of again.values()) earned += JSON.parse(answer).earns.pts.quantity;
  const books = JSON.parse(/^books (.*)$/m.exec(judged.out)?.[1] ?? "{}");
  expect(books.ok).toBe(true);
  expect(earned).toBeGreaterThan(0);
  expect(books.assets.pts.available).toBe(earned);
  return earned;
};
