// `tallygate kiosk on | off | watch`: the lobby screen of this machine. On writes what the screen shows and what its
// browser may do, and starts it; off takes both away; watch is what the timer runs.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { UsageError, type Verb } from "../verb.ts";
import { kioskPolicy } from "./policy.ts";
import { whereHeard } from "./watch.ts";

const settingsFile = "/etc/tallygate/kiosk.conf";
const policyFile = "/etc/chromium/policies/managed/tallygate-kiosk.json";
const user = "tallygate-kiosk";
const units = ["tallygate-kiosk.service", "tallygate-kiosk-watch.timer"];
/** /proc/net/tcp, opened by systemd */
const standardInput = 0;
const ownPage = "http://127.0.0.1:8140/kiosk/";

const options = {
  url: { type: "string", default: ownPage },
  ca: { type: "string" },
  root: { type: "string", default: "/" },
} as const;

/** `--root` is a tree that is not running, e.g. an image: written to, nothing started. */
const placed = (root: string, file: string): string => `${root.replace(/\/$/, "")}${file}`;

const systemctl = (root: string, ...words: readonly string[]): void => {
  if (root !== "/" || !existsSync("/run/systemd/system")) return;
  execFileSync("systemctl", words, { stdio: "ignore" });
};

const addressOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url?.protocol === "http:" && url.hostname === "127.0.0.1";
  if (url === undefined || !(isLocal || url.protocol === "https:"))
    throw new UsageError({
      zh: `自助机页面须是本机 http://127.0.0.1:… 或 https://…：${text}`,
      en: `The kiosk's page is on this machine (http://127.0.0.1:…) or comes by https://…: ${text}`,
    });
  return url;
};

export const kioskOn: Verb = {
  name: "kiosk on",
  usage: "[--url https://NAME:8443/kiosk/ --ca tallygate-ca.crt] [--root DIR]",
  says: {
    zh: "在本机屏幕上全屏显示自助机页面",
    en: "shows the kiosk on this machine's screen, and nothing else",
  },
  run: (args, { language, tell }) => {
    const { values } = parseArgs({ args: [...args], options });
    const url = addressOf(values.url);
    const needsCa = url.protocol === "https:";
    if (needsCa && values.ca === undefined)
      throw new UsageError({
        zh: "https 页面须用 --ca 给出本店 CA 证书（tallygate tls kit）。",
        en: "A page by https needs the store's CA certificate: --ca FILE (tallygate tls kit).",
      });
    const root = values.ca === undefined ? {} : { root: readFileSync(values.ca, "utf8") };
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(placed(values.root, file)), { recursive: true });
      writeFileSync(placed(values.root, file), text);
    };
    write(policyFile, kioskPolicy({ origin: url.origin, ...root }));
    const port = url.port === "" ? "443" : url.port;
    write(settingsFile, `KIOSK_URL=${url.href}\nKIOSK_PORT=${port}\n`);
    systemctl(values.root, "enable", ...units);
    systemctl(values.root, "restart", ...units);
    const shows = { zh: `屏幕显示 ${url.href}`, en: `the screen shows ${url.href}` };
    tell({ isKiosk: true, url: url.href }, shows[language]);
    return Promise.resolve(0);
  },
};

export const kioskOff: Verb = {
  name: "kiosk off",
  usage: "[--root DIR]",
  says: { zh: "本机不再是自助机", en: "this machine's screen is no kiosk any more" },
  run: (args, { tell }) => {
    const { values } = parseArgs({ args: [...args], options });
    systemctl(values.root, "disable", "--now", ...units);
    for (const file of [policyFile, settingsFile])
      rmSync(placed(values.root, file), { force: true });
    tell({ isKiosk: false });
    return Promise.resolve(0);
  },
};

export const kioskWatch: Verb = {
  name: "kiosk watch",
  usage: "",
  hasOwnFormat: true,
  says: {
    zh: "自助机页面是否有应答（由定时器运行）",
    en: "whether the kiosk's page answers (run by its timer)",
  },
  run: async (_args, { language, errorLine }) => {
    // a screen that still waits for its code has no session: silence counts once there was a word
    const heard = join(process.env["STATE_DIRECTORY"] ?? "/run", "heard");
    const snapshot = join(process.env["CREDENTIALS_DIRECTORY"] ?? "/proc/net", "tcp6");
    const tcp6 = existsSync(snapshot) ? readFileSync(snapshot, "latin1") : "";
    const port = Number(process.env["KIOSK_PORT"] ?? 8140);
    const where = await whereHeard(user, port, { tcp: standardInput, tcp6 });
    if (where !== undefined) writeFileSync(heard, where);
    if (where !== undefined || !existsSync(heard)) return 0;
    // of IPv6 one moment is seen, which may lie between two connections: silence is what is silent twice
    if (readFileSync(heard, "utf8") === "tcp6") {
      writeFileSync(heard, "tcp6, silent once");
      return 0;
    }
    errorLine(language === "zh" ? "自助机页面没有应答。" : "the kiosk's page does not answer");
    return 1;
  },
};
