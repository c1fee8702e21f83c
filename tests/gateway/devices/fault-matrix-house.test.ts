// The third part of the fault matrix, on the whole house: real processes killed with SIGKILL, clients that hang and
// collide, and what befalls cards behind a real pcscd, while jobs are in every state.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { GatewayProcess } from "../../support/gateway-process.ts";
import { lacks } from "../../support/parts.ts";
import { openHouseBed, reader, type HouseBed } from "./faults/house-bed.ts";
import { houseFaults } from "./faults/house-faults.ts";
import { playHouseFault } from "./faults/house-play.ts";
import { printRows } from "./faults/matrix.ts";
import { moments } from "./faults/moments.ts";
import type { Row } from "./faults/play.ts";

/**
 * DEVICES.md 6: no event loop stands still for longer. Judged is what a process's own work did to its loop; how long
 * what was due waited on a machine where all of this runs at once, on two processors, is shown beside it.
 */
const stallMs = 50;

/** What the histograms look for is due every so often; the wait for that is no delay. */
const everyMs = 10;

interface Delay {
  /** longest stretch of own work, ms */
  readonly own: number;
  /** ms for which what was due had to wait: of 99 in 100, and the longest */
  readonly p99: number;
  readonly most: number;
}

/** Of the gateway's event loop since its start or the last look; `own`: of its last one to two minutes. */
const gatewayDelay = async (gateway: GatewayProcess): Promise<Delay> => {
  const text = await (await fetch(`${gateway.simulated.url}/metrics`)).text();
  const read = (name: string): number => {
    const value = new RegExp(`^${name}_seconds (\\S+)`, "mu").exec(text)?.[1];
    if (value === undefined) throw new Error(`no ${name} in ${text.slice(0, 200)}`);
    return Math.round(Number(value) * 1_000);
  };
  return {
    own: read("tallygate_eventloop_own_max"),
    p99: Math.max(0, read("nodejs_eventloop_lag_p99") - everyMs),
    most: Math.max(0, read("nodejs_eventloop_lag_max") - everyMs),
  };
};

/** Of the device host's event loop in its last one to two minutes, from the counters of one of its devices. */
const hostDelay = async (bed: HouseBed): Promise<Delay> => {
  const { counters } = await bed.client().call("device.counters", { device: reader });
  return {
    own: counters["loopOwnMaxMs"] ?? Number.NaN,
    p99: counters["loopP99Ms"] ?? Number.NaN,
    most: counters["loopMaxMs"] ?? Number.NaN,
  };
};

const shown = ({ own, p99, most }: Delay): string => `${own}; ${p99} (${most})`.padEnd(16);

const startMs = 180_000;

/** Real processes take real time: 84 s for 200 on an idle machine. */
const seeds = Number(process.env["SEEDS"] ?? (process.env["CI"] === "true" ? 200 : 25));

/** Printers for each moment: so many seeds run at once. */
const perMoment = 25;

describe.skipIf(lacks("pcscd", "reader"))(`the whole house, ${seeds} seeds a cell`, () => {
  let bed: HouseBed;
  let rounds = 0;
  const rows: Row[] = [];
  const delays: { readonly fault: string; readonly gateway: Delay; readonly host: Delay }[] = [];

  beforeAll(async () => {
    bed = await openHouseBed(Math.min(perMoment, seeds));
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

  test("no fault makes an event loop stand still", () => {
    console.log("own work; waited p99 (longest), ms".padEnd(42) + "gateway         device host");
    for (const { fault, gateway, host } of delays)
      console.log(fault.padEnd(42) + shown(gateway) + shown(host));
    expect(delays).toHaveLength(houseFaults.length);
    for (const { fault, gateway, host } of delays) {
      expect(gateway.own, `gateway, ${fault}`).toBeLessThanOrEqual(stallMs);
      expect(host.own, `device host, ${fault}`).toBeLessThanOrEqual(stallMs);
    }
  });
});
