// Starts stores that will be killed, remembers what they acknowledged, and judges what is left of them.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Store } from "../../gateway/store/contract.ts";
import { createStore } from "../../gateway/store/store.ts";
import { leashed } from "./leash.ts";
import { storeOptions } from "./test-store.ts";

/** What one store has said so far. */
export interface Victim {
  readonly process: ChildProcess;
  /** key → balance it was answered */
  readonly acked: ReadonlyMap<string, number>;
  readonly sent: ReadonlySet<string>;
  readonly failures: readonly string[];
  /** Resolves when so many calls were acknowledged, or the process has ended. */
  readonly ackedSome: (count: number) => Promise<void>;
  /** Resolves when the process has ended and all it said was read. */
  readonly ended: Promise<void>;
}

export interface VictimOptions {
  readonly file: string;
  readonly clients: number;
  /** keeps the keys of several lives of one store apart */
  readonly round: number;
  readonly calls?: number;
  /** its complaints are expected: not shown */
  readonly quiet?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const script = new URL("store-victim.ts", import.meta.url).pathname;

/** Compiled code is kept between lives: a hundred stores start in half the time. */
const compiled = join(tmpdir(), "tallygate-victims");

export const startVictim = (options: VictimOptions): Victim => {
  const { file, clients, round, calls } = options;
  const words = [script, file, clients, round, ...(calls === undefined ? [] : [calls])].map(String);
  const [program, ...args] = leashed(process.execPath, ...words);
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", options.quiet === true ? "ignore" : "inherit"],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled, ...options.env },
  });
  const [acked, sent] = [new Map<string, number>(), new Set<string>()];
  const failures: string[] = [];
  let heard = (): void => undefined;
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => {
    const [what, key = "", answer = ""] = line.split(" ");
    if (what === "sent") sent.add(key);
    if (what === "acked") acked.set(key, Number(answer));
    if (what === "failed") failures.push(answer);
    heard();
  });
  let over = false;
  const ended = Promise.all([once(child, "exit"), once(lines, "close")]).then(() => {
    over = true;
    heard();
  });
  const ackedSome = (count: number): Promise<void> =>
    new Promise((resolve) => {
      heard = () => {
        if (acked.size >= count || over) resolve();
      };
      heard();
    });
  return { process: child, acked, sent, failures, ackedSome, ended };
};

export interface Verdict {
  /** acknowledged calls that the store has forgotten, or answers otherwise */
  readonly lost: readonly string[];
  /** entries beyond one for each call that was sent */
  readonly surplus: number;
  /** committed, and killed before the answer was heard: the commits that only a repeated key finds again */
  readonly unheard: number;
  readonly wholeBooks: boolean;
  readonly entries: number;
}

/**
 * Opens what is left and looks every acknowledged key up: the same answer must be there, and the journal must hold
 * no more entries than calls were sent.
 */
export const judge = async (
  file: string,
  said: { readonly acked: ReadonlyMap<string, number>; readonly sent: ReadonlySet<string> },
): Promise<Verdict> => {
  const store = await createStore(storeOptions(file));
  try {
    const audit = await store.verify();
    const lost: string[] = [];
    for (const [key, after] of said.acked) {
      const answered = await store.answered(key);
      if (answered?.result["after"] !== after) lost.push(key);
    }
    const topUps = await countTopUps(store);
    const surplus = Math.max(0, topUps - said.sent.size);
    const unheard = topUps - (said.acked.size - lost.length);
    const sums = Object.values(audit.trialBalance).every((sum) => sum === 0);
    return { lost, surplus, unheard, wholeBooks: audit.ok && sums, entries: audit.entries };
  } finally {
    await store.close();
  }
};

const countTopUps = async (store: Store): Promise<number> => {
  let count = 0;
  for (let beforeSeq = Number.MAX_SAFE_INTEGER; ;) {
    const entries = await store.entries({ beforeSeq, limit: 1000 });
    count += entries.filter(({ body }) => body.op === "account.topUp").length;
    const last = entries.at(-1);
    if (last === undefined) return count;
    beforeSeq = last.body.seq;
  }
};
