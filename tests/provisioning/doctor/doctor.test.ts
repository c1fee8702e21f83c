// Checks that need no machine of their own: broken in a folder that stands for one, seen to fail, made whole, seen to
// pass. And what holds for every check: an id of its own, both languages, a cure.
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { examineDevices } from "../../../drivers/doctor.ts";
import { createBackup } from "../../../gateway/store/backup.ts";
import { systemClock } from "../../../gateway/clock.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { askDesk } from "../../../gateway/server/tls/ask-desk.ts";
import { examine, exitCodeOf, repairAll } from "../../../provisioning/doctor/examine.ts";
import { checks } from "../../../provisioning/doctor/registry.ts";
import { runCommand } from "../../../provisioning/main.ts";
import { type Machine, openMachine } from "../../../provisioning/machine.ts";
import { root } from "../../support/sources.ts";
import { startGatewayProcess } from "../../support/gateway-process.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-doctor-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
let machine: Machine;
const put = (path: string, text: string, mode = 0o644): void => {
  mkdirSync(join(machine.at(path), ".."), { recursive: true });
  writeFileSync(machine.at(path), text, { mode });
};
beforeEach(() => {
  const root = join(folder, `machine-${++count}`);
  mkdirSync(join(root, "var/lib/tallygate"), { recursive: true });
  machine = openMachine({ root });
});

const stateOf = async (id: string, on: Machine = machine): Promise<string> => {
  const [found] = await examine(
    on,
    checks.filter((check) => check.id === id),
  );
  return found?.finding.state ?? "no such check";
};
const repaired = async (id: string, on: Machine = machine): Promise<string> => {
  const [found] = await repairAll(
    on,
    checks.filter((check) => check.id === id),
  );
  return found?.repairFailed ?? found?.finding.state ?? "no such check";
};

describe("the doctor's checks", () => {
  test("are forty and more, twenty and more of them with a repair", () => {
    expect(checks.length).toBeGreaterThanOrEqual(40);
    expect(checks.filter(({ repair }) => repair !== undefined).length).toBeGreaterThanOrEqual(20);
  });

  test("have an id of their own and say everything in both languages", () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    for (const { id, what, why, cure } of checks) {
      expect(id).toMatch(/^[a-z]+\.[a-z0-9_-]+$/u);
      for (const text of [what, why, cure]) {
        expect(text.zh.length, id).toBeGreaterThan(1);
        expect(text.en.length, id).toBeGreaterThan(1);
      }
    }
  });

  test("end with the worst level", async () => {
    const level = async (ids: readonly string[]) =>
      exitCodeOf(
        await examine(
          machine,
          checks.filter(({ id }) => ids.includes(id)),
        ),
      );
    expect(await level(["books.log"])).toBe(0);
    expect(await level(["ground.journal"])).toBe(1);
    expect(await level(["ground.journal", "devices.blacklist"])).toBe(3);
  });

  test("are told by the command as text and as JSON, and an unknown one is refused", async () => {
    const lines: string[] = [];
    const run = (...args: readonly string[]): Promise<number> =>
      runCommand(["doctor", ...args], {
        language: "en",
        line: (line) => void lines.push(line),
        errorLine: () => undefined,
      });
    const only = ["--root", machine.root, "--only", "devices.blacklist"];
    expect(await run(...only)).toBe(3);
    expect(lines.join("\n")).toContain("devices.blacklist");
    lines.length = 0;
    expect(await run(...only, "--fix", "--json")).toBe(0);
    expect(JSON.parse(lines.join("\n"))).toMatchObject({
      exit: 0,
      checks: [{ id: "devices.blacklist", state: "well" }],
    });
    expect(await run("--only", "no.such")).toBe(2);
  });
});

/** Check → what breaks it; nothing where a bare folder is broken enough. */
const nothing = (): void => undefined;
const broken: readonly (readonly [id: string, breakIt: () => void])[] = [
  ["ground.watchdog", nothing],
  ["ground.journal", () => put("/usr/lib/systemd/journald.conf.d/tallygate.conf", "[Journal]\n")],
  ["ground.updates", nothing],
  ["devices.blacklist", nothing],
  ["devices.rules", () => put("/usr/lib/udev/rules.d/70-tallygate.rules", "# old\n")],
  [
    "devices.foreign-rules",
    () => put("/etc/udev/rules.d/99-x.rules", 'ATTRS{idVendor}=="072f", MODE="0000"\n'),
  ],
  ["devices.braille-rules", () => put("/usr/lib/udev/rules.d/85-brltty.rules", "1a86/7523\n")],
  [
    "devices.outbound",
    () =>
      put(
        "/etc/tallygate/devices.json",
        '{"devices":[{"device":"p","driver":"escpos-tcp","options":{"host":"10.0.0.20"}}]}',
      ),
  ],
  ["files.device-list", () => put("/etc/tallygate/devices.json", "{")],
  [
    "files.settings",
    () => mkdirSync(machine.at("/etc/tallygate"), { recursive: true, mode: 0o777 }),
  ],
  ["files.data", () => mkdirSync(machine.data, { recursive: true })],
  ["files.secrets", () => put("/var/lib/tallygate/credentials/master", "x", 0o644)],
  [
    "network.known",
    () => put("/etc/tallygate/lan.conf", "TALLYGATE_OPTIONS=--lan gw.nowhere.lan,127.0.0.1/8\n"),
  ],
  [
    "release.previous",
    () => {
      mkdirSync(machine.at("/opt/tallygate"), { recursive: true });
      symlinkSync("releases/0.0.1", machine.at("/opt/tallygate/previous"));
    },
  ],
];

describe("broken in a folder, seen to fail, made whole by its own repair", () => {
  test.each(broken)("%s", async (id, breakIt) => {
    breakIt();
    expect(await stateOf(id)).toBe("failed");
    expect(["well", "absent"]).toContain(await repaired(id));
    expect(await stateOf(id)).not.toBe("failed");
  });

  test("release.current falls back to the newest release that is whole", async () => {
    for (const version of ["0.9.0", "0.10.0", "0.11.0"])
      for (const file of [
        "node",
        "app/gateway/main.js",
        "app/provisioning/main.js",
        "app/package.json",
      ])
        if (version !== "0.11.0" || file !== "node")
          put(`/opt/tallygate/releases/${version}/${file}`, "");
    symlinkSync("releases/1.0.0", machine.at("/opt/tallygate/current"));
    expect(await stateOf("release.current")).toBe("failed");
    expect(await stateOf("release.node")).toBe("failed");
    expect(await repaired("release.current")).toBe("well");
    expect(await stateOf("release.node")).toBe("well");
  });

  test.each([
    ["2027-10-31T00:00:00Z", "VERSION_ID=12", "well", "well"],
    ["2027-11-03T00:00:00Z", "VERSION_ID=12", "failed", "well"],
    ["2028-04-30T23:59:59Z", "VERSION_ID=12", "failed", "well"],
    ["2028-05-01T00:00:00Z", "VERSION_ID=12", "failed", "failed"],
    ["2027-10-01T00:00:00Z", "SUPPORT_END=2027-12-31", "failed", "well"],
    ["2027-10-01T00:00:00Z", "SUPPORT_END=2027-09-30", "failed", "failed"],
    ["2027-10-01T00:00:00Z", "VERSION_ID=99", "well", "well"],
  ])("the end of support is seen on %s with %s", async (instant, line, ahead, ended) => {
    expect(process.versions.node).toMatch(/^24\./u);
    put("/etc/os-release", `ID=debian\n${line}\n`);
    const then: Machine = { ...machine, nowMs: () => Date.parse(instant) };
    expect(await stateOf("support.ends-ahead", then)).toBe(ahead);
    expect(await stateOf("support.ends", then)).toBe(ended);
  });

  test("books.elsewhere passes once backups go to another disk", async () => {
    put("/var/lib/tallygate/store.db", "");
    expect(await stateOf("books.elsewhere")).toBe("failed");
    const far = openMachine({ root: "/", data: machine.data });
    expect(statSync("/dev").dev).not.toBe(statSync(machine.data).dev);
    const named: Machine = {
      ...far,
      text: (path) =>
        path.endsWith("backup.conf") ? "TALLYGATE_BACKUP_TO=/dev\n" : far.text(path),
    };
    expect(await stateOf("books.elsewhere", named)).toBe("well");
  });

  test("devices.package-* and devices.module-* say what the device side finds", async () => {
    const names = (await examineDevices()).map(({ check }) => check);
    for (const name of [
      "package serialport",
      "package node-hid",
      "package nfc-pcsc",
      "pcscd",
      "pictures of rare characters",
      "kernel module pn533_usb",
      "kernel module pn533",
      "kernel module nfc",
    ])
      expect(names).toContain(name);
    const check = checks.find(({ id }) => id === "devices.module-pn533_usb");
    const failing = { check: "kernel module pn533_usb", ok: false, cure: "unload it" };
    const facts = { findings: () => Promise.resolve([failing]) };
    expect(await check?.examine(Object.assign(Object.create(null), facts))).toMatchObject({
      state: "failed",
      cause: { en: "unload it" },
    });
  });
});

describe("the books", () => {
  test("that are damaged, newer or piled up are seen", { timeout: 120_000 }, async () => {
    const gateway = await startGatewayProcess({ dir: machine.data });
    await gateway.stop();
    for (const id of ["books.readable", "books.schema", "books.log"])
      expect(await stateOf(id), id).toBe("well");
    const file = join(machine.data, "store.db");
    const database = await openDatabase({ file });
    await database.exec("PRAGMA user_version = 9999");
    await database.close();
    expect(await stateOf("books.schema")).toBe("failed");
    writeFileSync(`${file}-wal`, "");
    truncateSync(`${file}-wal`, 300 * 1024 * 1024);
    expect(await stateOf("books.log")).toBe("failed");
    rmSync(`${file}-wal`);
    writeFileSync(
      file,
      Buffer.concat([readFileSync(file).subarray(0, 100), Buffer.alloc(8_192, 0x5a)]),
    );
    expect(await stateOf("books.readable")).toBe("failed");
  });

  test("that were never backed up, or long ago, are backed up", { timeout: 120_000 }, async () => {
    const gateway = await startGatewayProcess({ dir: machine.data });
    await gateway.stop();
    const key = Buffer.from(
      readFileSync(join(machine.data, "credentials/signing"), "utf8").trim(),
      "hex",
    );
    put("/var/lib/tallygate/credentials/backup", key.toString("hex"), 0o600);
    const backups = join(machine.data, "backups");
    rmSync(backups, { recursive: true, force: true });
    const { file } = await createBackup({
      file: join(machine.data, "store.db"),
      folder: backups,
      key,
      clock: { ...systemClock, nowMs: () => Date.parse("2020-01-01T00:00:00Z") },
    });
    expect(existsSync(file)).toBe(true);
    expect(await stateOf("books.backup")).toBe("failed");
    expect(await repaired("books.backup")).toBe("well");
  });

  test(
    "of a store with a network: its certificate follows its names",
    { timeout: 120_000 },
    async () => {
      const options = (names: string) =>
        put("/etc/tallygate/lan.conf", `TALLYGATE_OPTIONS=--lan ${names}\n`);
      options("gw.a.lan,127.0.0.1/8");
      expect(await stateOf("network.root")).toBe("failed");
      expect(await repaired("network.certificate")).toBe("well");
      expect(await stateOf("network.names")).toBe("well");
      await askDesk({ dir: machine.data, lan: "gw.a.lan,127.0.0.1/8" });
      options("gw.a.lan,127.0.0.2/8");
      expect(await stateOf("network.names")).toBe("failed");
      options("gw.a.lan,127.0.0.1/8");
      expect(await stateOf("network.names")).toBe("well");
      const later: Machine = { ...machine, nowMs: () => Date.now() + 390 * 86_400_000 };
      expect(await stateOf("network.certificate", later)).toBe("failed");
      // a clock that has lost its battery: nothing of the store is valid yet
      const reset: Machine = { ...machine, nowMs: () => Date.parse("1970-01-01T00:00:00Z") };
      expect(await stateOf("network.certificate", reset)).toBe("failed");
      expect(await stateOf("network.root", reset)).toBe("failed");
      // one issued while the clock was ahead of the world: renewed by the doctor, and by the desk every night
      const ahead = new Date(Date.now() + 40 * 86_400_000).toISOString();
      const asked = { dir: machine.data, lan: "gw.a.lan,127.0.0.1/8" };
      const issueAhead = (): void => {
        const desk = join(root, "gateway/server/tls/desk.ts");
        const words = ["--data", asked.dir, "--lan", asked.lan, "--now", ahead, "--force"];
        execFileSync(process.execPath, [desk, ...words]);
      };
      issueAhead();
      expect(await stateOf("network.certificate")).toBe("failed");
      expect(await repaired("network.certificate")).toBe("well");
      issueAhead();
      expect(await askDesk(asked)).toMatchObject({ root: "kept", leaf: "issued" });
      expect(await stateOf("network.certificate")).toBe("well");
    },
  );
});
