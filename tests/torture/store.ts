// The long version of the crash tests: `node tests/torture/store.ts [--kills 1000] [--cuts 50] [--stops 2] [--seed N]`.
// Prints a line a round and ends with 1 at the first store that lost, doubled or tore something.
import { parseArgs } from "node:util";
import { join } from "node:path";
import { cutPower } from "../support/power-cut.ts";
import { stopAWhile } from "../support/stop-a-while.ts";
import { killOften } from "../support/kill-often.ts";
import { temporaryFolder } from "../support/test-store.ts";
import type { Verdict } from "../support/victims.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "1000" },
    cuts: { type: "string", default: "50" },
    stops: { type: "string", default: "2" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(values.seed);
const killsPerStore = 50;
const clients = 8;

const isSound = ({ lost, surplus, wholeBooks }: Verdict): boolean =>
  lost.length === 0 && surplus === 0 && wholeBooks;

const tell = (what: string, acked: number, verdict: Verdict): void => {
  const sound = isSound(verdict);
  console.log(
    `${what}: ${acked} acknowledged, ${verdict.unheard} committed unheard, ` +
      `${verdict.entries} entries, ${sound ? "ok" : "BAD"}`,
  );
  if (sound) return;
  console.error(JSON.stringify(verdict));
  process.exit(1);
};

console.log(`seed ${seed}`);
for (let kills = 0; kills < Number(values.kills); kills += killsPerStore) {
  using folder = temporaryFolder();
  const file = join(folder.path, "store.db");
  const told = await killOften({ file, clients, kills: killsPerStore, seed: seed + kills });
  tell(`kills ${kills + 1}–${kills + killsPerStore}`, told.acked, told.verdict);
}
for (let cut = 1; cut <= Number(values.cuts); cut += 1) {
  using folder = temporaryFolder();
  const afterAcks = 50 + ((seed + cut * 7919) % 1500);
  const told = await cutPower({ folder: folder.path, clients, afterAcks });
  tell(`power cut ${cut}`, told.acked, told.verdict);
}
for (let stop = 1; stop <= Number(values.stops); stop += 1) {
  using folder = temporaryFolder();
  const file = join(folder.path, "store.db");
  const told = await stopAWhile({ file, clients, pauseMs: 30_000 });
  tell(`stop of 30 s ${stop}`, told.acked[2], told.verdict);
}
