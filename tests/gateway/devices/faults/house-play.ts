// One round in the whole house: every job to its moment, the fault, and the verdict by the paper.
import type { HouseBed, HouseLane } from "./house-bed.ts";
import { untilReady } from "./house-bed.ts";
import type { HouseFault } from "./house-faults.ts";
import { moments, type Moment } from "./moments.ts";
import { judge, papers, type Row } from "./play.ts";

const stateOf = (lane: HouseLane, mark: string): string | undefined => lane.views.get(mark)?.state;
const at = (lanes: readonly HouseLane[], ...wanted: readonly Moment[]): readonly HouseLane[] =>
  lanes.filter(({ moment }) => wanted.includes(moment));

const submitted = async (
  bed: HouseBed,
  lanes: readonly HouseLane[],
  { mark = "b", state }: { readonly mark?: string; readonly state: string },
): Promise<void> => {
  await bed.each(lanes, (lane) => bed.submit(lane, mark));
  await bed.until(lanes, (lane) => stateOf(lane, mark) === state);
};

/** Every lane but those that are to be sending. */
const prepare = async (bed: HouseBed, lanes: readonly HouseLane[]): Promise<void> => {
  for (const { gate } of at(lanes, "blocked")) gate.far.fault("paper_out");
  for (const { gate } of at(lanes, "paused")) gate.far.faultAfter(2, "paper_out");
  for (const { gate } of at(lanes, "queued", "sent", "uncertain")) gate.hold("word");
  await Promise.all([
    submitted(bed, at(lanes, "queued"), { mark: "a", state: "sent" }),
    submitted(bed, at(lanes, "sent", "uncertain"), { state: "sent" }),
    submitted(bed, at(lanes, "ended"), { state: "printed" }),
    submitted(bed, at(lanes, "paused", "blocked"), { state: "blocked" }),
  ]);
  await submitted(bed, at(lanes, "queued"), { state: "queued" });
  for (const { gate } of at(lanes, "uncertain")) gate.far.fault("reset");
  await bed.until(at(lanes, "uncertain"), (lane) => stateOf(lane, "b") === "uncertain");
};

const isOver = (lane: HouseLane): boolean =>
  [...lane.jobs.keys()].every((mark) => {
    const view = lane.views.get(mark);
    if (view?.state === "sent") return view.resolved === "came_out";
    return view?.state === "printed" || view?.state === "uncertain";
  });

/** A person looks at the paper and says what is true. */
const decide = async (bed: HouseBed, lanes: readonly HouseLane[]): Promise<void> => {
  for (let turn = 0; turn < 4; turn += 1) {
    const open = lanes.flatMap((lane) =>
      [...lane.jobs].flatMap(([mark, job]) =>
        stateOf(lane, mark) === "uncertain" ? [{ lane, mark, job }] : [],
      ),
    );
    if (open.length === 0) return;
    const client = bed.client();
    await bed.each(open, ({ lane, mark, job }) => {
      const cameOut = papers(lane, mark).some(({ complete }) => complete);
      const outcome = cameOut ? "came_out" : "reprint";
      return client.call("print.resolve", { job, outcome, key: client.newKey() });
    });
    await bed.until(lanes, isOver);
  }
  throw new Error("a reprint stays uncertain without a fault");
};

export const playHouseRound = async (
  bed: HouseBed,
  fault: HouseFault,
  lanes: readonly HouseLane[],
): Promise<number> => {
  await untilReady(bed, lanes.length);
  await prepare(bed, lanes);
  // A host that stands still has taken nothing: what is handed to it now is out and has not begun.
  const host = bed.hostPid();
  process.kill(host, "SIGSTOP");
  await submitted(bed, at(lanes, "sending"), { state: "sending" });
  let isStopped = true;
  const resume = (): void => {
    // A host that was killed is gone, or a dead process that hears nothing.
    if (isStopped && fault.name !== "host kill -9") process.kill(host, "SIGCONT");
    isStopped = false;
  };
  await fault.strike(bed, lanes, resume);
  resume();
  const overAtMs = performance.now();
  for (const { gate } of lanes) {
    gate.release();
    gate.far.fault(null);
  }
  await bed.each(lanes, (lane) => bed.submit(lane, "c"));
  await bed.until(lanes, isOver);
  const recoveryMs = performance.now() - overAtMs;
  await decide(bed, lanes);
  return recoveryMs;
};

/** So many seeds of one fault at every moment, as many at once as there are printers. */
export const playHouseFault = async (
  bed: HouseBed,
  fault: HouseFault,
  { seeds, rounds }: { readonly seeds: number; readonly rounds: () => number },
): Promise<Row> => {
  const counts = Object.fromEntries(moments.map((moment) => [moment, 0])) as Record<Moment, number>;
  const found: string[] = [];
  const recoveriesMs: number[] = [];
  for (let done = 0; done < seeds; done = counts.sent) {
    const lanes = bed.lanes(rounds(), done + 1);
    recoveriesMs.push(await playHouseRound(bed, fault, lanes));
    for (const lane of lanes) {
      counts[lane.moment] += 1;
      found.push(...judge(lane));
    }
  }
  return { fault: fault.name, counts, found, recoveriesMs: recoveriesMs.toSorted((a, b) => a - b) };
};
