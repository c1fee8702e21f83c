// Upgrades on a real machine: a good release is kept, one that cannot start never reaches the store, one that dies in
// its trial is taken back, and a cut in any phase ends in a release that serves, with every entry.
import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sealRelease } from "../../provisioning/package/release-bundle.ts";
import { upgradePhases } from "../../provisioning/release/trial.ts";
import { lacks } from "../support/parts.ts";
import { type Installed, startInstalled } from "./installed.ts";

/** A phase for each cut in CI; all of them with APPLIANCE=all. */
const cuts =
  process.env["APPLIANCE"] === "all" ? upgradePhases : (["unpacked", "flipped", "trial"] as const);

describe.skipIf(lacks("machine", "systemd"))("an upgrade", { timeout: 600_000 }, () => {
  let machine: Installed;
  const work = mkdtempSync(join(tmpdir(), "tallygate-upgrade-"));
  const pair = generateKeyPairSync("ed25519");

  /** The release of this checkout under another version, changed where `change` says, as a bundle on the machine. */
  const release = async (
    version: string,
    change: (app: string) => void = () => undefined,
    key: KeyObject = pair.privateKey,
  ) => {
    const folder = join(work, version);
    cpSync(machine.path(`opt/tallygate/releases/${machine.version}`), folder, { recursive: true });
    const manifest = join(folder, "app/package.json");
    writeFileSync(
      manifest,
      JSON.stringify({ ...JSON.parse(readFileSync(manifest, "utf8")), version }),
    );
    change(join(folder, "app"));
    const out = machine.path(`root/${version}.tgb`);
    await sealRelease({ folder, version, key, out, quick: true });
    rmSync(folder, { recursive: true });
    return `/root/${version}.tgb`;
  };
  const serving = async (): Promise<unknown> => {
    const { said } = await machine.tallygate("releases");
    return Reflect.get(Object(said), "current");
  };
  const entries = async (): Promise<number> => {
    const { out } = await machine.run(
      "tallygate",
      "ledger",
      "verify",
      "--data",
      "/var/lib/tallygate",
      "--lang",
      "en",
    );
    const [, count] = /^entries\s+(\d+)/mu.exec(out) ?? [];
    expect(count, out).toBeDefined();
    return Number(count);
  };
  const upgraded = async (bundle: string, ...words: readonly string[]) =>
    machine.tallygate("upgrade", bundle, "--trial", "3", ...words);

  beforeAll(async () => {
    machine = await startInstalled();
    mkdirSync(machine.path("etc/tallygate/trust"), { recursive: true });
    const pem = pair.publicKey.export({ type: "spki", format: "pem" });
    writeFileSync(machine.path("etc/tallygate/trust/first.pem"), pem);
  }, 600_000);
  afterAll(async () => {
    rmSync(work, { recursive: true, force: true });
    await machine?.stop();
  }, 60_000);

  test("that nobody we trust has signed is not even unpacked", async () => {
    const stranger = generateKeyPairSync("ed25519").privateKey;
    const pem = stranger.export({ type: "pkcs8", format: "pem" });
    const { code, out } = await upgraded(await release("0.9.0", undefined, createPrivateKey(pem)));
    expect(code).toBe(1);
    expect(out).toContain("signature");
    expect(await serving()).toBe(machine.version);
  });

  test("that cannot start is found out in the rehearsal: the store never notices", async () => {
    const bundle = await release("0.9.1", (app) =>
      writeFileSync(join(app, "gateway/main.ts"), "process.exit(3);\n"),
    );
    const pid = await machine.shell("systemctl show -p MainPID --value tallygate-gateway");
    const { said } = await upgraded(bundle);
    expect(said).toMatchObject({ outcome: "refused" });
    expect(await machine.shell("systemctl show -p MainPID --value tallygate-gateway")).toBe(pid);
    expect(await serving()).toBe(machine.version);
  });

  test("that dies once it serves the store is taken back by itself", async () => {
    // well in the rehearsal, where no systemd waits for it, and dead soon after it is ready
    const dying =
      'if (process.env["NOTIFY_SOCKET"] !== undefined) setTimeout(() => process.exit(9), 300);\n';
    const bundle = await release("0.9.2", (app) => {
      const main = join(app, "gateway/main.ts");
      writeFileSync(main, `${readFileSync(main, "utf8")}\n${dying}`);
    });
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
    const bundle = await release("0.9.3");
    for (const phase of cuts) {
      const cut = await machine.run(
        "env",
        `TALLYGATE_STOP_AT=${phase}`,
        "tallygate",
        "upgrade",
        bundle,
        "--trial",
        "2",
        "--json",
      );
      expect(cut.code, cut.out).not.toBe(0);
      await machine.shell("systemctl start tallygate-settle.service");
      await machine.ready();
      const { said } = await machine.tallygate("releases");
      expect(said).toMatchObject({ current: phase === "kept" ? "0.9.3" : machine.version });
      expect(Reflect.get(Object(said), "upgrade")).toBeUndefined();
    }
  });

  test("that is good is kept, and can be taken back by hand with what was written since", async () => {
    const before = await entries();
    const { said, out } = await upgraded(await release("0.9.4"));
    expect(said, out).toMatchObject({ outcome: "kept", from: machine.version, to: "0.9.4" });
    await machine.ready();
    expect(await serving()).toBe("0.9.4");
    const back = await machine.tallygate("rollback");
    expect(back.said).toMatchObject({
      outcome: "rolledBack",
      restored: { version: machine.version },
    });
    await machine.ready();
    expect(await serving()).toBe(machine.version);
    expect(await entries()).toBeGreaterThanOrEqual(before);
  });
});
