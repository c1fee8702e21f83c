// preflight, install, enrol, tls, pair, verify, seal: machine, store, network, people, proof.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { qrMatrix } from "../../drivers/simulated/symbols.ts";
import { ConfigError } from "../../gateway/config.ts";
import { RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import { askDesk } from "../../gateway/server/tls/ask-desk.ts";
import { lanText, readLanNames } from "../../gateway/server/tls/lan-names.ts";
import { rootFile } from "../../gateway/server/tls/tls-files.ts";
import { fingerprintOf } from "../../gateway/server/tls/trust-kit.ts";
import { databaseFile } from "../../gateway/store/files.ts";
import { openDatabase } from "../../gateway/store/sqlite/database.ts";
import { BundleRefused } from "../bundle/refused.ts";
import { trustedKeys } from "../bundle/keys.ts";
import { unpackBundle, verifyBundle } from "../bundle/verify.ts";
import { examine, repairAll } from "../doctor/examine.ts";
import { optionsFile, optionsOf } from "../doctor/facts.ts";
import { checks } from "../doctor/registry.ts";
import { until } from "../doctor/units.ts";
import type { Machine } from "../machine.ts";
import { giveToGateway } from "../release/site.ts";
import { trustedNowMs } from "../site/kept-clock.ts";
import { machineIdOf, rememberBundle, storeIdOf, takenIn } from "../site/store-facts.ts";
import { openConsole } from "./console.ts";
import { NotFetched, withFetchedBundle } from "./online.ts";
import type { Step, StepContext, StepResult } from "./visit.ts";

const no = (
  code: string,
  cause: { zh: string; en: string },
  next: { zh: string; en: string },
): StepResult => ({ state: "failed", code, cause, next });

/** Errors of the doctor's rooms, repaired where `fix`. */
const errorsOf = async (machine: Machine, rooms: readonly string[], fix: boolean) => {
  const chosen = checks.filter(
    ({ id, level }) => level === "error" && rooms.some((room) => id.startsWith(`${room}.`)),
  );
  const examined = await (fix ? repairAll : examine)(machine, chosen);
  return examined.filter(({ finding }) => finding.state === "failed");
};

const doctored = (
  name: Step["name"],
  says: Step["says"],
  rooms: readonly string[],
  fix: boolean,
): Step => ({
  name,
  says,
  run: async ({ machine }) => {
    const errors = await errorsOf(machine, rooms, fix);
    if (errors.length === 0) return { state: "passed", facts: { rooms } };
    const ids = errors.map(({ check }) => check.id).join(", ");
    const [first] = errors;
    return no(
      "doctor",
      { zh: `${ids}：${first?.check.what.zh ?? ""}`, en: `${ids}: ${first?.check.what.en ?? ""}` },
      first?.check.cure ?? { zh: "", en: "" },
    );
  },
});

const preflight = doctored(
  "preflight",
  { zh: "机器检查", en: "This machine" },
  ["ground", "release"],
  false,
);
const install = doctored("install", { zh: "服务就绪", en: "Services" }, ["files", "units"], true);

/** Nobody has worked with these books: no person, no value, no card in them. */
const areUntouched = async (machine: Machine): Promise<boolean> => {
  const file = databaseFile(machine.data);
  if (!existsSync(file)) return true;
  const database = await openDatabase({ file, readOnly: true });
  try {
    const [row] = await database.all(
      "SELECT count(*) AS n FROM entity WHERE kind IN ('member', 'account', 'card', 'staff', 'bill')",
    );
    return row?.["n"] === 0;
  } finally {
    await database.close();
  }
};

interface Identity {
  readonly id: string;
  readonly prefix: string;
  readonly name: { readonly zh: string; readonly en: string };
}

/** Books nobody has worked with are begun anew under the store's name; the empty ones are set aside. */
const become = async (machine: Machine, identity: Identity): Promise<void> => {
  await machine.run("systemctl", "stop", "tallygate-gateway.service");
  const live = databaseFile(machine.data);
  for (const suffix of ["", "-wal", "-shm"])
    if (existsSync(live + suffix)) renameSync(live + suffix, `${live}.unnamed${suffix}`);
  rmSync(join(machine.data, "credentials", "console"), { force: true });
  const file = join(machine.data, "store.json");
  writeFileSync(file, `${JSON.stringify(identity)}\n`, { mode: 0o600, flush: true });
  giveToGateway(machine, file);
  await machine.run("systemctl", "start", "tallygate-gateway.service");
  await until(machine);
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${live}.unnamed${suffix}`, { force: true });
};

/** The store as a bundle tells it: `store.json`, and `lan.conf` where head office has decided on the network. */
const fromBundle = async (machine: Machine, file: string): Promise<Identity> => {
  const store = storeIdOf(machine);
  const { used, revisions } = takenIn(machine);
  const bundle = await verifyBundle(file, {
    kinds: ["enrol", "config"],
    trusted: trustedKeys(machine),
    nowMs: trustedNowMs(machine),
    machine: machineIdOf(machine),
    used,
    ...(store === undefined ? {} : { store }),
    ...(revisions.enrol === undefined ? {} : { revision: revisions.enrol }),
  });
  const folder = machine.at("/run/tallygate-enrol");
  rmSync(folder, { recursive: true, force: true });
  try {
    await unpackBundle(bundle, folder);
    const identity: Identity = JSON.parse(readFileSync(join(folder, "store.json"), "utf8"));
    if (bundle.manifest.store !== undefined && bundle.manifest.store !== identity.id)
      throw new BundleRefused("other_store");
    rememberBundle(machine, bundle.manifest);
    const network = join(folder, "lan.conf");
    if (existsSync(network))
      writeFileSync(machine.at(optionsFile), readFileSync(network), { mode: 0o644 });
    return identity;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const fromAnswers = async ({ prompter }: StepContext): Promise<Identity> => {
  const id = await prompter.ask("store", {
    zh: "门店编号（如 store-0042）：",
    en: "The store's id, such as store-0042:",
  });
  const prefix = await prompter.ask(
    "prefix",
    { zh: "单号前缀：", en: "What its numbers begin with:" },
    "S",
  );
  const zh = await prompter.ask("name.zh", { zh: "中文店名：", en: "Its name in Chinese:" }, id);
  const en = await prompter.ask("name.en", { zh: "英文店名：", en: "Its name in English:" }, id);
  return { id, prefix, name: { zh, en } };
};

const identityBy = async (context: StepContext): Promise<Identity> => {
  const { machine, bundle, office } = context;
  if (bundle !== undefined) return fromBundle(machine, bundle);
  if (office === undefined) return fromAnswers(context);
  return withFetchedBundle(machine, office, (file) => fromBundle(machine, file));
};

export const enrolStep: Step = {
  name: "enrol",
  says: { zh: "登记门店", en: "Who this store is" },
  run: async (context) => {
    const { machine, bundle, office } = context;
    const by = bundle !== undefined ? "bundle" : office !== undefined ? "code" : "answers";
    try {
      const known = storeIdOf(machine);
      if (known !== undefined && by === "answers")
        return { state: "skipped", facts: { store: known } };
      if (known === undefined && !(await areUntouched(machine)))
        return no(
          "has_books",
          {
            zh: "账本里已有往来，不能改店名。",
            en: "There is business in the books: they keep their store.",
          },
          { zh: "请恢复备份，或用新机器。", en: "Restore a backup, or take a new machine." },
        );
      const identity = await identityBy(context);
      if (identity.id !== known) await become(machine, identity);
      return {
        state: "passed",
        facts: { store: identity.id, by },
      };
    } catch (fault) {
      if (fault instanceof NotFetched)
        return no(fault.code, fault.says, {
          zh: "核对网址与码；或用 U 盘包：--bundle。",
          en: "Look at address and code, or bring the bundle on a stick: --bundle.",
        });
      if (!(fault instanceof BundleRefused)) throw fault;
      return no(fault.code, fault.says, {
        zh: "向总部要一个新的包。",
        en: "Ask head office for another bundle.",
      });
    }
  },
};

const ownAddress = (): string =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ internal, family }) => !internal && family === "IPv4")?.cidr ?? "127.0.0.1/8";

const tls: Step = {
  name: "tls",
  says: { zh: "局域网与证书", en: "Network and certificate" },
  run: async ({ machine, prompter }) => {
    const text = machine.text(optionsFile) ?? "";
    const words = optionsOf(text);
    const present = words[words.indexOf("--lan") + 1];
    const usual =
      words.includes("--lan") && present !== undefined
        ? present
        : `${hostname()}.lan,${ownAddress()}`;
    const names = await prompter.ask(
      "lan",
      {
        zh: "本店在局域网里的名称与地址（- 表示只在本机）：",
        en: "The store's names and addresses on its network (- for this machine only):",
      },
      usual,
    );
    if (names === "-") return { state: "skipped", facts: { lan: "none" } };
    try {
      const lan = lanText(readLanNames(names));
      await askDesk({ dir: machine.data, lan });
      giveToGateway(
        machine,
        join(machine.data, "tls"),
        join(machine.data, "credentials", "tls-ca"),
      );
      await machine.run("chown", "-R", "tallygate:tallygate", machine.data);
      const rest = words.filter((_, at) => words[at] !== "--lan" && words[at - 1] !== "--lan");
      mkdirSync(machine.at("/etc/tallygate"), { recursive: true });
      writeFileSync(
        machine.at(optionsFile),
        `TALLYGATE_OPTIONS=${[...rest, "--lan", lan].join(" ")}\n`,
        { mode: 0o644, flush: true },
      );
      const left = await errorsOf(machine, ["network"], true);
      // the lobby screen opens the page by name, with or without a DNS
      await repairAll(
        machine,
        checks.filter(({ id }) => id === "network.known"),
      );
      const wrong = left.filter(({ check }) => check.id !== "network.address");
      if (wrong.length > 0)
        return no(
          "network",
          {
            zh: wrong.map(({ check }) => check.what.zh).join("；"),
            en: wrong.map(({ check }) => check.what.en).join("; "),
          },
          { zh: "tallygate doctor", en: "tallygate doctor" },
        );
      await until(machine);
      return {
        state: "passed",
        facts: { lan, ca: fingerprintOf(readFileSync(rootFile(machine.data), "utf8")) },
      };
    } catch (fault) {
      if (!(fault instanceof ConfigError)) throw fault;
      return no(
        "names",
        { zh: fault.message, en: fault.message },
        { zh: "改正名称。", en: "Correct the names." },
      );
    }
  },
};

/** A QR code for a terminal, two rows of it in a line. */
export const terminalQr = (text: string): readonly string[] => {
  const matrix = qrMatrix(text);
  const dark = (x: number, y: number): boolean => matrix[y]?.[x] === 1;
  const lines: string[] = [];
  for (let y = -1; y <= matrix.length; y += 2) {
    let line = "";
    for (let x = -1; x <= matrix.length; x++)
      line +=
        [
          ["█", "▀"],
          ["▄", " "],
        ][dark(x, y) ? 1 : 0]?.[dark(x, y + 1) ? 1 : 0] ?? " ";
    lines.push(line);
  }
  return lines;
};

const firstManager = async (
  { prompter }: StepContext,
  client: TallygateClient,
): Promise<string> => {
  const staff = await prompter.ask(
    "manager",
    { zh: "第一位店长的工号：", en: "The first manager's number:" },
    "1000",
  );
  const name = await prompter.ask("manager.name", { zh: "店长姓名：", en: "Name:" });
  const pin = await prompter.ask("manager.pin", {
    zh: "店长密码（6 位数字，不用连号、重复的数字或年份）：",
    en: "PIN (six digits, no runs, repeats or years):",
  });
  await client.call("staff.first", { staff, name, pin, key: client.newKey() });
  return staff;
};

const pair: Step = {
  name: "pair",
  says: { zh: "店长与第一台终端", en: "First manager, first station" },
  run: async (context) => {
    const { machine, tell } = context;
    const client = await openConsole(machine);
    try {
      const manager = await firstManager(context, client).catch((fault: unknown) => {
        if (fault instanceof RefusalError && fault.code === "already_exists") return "there is one";
        throw fault;
      });
      const { code, expiresAt } = await client.call("station.invite", {
        role: "cashier",
        key: client.newKey(),
      });
      tell({
        zh: `收银台配对码 ${code.slice(0, 4)}-${code.slice(4)}，有效至 ${expiresAt}；再要一个：tallygate pair`,
        en: `the till's pairing code ${code.slice(0, 4)}-${code.slice(4)}, until ${expiresAt}; another one: tallygate pair`,
      });
      return { state: "passed", facts: { manager } };
    } catch (fault) {
      if (!(fault instanceof RefusalError)) throw fault;
      return no(
        fault.code,
        { zh: fault.code, en: fault.code },
        { zh: "改正后再来：tallygate init", en: "Correct it and go on: tallygate init" },
      );
    } finally {
      client.close();
    }
  },
};

const verify: Step = {
  name: "verify",
  says: { zh: "全面核对", en: "Everything once more" },
  run: async ({ machine }) => {
    const client = await openConsole(machine);
    try {
      const { ok, entries } = await client.call("ledger.verify", {});
      const errors = await errorsOf(
        machine,
        ["ground", "files", "release", "units", "devices", "books", "network"],
        false,
      );
      if (ok && errors.length === 0) return { state: "passed", facts: { entries } };
      const ids = [...(ok ? [] : ["ledger.verify"]), ...errors.map(({ check }) => check.id)].join(
        ", ",
      );
      return no(
        "doctor",
        { zh: ids, en: ids },
        { zh: "tallygate doctor --fix", en: "tallygate doctor --fix" },
      );
    } finally {
      client.close();
    }
  },
};

export const beforeDevices: readonly Step[] = [preflight, install];
export const afterDevices: readonly Step[] = [tls, pair, verify];
