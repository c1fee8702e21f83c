// The plug is pulled from a whole appliance: while a till settles bills, and in each phase of an upgrade. What was
// acknowledged is there after the next boot, nothing twice, the books are whole, and a known release serves. Run by
// `npm run test:appliance`; `POWER_CUTS=100` for the long run.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { upgradePhases } from "../../provisioning/release/trial.ts";
import { lacks } from "../support/parts.ts";
import { fc } from "../support/seeded.ts";
import { lastJson } from "./installed.ts";
import { nextVersion, type PowerBed, createPowerBed } from "./power-bed.ts";
import { judge, openStoreOn, spendUntil } from "./spending.ts";
import { quickPackage } from "./tree.ts";

const cuts = Number(process.env["POWER_CUTS"]);
const bills = 20;

describe.skipIf(lacks("machine", "emulator"))("an appliance without power", () => {
  let bed: PowerBed;
  let pass = "";
  let [earned, round] = [0, 0];

  beforeAll(async () => {
    bed = await createPowerBed(quickPackage());
    await bed.on();
    pass = await openStoreOn(bed);
  }, 1_800_000);
  afterAll(() => bed?.remove(), 60_000);

  test(
    `keeps its word through ${cuts} power cuts`,
    async () => {
      const [delays = []] = fc.sample(
        fc.array(fc.integer({ min: 20, max: 200 }), { minLength: cuts, maxLength: cuts }),
        1,
      );
      for (const acks of delays) {
        round += 1;
        const spent = await spendUntil(bed, { pass, round, acks }, bed.cut);
        const bootMs = await bed.on();
        earned = await judge(bed, pass, spent, earned);
        const inFlight = spent.sent.size - spent.acked.size;
        console.log(
          `cut ${round}: ${spent.acked.size} acknowledged, ${inFlight} in flight, ` +
            `serving again after ${(bootMs / 1_000).toFixed(1)} s`,
        );
      }
    },
    300_000 * (cuts + 1),
  );

  test.for(upgradePhases)(
    "in an upgrade that has come to “%s” ends in a release that serves, with every entry",
    { timeout: 1_800_000 },
    async (phase) => {
      round += 1;
      const spent = await spendUntil(bed, { pass, round, acks: bills }, () => Promise.resolve());
      const given = `TALLYGATE_PATIENCE=20 TALLYGATE_STOP_AT=${phase}`;
      const command = `${given} tallygate upgrade /root/next.tgb --trial 2 --json`;
      const upgraded = await bed.shell(command);
      await bed.cut();
      const bootMs = await bed.on();
      expect(lastTold(upgraded), upgraded).toBe(previousOf(phase));
      const listed = await bed.shell("tallygate releases --json");
      const known = lastJson(listed);
      expect(known, `${listed}\n${bed.console().slice(-4_000)}`).toBeDefined();
      expect(known).toMatchObject({ current: phase === "kept" ? nextVersion : bed.version });
      expect(Reflect.get(Object(known), "upgrade")).toBeUndefined();
      earned = await judge(bed, pass, spent, earned);
      console.log(`cut at ${phase}: serving again after ${(bootMs / 1_000).toFixed(1)} s`);
    },
  );
});

/** The last phase that the command has told of. */
const lastTold = (said: string): string =>
  [...said.matchAll(/"phase":"(\w+)"/gu)].at(-1)?.[1] ?? "none";

/** The last phase that the command could tell of before it was stopped. */
const previousOf = (phase: (typeof upgradePhases)[number]): string =>
  upgradePhases[upgradePhases.indexOf(phase) - 1] ?? "none";
