// The whole life of an appliance on machines of its own: `node tests/appliance/kiosk.ts [--picture FILE.png]`. Bare
// Debian → package → visit → first card and ticket → a lobby screen by the store's own certificate → an upgrade that
// is kept → one that is taken back → another machine takes over → purged. Prints a line a step, ends with 1 at the
// first that is not so.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { root as checkout } from "../support/sources.ts";
import { entriesOn, type Installed, leftOn, withCommand } from "./installed.ts";
import { startMachine } from "./machine.ts";
import { createReleases, diesInService } from "./releases.ts";
import { quickPackage } from "./tree.ts";
import { managerPin, visitAnswers } from "./visit-answers.ts";

const { values } = parseArgs({ options: { picture: { type: "string" } } });
/** One package for both machines, whatever happens to the checkout meanwhile. */
const pack = quickPackage();
const unit = "tallygate-kiosk.service";
const patienceMs = 180_000;
const began = performance.now();
const name = "gw.store-0042.lan";
const page = `https://${name}:8443/kiosk/`;
/** A container has neither screen nor seat: the compositor draws into memory. */
const noScreen = `[Service]
PAMName=
TTYPath=
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
StandardInput=null
UtmpIdentifier=
Environment=WLR_BACKENDS=headless WLR_RENDERER=pixman LIBGL_ALWAYS_SOFTWARE=1
`;

const passed = (what: string): void => {
  const seconds = ((performance.now() - began) / 1_000).toFixed(0).padStart(4);
  console.log(`${seconds} s  ok  ${what}`);
};
const must = (isSo: boolean, what: string, about: unknown = ""): void => {
  if (!isSo) throw new Error(`${what}: ${JSON.stringify(about)}`);
};
const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    must(Date.now() < end, what);
    await sleep(500);
  }
  passed(what);
};

/** A program of this checkout in the machine's network; what it says last, as JSON. */
const beside = async (machine: Installed, program: string, ...words: readonly string[]) => {
  const file = join(checkout, "tests/appliance", program);
  const { code, out } = await machine.beside(process.execPath, file, ...words);
  must(code === 0, program, out);
  const said: unknown = JSON.parse(out.trim().split("\n").at(-1) ?? "{}");
  return (fact: string): unknown => Reflect.get(Object(said), fact);
};

const stationCode = async (machine: Installed, role: string): Promise<string> => {
  const { said, out } = await machine.tallygate("pair", "--role", role);
  const code: unknown = Reflect.get(Object(said), "code");
  must(typeof code === "string", "a pairing code", out);
  return String(code);
};

const startBare = async (hasScreen: boolean): Promise<Installed> =>
  withCommand(await startMachine({ hasScreen }), pack.version);

const install = async (machine: Installed): Promise<void> => {
  machine.put(pack.file, "root/tallygate.deb");
  await machine.shell("dpkg -i /root/tallygate.deb");
  await machine.ready();
};

const openStore = async (machine: Installed): Promise<void> => {
  const app = "/opt/tallygate/current";
  await machine.shell(
    `systemd-run --quiet --unit=printer ${app}/node ${app}/app/drivers/simulated/printer-server.js --port 9100`,
  );
  writeFileSync(machine.path("root/answers.json"), JSON.stringify(visitAnswers));
  const visit = await machine.tallygate("init", "--answers", "/root/answers.json");
  must(visit.code === 0, "the visit", visit.out);
  passed("a visit from package to sealed store, in one command");
  const till = await stationCode(machine, "cashier");
  const sale = await beside(machine, "first-sale.ts", till, "1000", managerPin);
  must(sale("state") === "printed" && sale("available") === 163_000, "first sale", sale("state"));
  passed("the first card is read, its first top-up booked, its first ticket printed");
};

/** Addresses that are not the store's, and the word by which each is heard once it has been opened. */
const strangers = [
  ["/foreign", "http://127.0.0.1:9180/foreign"],
  ["/file", "file:///var/tmp/stranger.html"],
] as const;
let guests = 0;
const heardFile = "root/stranger.heard";

/** A program that is none of the store's, and a file that asks it for a picture when a browser shows it. */
const letStrangersIn = async (machine: Installed): Promise<void> => {
  const server = `require("http").createServer((asked, answer) => {
    require("fs").appendFileSync("/${heardFile}", asked.url + "\\n"); answer.end("<p>") })
    .listen(9180, "127.0.0.1")`;
  writeFileSync(machine.path("root/stranger.cjs"), server);
  const page = '<img src="http://127.0.0.1:9180/file">';
  writeFileSync(machine.path("var/tmp/stranger.html"), page);
  const node = "/opt/tallygate/current/node";
  await machine.shell(`systemd-run --quiet --unit=stranger ${node} /root/stranger.cjs`);
};

/** Milliseconds until a guest's browser has opened an address; undefined: it has not. */
const opens = async (
  machine: Installed,
  asked: { readonly mark: string; readonly address: string; readonly patienceMs: number },
): Promise<number | undefined> => {
  const since = performance.now();
  const user = "--uid=tallygate-kiosk --setenv=HOME=/var/tmp/guest";
  const browser = "chromium --headless --no-first-run --user-data-dir=/var/tmp/guest";
  const heard = machine.path(heardFile);
  guests += 1;
  const browserUnit = `guest-${guests}`;
  writeFileSync(heard, "");
  await machine.shell(`install -d -o tallygate-kiosk /var/tmp/guest
    systemd-run --quiet --collect --unit=${browserUnit} ${user} ${browser} ${asked.address}`);
  const isHeard = (): boolean => readFileSync(heard, "utf8").includes(asked.mark);
  while (!isHeard() && performance.now() - since < asked.patienceMs) await sleep(200);
  const tookMs = isHeard() ? performance.now() - since : undefined;
  await machine.shell(`systemctl stop ${browserUnit} 2>/dev/null; rm -rf /var/tmp/guest`);
  return tookMs;
};

const showLobby = async (machine: Installed): Promise<void> => {
  await letStrangersIn(machine);
  let usualMs = 0;
  for (const [mark, address] of strangers) {
    const openedMs = await opens(machine, { mark, address, patienceMs });
    if (openedMs === undefined) throw new Error(`${address} does not open without a policy`);
    usualMs = Math.max(usualMs, openedMs);
  }
  const dropIn = machine.path(`etc/systemd/system/${unit}.d/container.conf`);
  mkdirSync(dirname(dropIn), { recursive: true });
  writeFileSync(dropIn, noScreen);
  await machine.shell("systemctl daemon-reload");
  await machine.shell("tallygate tls kit --data /var/lib/tallygate --out /root/trust");
  const ca = (await machine.shell("ls /root/trust/*.crt | head -1")).trim();
  const invited = await machine.tallygate("pair", "--role", "kiosk");
  const scan = String(Reflect.get(Object(invited.said), "scan"));
  must(scan.startsWith(`${page}#v1.`), "a code to scan", invited.out);
  await machine.shell(`tallygate kiosk on --url '${scan}' --ca ${ca}`);
  await until("the screen is a station of the store, by wss with the store's own CA", async () => {
    const { said } = await machine.tallygate("station", "list", "--answers", "/root/answers.json");
    const stations: unknown = Reflect.get(Object(said), "stations");
    return JSON.stringify(stations ?? []).includes('"role":"kiosk"');
  });
  const { out } = await machine.run("sh", "-c", "ps -eo args | grep -c -- '[-]-no-sandbox'");
  must(Number(out) === 0, "Chromium runs without its sandbox", out);
  for (const [mark, address] of strangers) {
    const openedMs = await opens(machine, { mark, address, patienceMs: 10_000 + 3 * usualMs });
    must(openedMs === undefined, `${address} opens`);
  }
  passed("in its own sandbox; files and foreign addresses are blocked by policy");
};

/** Asks the watch of the kiosk, as its timer does. */
const answers200 = async (machine: Installed): Promise<boolean> =>
  (await machine.run("systemctl", "start", "tallygate-kiosk-watch.service")).code === 0 &&
  existsSync(machine.path("var/lib/tallygate-kiosk-watch/heard"));

const breakBrowser = async (machine: Installed): Promise<void> => {
  const mainPid = async (): Promise<string> =>
    (await machine.run("systemctl", "show", "-p", "MainPID", "--value", unit)).out.trim();
  await until("the watch hears the page", () => answers200(machine));
  const faults = {
    "a browser that is killed": `systemctl kill --kill-who=main -s KILL ${unit}`,
    "a page that hangs": "pkill -STOP -u tallygate-kiosk -f type=renderer",
  };
  for (const [fault, command] of Object.entries(faults)) {
    const before = await mainPid();
    await machine.shell(command);
    await until(`${fault} is shown anew`, async () => {
      await answers200(machine);
      const now = await mainPid();
      return now !== "0" && now !== before;
    });
    await until("and its page is back, still paired", () => answers200(machine));
  }
};

const upgrades = async (machine: Installed): Promise<void> => {
  const releases = createReleases(machine);
  const upgrade = async (bundle: string) => machine.tallygate("upgrade", bundle, "--trial", "3");
  const before = await entriesOn(machine);
  const kept = await upgrade(await releases.bundle("0.9.4"));
  must(Reflect.get(Object(kept.said), "outcome") === "kept", "an upgrade", kept.out);
  await machine.ready();
  passed("an upgrade is kept");
  const dying = await upgrade(await releases.bundle("0.9.5", diesInService));
  must(Reflect.get(Object(dying.said), "outcome") === "rolledBack", "a rollback", dying.out);
  await machine.ready();
  const { said } = await machine.tallygate("releases");
  must(Reflect.get(Object(said), "current") === "0.9.4", "the release before", said);
  must((await entriesOn(machine)) >= before, "every entry");
  passed("a release that dies in service is taken back, with every entry");
  await until("the lobby screen is connected again", () => answers200(machine));
};

const moveTo = async (spare: Installed, from: Installed): Promise<void> => {
  await from.shell(
    `systemctl stop tallygate-gateway; mkdir /stick; echo 'a long passphrase' > /stick/passphrase
     chown tallygate /stick
     runuser -u tallygate -- tallygate backup --data /var/lib/tallygate --to /stick
     tallygate kit --to /stick/kit.tgb --passphrase /stick/passphrase`,
  );
  const before = await entriesOn(from);
  const files = (await from.shell("ls /stick")).trim().split("\n");
  for (const file of files) spare.put(from.path(`stick/${file}`), `stick/${file}`);
  const backup = files.find((file) => file.startsWith("store-0042-")) ?? "";
  const since = performance.now();
  await spare.shell(
    `tallygate replace --from /stick/${backup} --kit /stick/kit.tgb --passphrase /stick/passphrase`,
  );
  await spare.ready();
  const tookS = ((performance.now() - since) / 1_000).toFixed(1);
  must((await entriesOn(spare)) === before, "every entry on the spare");
  passed(`another machine has taken over with every one of ${before} entries, in ${tookS} s`);
};

const purge = async (machine: Installed): Promise<void> => {
  await machine.shell("tallygate kiosk off; dpkg --purge tallygate");
  const left = await leftOn(machine);
  must(left.length === 0, "files are left", left);
  const users = readFileSync(machine.path("etc/passwd"), "utf8");
  must(!users.includes("tallygate"), "users are left");
};

/** What the screen shows. */
const takePicture = async (machine: Installed, file: string): Promise<void> => {
  const own = "/run/tallygate-kiosk";
  const where = [`XDG_RUNTIME_DIR=${own}`, "WAYLAND_DISPLAY=wayland-0"];
  const grim = ["runuser", "-u", "tallygate-kiosk", "--", "env", ...where, "grim"];
  const kept = "var/lib/tallygate-kiosk/picture.png";
  const taken = await machine.run(...grim, `/${kept}`);
  if (taken.code !== 0) return console.log(taken.out);
  copyFileSync(machine.path(kept), file);
  passed(`picture ${file}`);
};

const machine = await startBare(true);
let spare: Installed | undefined;
try {
  await install(machine);
  passed("bare Debian, one package, ready");
  await openStore(machine);
  await showLobby(machine);
  if (values.picture !== undefined) await takePicture(machine, values.picture);
  await breakBrowser(machine);
  await upgrades(machine);
  spare = await startBare(false);
  await install(spare);
  await moveTo(spare, machine);
  for (const one of [machine, spare]) await purge(one);
  passed("purged: no file, no user is left on either machine");
} catch (error) {
  const journal =
    "journalctl -u 'tallygate*' --no-pager -o cat | grep -v '\"msg\":\"call\"' | tail -60";
  console.error((await machine.run("sh", "-c", journal)).out);
  console.error(error);
  process.exitCode = 1;
  if (values.picture !== undefined) await takePicture(machine, values.picture);
} finally {
  await spare?.stop();
  await machine.stop();
}
