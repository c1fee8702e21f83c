// The doctor on a real machine: every check is seen to fail on a machine broken that way, and to pass after its own
// fix or the cure a person applies.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checks } from "../../provisioning/doctor/registry.ts";
import { lacks } from "../support/parts.ts";
import {
  type Broken,
  containedAgain,
  cured,
  curedLater,
  noTimeService,
  printerUnreached,
  roundsByHand,
} from "./faults.ts";
import { type Installed, startInstalled } from "./installed.ts";

interface Said {
  readonly checks: readonly {
    readonly id: string;
    readonly state: string;
    readonly fix: boolean;
    readonly repairFailed?: string;
  }[];
  readonly exit: number;
}

/** What a container in a test cannot have, and what nobody has told this store yet. */
const openFromTheStart = ["books.elsewhere", "devices.rare-characters"];

describe.skipIf(lacks("machine", "systemd"))(
  "the doctor on a machine",
  { timeout: 300_000 },
  () => {
    let machine: Installed;
    beforeAll(async () => {
      machine = await startInstalled();
    }, 600_000);
    afterAll(() => machine?.stop(), 60_000);

    const doctor = async (...words: readonly string[]) => {
      const { code, said, out } = await machine.tallygate("doctor", ...words);
      expect(said, out).toBeDefined();
      const { checks: found, exit } = said as Said;
      expect(code).toBe(exit);
      const failing = found.filter(({ state }) => state === "failed").map(({ id }) => id);
      const repairs = found.flatMap(({ id, repairFailed }) =>
        repairFailed === undefined ? [] : [`${id}: ${repairFailed}`],
      );
      return { failing, repairs, found, code };
    };
    const only = (ids: readonly string[]) => ids.flatMap((id) => ["--only", id]);
    const broken = async (faults: readonly Broken[]): Promise<readonly string[]> => {
      for (const { by } of faults) await machine.run("sh", "-c", by);
      return faults.flatMap(({ ids }) => ids);
    };

    test("finds nothing on a machine as it was installed", async () => {
      const { failing, found, code } = await doctor();
      expect(failing.filter((id) => !openFromTheStart.includes(id))).toEqual([]);
      expect(found.length).toBe(checks.length);
      expect(code).toBeLessThanOrEqual(1);
    });

    test("names what only a person cures", async () => {
      const program = "/opt/tallygate/current/app/provisioning/main.js";
      const asked = async (ids: readonly string[]): Promise<Said> => {
        const verb = ["doctor", "--json", ...only(ids)];
        const { said, out } = await machine.told("/opt/tallygate/current/node", program, ...verb);
        expect(said, out).toBeDefined();
        return said as Said;
      };
      for (const faults of roundsByHand) {
        const ids = await broken(faults);
        const before = await asked(ids);
        const passing = before.checks.filter(({ state }) => state !== "failed");
        expect([before.checks.length, passing]).toEqual([ids.length, []]);
        for (const { cure = "" } of faults) await machine.shell(cure);
        const after = await asked(ids);
        expect(after.checks.filter(({ state }) => state === "failed")).toEqual([]);
      }
      await machine.ready();
    });

    test("sees what was broken and makes it whole again", async () => {
      for (const faults of [cured, curedLater]) {
        const ids = await broken(faults);
        const before = await doctor();
        expect(ids.filter((id) => !before.failing.includes(id))).toEqual([]);
        expect(before.code).toBe(3);
        const { repairs } = await doctor("--fix");
        await machine.ready();
        const after = await doctor(...only(ids));
        expect({ failing: after.failing, repairs }).toEqual({ failing: [], repairs: [] });
      }
    });

    test("opens the way to a printer, and says when nobody is there", async () => {
      const ids = await broken([printerUnreached]);
      expect((await doctor(...only(ids))).failing).toEqual(ids);
      const after = await doctor("--fix", ...only(ids));
      expect(after.failing).toEqual(["devices.each"]);
      await machine.shell(
        `printf '{"devices":[]}' > /etc/tallygate/devices.json; tallygate doctor --fix --only devices.outbound`,
      );
      expect((await doctor(...only(ids))).failing).toEqual([]);
    });

    test("sees that nobody keeps the clock, and has it kept", async () => {
      const ids = await broken([noTimeService]);
      expect((await doctor(...only(ids))).failing).toEqual(ids);
      const { failing, repairs } = await doctor("--fix", ...only(ids));
      expect({ failing, repairs }).toEqual({ failing: [], repairs: [] });
      await machine.shell(containedAgain);
    });

    test("says to anybody else that it sees half", async () => {
      const verb = ["tallygate", "doctor", "--json", "--only", "release.rights"];
      const { said } = await machine.told("runuser", "-u", "nobody", "--", ...verb);
      expect((said as Said).checks[0]).toMatchObject({ state: "failed" });
    });
  },
);

/** Checks that a container or a test cannot break, each with where it is proved instead. */
const elsewhere: Readonly<Record<string, string>> = {
  "ground.watchdog-device": "a container has none; by hand, docs/FAULTS.md",
  "release.node": "tests/provisioning/doctor/doctor.test.ts",
  "devices.package-serialport": "tests/provisioning/doctor/doctor.test.ts",
  "devices.package-node-hid": "tests/provisioning/doctor/doctor.test.ts",
  "devices.package-nfc-pcsc": "tests/provisioning/doctor/doctor.test.ts",
  "devices.pcscd": "a finding of the device side: tests/drivers/discovery.test.ts",
  "devices.rare-characters": "fails on this machine, which has no fonts",
  "devices.module-pn533_usb": "tests/provisioning/doctor/doctor.test.ts",
  "devices.module-pn533": "tests/provisioning/doctor/doctor.test.ts",
  "devices.module-nfc": "tests/provisioning/doctor/doctor.test.ts",
  "books.elsewhere": "fails on this machine; passes in tests/provisioning/doctor/doctor.test.ts",
  "books.readable": "tests/provisioning/doctor/doctor.test.ts",
  "books.schema": "tests/provisioning/doctor/doctor.test.ts",
  "books.log": "tests/provisioning/doctor/doctor.test.ts",
  "spare.in-step": "tests/appliance/spare.test.ts",
  "spare.follows": "tests/appliance/spare.test.ts",
  "spare.hears": "tests/appliance/spare.test.ts",
  "network.names": "tests/provisioning/doctor/doctor.test.ts",
  "network.port": "tests/provisioning/doctor/doctor.test.ts",
  "release.rights": "above",
};

test("every check has been seen to fail somewhere", () => {
  const here = [
    ...cured,
    ...curedLater,
    printerUnreached,
    noTimeService,
    ...roundsByHand.flat(),
  ].flatMap(({ ids }) => ids);
  expect(
    checks.map(({ id }) => id).filter((id) => !here.includes(id) && elsewhere[id] === undefined),
  ).toEqual([]);
});
