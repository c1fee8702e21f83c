// From bare Debian to the first swipe: the package on a machine with a real systemd, its sandbox, what it does when
// it is killed, hangs or is restarted, and that nothing stays behind.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { root } from "../support/sources.ts";
import { askedDuring } from "./caller.ts";
import { leftOn } from "./installed.ts";
import { type Machine, startMachine } from "./machine.ts";
import { quickPackage } from "./tree.ts";

const door = "http://127.0.0.1:8140";
const devices = {
  devices: [
    { device: "till-reader", driver: "pcsc-reader" },
    {
      device: "till-printer",
      driver: "escpos-tcp",
      options: { host: "127.0.0.1", port: 9_100 },
    },
  ],
};
/** To the network only where the configuration names a printer; here it is this machine. */
const printerOnLoopback = "[Service]\nIPAddressAllow=localhost\n";

describe.skipIf(lacks("machine", "systemd"))("the appliance", { timeout: 300_000 }, () => {
  let machine: Machine;

  const unitIs = async (unit: string, state: string): Promise<void> => {
    await expect
      .poll(async () => (await machine.run("systemctl", "is-active", unit)).out.trim(), {
        timeout: 60_000,
      })
      .toBe(state);
  };
  /** Asks again and again until the store says it is ready. */
  const ready = async (): Promise<void> => {
    const curl = `const t=Date.now();for(;;){try{const r=await fetch("${door}/readyz");if(r.ok)break}catch{}
      if(Date.now()-t>60000)process.exit(1);await new Promise(r=>setTimeout(r,100))}`;
    const waited = await machine.beside(process.execPath, "--input-type=module", "-e", curl);
    const log = await machine.run("journalctl", "-u", "tallygate*", "--no-pager", "-n", "40");
    expect(waited.code, log.out).toBe(0);
  };
  const mainPid = async (unit: string): Promise<string> =>
    (await machine.run("systemctl", "show", "-p", "MainPID", "--value", unit)).out.trim();

  const signalled = (signal: string, unit = "tallygate-gateway.service") =>
    machine.run("systemctl", "kill", "-s", signal, "--kill-who=main", unit);

  beforeAll(async () => {
    machine = await startMachine();
    machine.put(quickPackage().file, "root/tallygate.deb");
  }, 600_000);
  afterAll(async () => {
    await machine?.stop();
  }, 60_000);

  test("is installed by one command and ready by itself", async () => {
    const installed = await machine.run("dpkg", "-i", "/root/tallygate.deb");
    expect(installed.code, installed.out).toBe(0);
    for (const unit of ["tallygate-gateway.service", "tallygate-devices.service"])
      await unitIs(unit, "active");
    await ready();
    const failed = await machine.run("systemctl", "--failed", "--no-legend", "--plain");
    expect(failed.out.trim()).toBe("");
  });

  test("keeps data and keys from everybody else on the machine", async () => {
    const modes = await machine.run("stat", "-c", "%a %U", "/var/lib/tallygate", "/etc/tallygate");
    expect(modes.out.trim().split("\n")).toEqual(["700 tallygate", "750 root"]);
    const peek = await machine.run(
      "runuser",
      "-u",
      "tallygate-dev",
      "--",
      "ls",
      "/var/lib/tallygate",
    );
    expect(peek.code).not.toBe(0);
  });

  test("serves its first member: pairing, first manager, card, top-up, printed ticket", async () => {
    writeFileSync(machine.path("etc/tallygate/devices.json"), JSON.stringify(devices));
    const dropIn = "etc/systemd/system/tallygate-devices.service.d";
    await machine.run("mkdir", "-p", `/${dropIn}`);
    writeFileSync(machine.path(`${dropIn}/printers.conf`), printerOnLoopback);
    await machine.run("systemctl", "daemon-reload");
    await machine.run("systemctl", "restart", "tallygate-devices.service");
    await ready();
    const log = await machine.run(
      "journalctl",
      "-u",
      "tallygate-gateway",
      "--no-pager",
      "-o",
      "cat",
    );
    const code = /pairing code[^:]*: ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(log.out)?.[1] ?? "";
    const visit = await machine.beside(
      process.execPath,
      join(root, "tests/appliance/visit.ts"),
      code,
    );
    const about = await machine.run("journalctl", "-u", "tallygate*", "--no-pager", "-n", "30");
    expect(visit.code, `${visit.out}\n${about.out}`).toBe(0);
    const said = JSON.parse(visit.out.trim().split("\n").at(-1) ?? "{}");
    expect(said).toMatchObject({
      second: "already_exists",
      available: 163_000,
      state: "printed",
      ledger: { ok: true, hasEntries: true },
    });
    expect(said.paper.join("\n")).toContain("首张小票 云栖");
  });

  test.for(["restart", "kill -s KILL --kill-who=main"])(
    "whoever calls a gateway during systemctl %s is not refused",
    async (act) => {
      const asked = await askedDuring(
        machine,
        async () => {
          await machine.run("systemctl", ...act.split(" "), "tallygate-gateway.service");
          await ready();
        },
        0,
      );
      expect(asked.refused).toBe(0);
      expect(asked.longest).toBeGreaterThan(0);
    },
  );

  const comesBack = async (unit: string, act: (pid: string) => Promise<unknown>): Promise<void> => {
    const before = await mainPid(unit);
    await act(before);
    await expect
      .poll(
        async () => {
          const now = await mainPid(unit);
          return now !== before && now !== "0";
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    await ready();
  };
  const bothUnits = ["tallygate-gateway.service", "tallygate-devices.service"] as const;

  test.for(bothUnits)(
    "%s comes back when it is killed and when it hangs, by itself",
    async (unit) => {
      for (const signal of ["KILL", "STOP"]) await comesBack(unit, () => signalled(signal, unit));
    },
  );

  test("a gateway that gets no more memory ends and comes back, and refuses nobody", async () => {
    const limits = await machine.run("systemctl", "show", "-p", "MemoryMax", ...bothUnits);
    expect(limits.out).toBe(`MemoryMax=${1 << 30}\n\nMemoryMax=${512 << 20}\n`);
    // less than it holds: the next piece it asks for is not given
    const starve = (pid: string) => machine.run("prlimit", `--pid=${pid}`, "--data=1048576");
    const asked = await askedDuring(machine, () => comesBack(bothUnits[0], starve), 0);
    expect(asked.refused).toBe(0);
    const log = await machine.run("journalctl", "-u", "tallygate*", "--no-pager", "-o", "cat");
    expect(log.out).toMatch(/FATAL ERROR: .*memory/u);
  });

  test("that cannot start is brought back as soon as it can", async () => {
    const current = "/opt/tallygate/current/app/gateway/main.js";
    await machine.run("mv", current, `${current}.away`);
    await signalled("KILL");
    await unitIs("tallygate-gateway.service", "failed");
    await machine.run("mv", `${current}.away`, current);
    await unitIs("tallygate-gateway.service", "active");
    await ready();
  });

  test("that is purged leaves no file, no user and no unit", async () => {
    const purged = await machine.run("dpkg", "--purge", "tallygate");
    expect(purged.code, purged.out).toBe(0);
    expect(await leftOn(machine)).toEqual([]);
    const users = readFileSync(machine.path("etc/passwd"), "utf8");
    expect(users).not.toContain("tallygate");
    // systemd forgets units that are gone when it comes to it, at the latest when it reads its units again
    const listed = "systemctl daemon-reload && systemctl list-units --all --no-legend 'tallygate*'";
    await expect
      .poll(async () => (await machine.run("sh", "-c", listed)).out.trim(), { timeout: 60_000 })
      .toBe("");
  });
});
