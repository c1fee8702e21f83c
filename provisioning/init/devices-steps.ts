// detect → assign → test: what is plugged in, what it is for, and that it works: a ticket whose code the store's own
// scanner reads back.
import { randomInt } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { readConfiguration, type ConfiguredDevice } from "../../drivers/configuration.ts";
import { driverOf } from "../../drivers/registry.ts";
import { NamedDeviceError } from "../../drivers/udev.ts";
import type { ParamsOf } from "../../gateway/protocol/operations.ts";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { statusTicket, visitPrefix } from "../../gateway/protocol/status-ticket.ts";
import { askLines } from "../detect/ask-lines.ts";
import { namedDevice, type Proposal, propose, roleNames } from "../detect/propose.ts";
import { readUsb } from "../detect/usb.ts";
import type { Machine } from "../machine.ts";
import { releaseAt } from "../release/releases.ts";
import { writePrintersDropIn } from "../site/outbound.ts";
import { namesFile, rulesFile, udevFile } from "../site/rules.ts";
import { storeIdOf } from "../site/store-facts.ts";
import { openConsole } from "./console.ts";
import { Unanswered } from "./prompter.ts";
import type { Step, StepContext, StepResult } from "./visit.ts";

const devicesFile = "/etc/tallygate/devices.json";
const readyTries = 100;
const pauseMs = 200;
const scanMs = 120_000;

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pauseMs));

/** What is plugged in; bare serial lines are asked as well. */
const lookedAt = (machine: Machine): Promise<readonly Proposal[]> =>
  askLines(propose(readUsb(machine)));

export const detectStep: Step = {
  name: "detect",
  says: { zh: "识别设备", en: "Devices" },
  run: async ({ machine, tell }) => {
    const proposals = await lookedAt(machine);
    for (const { port, name, driver, confidence } of proposals)
      tell({
        zh: `${port}  ${name}  ${driver ?? "？"}`,
        en: `${port}  ${name}  ${driver ?? "?"} (${confidence})`,
      });
    const found = proposals.map(({ port, vendor, product, driver, confidence }) => ({
      port,
      vendor,
      product,
      driver,
      confidence,
    }));
    return { state: "passed", facts: { found } };
  },
};

/** The driver a person chose where it was not sure; undefined: leave the device alone. */
const chosen = async ({ prompter }: StepContext, one: Proposal): Promise<string | undefined> => {
  if (one.confidence === "sure") return one.driver;
  if (one.choices.length === 0) return undefined;
  const list = one.choices.join(", ");
  const answer = await prompter.ask(
    `device ${one.port}`,
    {
      zh: `端口 ${one.port} 上的 ${one.name} 是什么？（${list}，- 表示不用）`,
      en: `What is ${one.name} on port ${one.port}? (${list}, - for none)`,
    },
    "-",
  );
  return driverOf(answer) === undefined ? undefined : answer;
};

/** Network printers have no plug to find: `printers` in the answers, or a question. */
const networkPrinters = async ({ prompter }: StepContext): Promise<readonly string[]> => {
  const answer = await prompter.ask(
    "printers",
    {
      zh: "网络打印机的地址（逗号分隔，没有就直接回车）：",
      en: "Addresses of network printers, divided by commas (or none):",
    },
    "",
  );
  return answer
    .split(",")
    .map((text) => text.trim())
    .filter((text) => text !== "");
};

interface Assigned {
  readonly devices: readonly ConfiguredDevice[];
  readonly names: readonly ReturnType<typeof namedDevice>[];
}

const assigned = async (context: StepContext): Promise<Assigned> => {
  const proposals = await lookedAt(context.machine);
  const taken: { readonly one: Proposal; readonly driver: string }[] = [];
  for (const one of proposals) {
    const driver = await chosen(context, one);
    if (driver !== undefined) taken.push({ one, driver });
  }
  const hosts = await networkPrinters(context);
  const kinds = [
    ...taken.flatMap(({ driver }) => driverOf(driver)?.kind ?? []),
    ...hosts.map(() => "receipt-printer" as const),
  ];
  const roles = roleNames(kinds);
  const usb = taken.map(({ one, driver }, at): ConfiguredDevice => {
    const device = roles[at] ?? `device-${at}`;
    // a card reader is found by its name, everything else by the name its rule gives it
    const path = one.path === undefined ? {} : { path: `/dev/tallygate/${device}` };
    const options = { ...path, ...one.options };
    return { device, driver, options };
  });
  const network = hosts.map((text, at): ConfiguredDevice => {
    const [host = "", port] = text.split(":");
    return {
      device: roles[taken.length + at] ?? `printer-${at}`,
      driver: "escpos-tcp",
      options: { host, ...(port === undefined ? {} : { port: Number(port) }) },
    };
  });
  const names = taken.flatMap(({ one }, at) =>
    one.path === undefined ? [] : [namedDevice(roles[at] ?? "", one, proposals)],
  );
  return { devices: [...(await withVirtual(context, usb)), ...network], names };
};

/** A reader that PC/SC knows and USB does not show (serial, virtual) is asked for by name. */
const withVirtual = async (
  { prompter }: StepContext,
  usb: readonly ConfiguredDevice[],
): Promise<readonly ConfiguredDevice[]> => {
  if (usb.some(({ driver }) => driver === "pcsc-reader")) return usb;
  const answer = await prompter.ask(
    "reader",
    {
      zh: "有不在 USB 上的 PC/SC 读卡器吗？(y/n)",
      en: "Is there a PC/SC reader that is not on USB? (y/n)",
    },
    "n",
  );
  return answer === "y" ? [...usb, { device: "till-reader", driver: "pcsc-reader" }] : usb;
};

const write = async (machine: Machine, { devices, names }: Assigned): Promise<void> => {
  const rules = udevFile(names);
  writeFileSync(machine.at(devicesFile), `${JSON.stringify({ devices }, null, 1)}\n`, {
    mode: 0o640,
    flush: true,
  });
  writeFileSync(machine.at(namesFile), JSON.stringify(names), { mode: 0o640, flush: true });
  await machine.run("chgrp", "tallygate-link", machine.at(devicesFile), machine.at(namesFile));
  await machine.run("mkdir", "-p", machine.at("/etc/udev/rules.d"));
  writeFileSync(machine.at(rulesFile), rules, { mode: 0o644 });
  if (machine.root !== "/") return;
  await machine.run("udevadm", "control", "--reload");
  await machine.run(
    "udevadm",
    "trigger",
    "--settle",
    "--subsystem-match=tty",
    "--subsystem-match=hidraw",
    "--subsystem-match=usbmisc",
  );
  await writePrintersDropIn(machine);
};

export const assignStep: Step = {
  name: "assign",
  says: { zh: "指定用途", en: "What each is for" },
  run: async (context) => {
    try {
      const made = await assigned(context);
      await write(context.machine, made);
      for (const { device, driver } of made.devices)
        context.tell({ zh: `${device} ← ${driver}`, en: `${device} ← ${driver}` });
      return {
        state: "passed",
        facts: { devices: made.devices.map(({ device, driver }) => ({ device, driver })) },
      };
    } catch (fault) {
      if (!(fault instanceof NamedDeviceError)) throw fault;
      return {
        state: "failed",
        code: "twins",
        cause: { zh: fault.message, en: fault.message },
        next: { zh: "换一个 USB 口再试。", en: "Plug one of them elsewhere and try again." },
      };
    }
  },
};

/** All devices ready, or those that are not after some twenty seconds. */
const notReady = async (
  client: TallygateClient,
  names: readonly string[],
): Promise<readonly string[]> => {
  let missing: readonly string[] = names;
  for (let tries = 0; tries < readyTries && missing.length > 0; tries++) {
    const devices = await client.call("device.list", {});
    const ready = devices.flatMap(({ device, state }) => (state === "ready" ? [device] : []));
    missing = names.filter((name) => !ready.includes(name));
    if (missing.length > 0) await pause();
  }
  return missing;
};

type PrintDocument = ParamsOf<"print.submit">["document"];

const printed = async (
  client: TallygateClient,
  device: string,
  document: PrintDocument,
): Promise<string> => {
  const { job } = await client.call("print.submit", { to: device, document, key: client.newKey() });
  let state = "queued";
  for (let tries = 0; tries < readyTries; tries++) {
    ({ state } = await client.call("print.get", { job }));
    if (["printed", "uncertain", "failed", "refused"].includes(state)) break;
    await pause();
  }
  return state;
};

/** `other`: a ticket of another printer or another visit; anything that is no such ticket is waited past */
type ReadBack = "read" | "other" | "silent";

/** The code comes from the store's own scanner, or from the person who reads it off the ticket where there is none. */
const readBack = async (
  context: StepContext,
  client: TallygateClient,
  scanners: readonly string[],
  nonce: string,
): Promise<ReadBack> => {
  const wanted = `${visitPrefix}${nonce}`;
  const [scanner] = scanners;
  if (scanner === undefined) {
    const typed = await context.prompter.ask("ticket", {
      zh: "小票二维码下的内容末六位是？",
      en: "The last six digits of the code on the ticket?",
    });
    return typed === nonce ? "read" : "other";
  }
  const { promise, resolve } = Promise.withResolvers<ReadBack>();
  const timer = setTimeout(() => resolve("silent"), scanMs);
  const stop = client.on("code.scanned", (event) => {
    const code = String(Reflect.get(event.data, "code"));
    if (code.startsWith(visitPrefix)) resolve(code === wanted ? "read" : "other");
  });
  try {
    await client.call("device.claim", { device: scanner, mode: "exclusive", ttlMs: scanMs });
    await client.call("input.arm", { device: scanner, expect: ["code"], forMs: scanMs });
    context.tell({
      zh: `请用 ${scanner} 扫小票上的二维码`,
      en: `Scan the ticket's code with ${scanner}`,
    });
    return await promise;
  } finally {
    clearTimeout(timer);
    stop();
    await client.call("device.release", { device: scanner }).catch(() => undefined);
  }
};

const failed = (
  code: string,
  zh: string,
  en: string,
  next: { zh: string; en: string },
): StepResult => ({
  state: "failed",
  code,
  cause: { zh, en },
  next,
});

const notRead = (device: string, back: "other" | "silent"): StepResult => {
  const next = { zh: "再试一次。", en: "Try again." };
  return back === "other"
    ? failed(
        "other_ticket",
        `扫到的不是 ${device} 刚打的小票`,
        `What was read is not the ticket that ${device} has just printed`,
        next,
      )
    : failed(
        "not_read",
        `${device} 的小票没有读回`,
        `The ticket of ${device} was not read back`,
        next,
      );
};

const tested = async (context: StepContext, client: TallygateClient): Promise<StepResult> => {
  const { machine, prompter, tell } = context;
  const configured = readConfiguration(machine.at(devicesFile));
  const names = configured.map(({ device }) => device);
  const missing = await notReady(client, names);
  if (missing.length > 0)
    return failed(
      "not_ready",
      `没有就绪：${missing.join("、")}`,
      `Not ready: ${missing.join(", ")}`,
      {
        zh: "tallygate doctor 会说原因。",
        en: "tallygate doctor says why.",
      },
    );
  const devices = await client.call("device.list", {});
  const of = (kind: string): readonly string[] =>
    devices.flatMap((one) => (one.kind === kind ? [one.device] : []));
  const facts: Record<string, string> = {};
  for (const device of of("receipt-printer")) {
    const nonce = String(randomInt(100_000, 1_000_000));
    const at = new Date(machine.nowMs()).toISOString();
    const document = statusTicket({
      store: storeIdOf(machine) ?? "–",
      device,
      version: releaseAt(machine, "current") ?? "–",
      at,
      nonce,
    });
    const state = await printed(client, device, document);
    if (state !== "printed")
      return failed("not_printed", `${device}：${state}`, `${device}: ${state}`, {
        zh: "看纸、盖、线。",
        en: "Paper, cover, cable.",
      });
    try {
      const back = await readBack(context, client, of("barcode-scanner"), nonce);
      if (back !== "read") return notRead(device, back);
      facts[device] = "printed, read back";
    } catch (fault) {
      if (!(fault instanceof Unanswered)) throw fault;
      facts[device] = "printed";
    }
    tell({ zh: `${device}：${facts[device]}`, en: `${device}: ${facts[device]}` });
  }
  for (const device of names) facts[device] ??= "ready";
  return { state: "passed", facts: { devices: facts, prompts: prompter.asked() } };
};

export const testStep: Step = {
  name: "test",
  says: { zh: "自检与状态小票", en: "Self-test and ticket" },
  run: async (context) => {
    const { machine, prompter } = context;
    if (
      !existsSync(machine.at(devicesFile)) ||
      !/"driver"/u.test(readFileSync(machine.at(devicesFile), "utf8"))
    )
      return { state: "skipped", facts: { devices: "none" } };
    const client = await openConsole(machine);
    try {
      const staff = await prompter.ask(
        "manager",
        { zh: "店长工号：", en: "The manager's number:" },
        "1000",
      );
      const pin = await prompter.ask("manager.pin", { zh: "店长密码：", en: "PIN:" });
      await client.call("staff.signIn", { staff, pin });
      return await tested(context, client);
    } finally {
      client.close();
    }
  },
};
