// What the provisioning goals ask in seconds, on an appliance in a container: P1 each step of the first visit as a
// technician waits for it, P3 the doctor, P7 the boot, P9 a bad release. `node tests/appliance/goals.ts [visit|release|boot]`
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root as checkout } from "../support/sources.ts";
import { askedDuring } from "./caller.ts";
import { createContainerBed } from "./container-bed.ts";
import { type Installed, withCommand } from "./installed.ts";
import { startMachine } from "./machine.ts";
import { createReleases, diesInService } from "./releases.ts";
import { quickPackage } from "./tree.ts";
import { managerPin, visitAnswers } from "./visit-answers.ts";

const rounds = 5;
let began = performance.now();
const seconds = (ms: number): string => (ms / 1_000).toFixed(2);
const say = (goal: string, what: string, ms: number, most?: number): void => {
  const held = most === undefined ? "" : `  ≤ ${most} s: ${ms <= most * 1_000 ? "met" : "missed"}`;
  console.log(`${goal.padEnd(3)} ${seconds(ms).padStart(7)} s  ${what}${held}`);
};
const taken = async (work: () => Promise<unknown>): Promise<number> => {
  const since = performance.now();
  await work();
  return performance.now() - since;
};

/** Every line of the visit with the moment it was said, ms of the clock. */
const stepsOf = (out: string): readonly (readonly [string, number])[] =>
  out.split("\n").flatMap((line) => {
    const [, at, said] = /^(\d+\.\d+) (\{.*\})$/u.exec(line) ?? [];
    return said === undefined
      ? []
      : [[String(Reflect.get(Object(JSON.parse(said)), "step")), Number(at) * 1_000] as const];
  });

const sell = async (machine: Installed): Promise<void> => {
  const { said } = await machine.tallygate("pair", "--role", "cashier");
  const code = String(Reflect.get(Object(said), "code"));
  const program = join(checkout, "tests/appliance/first-sale.ts");
  const { code: failed, out } = await machine.beside(
    process.execPath,
    program,
    code,
    "1000",
    managerPin,
  );
  if (failed !== 0 || !out.includes('"printed"')) throw new Error(out);
};

const install = async (machine: Installed): Promise<void> => {
  machine.put(quickPackage().file, "root/tallygate.deb");
  say("P1", "the package is installed", await taken(() => machine.shell("dpkg -i /root/*.deb")));
  say("P1", "  and ready", await taken(() => machine.ready()));
};

const firstVisit = async (machine: Installed): Promise<void> => {
  const app = "/opt/tallygate/current";
  const printer = `${app}/app/drivers/simulated/printer-server.js --port 9100`;
  await machine.shell(`systemd-run --quiet --unit=printer ${app}/node ${printer}`);
  writeFileSync(machine.path("root/answers.json"), JSON.stringify(visitAnswers));
  const stamped = `while read -r line; do echo "$(date +%s.%N) $line"; done`;
  let last = Date.now();
  const visit = await machine.shell(
    `tallygate init --answers /root/answers.json --json 2>&1 | ${stamped}`,
  );
  for (const [step, at] of stepsOf(visit)) {
    say("P1", `  ${step}`, at - last);
    last = at;
  }
  say("P1", "a till paired, first card, top-up and ticket", await taken(() => sell(machine)));
  say("P1", "bare Debian to the first ticket, machine time", performance.now() - began, 60);
  say("P3", "the whole doctor", await taken(() => machine.tallygate("doctor")), 3);
};

const onMachine = async (work: (machine: Installed) => Promise<void>): Promise<void> => {
  const machine = withCommand(await startMachine(), quickPackage().version);
  try {
    began = performance.now();
    await install(machine);
    await work(machine);
  } finally {
    await machine.stop();
  }
};

const badRelease = async (machine: Installed): Promise<void> => {
  const releases = createReleases(machine);
  const cannotStart = await releases.bundle("0.9.1", (app) =>
    writeFileSync(join(app, "gateway/main.js"), "process.exit(3);\n"),
  );
  const dies = await releases.bundle("0.9.2", diesInService);
  const upgrade = (bundle: string, outcome: string) => async () => {
    const { out } = await machine.tallygate("upgrade", bundle, "--trial", "3");
    if (!out.includes(`"outcome":"${outcome}"`)) throw new Error(out);
  };
  const refused = await askedDuring(machine, upgrade(cannotStart, "refused"), 500);
  say(
    "P9",
    `found in the rehearsal, longest wait of a caller, refused ${refused.refused}`,
    refused.longest,
    1,
  );
  const back = await askedDuring(machine, upgrade(dies, "rolledBack"), 3_000);
  const failed = `refused ${back.refused}, cut off ${back.cut}`;
  say("P9", `dies in service, taken back, longest wait of a caller, ${failed}`, back.longest, 5);
};

const stamp = "ActiveEnterTimestampMonotonic";
/** From the file systems of the disk to READY, ms: what is before is the board's. */
const sinceDisk = async (shell: (line: string) => Promise<string>): Promise<number> => {
  const [disk, ready] = await Promise.all(
    ["local-fs.target", "tallygate-gateway.service"].map(async (unit) =>
      Number(await shell(`systemctl show -p ${stamp} --value ${unit}`)),
    ),
  );
  return ((ready ?? Number.NaN) - (disk ?? 0)) / 1_000;
};

const boots = async (): Promise<void> => {
  await using bed = createContainerBed();
  for (let round = 0; round < rounds; round++) {
    say("P7", "switched on, serving", await bed.on());
    say("P7", "  from the disk being there to READY", await sinceDisk(bed.shell), 5);
    await bed.cut();
  }
};

const parts = {
  visit: () => onMachine(firstVisit),
  release: () => onMachine(badRelease),
  boot: boots,
} as const;

const asked = process.argv.slice(2);
for (const [name, measure] of Object.entries(parts))
  if (asked.length === 0 || asked.includes(name)) await measure();
