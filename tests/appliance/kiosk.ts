// The lobby screen on a machine of its own: `node tests/appliance/kiosk.ts [--picture FILE.png]`. The package's own
// unit shows the page through cage and Chromium, sandbox and all; the browser opens nothing else; a browser that is
// killed or hangs is shown anew. Prints a line a step and ends with 1 at the first that is not so.
import { copyFileSync, existsSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { buildPackage } from "../../provisioning/package/build.ts";
import { type Machine, startMachine } from "./machine.ts";

const { values } = parseArgs({ options: { picture: { type: "string" } } });
const unit = "tallygate-kiosk.service";
const patienceMs = 120_000;
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

/** A store whose pages need no code. */
const app = "/opt/tallygate/current";
const demonstration = `[Service]
ExecStart=
ExecStart=${app}/node ${app}/app/gateway/main.ts --data /var/lib/tallygate/demonstration --simulate
`;

const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(what);
    await sleep(250);
  }
  console.log(`ok  ${what}`);
};

const prove = async (machine: Machine): Promise<void> => {
  const run = (...words: readonly string[]) => machine.run(...words);
  const asGuest = (...words: readonly string[]) =>
    run("runuser", "-u", "tallygate-kiosk", "--", ...words);
  const heard = machine.path("var/lib/tallygate-kiosk-watch/heard");
  const watch = async (): Promise<boolean> =>
    (await run("systemctl", "start", "tallygate-kiosk-watch.service")).code === 0 &&
    existsSync(heard);
  const mainPid = async (): Promise<string> =>
    (await run("systemctl", "show", "-p", "MainPID", "--value", unit)).out.trim();

  const installed = await run("dpkg", "-i", "/root/tallygate.deb");
  if (installed.code !== 0) throw new Error(installed.out);
  for (const [of, text] of [
    [unit, noScreen],
    ["tallygate-gateway.service", demonstration],
  ] as const) {
    const dropIn = machine.path(`etc/systemd/system/${of}.d/container.conf`);
    mkdirSync(dirname(dropIn), { recursive: true });
    writeFileSync(dropIn, text);
  }
  await run("systemctl", "daemon-reload");
  await run("systemctl", "restart", "tallygate-gateway.service");
  const on = await run("tallygate", "kiosk", "on");
  if (on.code !== 0) throw new Error(on.out);
  await until("one command shows the page: the store's door has its connection", watch);

  const inSandbox = await run("sh", "-c", "ps -eo args | grep -c -- '--no-sandbox'");
  if (Number(inSandbox.out) > 1) throw new Error("Chromium runs without its sandbox");
  console.log("ok  Chromium keeps its own sandbox");
  for (const address of ["file:///etc/passwd", "https://example.org/"]) {
    const profile = "--user-data-dir=/tmp/guest-try";
    const dom = await asGuest("chromium", "--headless", profile, "--dump-dom", address);
    if (/root:x:0|Example Domain/.test(dom.out)) throw new Error(`${address} opens`);
  }
  console.log("ok  nothing else opens: file and foreign addresses are blocked by policy");

  for (const signal of ["KILL", "STOP"]) {
    const before = await mainPid();
    await run("systemctl", "kill", "-s", signal, unit);
    await until(`a browser that gets SIG${signal} is shown anew`, async () => {
      await watch();
      const now = await mainPid();
      return now !== "0" && now !== before;
    });
    await until("and its page is back", watch);
  }
};

/** What the screen shows. */
const takePicture = async (machine: Machine, file: string): Promise<void> => {
  const own = "/run/tallygate-kiosk";
  const where = [`XDG_RUNTIME_DIR=${own}`, "WAYLAND_DISPLAY=wayland-0"];
  const grim = ["runuser", "-u", "tallygate-kiosk", "--", "env", ...where, "grim"];
  const kept = "var/lib/tallygate-kiosk/picture.png";
  const taken = await machine.run(...grim, `/${kept}`);
  if (taken.code !== 0) return console.log(taken.out);
  copyFileSync(machine.path(kept), file);
  console.log(`ok  picture ${file}`);
};

const out = mkdtempSync(join(tmpdir(), "tallygate-package-"));
const { file } = buildPackage({ out });
const machine = await startMachine(true);
try {
  machine.put(file, "root/tallygate.deb");
  await prove(machine);
} catch (error) {
  const about = await machine.run("journalctl", "-u", "tallygate-kiosk*", "--no-pager", "-n", "40");
  console.error(about.out);
  console.error(error);
  process.exitCode = 1;
} finally {
  if (values.picture !== undefined) await takePicture(machine, values.picture);
  rmSync(out, { recursive: true, force: true });
  await machine.stop();
}
