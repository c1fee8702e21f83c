// The fault × job-state matrix: the tests of a group of faults, and what they print when they are over.
// In virtual time: 200 seeds a cell in a continuous run, 25 elsewhere. SEEDS=1000 makes it the long run; FIRST_SEED=n
// starts elsewhere, with SEEDS=1 to repeat one.
import { afterAll, describe, expect, test } from "vitest";
import { openFaultBed } from "./fault-bed.ts";
import { faults } from "./faults.ts";
import { moments } from "./moments.ts";
import { playFault, type Row } from "./play.ts";

const seeds = Number(process.env["SEEDS"] ?? (process.env["CI"] === "true" ? 200 : 25));
const first = Number(process.env["FIRST_SEED"] ?? 1);
/** Issue 5: from the end of a fault until nothing waits any more. */
const recoveryMsMost = 2_000;

export const printRows = (rows: readonly Row[]): void => {
  const line = (name: string, cells: readonly (string | number)[]): string =>
    name.padEnd(26) + cells.map((cell) => String(cell).padStart(10)).join("");
  console.log(line("fault × state", [...moments, "recovery"]));
  for (const { fault, counts, recoveriesMs } of rows) {
    const slowest = `${Math.round(recoveriesMs.at(-1) ?? 0)} ms`;
    console.log(line(fault, [...moments.map((moment) => counts[moment]), slowest]));
  }
};

/** `group`: which half of the faults; two files share the two processors. */
export const describeFaults = (group: readonly string[]): void => {
  const rows: Row[] = [];
  describe(`every job prints once, in order, and is spoken of truly (${seeds} seeds)`, () => {
    test.each(faults.filter(({ name }) => group.includes(name)))(
      "$name, at every state of a job",
      async (fault) => {
        const bed = await openFaultBed(first);
        try {
          const row = await playFault(bed, fault, { first, seeds });
          rows.push(row);
          expect(row.found).toEqual([]);
          for (const moment of moments) expect(row.counts[moment], moment).toBe(seeds);
          // A printer that should answer and does not is given its time for every job.
          if (fault.printer !== "silent")
            expect(row.recoveriesMs.at(-1)).toBeLessThanOrEqual(recoveryMsMost);
        } finally {
          await bed.close();
        }
      },
      60_000 + seeds * 3_000,
    );
  });
  test("every fault is one of the table's", () => {
    expect(rows.map(({ fault }) => fault)).toEqual(
      faults.map(({ name }) => name).filter((name) => group.includes(name)),
    );
    expect(rows).toHaveLength(group.length);
  });
  afterAll(() => printRows(rows));
};
