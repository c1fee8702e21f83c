// Figures beside their peers: rounds are interleaved so that both sides meet the same machine, and the median
// of each side is what counts.

export interface Figure {
  readonly what: string;
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  readonly unit: "ms" | "/s" | "MB" | "bytes";
  /** the ratio we want, ours to peer; for rates: at least, else: at most */
  readonly goal?: number;
  /** what ours should be by itself; for rates: at least, else: at most */
  readonly limit?: number;
}

export interface Bench {
  readonly says: string;
  readonly run: (options: BenchOptions) => Promise<readonly Figure[]>;
}

export interface BenchOptions {
  /** fewer rounds: for a look, not for a record */
  readonly quick: boolean;
}

/** A time that is held against a limit instead of a peer. */
export const limited = (what: string, ours: number, limitMs: number): Figure => ({
  what,
  ours,
  peer: limitMs,
  peerName: `${limitMs} ms`,
  unit: "ms",
  goal: 1,
});

export const percentile = (values: readonly number[], share: number): number => {
  if (values.length === 0) throw new Error("no measurement was taken");
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Runs both sides in turn, `rounds` times; each gives the measurements of one round. */
export const interleave = async (
  rounds: number,
  ours: () => Promise<readonly number[]>,
  peer: () => Promise<readonly number[]>,
): Promise<{ readonly ours: readonly number[]; readonly peer: readonly number[] }> => {
  const taken = { ours: [] as number[], peer: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    taken.ours.push(...(await ours()));
    taken.peer.push(...(await peer()));
  }
  return taken;
};

export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** One after the other: `times` measurements. */
export const repeat = async (
  times: number,
  measure: (index: number) => Promise<number>,
): Promise<readonly number[]> => {
  const taken: number[] = [];
  for (let index = 0; index < times; index += 1) taken.push(await measure(index));
  return taken;
};

const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(2));

const isWithin = (value: number, wanted: number | undefined, unit: Figure["unit"]): boolean =>
  wanted === undefined || (unit === "/s" ? value >= wanted : value <= wanted);

const sign = (unit: Figure["unit"]): string => (unit === "/s" ? "≥" : "≤");

export const table = (figures: readonly Figure[]): string => {
  const rows = figures.map(({ what, ours, peer, peerName, unit, goal, limit }) => {
    const ratio = ours / peer;
    const isMet = isWithin(ratio, goal, unit) && isWithin(ours, limit, unit);
    const wanted = [
      goal === undefined ? "" : `${sign(unit)} ${shown(goal)}×`,
      limit === undefined ? "" : `${sign(unit)} ${shown(limit)} ${unit}`,
    ];
    const goals = wanted.filter((each) => each !== "").join(", ");
    const verdict = goals === "" ? "" : isMet ? "met" : "missed";
    return [what, shown(ours), shown(peer), unit, `${shown(ratio)}×`, goals, verdict, peerName];
  });
  const all = [["", "ours", "peer", "unit", "ratio", "goal", "", "peer is"], ...rows];
  const widths = all[0]?.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0))) ?? [];
  return all
    .map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  "))
    .join("\n");
};
