// Back to an older release: the links turn, what a cut left is finished or taken back in every phase, and what was
// written under a newer schema stays, in a file the older release knows.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { type Machine, openMachine } from "../../../provisioning/machine.ts";
import { narrow } from "../../../provisioning/release/narrow.ts";
import {
  compareVersions,
  isVersion,
  isWhole,
  pointAt,
  releaseAt,
} from "../../../provisioning/release/releases.ts";
import {
  schemaOf,
  savedBooks,
  type Services,
  upgradeFolder,
} from "../../../provisioning/release/site.ts";
import {
  readTrial,
  type UpgradePhase,
  upgradePhases,
  writeTrial,
} from "../../../provisioning/release/trial.ts";
import {
  isLeft,
  settle,
  settleBooks,
  settleLinks,
  takeBack,
} from "../../../provisioning/release/settle.ts";
import { withUpgradeHeld } from "../../../provisioning/release/under-way.ts";
import { startGatewayProcess } from "../../support/gateway-process.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-release-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const programs = ["node", "app/gateway/main.js", "app/provisioning/main.js", "app/package.json"];
const machineWith = (...versions: readonly string[]): Machine => {
  const root = join(folder, `machine-${++count}`);
  for (const version of versions)
    for (const program of programs) {
      const file = join(root, "opt/tallygate/releases", version, program);
      mkdirSync(join(file, ".."), { recursive: true });
      writeFileSync(file, "");
    }
  mkdirSync(join(root, "var/lib/tallygate"), { recursive: true });
  return openMachine({ root });
};

/** Services that are nothing but a record of what was asked of them. */
const recorded = (): Services & { readonly done: readonly string[] } => {
  const done: string[] = [];
  const note = (what: string) => async () => void done.push(what);
  return {
    done,
    restart: note("restart"),
    stop: note("stop"),
    start: note("start"),
    problem: () => Promise.resolve(undefined),
    deaths: () => Promise.resolve(0),
    life: () => Promise.resolve(`${done.length + 1}`),
  };
};

describe("releases", () => {
  test("are told apart and ordered as versions are", () => {
    expect(["0.10.0", "0.9.1", "1.0.0-rc.1", "1.0.0", "0.9.0"].toSorted(compareVersions)).toEqual([
      "0.9.0",
      "0.9.1",
      "0.10.0",
      "1.0.0-rc.1",
      "1.0.0",
    ]);
    for (const wrong of ["1", "1.2", "v1.2.3", "1.2.3/..", "..", ""])
      expect(isVersion(wrong)).toBe(false);
  });

  test("are turned over in one step: there is always one in force", () => {
    const machine = machineWith("0.1.0", "0.2.0");
    pointAt(machine, "current", "0.1.0");
    pointAt(machine, "current", "0.2.0");
    expect(releaseAt(machine, "current")).toBe("0.2.0");
    expect(existsSync(machine.at("/opt/tallygate/current.new"))).toBe(false);
  });
});

describe("an upgrade that was cut off", () => {
  const expected: Readonly<
    Record<UpgradePhase, readonly [did: string, current: string, newIsThere: boolean]>
  > = {
    verified: ["gaveUp", "0.1.0", false],
    unpacked: ["gaveUp", "0.1.0", false],
    rehearsed: ["gaveUp", "0.1.0", false],
    saved: ["gaveUp", "0.1.0", false],
    flipped: ["tookBack", "0.1.0", true],
    trial: ["tookBack", "0.1.0", true],
    kept: ["kept", "0.2.0", true],
  };
  const cutAfter = (phase: UpgradePhase): Machine => {
    const machine = machineWith("0.1.0", "0.2.0");
    const isTurned = ["flipped", "trial", "kept"].includes(phase);
    pointAt(machine, "keeper", "0.1.0");
    pointAt(machine, "current", isTurned ? "0.2.0" : "0.1.0");
    if (isTurned) pointAt(machine, "previous", "0.1.0");
    writeTrial(machine, { phase, from: "0.1.0", to: "0.2.0", startedMs: 1, trialMs: 60_000 });
    return machine;
  };
  test.each(upgradePhases)("after %s ends in a release that serves", async (phase) => {
    const machine = cutAfter(phase);
    const services = recorded();
    const [did, current, newIsThere] = expected[phase];
    expect((await settle({ machine, services })).did).toBe(did);
    expect(releaseAt(machine, "current")).toBe(current);
    expect(isWhole(machine, "0.2.0")).toBe(newIsThere);
    expect(readTrial(machine)).toBeUndefined();
    expect(services.done).toEqual(did === "tookBack" ? ["stop", "start"] : []);
    expect((await settle({ machine, services })).did).toBe("nothing");
  });

  test.each(upgradePhases)(
    "after %s is settled in two halves, each of them twice",
    async (phase) => {
      const machine = cutAfter(phase);
      const [did, current, newIsThere] = expected[phase];
      for (const half of [settleBooks, settleBooks, settleLinks])
        expect((await half(machine)).did).toBe(did);
      expect((await settleLinks(machine)).did).toBe("nothing");
      expect(releaseAt(machine, "current")).toBe(current);
      expect(isWhole(machine, "0.2.0")).toBe(newIsThere);
      expect(readdirSync(machine.at("/opt/tallygate/releases")).toSorted()).toEqual(
        newIsThere ? ["0.1.0", "0.2.0"] : ["0.1.0"],
      );
    },
  );

  test.each(upgradePhases)("is not one that is in %s: it is left alone", async (phase) => {
    const machine = cutAfter(phase);
    const services = recorded();
    const links = () => [
      readTrial(machine),
      releaseAt(machine, "current"),
      isWhole(machine, "0.2.0"),
    ];
    const before = links();
    const held = await withUpgradeHeld(machine, async () => {
      const dids = [];
      for (const half of [settleBooks, settleLinks, () => settle({ machine, services })])
        dids.push((await half(machine)).did);
      expect(await isLeft(machine)).toBe(false);
      // nor does a second one begin
      expect(await withUpgradeHeld(machine, () => Promise.resolve("begun"))).toBeUndefined();
      return dids;
    });
    expect(held).toEqual(["underWay", "underWay", "underWay"]);
    expect([links(), services.done]).toEqual([before, []]);
    expect(await isLeft(machine)).toBe(true);
  });

  test("leaves a socket that holds nothing", async () => {
    const machine = cutAfter("saved");
    const module = join(import.meta.dirname, "../../../provisioning/release/under-way.ts");
    const program = `import { withUpgradeHeld } from ${JSON.stringify(module)};
      const machine = { at: (path) => ${JSON.stringify(machine.root)} + path };
      await withUpgradeHeld(machine, async () => process.kill(process.pid, "SIGKILL"));`;
    const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", program]);
    expect(signal).toBe("SIGKILL");
    expect(existsSync(machine.at("/opt/tallygate/upgrade.sock"))).toBe(true);
    expect(await isLeft(machine)).toBe(true);
    expect(await withUpgradeHeld(machine, () => Promise.resolve("begun"))).toBe("begun");
  });

  test("between the link and the note of it is taken back as well", async () => {
    const machine = machineWith("0.1.0", "0.2.0");
    pointAt(machine, "current", "0.2.0");
    writeTrial(machine, {
      phase: "saved",
      from: "0.1.0",
      to: "0.2.0",
      startedMs: 1,
      trialMs: 60_000,
    });
    expect((await settle({ machine, services: recorded() })).did).toBe("tookBack");
    expect(releaseAt(machine, "current")).toBe("0.1.0");
  });

  test("leaves a note that cannot be read alone", () => {
    const machine = machineWith("0.1.0");
    writeFileSync(machine.at("/opt/tallygate/upgrade.json"), '{"phase":"tri');
    expect(readTrial(machine)).toBeUndefined();
  });
});

/** As a migration of a later release would leave the books: only added to. */
const widen = async (file: string): Promise<void> => {
  const database = await openDatabase({ file });
  await database.exec(
    `CREATE TABLE later (id TEXT PRIMARY KEY) STRICT; INSERT INTO later VALUES ('x');
     ALTER TABLE checkpoint ADD COLUMN witness TEXT; PRAGMA user_version = 9000;`,
  );
  await database.close();
};

const countOf = async (file: string, table: string): Promise<number> => {
  const database = await openDatabase({ file, readOnly: true });
  const [row] = await database.all(`SELECT count(*) AS n FROM ${table}`);
  await database.close();
  return Number(row?.["n"]);
};

describe("books that a newer release has written to", () => {
  test(
    "go back whole: every row, and the older release opens and audits them",
    { timeout: 180_000 },
    async () => {
      const machine = machineWith("0.1.0", "0.2.0");
      const live = join(machine.data, "store.db");
      const gateway = await startGatewayProcess({ dir: machine.data });
      await gateway.stop();
      const schema = await schemaOf(live);
      mkdirSync(upgradeFolder(machine), { recursive: true });
      const database = await openDatabase({ file: live });
      await database.run("VACUUM INTO ?", savedBooks(machine));
      await database.close();
      // entries of the trial: the store goes on working after the copy was made
      const trial = await gateway.again();
      await trial.stop();
      await widen(live);
      const entries = await countOf(live, "journal");
      pointAt(machine, "current", "0.2.0");
      const restored = await takeBack(
        { machine, services: recorded() },
        { phase: "trial", from: "0.1.0", to: "0.2.0", startedMs: 1, trialMs: 1 },
      );
      expect(restored.rows).toMatchObject({ journal: entries });
      expect(await schemaOf(live)).toBe(schema);
      expect(await countOf(live, "journal")).toBe(entries);
      expect(existsSync(join(upgradeFolder(machine), "after.db"))).toBe(true);
      const again = await gateway.again();
      expect(await again.stop()).toBe(0);
    },
  );

  test("that have lost a column are not squeezed back", { timeout: 60_000 }, async () => {
    const [shape, live, target] = ["shape.db", "live.db", "target.db"].map((name) =>
      join(folder, name),
    );
    for (const [file, columns] of [
      [shape, "a TEXT, b TEXT"],
      [live, "a TEXT"],
    ] as const) {
      const database = await openDatabase({ file: file ?? "" });
      await database.exec(`CREATE TABLE t (${columns}) STRICT;`);
      await database.close();
    }
    await expect(narrow(live ?? "", shape ?? "", target ?? "")).rejects.toThrow("lost b");
    expect(existsSync(target ?? "")).toBe(false);
  });
});
