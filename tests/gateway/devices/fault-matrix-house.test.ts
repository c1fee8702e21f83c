// The third part of the fault matrix, on the whole house: real processes killed with SIGKILL, clients that hang and
// collide, and what befalls cards behind a real pcscd, while jobs are in every state.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GatewayProcess } from "../../support/gateway-process.ts";
import { lacks } from "../../support/parts.ts";
import { openHouseBed, reader, type HouseBed } from "./faults/house-bed.ts";
import { houseFaults } from "./faults/house-faults.ts";
import { playHouseFault } from "./faults/house-play.ts";
import { printRows } from "./faults/matrix.ts";
import { moments } from "./faults/moments.ts";
import type { Row } from "./faults/play.ts";

/** DEVICES.md 6: no event loop stands still for longer. */
const stallMs = 50;

/** What each of these histograms looks for is due every so often; the wait for that is no delay. */
const everyMs = 10;

interface Delay {
  /** ms for which what was due had to wait: of 99 in 100, and the longest */
  readonly p99: number;
  readonly most: number;
}

/** Of the gateway's event loop since its start or the last look. */
const gatewayDelay = async (gateway: GatewayProcess): Promise<Delay> => {
  const text = await (await fetch(`${gateway.simulated.url}/metrics`)).text();
  const read = (name: string): number => {
    const value = new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)`, "mu").exec(text)?.[1];
    if (value === undefined) throw new Error(`no event loop lag in ${text.slice(0, 200)}`);
    return Math.max(0, Number(value) * 1_000 - everyMs);
  };
  return { p99: read("p99"), most: read("max") };
};

/** Of the device host's event loop in its last one to two minutes, from the counters of one of its devices. */
const hostDelay = async (bed: HouseBed): Promise<Delay> => {
  const { counters } = await bed.client().call("device.counters", { device: reader });
  return { p99: counters["loopP99Ms"] ?? Number.NaN, most: counters["loopMaxMs"] ?? Number.NaN };
};

const shown = ({ p99, most }: Delay): string => `${p99.toFixed(0)} (${most.toFixed(0)})`;

const startMs = 180_000;

/** Real processes take real time: a continuous run has fewer than the matrix in virtual time. */
const seeds = Number(process.env["SEEDS"] ?? 25);

/** Printers for each moment: so many seeds run at once. */
const perMoment = 25;

describe.skipIf(lacks("pcscd", "reader"))(`the whole house, ${seeds} seeds a cell`, () => {
  let bed: HouseBed;
  let rounds = 0;
  const rows: Row[] = [];
  const delays: { readonly fault: string; readonly gateway: Delay; readonly host: Delay }[] = [];
  const ownDelay = monitorEventLoopDelay({ resolution: everyMs });

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
      await gatewayDelay(bed.gateway()); // what was before does not count
      const row = await playHouseFault(bed, fault, { seeds, rounds: () => (rounds += 1) });
      rows.push(row);
      const gateway = await gatewayDelay(bed.gateway());
      delays.push({ fault: fault.name, gateway, host: await hostDelay(bed) });
      expect(row.found).toEqual([]);
      for (const moment of moments) expect(row.counts[moment]).toBeGreaterThanOrEqual(seeds);
    },
    120_000 + seeds * 3_000,
  );

  test("no fault makes the gateway's event loop stand still; the device host's is shown", () => {
    const own = {
      p99: ownDelay.percentile(99) / 1e6 - everyMs,
      most: ownDelay.max / 1e6 - everyMs,
    };
    console.log("event loop, ms waited: p99 (longest)".padEnd(40) + "gateway     device host");
    for (const { fault, gateway, host } of delays)
      console.log(fault.padEnd(40) + shown(gateway).padEnd(12) + shown(host));
    console.log("this test".padEnd(40) + shown(own));
    expect(delays).toHaveLength(houseFaults.length);
    // On a machine that is short of time everybody waits: then the test's own delay is the measure.
    const most = Math.max(stallMs, 4 * own.p99);
    // The host's figures are of its last minutes, its start included: they are shown, not judged.
    for (const { fault, gateway } of delays)
      expect(gateway.p99, `gateway, ${fault}`).toBeLessThanOrEqual(most);
  });
});
