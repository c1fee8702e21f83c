// A NATS server that is safe for money: the one that is there, or Debian's own newest, unpacked beside the system.
// Nothing is installed over the system's packages (spec/LEDGER.md 6.1).
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { isNewEnough, oldestServer } from "../../gateway/chain/nats/safe-server.ts";

const run = promisify(execFile);
const cacheFolder = "/var/tmp/tallygate-nats";
const fetchTimeoutMs = 120_000;
const fetchTries = 3;

type Why = "too_old" | "does_not_run" | "no_apt" | "no_sources" | "archive_unreachable";

/** No server to be had; `code` names the reason, the message says what to do. */
export class NatsServerUnavailable extends Error {
  readonly code: Why;
  readonly retryable: boolean;
  constructor(code: Why, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "NatsServerUnavailable";
    this.code = code;
    this.retryable = code === "archive_unreachable";
  }
}

/** `nats-server: v2.15.1` → `2.15.1`. Throws NatsServerUnavailable `does_not_run`. */
export const versionOf = async (binary: string): Promise<string> => {
  const { stdout } = await run(binary, ["--version"]).catch((cause: unknown) => {
    throw new NatsServerUnavailable("does_not_run", `${binary} does not run here.`, cause);
  });
  const version = /v(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
  if (version === undefined)
    throw new NatsServerUnavailable("does_not_run", `${binary} is no NATS server.`);
  return version;
};

const refuseOld = async (binary: string): Promise<string> => {
  const version = await versionOf(binary);
  if (isNewEnough(version)) return binary;
  throw new NatsServerUnavailable(
    "too_old",
    `${binary} is version ${version}. Before ${oldestServer.join(".")} a compare-and-set has ` +
      `several winners and nothing is synced before it is acknowledged.`,
  );
};

/** Where Debian is taken from on this machine, as one line of a source list for its suite `testing`. */
export const testingLine = (sources: readonly string[]): string | undefined => {
  for (const text of sources) {
    const [line] = text.split(/\n\s*\n/).flatMap((stanza) => lineOf(stanza));
    if (line !== undefined) return line;
  }
  return undefined;
};

const archivePath = /\/debian\/?$/;

const lineOf = (stanza: string): readonly string[] => {
  const field = (name: string): readonly string[] =>
    new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(stanza)?.[1]?.split(/\s+/) ?? [];
  const address = field("URIs").find((uri) => archivePath.test(uri));
  if (address !== undefined && !field("Enabled").includes("no")) {
    const key = field("Signed-By").find((file) => file.startsWith("/"));
    return [`deb ${key === undefined ? "" : `[signed-by=${key}] `}${address} testing main`];
  }
  return stanza.split("\n").flatMap((line) => {
    const [, options = "", uri = ""] = /^deb\s+(\[[^\]]*\]\s+)?(\S+)\s/.exec(line) ?? [];
    return archivePath.test(uri) ? [`deb ${options}${uri} testing main`] : [];
  });
};

const aptSources = (folder = "/etc/apt"): readonly string[] => {
  const parts = join(folder, "sources.list.d");
  const files = existsSync(parts)
    ? readdirSync(parts)
        .filter((name) => name.endsWith(".sources") || name.endsWith(".list"))
        .map((name) => join(parts, name))
    : [];
  return [...files, join(folder, "sources.list")]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"));
};

const apt = async (folder: string, args: readonly string[]): Promise<void> => {
  const own = [
    ["Dir::Etc::sourcelist", join(folder, "testing.list")],
    ["Dir::Etc::sourceparts", "-"],
    ["Dir::State::lists", join(folder, "lists")],
    ["Dir::Cache", join(folder, "cache")],
    ["APT::Sandbox::User", "root"],
  ].flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  await run("apt-get", [...own, "-qq", ...args], { cwd: folder, timeout: fetchTimeoutMs });
};

const download = async (folder: string): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await apt(folder, ["update"]);
      await apt(folder, ["download", "nats-server"]);
      return;
    } catch (cause) {
      if (cause instanceof Error && "code" in cause && cause.code === "ENOENT")
        throw new NatsServerUnavailable(
          "no_apt",
          `No apt-get here: install NATS ${oldestServer.join(".")} or newer, name it in TALLYGATE_NATS_SERVER.`,
          cause,
        );
      if (tries === fetchTries)
        throw new NatsServerUnavailable(
          "archive_unreachable",
          "Debian's archive gives no nats-server: is the network there?",
          cause,
        );
    }
  }
};

const fetchServer = async (kept: string): Promise<string> => {
  const line = testingLine(aptSources());
  if (line === undefined)
    throw new NatsServerUnavailable("no_sources", "No line of Debian's archive in /etc/apt.");
  mkdirSync(cacheFolder, { recursive: true });
  const folder = mkdtempSync(join(cacheFolder, "fetch-"));
  try {
    mkdirSync(join(folder, "lists", "partial"), { recursive: true });
    mkdirSync(join(folder, "cache", "archives", "partial"), { recursive: true });
    writeFileSync(join(folder, "testing.list"), `${line}\n`);
    await download(folder);
    const deb = readdirSync(folder).find((name) => name.endsWith(".deb")) ?? "";
    await run("dpkg-deb", ["-x", join(folder, deb), join(folder, "unpacked")]);
    const binary = await refuseOld(join(folder, "unpacked", "usr", "sbin", "nats-server"));
    renameSync(binary, kept);
    return kept;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * The path of a server that is new enough: TALLYGATE_NATS_SERVER, the one kept from before, the system's, or one
 * fetched now. Throws NatsServerUnavailable.
 */
export const natsServer = async (
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> => {
  const named = env["TALLYGATE_NATS_SERVER"];
  if (named !== undefined && named !== "") return refuseOld(named);
  const kept = join(cacheFolder, "nats-server");
  for (const binary of [kept, "/usr/local/bin/nats-server", "/usr/sbin/nats-server"])
    if (existsSync(binary) && isNewEnough(await versionOf(binary))) return binary;
  return fetchServer(kept);
};
