// Upgrades on a real machine: a good release is kept, one that cannot start never reaches the store, one that dies in
// its trial is taken back, and a cut in any phase ends in a release that serves, with every entry.
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { upgradePhases } from "../../provisioning/release/trial.ts";
import { lacks } from "../support/parts.ts";
import { fc } from "../support/seeded.ts";
import { entriesOn, type Installed, lastJson, startInstalled } from "./installed.ts";
import { createReleases, diesInService, type Releases } from "./releases.ts";

/** One phase a run, drawn by the run's seed; all of them with APPLIANCE=all. */
const cuts =
  process.env["APPLIANCE"] === "all"
    ? upgradePhases
    : fc.sample(fc.constantFrom(...upgradePhases), 1);

describe.skipIf(lacks("machine", "systemd"))("an upgrade", { timeout: 600_000 }, () => {
  let machine: Installed;
  let releases: Releases;

  const serving = async (): Promise<unknown> => {
    const { said } = await machine.tallygate("releases");
    return Reflect.get(Object(said), "current");
  };
  const entries = () => entriesOn(machine);
  const upgraded = async (bundle: string, ...words: readonly string[]) =>
    machine.tallygate("upgrade", bundle, "--trial", "3", ...words);

  beforeAll(async () => {
    machine = await startInstalled();
    releases = createReleases(machine);
  }, 600_000);
  afterAll(() => machine?.stop(), 60_000);

  test("that nobody we trust has signed is not even unpacked", async () => {
    const stranger = generateKeyPairSync("ed25519").privateKey;
    const { code, out } = await upgraded(await releases.bundle("0.9.0", undefined, stranger));
    expect(code).toBe(1);
    expect(out).toContain("signature");
    expect(await serving()).toBe(machine.version);
  });

  test("that cannot start is found out in the rehearsal: the store never notices", async () => {
    const bundle = await releases.bundle("0.9.1", (app) =>
      writeFileSync(join(app, "gateway/main.js"), "process.exit(3);\n"),
    );
    const pid = await machine.shell("systemctl show -p MainPID --value tallygate-gateway");
    const { said } = await upgraded(bundle);
    expect(said).toMatchObject({ outcome: "refused" });
    expect(await machine.shell("systemctl show -p MainPID --value tallygate-gateway")).toBe(pid);
    expect(await serving()).toBe(machine.version);
  });

  test("that dies once it serves the store is taken back by itself", async () => {
    const bundle = await releases.bundle("0.9.2", diesInService);
    const before = await entries();
    const { said, code } = await upgraded(bundle);
    expect({ said, code }).toMatchObject({
      code: 1,
      said: { outcome: "rolledBack", restored: { version: machine.version } },
    });
    await machine.ready();
    expect(await serving()).toBe(machine.version);
    expect(await entries()).toBeGreaterThanOrEqual(before);
  });

  test("cut off in a phase ends in a release that serves", async () => {
    const bundle = await releases.bundle("0.9.3");
    for (const phase of cuts) {
      const cut = await machine.run(
        "env",
        `TALLYGATE_STOP_AT=${phase}`,
        "TALLYGATE_PATIENCE=5",
        "tallygate",
        "upgrade",
        bundle,
        "--trial",
        "2",
        "--json",
      );
      // it was killed in that phase, and did not end by itself before
      const before = upgradePhases[upgradePhases.indexOf(phase) - 1];
      expect(lastJson(cut.out), cut.out).toEqual(before && { phase: before });
      // as at boot: nothing runs, and somebody calls at the door before all is settled
      await machine.shell("systemctl stop tallygate-gateway.service");
      const served = machine.ready();
      await machine.shell("systemctl start tallygate-settle.service");
      await served;
      const { said } = await machine.tallygate("releases");
      expect(said).toMatchObject({ current: phase === "kept" ? "0.9.3" : machine.version });
      expect(Reflect.get(Object(said), "upgrade")).toBeUndefined();
    }
  });

  test("that is good is kept, and can be taken back by hand with what was written since", async () => {
    const [before, from] = [await entries(), await serving()];
    const upgrading = upgraded(await releases.bundle("0.9.4"));
    // what starts the store again after it gave up settles whatever a cut left; this is none
    await machine.shell("until test -e /opt/tallygate/upgrade.json; do sleep 0.1; done");
    await machine.shell("systemctl start tallygate-settle.service");
    const { said, out } = await upgrading;
    expect(said, out).toMatchObject({ outcome: "kept", from, to: "0.9.4" });
    await machine.ready();
    expect(await serving()).toBe("0.9.4");
    const back = await machine.tallygate("rollback");
    expect(back.said).toMatchObject({
      outcome: "rolledBack",
      restored: { version: from },
    });
    await machine.ready();
    expect(await serving()).toBe(from);
    expect(await entries()).toBeGreaterThanOrEqual(before);
  });
});
