// `tallygate spare follow | run | status | off`: a second machine that keeps a copy of the store at every moment. It
// becomes the store by `tallygate replace --from spare`.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { lookup } from "node:dns/promises";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { spareKeyOf } from "../../gateway/store/follow/words.ts";
import { bundleRefusedInWords } from "../bundle/in-words.ts";
import { type Machine, openMachine } from "../machine.ts";
import { layKit, passphraseIn } from "../replace/kit.ts";
import { hasUnits, makeRoom, sockets } from "../replace/room.ts";
import { UsageError, type Verb } from "../verb.ts";
import { followOnce } from "./follow.ts";
import {
  copyFile,
  forgetSettings,
  lastHeard,
  noteHeard,
  readSettings,
  type Settings,
  writeSettings,
} from "./settings.ts";

const unit = "tallygate-spare.service";
const dropIn = "/etc/systemd/system/tallygate-spare.service.d/50-store.conf";
/** The store waits for it after a start, but not for long. */
const againMs = 500;
/** Commits are noted so often at most, and a store without any so often at least. */
const noteMs = 1_000;
const quietMs = 30_000;

const text = { type: "string" } as const;

const machineOf = (data: string | undefined): Machine =>
  openMachine(data === undefined ? {} : { data });

/** Plain text only to this machine itself. Throws UsageError. */
const doorOf = (of: string | undefined): URL => {
  const url = of !== undefined && URL.canParse(of) ? new URL(of) : undefined;
  const isHere = url?.protocol === "http:" && url.hostname === "127.0.0.1";
  if (url === undefined || !(isHere || url.protocol === "https:"))
    throw new UsageError({
      zh: "--of 须是本店网关的地址，如 https://gw.store-0042.lan:8443。",
      en: "--of takes the store's own address, e.g. https://gw.store-0042.lan:8443.",
    });
  return new URL("/spare", url.origin.replace(/^http/u, "ws"));
};

const addressOf = async ({ hostname }: URL): Promise<string> => {
  try {
    return (await lookup(hostname.replace(/^\[|\]$/gu, ""))).address;
  } catch {
    throw new UsageError({
      zh: `找不到 ${hostname} 的地址；可直接写 IP。`,
      en: `There is no address for ${hostname}; an IP address does as well.`,
    });
  }
};

/** The unit may speak with the store and nobody else. */
const allow = async (machine: Machine, address: string): Promise<void> => {
  const file = machine.at(dropIn);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `[Service]\nIPAddressAllow=${address}\n`, { mode: 0o644 });
  await machine.run("systemctl", "daemon-reload");
};

export const spareFollow: Verb = {
  name: "spare follow",
  usage: "--of https://NAME:8443 --kit KIT.tgb --passphrase FILE [--data DIR]",
  says: {
    zh: "让这台机器成为本店的热备：时刻保存一份账本副本",
    en: "Makes this machine the store's spare: it keeps a copy of the books at every moment",
  },
  run: async (args, speech) => {
    const { values } = parseArgs({
      args: [...args],
      options: { of: text, kit: text, passphrase: text, data: text },
    });
    const url = doorOf(values.of);
    if (values.kit === undefined)
      throw new UsageError({ zh: "请给出 --kit 备件包。", en: "--kit is needed." });
    const machine = machineOf(values.data);
    const settings: Settings = { url: url.href, address: await addressOf(url) };
    try {
      if (hasUnits(machine))
        await machine.run("systemctl", "stop", "tallygate-gateway.service", ...sockets);
      await makeRoom(machine);
      await layKit(machine, values.kit, passphraseIn(values.passphrase));
    } catch (fault) {
      if (hasUnits(machine)) await machine.run("systemctl", "start", ...sockets);
      return bundleRefusedInWords(fault, speech);
    }
    forgetSettings(machine.data);
    writeSettings(machine.data, settings);
    if (hasUnits(machine)) {
      await machine.run("chown", "-R", "tallygate:tallygate", machine.data);
      await allow(machine, settings.address);
      await machine.run("systemctl", "restart", unit);
    }
    speech.tell(settings, url.href);
    return 0;
  },
};

export const spareRun: Verb = {
  name: "spare run",
  usage: "[--data DIR]",
  hasOwnFormat: true,
  says: {
    zh: "跟随本店（由系统单元运行）",
    en: "follows the store (run by its unit)",
  },
  run: async (args, { errorLine }) => {
    const { values } = parseArgs({ args: [...args], options: { data: text } });
    const { data } = machineOf(values.data);
    const settings = readSettings(data);
    if (settings === undefined) return 0;
    const ending = new AbortController();
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => ending.abort());
    const credential = readFileSync(join(data, "credentials", "backup"), "utf8").trim();
    const line = {
      ...settings,
      key: spareKeyOf(Buffer.from(credential, "hex")),
      copy: copyFile(data),
      heard: noting(data),
      ...(settings.url.startsWith("wss:") ? { ca: join(data, "tls", "ca.pem") } : {}),
    };
    while (!ending.signal.aborted) {
      const ended = await followOnce(line, ending.signal);
      if (ended !== "gone") errorLine(ended);
      await wait(againMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
    return 0;
  },
};

/** Notes what was heard, and at once when the copy has become whole. */
const noting = (data: string) => {
  let notedMs = 0;
  let [wasWhole, commits] = [false, 0];
  return (at: { readonly number: number; readonly isWhole: boolean }): void => {
    const pauseMs = at.number === commits ? quietMs : noteMs;
    if (Date.now() - notedMs < pauseMs && wasWhole) return;
    notedMs = Date.now();
    [wasWhole, commits] = [at.isWhole, at.number];
    noteHeard(data, {
      at: new Date(notedMs).toISOString(),
      isWhole: at.isWhole,
      commits: at.number,
    });
  };
};

export const spareStatus: Verb = {
  name: "spare status",
  usage: "[--data DIR]",
  says: {
    zh: "这台机器跟随哪家店，听到了什么",
    en: "Whom this machine follows, and what it heard",
  },
  run: (args, { tell, language }) => {
    const { values } = parseArgs({ args: [...args], options: { data: text } });
    const { data } = machineOf(values.data);
    const settings = readSettings(data);
    if (settings === undefined) {
      tell({ isSpare: false }, { zh: "不是任何店的热备。", en: "Nobody's spare." }[language]);
      return Promise.resolve(1);
    }
    const { url, address, tookOver } = settings;
    const heard = lastHeard(data);
    tell(
      { isSpare: true, url, address, tookOver, heard },
      `store     ${url} (${address})`,
      ...(tookOver === undefined ? [] : [`epoch     ${tookOver}`]),
      `heard     ${heard?.at ?? "–"}`,
    );
    return Promise.resolve(heard?.isWhole === true ? 0 : 1);
  },
};

export const spareOff: Verb = {
  name: "spare off",
  usage: "[--data DIR]",
  says: {
    zh: "这台机器不再是热备；在本店机器上：不再等热备",
    en: "This machine is no spare any more; on the store's own machine: it waits for none",
  },
  run: async (args, { tell }) => {
    const { values } = parseArgs({ args: [...args], options: { data: text } });
    const machine = machineOf(values.data);
    if (hasUnits(machine)) await machine.run("systemctl", "stop", unit);
    forgetSettings(machine.data);
    rmSync(join(machine.data, "spare.json"), { force: true });
    if (hasUnits(machine)) await machine.run("systemctl", "start", ...sockets);
    tell({ isSpare: false });
    return 0;
  },
};
