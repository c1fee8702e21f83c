// The third part of the fault matrix, on the whole house: real processes killed with SIGKILL, clients that hang and
// collide, and what befalls cards behind a real pcscd, while jobs are in every state.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GatewayProcess } from "../../support/gateway-process.ts";
import { lacks } from "../../support/parts.ts";
import { openHouseBed, type HouseBed } from "./faults/house-bed.ts";
import { houseFaults } from "./faults/house-faults.ts";
import { playHouseFault } from "./faults/house-play.ts";
import { printRows, seeds } from "./faults/matrix.ts";
import { moments } from "./faults/moments.ts";
import type { Row } from "./faults/play.ts";

/** DEVICES.md 6: no event loop stands still for longer. */
const stallMs = 50;

/** p99 of the delay of the gateway's event loop since its start or the last look, in milliseconds. */
const eventLoopOf = async (gateway: GatewayProcess): Promise<number> => {
  const text = await (await fetch(`${gateway.simulated.url}/metrics`)).text();
  const value = /^nodejs_eventloop_lag_p99_seconds (\S+)/mu.exec(text)?.[1];
  if (value === undefined) throw new Error(`no event loop lag in ${text.slice(0, 200)}`);
  return Number(value) * 1_000;
};

const startMs = 180_000;

/** Printers for each moment: so many seeds run at once. */
const perMoment = 25;

describe.skipIf(lacks("pcscd", "reader"))(`the whole house, ${seeds} seeds a cell`, () => {
  let bed: HouseBed;
  let rounds = 0;
  const rows: Row[] = [];
  const lags: { readonly fault: string; readonly p99: number }[] = [];
  const ownDelay = monitorEventLoopDelay({ resolution: 10 });

  beforeAll(async () => {
    bed = await openHouseBed(Math.min(perMoment, seeds));
    ownDelay.enable();
  }, startMs);
  afterAll(async () => {
    printRows(rows);
    await bed[Symbol.asyncDispose]();
  }, startMs);

  test.each(houseFaults)(
    "$name, at every state of a job",
    async (fault) => {
      await eventLoopOf(bed.gateway()); // what was before does not count
      const row = await playHouseFault(bed, fault, { seeds, rounds: () => (rounds += 1) });
      rows.push(row);
      lags.push({ fault: fault.name, p99: await eventLoopOf(bed.gateway()) });
      expect(row.found).toEqual([]);
      for (const moment of moments) expect(row.counts[moment]).toBeGreaterThanOrEqual(seeds);
    },
    120_000 + seeds * 3_000,
  );

  test("no fault makes the gateway's event loop stand still", () => {
    const own = ownDelay.percentile(99) / 1e6;
    const shown = lags.map(({ fault, p99 }) => `${fault} ${p99.toFixed(0)}`).join(", ");
    console.log(`event loop p99 in ms: ${shown}; this test ${own.toFixed(0)}`);
    expect(lags).toHaveLength(houseFaults.length);
    // On a machine that is short of time everybody waits: then the test's own delay is the measure.
    for (const { fault, p99 } of lags)
      expect(p99, fault).toBeLessThanOrEqual(Math.max(stallMs, 4 * own));
  });
});
