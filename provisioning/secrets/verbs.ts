// `tallygate secrets seal | open`: the store's secrets as credentials of systemd, sealed to this machine (its TPM where
// it has one). At rest only what is sealed is on the disk; at boot systemd opens them into memory.
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { type Machine, openMachine } from "../machine.ts";
import { giveToGateway } from "../release/site.ts";
import { hasUnits } from "../replace/room.ts";
import { type Speech, UsageError, type Verb } from "../verb.ts";
import { writeOver } from "./shred.ts";

const unit = "tallygate-credentials.service";
const dropIn = `/etc/systemd/system/${unit}.d/50-sealed.conf`;
export const sealedFolder = "/etc/tallygate/creds";
const openFolder = "/run/tallygate-credentials";
/** Secrets of the store; tokens of the command itself are its own and stay files. */
const names = ["master", "pepper", "signing", "backup", "tls-ca", "webhooks"] as const;

const plainFile = (machine: Machine, name: string): string =>
  join(machine.data, "credentials", name);
const sealedFile = (name: string): string => join(sealedFolder, name);

const isPlain = (file: string): boolean =>
  lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
const isLink = (file: string): boolean =>
  lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true &&
  readlinkSync(file).startsWith(openFolder);

/** A program that must do it. Throws with what it said. */
const must = async (
  machine: Machine,
  ...words: readonly [string, ...string[]]
): Promise<string> => {
  const { code, out, error } = await machine.run(...words);
  if (code !== 0) throw new Error(`${words.join(" ")}: ${error || out}`);
  return out;
};

const writeDropIn = async (machine: Machine): Promise<void> => {
  const lines = names
    .filter((name) => machine.stat(sealedFile(name)) !== undefined)
    .map((name) => `LoadCredentialEncrypted=${name}:${sealedFile(name)}`);
  mkdirSync(dirname(dropIn), { recursive: true });
  if (lines.length === 0) rmSync(dropIn, { force: true });
  else writeFileSync(dropIn, `[Service]\n${lines.join("\n")}\n`, { mode: 0o644, flush: true });
  await must(machine, "systemctl", "daemon-reload");
};

/** The link takes the file's name; what the file held is written over before its place is given up. */
const replaceByLink = (machine: Machine, name: string): void => {
  const file = plainFile(machine, name);
  const handle = openSync(file, "r+");
  rmSync(`${file}.link`, { force: true });
  symlinkSync(join(openFolder, name), `${file}.link`);
  renameSync(`${file}.link`, file);
  writeOver(handle);
  closeSync(handle);
};

const seal = async (machine: Machine, speech: Speech): Promise<number> => {
  const plain = names.filter((name) => isPlain(plainFile(machine, name)));
  mkdirSync(sealedFolder, { recursive: true, mode: 0o700 });
  for (const name of plain) {
    const [from, to] = [plainFile(machine, name), sealedFile(name)];
    await must(machine, "systemd-creds", "encrypt", `--name=${name}`, from, to);
  }
  await writeDropIn(machine);
  await must(machine, "systemctl", "restart", unit);
  for (const name of plain) {
    const opened = readFileSync(join(openFolder, name));
    // nothing is given up before what is sealed was opened again, the way it is at boot
    if (!opened.equals(readFileSync(plainFile(machine, name))))
      throw new Error(`${name} does not open as it was sealed`);
    replaceByLink(machine, name);
    speech.tell({ sealed: name }, `sealed    ${name}`);
  }
  return 0;
};

const open = async (machine: Machine, speech: Speech): Promise<number> => {
  for (const name of names.filter((one) => isLink(plainFile(machine, one)))) {
    const file = plainFile(machine, name);
    writeFileSync(`${file}.plain`, readFileSync(file), { mode: 0o600, flush: true });
    giveToGateway(machine, `${file}.plain`);
    renameSync(`${file}.plain`, file);
    rmSync(sealedFile(name), { force: true });
    speech.tell({ opened: name }, `open      ${name}`);
  }
  await writeDropIn(machine);
  await machine.run("systemctl", "stop", unit);
  rmSync(openFolder, { recursive: true, force: true });
  return 0;
};

const onMachine =
  (work: (machine: Machine, speech: Speech) => Promise<number>): Verb["run"] =>
  async (args, speech) => {
    parseArgs({ args: [...args], options: {} });
    const machine = openMachine();
    if (
      !hasUnits(machine) ||
      process.getuid?.() !== 0 ||
      machine.stat("/run/systemd") === undefined
    )
      throw new UsageError({
        zh: "只在装好软件包的机器上以 root 运行。",
        en: "For root, on a machine of the package.",
      });
    try {
      return await work(machine, speech);
    } catch (fault) {
      speech.errorLine(fault instanceof Error ? fault.message : String(fault));
      return 1;
    }
  };

export const secretsSeal: Verb = {
  name: "secrets seal",
  usage: "",
  says: {
    zh: "把本店密钥封给这台机器（有 TPM 就用 TPM），磁盘上不再有明文",
    en: "Seals the store's secrets to this machine (its TPM where it has one): none is plain on the disk",
  },
  run: onMachine(seal),
};

export const secretsOpen: Verb = {
  name: "secrets open",
  usage: "",
  says: { zh: "把封住的密钥还原成文件", en: "Makes sealed secrets files again" },
  run: onMachine(open),
};
