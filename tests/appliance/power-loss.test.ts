// The power of a whole appliance is lost while a till settles bills, again and again, each boot from what the disk had
// got: nothing acknowledged is lost, nothing is there twice, the books are whole. The emulated machine does the same
// with a kernel of its own (`power-cut.test.ts`); this one is quick enough for every run. `POWER_CUTS=100` for more.
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { diskShim } from "../support/disk-shim.ts";
import { lacks } from "../support/parts.ts";
import { fc } from "../support/seeded.ts";
import { temporaryFolder } from "../support/test-store.ts";
import { createContainerBed } from "./container-bed.ts";
import { judge, openStoreOn, spendUntil } from "./spending.ts";

const cuts = Number(process.env["POWER_CUTS"] ?? 10);
const patienceMs = 600_000;

describe.skipIf(lacks("machine", "systemd", "loopDevice"))("an appliance without power", () => {
  test(
    `keeps its word ${cuts} times`,
    async () => {
      await using bed = createContainerBed();
      await bed.on();
      const pass = await openStoreOn(bed);
      const [delays = []] = fc.sample(
        fc.array(fc.integer({ min: 5, max: 150 }), { minLength: cuts, maxLength: cuts }),
        1,
      );
      let [earned, acknowledged, inFlight, slowestMs] = [0, 0, 0, 0];
      for (const [round, acks] of delays.entries()) {
        const spent = await spendUntil(bed, { pass, round, acks }, bed.cut);
        slowestMs = Math.max(slowestMs, await bed.on());
        earned = await judge(bed, pass, spent, earned);
        acknowledged += spent.acked.size;
        inFlight += spent.sent.size - spent.acked.size;
      }
      expect(inFlight, "calls were in flight at the cuts").toBeGreaterThan(0);
      console.log(
        `${cuts} cuts: ${acknowledged} acknowledged, ${inFlight} in flight, none lost or twice; ` +
          `serving again after at most ${(slowestMs / 1_000).toFixed(1)} s`,
      );
    },
    patienceMs + 60_000 * cuts,
  );

  test.skipIf(lacks("compiler"))(
    "loses what a disk only pretended to keep",
    async () => {
      using tools = temporaryFolder();
      const shim = diskShim(tools.path, { lies: true });
      const environment = { ...shim, LD_PRELOAD: "/opt/disk-shim.so" };
      await using bed = createContainerBed((root) => {
        cpSync(shim["LD_PRELOAD"] ?? "", join(root, environment.LD_PRELOAD));
        const unit = join(root, "etc/systemd/system/tallygate-gateway.service.d");
        mkdirSync(unit, { recursive: true });
        const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
        writeFileSync(join(unit, "disk.conf"), `[Service]\nEnvironment=${lines.join(" ")}\n`);
      });
      await bed.on();
      const pass = await openStoreOn(bed);
      const { acked } = await spendUntil(bed, { pass, round: 0, acks: 100 }, bed.cut);
      await bed.start();
      const said = await bed.shell("tallygate ledger verify --data /var/lib/tallygate --lang en");
      const kept = Number(/^entries\s+(\d+)/mu.exec(said)?.[1] ?? 0);
      expect(kept, said).toBeLessThan(acked.size);
    },
    patienceMs,
  );
});
