// One round of trials from the moment of the fault to the verdict, and the matrix that all rounds fill.
import { clerk } from "../support/store-room.ts";
import type { FaultBed, Lane, Trial } from "./fault-bed.ts";
import type { Fault } from "./faults.ts";
import { moments, reach, type Moment } from "./moments.ts";

/** Printers at work at once. */
const lanesMax = 256;
/** The longest a fault lasts: longer than it takes to call a printer stalled. */
const faultMsMost = 4_000;

const isSettled = (bed: FaultBed, lane: Lane, mark: string): boolean => {
  const state = bed.stateOf(lane, mark);
  return state === "printed" || state === "sent" || state === "uncertain";
};

const marksOf = (lane: Pick<Lane, "jobs">): readonly string[] => [...lane.jobs.keys()];
const lying = (bed: FaultBed, lane: Lane): string =>
  `${lane.name} (${lane.moment}, seed ${lane.seed}): ` +
  marksOf(lane)
    .map((mark) => `${mark} ${JSON.stringify(bed.view(lane, mark))}`)
    .join(", ");

/** Sent is the end only where the printer will never say more. */
const isOver = (bed: FaultBed, lane: Lane): boolean =>
  marksOf(lane).every((mark) => {
    const view = bed.view(lane, mark);
    if (view?.state !== "sent") return isSettled(bed, lane, mark);
    return lane.isMute || view.resolved === "came_out";
  });

const untilOver = (bed: FaultBed, lane: Lane): Promise<void> =>
  bed.time.until(
    () => isOver(bed, lane),
    () => `an end at ${lying(bed, lane)}`,
  );

/** What the verdict needs to know of a trial. */
export type Judged = Pick<Lane, "jobs" | "lies" | "gate" | "name" | "moment" | "seed" | "model"> & {
  /** stands before the name in every mark of this round */
  readonly round?: number;
};

const ofThisRound = ({ gate, name, round }: Judged) => {
  const prefix = round === undefined ? undefined : `${round}.${name}.`;
  return gate.paper().filter(({ mark }) => prefix === undefined || mark.startsWith(prefix));
};

export const papers = (lane: Judged, mark: string) =>
  ofThisRound(lane).filter((each) => each.mark.endsWith(`${lane.name}.${mark}`));

/** A person looks at the paper and says what is true. */
const decide = async (bed: FaultBed, lane: Lane): Promise<void> => {
  for (let round = 0; round < 4; round += 1) {
    const open = marksOf(lane).filter((mark) => bed.stateOf(lane, mark) === "uncertain");
    if (open.length === 0) return;
    for (const mark of open) {
      const job = lane.jobs.get(mark) ?? "";
      const cameOut = papers(lane, mark).some(({ complete }) => complete);
      const outcome = cameOut ? "came_out" : "reprint";
      await bed.life().queue.resolve({ job, outcome, actor: clerk });
    }
    await untilOver(bed, lane);
  }
  lane.lies.push("a reprint stays uncertain without a fault");
};

export const judge = (lane: Judged): readonly string[] => {
  const found = [...lane.lies];
  const firsts: string[] = [];
  for (const mark of marksOf(lane)) {
    const slips = papers(lane, mark);
    const copies = slips.filter(({ complete }) => complete).map(({ copy }) => copy);
    if (new Set(slips.map(({ copy }) => copy)).size < slips.length)
      found.push(`${mark} began twice under one mark: ${JSON.stringify(slips)}`);
    if (copies.length === 0) found.push(`${mark} is lost: ${JSON.stringify(slips)}`);
    if (copies.includes(0)) firsts.push(mark);
  }
  const onPaper = ofThisRound(lane)
    .filter(({ copy, complete }) => copy === 0 && complete)
    .map(({ mark }) => mark.split(".").at(-1) ?? "");
  if (onPaper.join() !== firsts.toSorted().join()) found.push(`out of order: ${onPaper.join()}`);
  return found.map((what) => `${lane.moment}, seed ${lane.seed}, ${lane.model}: ${what}`);
};

const release = async (bed: FaultBed, lane: Lane): Promise<void> => {
  await bed.time.pass(bed.dice(40));
  lane.gate.release();
  lane.gate.far.fault(null);
  lane.gate.plug();
};

const playRound = async (
  bed: FaultBed,
  fault: Fault,
  trials: readonly Trial[],
): Promise<readonly Lane[]> => {
  const lanes = await bed.equip(trials);
  await Promise.all(lanes.map((lane) => reach(bed, lane)));
  await fault.strike(bed, lanes);
  const long = bed.dice(4) === 0;
  await bed.time.pass(bed.dice(long ? faultMsMost : 60));
  await fault.heal?.(bed, lanes);
  await Promise.all(
    lanes.map(async (lane) => {
      // Another job, which waits for the end of the fault in half of the trials.
      if (lane.seed % 2 === 0) await bed.submit(lane, "c");
      await release(bed, lane);
      const healedAtMs = Date.now();
      await bed.submit(lane, "c");
      await untilOver(bed, lane);
      lane.recoveryMs = Date.now() - healedAtMs;
      await decide(bed, lane);
    }),
  );
  return lanes;
};

/** By echo, by sensor, by counted marks: of every kind of word that a printer can give. */
const models = ["escpos-80", "epson-tm", "star-line-80", "epson-tm", "star-prnt-80"];
/** Some are slow: what was in their memory before the fault is still being printed after it. */
const lineTimesMs = [0, 0, 30];

/** A printer of which nothing is expected takes its jobs at once; of the others some confirm by status only. */
const printerOf = (fault: Fault, at: number): Pick<Trial, "model" | "answers" | "lineMs"> => {
  const lineMs = lineTimesMs[at % lineTimesMs.length] ?? 0;
  if (fault.printer === "write-only") return { model: "escpos-blind", answers: false, lineMs };
  const model = models[at % models.length] ?? "epson-tm";
  return { model, answers: fault.printer !== "silent", lineMs };
};

export interface Row {
  readonly fault: string;
  readonly counts: Readonly<Record<Moment, number>>;
  /** every lie, loss, unmarked second slip and inversion, with its moment and seed */
  readonly found: readonly string[];
  /** virtual ms, sorted */
  readonly recoveriesMs: readonly number[];
}

/** So many seeds of one fault at every moment. */
export const playFault = async (
  bed: FaultBed,
  fault: Fault,
  { first, seeds }: { readonly first: number; readonly seeds: number },
): Promise<Row> => {
  const trials = Array.from({ length: seeds }, (_, at) =>
    moments.map((moment): Trial => ({ seed: first + at, moment, ...printerOf(fault, at) })),
  ).flat();
  const counts = Object.fromEntries(moments.map((moment) => [moment, 0])) as Record<Moment, number>;
  const found: string[] = [];
  const recoveriesMs: number[] = [];
  for (let at = 0; at < trials.length; at += lanesMax) {
    const lanes = await bed.time.run(() => playRound(bed, fault, trials.slice(at, at + lanesMax)));
    for (const lane of lanes) {
      counts[lane.moment] += 1;
      recoveriesMs.push(lane.recoveryMs);
      found.push(...judge(lane));
    }
  }
  return {
    fault: fault.name,
    counts,
    found,
    recoveriesMs: recoveriesMs.toSorted((a, b) => a - b),
  };
};
