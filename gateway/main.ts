// The gateway process: options in, banner out, clean end on SIGINT and SIGTERM; a failed start in one sentence.
import { setFlagsFromString } from "node:v8";
import { inheritedSockets } from "./activation.ts";
import { ConfigError, readConfig } from "./config.ts";
import { demoStaff } from "./demo/stations.ts";
import { type Gateway, startGateway } from "./gateway.ts";
import { ProgrammeUnusable } from "./server/programme-book.ts";
import { StartRefused } from "./store/faults.ts";

/**
 * Percent of what lives that may be garbage before it is collected; V8 alone lets it be three times as much. A list of
 * 40,000 members then takes 394 instead of 509 MB, as quick (`npm run bench import`). Grows with the store, so it cannot
 * end a process as a limit would.
 */
const garbageMost = 50;

const exitCodes = { usage: 64, cannotStart: 1 } as const;

const main = async (): Promise<void> => {
  setFlagsFromString(`--heap-growing-percent=${garbageMost}`);
  const sockets = inheritedSockets(process.env, process.pid);
  const config = { ...readConfig(process.argv.slice(2)), sockets };
  const starting = startGateway(config);
  let ending = false;
  const end = (): void => {
    if (ending) process.exit(exitCodes.cannotStart);
    ending = true;
    void starting.then((gateway) => gateway.close()).then(() => process.exit(0), failed);
  };
  // before it is up: a start that is cut short leaves a log to replay and a device host without its gateway
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  const gateway = await starting;
  if (!ending) process.stdout.write(banner(gateway, config.simulate));
};

const banner = (gateway: Gateway, simulate: boolean): string => {
  const { url, lan, identity, programme, driver, firstCode } = gateway;
  const pages = [
    ["kiosk", "大堂自助机"],
    ["cashier", "收银台"],
    ["office", "店长室：报表、会员、章程"],
    ["technician", "技师：设备与模拟器"],
  ] as const;
  const rows = pages.map(([page, zh]) => `  ${page.padEnd(11)} ${url}/${page}/   ${zh}`);
  const hint = "  No card at hand? The technician page taps one. 没有卡？在技师页上碰一张。";
  const staff = demoStaff.map(({ id, name, pin, role }) => `${id} ${name} (${role}) PIN ${pin}`);
  return [
    "",
    `Tallygate · ${identity.name.zh} · ${identity.name.en} · programme ${programme}`,
    ...rows,
    ...(lan === undefined
      ? []
      : [`  network 局域网  ${lan.url}/cashier/   trust 信任: ${lan.trust}`]),
    ...(simulate ? [`  staff 员工    ${staff.join("   ")}`, hint] : []),
    ...(driver === "sqlite3"
      ? []
      : [`  ledger 账本   ${driver}: the package sqlite3 does not load here`]),
    ...(firstCode === undefined ? [] : [`  first technician's pairing code 配对码: ${firstCode}`]),
    "",
    "",
  ].join("\n");
};

/** What a person can do something about is a sentence; anything else is a defect and shows itself whole. */
const sentenceOf = (error: unknown): string | undefined => {
  if (error instanceof ConfigError || error instanceof StartRefused) return error.message;
  if (error instanceof ProgrammeUnusable) return error.message;
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code === "EADDRINUSE")
    return "The port is in use: another program, or another Tallygate, listens there. Choose one with --port N (0 = any free one).";
  if (error.code === "EACCES") return `Not allowed: ${error.message}.`;
  if (error.code === "EADDRNOTAVAIL") return "This machine has no such address: see --host.";
  return undefined;
};

const failed = (error: unknown): void => {
  const sentence = sentenceOf(error);
  process.stderr.write(`${sentence ?? (error instanceof Error ? error.stack : String(error))}\n`);
  process.exit(error instanceof ConfigError ? exitCodes.usage : exitCodes.cannotStart);
};

main().catch(failed);
