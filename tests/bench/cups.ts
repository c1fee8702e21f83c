// A CUPS of the bench's own with one raw queue to a TCP printer: the durable peer of our print queue. Its packages
// (`cups`, Debian) must be there: a bench without its peer fails.
import { spawn, type ChildProcess } from "node:child_process";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../support/free-port.ts";

const program = "/usr/sbin/cupsd";
const startMs = 20_000;

export interface Cups extends AsyncDisposable {
  /** Resolves when CUPS has accepted the job. */
  readonly print: (bytes: Buffer) => Promise<void>;
}

/** One IPP attribute: tag, name and value, each with its length. */
const attribute = (tag: number, name: string, value: string): Buffer => {
  const sized = (text: string): readonly Buffer[] => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return [length, bytes];
  };
  return Buffer.concat([Buffer.of(tag), ...sized(name), ...sized(value)]);
};

/** IPP Print-Job (RFC 8011 4.2.1) for a document that needs no filter. */
const printJob = (uri: string, document: Buffer): Buffer =>
  Buffer.concat([
    Buffer.of(2, 0, 0, 2, 0, 0, 0, 1, 1),
    attribute(0x47, "attributes-charset", "utf-8"),
    attribute(0x48, "attributes-natural-language", "en"),
    attribute(0x45, "printer-uri", uri),
    attribute(0x42, "requesting-user-name", "bench"),
    attribute(0x49, "document-format", "application/vnd.cups-raw"),
    Buffer.of(3),
    document,
  ]);

const configure = (dir: string, port: number, printerPort: number): void => {
  const group = /^lp:[^:]*:(\d+):/mu.exec(readFileSync("/etc/group", "utf8"))?.[1];
  if (group === undefined) throw new Error("there is no group lp");
  for (const folder of ["", "spool", "spool/tmp", "cache", "state"]) {
    mkdirSync(join(dir, folder), { recursive: true, mode: 0o770 });
    chownSync(join(dir, folder), 0, Number(group));
  }
  const files = {
    ServerRoot: dir,
    RequestRoot: join(dir, "spool"),
    TempDir: join(dir, "spool/tmp"),
    CacheDir: join(dir, "cache"),
    StateDir: join(dir, "state"),
    ErrorLog: join(dir, "error_log"),
    AccessLog: join(dir, "access_log"),
    PageLog: join(dir, "page_log"),
    SystemGroup: "root",
    User: "lp",
    Group: "lp",
  };
  writeFileSync(
    join(dir, "cups-files.conf"),
    Object.entries(files)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(""),
  );
  const open = "<Location />\nOrder allow,deny\nAllow all\n</Location>\n";
  const policy =
    "<Policy default>\n<Limit All>\nOrder allow,deny\nAllow all\n</Limit>\n</Policy>\n";
  writeFileSync(
    join(dir, "cupsd.conf"),
    `Listen 127.0.0.1:${port}\nLogLevel warn\nBrowsing Off\nMaxJobs 0\nPreserveJobHistory No\nErrorPolicy retry-job\nJobRetryInterval 5\n${open}${policy}`,
  );
  writeFileSync(
    join(dir, "printers.conf"),
    `<Printer raw>\nDeviceURI socket://127.0.0.1:${printerPort}\nState Idle\nAccepting Yes\nErrorPolicy retry-job\n</Printer>\n`,
    { mode: 0o600 },
  );
};

export const startCups = async (printerPort: number): Promise<Cups> => {
  if (!existsSync(program)) throw new Error("CUPS is not there: apt-get install -y cups");
  const dir = mkdtempSync(join(tmpdir(), "tallygate-cups-"));
  const port = await freePort();
  configure(dir, port, printerPort);
  const child: ChildProcess = spawn(
    program,
    ["-f", "-c", join(dir, "cupsd.conf"), "-s", join(dir, "cups-files.conf")],
    { stdio: "ignore" },
  );
  const agent = new Agent({ keepAlive: true });
  const post = (path: string, body: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": "application/ipp", "content-length": body.length };
      const asked = request({ host: "127.0.0.1", port, path, method: "POST", agent, headers });
      asked.on("error", reject);
      asked.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks)));
      });
      asked.end(body);
    });
  const cups: Cups = {
    print: async (bytes) => {
      const answer = await post(
        "/printers/raw",
        printJob(`ipp://127.0.0.1:${port}/printers/raw`, bytes),
      );
      const status = answer.length >= 4 ? answer.readUInt16BE(2) : -1;
      if (status < 0 || status >= 0x0100) throw new Error(`CUPS says ${status.toString(16)}`);
    },
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      child.kill("SIGTERM");
      await new Promise((resolve) => child.once("exit", resolve));
      rmSync(dir, { recursive: true, force: true });
    },
  };
  const end = performance.now() + startMs;
  for (;;) {
    try {
      await post("/printers/raw", Buffer.of(2, 0, 0, 0x0b, 0, 0, 0, 1, 3));
      return cups;
    } catch (fault) {
      if (performance.now() > end || child.exitCode !== null)
        throw new Error("CUPS does not start", { cause: fault });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
};
