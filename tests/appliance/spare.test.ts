// Two machines on one network, each with a systemd of its own: one keeps a store, the other follows it. The first
// loses its power while a till settles bills; the other takes over by one command with everything that was
// acknowledged; and the first, switched on again, is told so and stays shut, then and after its next boot.
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { entriesOn } from "./installed.ts";
import { judge, openStoreOn, type Place, spender, type Spent, spendUntil } from "./spending.ts";
import { createWire, type OnWire, type Wire, type Wired } from "./wire.ts";

const [name, oldAddress, spareAddress] = ["gw.store-0042.lan", "10.42.0.1", "10.42.0.2"];
const data = "/var/lib/tallygate";
const patience = { timeout: 60_000, interval: 200 };
/** What a container in a test has not got. */
const openFromTheStart = ["books.elsewhere", "devices.rare-characters"];
/** A till that stands beside this machine. */
const tillOn = ({ journal, beside, besideWords }: OnWire): Place => ({
  console: journal,
  run: beside,
  beside: besideWords,
});
const parts = ["machine", "systemd", "bridge"] as const;

describe.skipIf(lacks(...parts))("a spare on another machine", { timeout: 300_000 }, () => {
  let [wire, first]: [Wire | undefined, Wired | undefined] = [undefined, undefined];
  let old: OnWire;
  let spare: OnWire;
  let pass = "";
  let spent: Spent;

  /** Its store's own network, and a certificate for it. */
  const openToNetwork = async (machine: OnWire, address: string): Promise<void> => {
    const options = `TALLYGATE_OPTIONS=--lan ${name},${address}/24\n`;
    writeFileSync(machine.path("etc/tallygate/lan.conf"), options);
    const ids = ["certificate", "root", "known", "socket"].flatMap((id) => [
      "--only",
      `network.${id}`,
    ]);
    const { out, code } = await machine.run("tallygate", "doctor", "--fix", ...ids);
    expect(code, out).toBe(0);
  };
  const gateway = async (machine: OnWire): Promise<string> =>
    (await machine.run("systemctl", "is-active", "tallygate-gateway.service")).out.trim();
  const noteOf = async (): Promise<string> =>
    (await old.run("sh", "-c", `cat ${data}/spare.json 2>/dev/null`)).out;

  beforeAll(async () => {
    wire = await createWire();
    first = wire.machine(oldAddress);
    old = await first.on();
    spare = await wire.machine(spareAddress).on();
    for (const machine of [old, spare]) await machine.ready();
    pass = await openStoreOn(tillOn(old));
    await openToNetwork(old, oldAddress);
    await old.ready();
  }, 600_000);
  afterAll(async () => {
    await wire?.[Symbol.asyncDispose]();
  }, 60_000);

  test("follows the store over the network, its own doors shut", async () => {
    await old.shell(`echo 'a long passphrase' > /root/words
      tallygate kit --to /root/kit.tgb --passphrase /root/words`);
    for (const file of ["kit.tgb", "words"]) spare.put(old.path(`root/${file}`), `root/${file}`);
    await spare.shell(`echo '${oldAddress} ${name}' >> /etc/hosts
      tallygate spare follow --of https://${name}:8443 --kit /root/kit.tgb --passphrase /root/words`);
    await expect.poll(noteOf, patience).toContain("in_step");
    expect(await gateway(spare)).toBe("inactive");
    const caller = await spare.run("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8140");
    expect(caller.out).toContain("refused");
  });

  test("that hears nothing, or follows nobody, is seen by the doctor on both machines", async () => {
    const checks = ["spare.in-step", "spare.follows", "spare.hears"];
    const failing = async (machine: OnWire, ...words: readonly string[]) => {
      const { said, out } = await machine.tallygate("doctor", ...words);
      const found: unknown = Reflect.get(Object(said), "checks");
      if (!Array.isArray(found)) throw new Error(out);
      const ids = found.flatMap(({ id, state }) => (state === "failed" ? [String(id)] : []));
      return ids.filter((id) => words.length > 0 || !openFromTheStart.includes(id));
    };
    const only = checks.flatMap((id) => ["--only", id]);
    for (const machine of [old, spare]) expect(await failing(machine, ...only)).toEqual([]);
    // a spare is no store with its doors broken
    expect(await failing(spare)).toEqual([]);
    await spare.shell(`systemctl disable --now tallygate-spare.service
      sed -i 's/"at":"[^"]*"/"at":"2026-01-01T00:00:00.000Z"/' ${data}/following-heard.json`);
    await expect.poll(noteOf, patience).toContain("alone");
    expect(await failing(old, ...only)).toEqual(["spare.in-step"]);
    expect(await failing(spare, ...only)).toEqual(["spare.hears"]);
    expect(await failing(spare, ...only, "--fix")).toEqual([]);
    await expect.poll(noteOf, patience).toContain("in_step");
    expect(await failing(old, ...only)).toEqual([]);

    await spare.shell(`mv ${data}/following.json /root/`);
    expect(await failing(spare, ...only)).toEqual(["spare.follows"]);
    await spare.shell(`mv /root/following.json ${data}/`);
    expect(await failing(spare, ...only)).toEqual([]);
  });

  test("takes over by one command when the store's machine loses its power, with every bill", async () => {
    spent = await spendUntil(tillOn(old), { pass, round: 1, acks: 200 }, old.kill);
    const { code, out } = await spare.run("tallygate", "replace", "--from", "spare");
    expect([code, out]).toEqual([0, expect.stringMatching(/epoch 1 → \d+/u)]);
    await spare.ready();
    const earned = await judge(tillOn(spare), pass, spent, 0);
    expect(earned).toBeGreaterThan(0);
  });

  test("tells the machine it has replaced to stay shut, for good", async () => {
    if (first === undefined) return;
    const told = (): Promise<unknown> =>
      expect.poll(old.journal, patience).toContain("taken this store over");
    old = await first.on();
    await told();
    const before = await entriesOn(old);
    expect(before).toBeGreaterThanOrEqual(spent.acked.size);
    // told while it started it does not serve at all; told a moment later it books nothing
    if ((await gateway(old)) === "active") {
      const late = await old.beside(process.execPath, spender, "spend", pass, "late");
      expect([late.code, late.out]).toEqual([1, expect.stringContaining("read_only")]);
      expect(late.out).not.toContain("acked");
    }
    await old.kill();
    old = await first.on();
    await told();
    expect(await gateway(old)).not.toBe("active");
    expect(await entriesOn(old)).toBe(before);
    await old.kill();
    expect(await gateway(spare)).toBe("active");
  });
});
