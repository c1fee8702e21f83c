// The life of a store on its machines: opened by one command and a file of answers, interrupted and gone on with;
// saved, moved to another machine without losing an entry, and left so that nothing stays behind.
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { entriesOn, type Installed, leftOn, startInstalled } from "./installed.ts";
import { visitAnswers } from "./visit-answers.ts";

const { "manager.pin": pin, ...answers } = visitAnswers;

describe.skipIf(lacks("machine", "systemd"))("a store on its machine", { timeout: 600_000 }, () => {
  let machine: Installed;
  beforeAll(async () => {
    machine = await startInstalled();
    const app = "/opt/tallygate/current";
    await machine.shell(
      `systemd-run --quiet --unit=printer ${app}/node ${app}/app/drivers/simulated/printer-server.js --port 9100`,
    );
  }, 600_000);
  afterAll(() => machine?.stop(), 60_000);

  const init = async (given: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    writeFileSync(machine.path("root/answers.json"), JSON.stringify(given));
    const { out } = await machine.run(
      "tallygate",
      "init",
      "--answers",
      "/root/answers.json",
      "--json",
    );
    return out
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => {
        const said: unknown = JSON.parse(line);
        return ["step", "state", "code"]
          .map((name) => String(Reflect.get(Object(said), name) ?? ""))
          .join(" ")
          .trim();
      });
  };
  const entries = () => entriesOn(machine);

  test("is opened by one command, which goes on where it was interrupted", async () => {
    expect(await init(answers)).toEqual([
      "preflight passed",
      "install passed",
      "detect passed",
      "enrol passed",
      "tls passed",
      "pair failed unanswered",
    ]);
    const rest = await init({ ...answers, "manager.pin": pin });
    expect(rest.slice(0, -1)).toEqual([
      "pair passed",
      "assign passed",
      "test passed",
      "verify passed",
    ]);
    expect(rest.at(-1)).toMatch(/^seal passed \d{6}$/u);
    const again = await init({});
    expect(again).toHaveLength(1);
  });

  test("pairs further stations from the command", async () => {
    const { said, code } = await machine.tallygate("pair", "--role", "kiosk");
    expect(code).toBe(0);
    expect(said).toMatchObject({ role: "kiosk", url: "https://gw.store-0042.lan:8443/kiosk/" });
  });

  test("is saved by one word of root's, into what stays the gateway's", async () => {
    const saved = await machine.run("tallygate", "backup", "--lang", "en");
    expect([saved.code, saved.out]).toEqual([0, expect.stringContaining("/var/lib/tallygate/")]);
    const { said } = await machine.tallygate("doctor", "--only", "files.owners");
    expect(said).toMatchObject({ exit: 0 });
  });

  test("seals its secrets to the machine: none is plain on the disk, and they open as at boot", async () => {
    const folder = "/var/lib/tallygate/credentials";
    const digest = `cd ${folder} && sha256sum master pepper signing backup tls-ca`;
    const before = await machine.shell(digest);
    expect((await machine.run("tallygate", "secrets", "seal")).code).toBe(0);
    const plain = `find ${folder} -type f -name '[mpst]*' ; grep -rlF "$(cat ${folder}/master)" /var/lib /etc || true`;
    expect(await machine.shell(plain)).toBe("");
    // memory is lost with the power; systemd opens them anew before the gateway starts
    await machine.shell("systemctl stop tallygate-gateway tallygate-credentials");
    await machine.shell("rm -r /run/tallygate-credentials; systemctl start tallygate-gateway");
    await machine.ready();
    expect(await machine.shell(digest)).toBe(before);
    const { said } = await machine.tallygate(
      "doctor",
      "--only",
      "files.keys",
      "--only",
      "files.secrets",
    );
    expect(said).toMatchObject({ exit: 0 });
  });

  test("moves to another machine with every entry, in a new epoch, and leaves the first one bare", async () => {
    const before = await entries();
    await machine.shell(
      "systemctl stop tallygate-gateway; mkdir /stick; echo 'a long passphrase' > /stick/passphrase; chown tallygate /stick",
    );
    await machine.shell(
      "runuser -u tallygate -- tallygate backup --data /var/lib/tallygate --to /stick",
    );
    await machine.shell("tallygate kit --to /stick/kit.tgb --passphrase /stick/passphrase");
    const unsaved = await machine.run("tallygate", "uninstall", "--erase", "--lang", "en");
    expect([unsaved.code, unsaved.out]).toEqual([2, expect.stringContaining("tallygate backup")]);
    await machine.shell("tallygate uninstall --erase --saved $(ls /stick/store-0042-*.tgb)");
    expect(await leftOn(machine)).toEqual([]);
    expect(
      await machine.shell("getent passwd tallygate tallygate-dev tallygate-keeper || true"),
    ).toBe("");

    await machine.shell("dpkg -i /root/tallygate.deb");
    await machine.ready();
    await machine.shell("echo 'another passphrase' > /stick/wrong");
    const from = (await machine.shell("ls /stick/store-0042-*.tgb")).trim();
    const wrong = await machine.run(
      "tallygate",
      "replace",
      "--from",
      from,
      "--kit",
      "/stick/kit.tgb",
      "--passphrase",
      "/stick/wrong",
    );
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining("locked")]);
    const { code, out } = await machine.run(
      "tallygate",
      "replace",
      "--from",
      from,
      "--kit",
      "/stick/kit.tgb",
      "--passphrase",
      "/stick/passphrase",
    );
    expect([code, out]).toEqual([0, expect.stringMatching(/epoch \d+ → \d+/u)]);
    await machine.ready();
    expect(await entries()).toBe(before);
    const { said } = await machine.tallygate(
      "doctor",
      "--only",
      "network.names",
      "--only",
      "files.keys",
      "--only",
      "files.owners",
    );
    expect(said).toMatchObject({ exit: 0 });
  });
});
