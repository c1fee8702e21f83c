// Somebody who asks a store every 20 ms, each time to the end: the longest wait, and who got no answer.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Machine } from "./machine.ts";

/** `longest`: ms */
export type Heard = Readonly<Record<"longest" | "refused" | "cut", number>>;

const program = `
import { existsSync } from "node:fs";
let longest = 0, refused = 0, cut = 0, open = 0;
const ask = async () => {
  const from = Date.now(); open += 1;
  try { await (await fetch("http://127.0.0.1:8140/healthz")).text(); }
  catch (error) { if (error.cause?.code === "ECONNREFUSED") refused += 1; else cut += 1; }
  open -= 1; longest = Math.max(longest, Date.now() - from);
};
const timer = setInterval(ask, 20);
const end = setInterval(() => {
  if (existsSync(process.argv[1])) clearInterval(timer); else return;
  if (open === 0) { console.log(JSON.stringify({ longest, refused, cut })); process.exit(0); }
}, 50);`;

/** Asks before, during and after `act`, until `afterMs` later. */
export const askedDuring = async (
  machine: Pick<Machine, "beside">,
  act: () => Promise<unknown>,
  afterMs: number,
): Promise<Heard> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-caller-"));
  const enough = join(folder, "enough");
  try {
    const words = ["--input-type=module", "-e", program, enough] as const;
    const asking = machine.beside(process.execPath, ...words);
    await sleep(1_000);
    await act();
    await sleep(afterMs);
    writeFileSync(enough, "");
    const { out } = await asking;
    return JSON.parse(out.trim().split("\n").at(-1) ?? "") as Heard;
  } finally {
    rmSync(folder, { recursive: true });
  }
};
