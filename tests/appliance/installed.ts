// A machine with the package on it, and the ways tests look at it: the command's JSON, units, readiness.
import { type Machine, startMachine } from "./machine.ts";
import { installedLayer, quickPackage } from "./tree.ts";

export interface Told {
  readonly code: number;
  readonly said: unknown;
  readonly out: string;
}

export interface Installed extends Machine {
  readonly version: string;
  /** Runs a shell line; throws with everything it said where it fails. */
  readonly shell: (line: string) => Promise<string>;
  /** What a `tallygate` verb says last with `--json`, parsed, and its exit code. */
  readonly tallygate: (...words: readonly string[]) => Promise<Told>;
  /** The same by any program. */
  readonly told: (...command: readonly string[]) => Promise<Told>;
  /** Waits until the store says it is ready. */
  readonly ready: () => Promise<void>;
}

const door = "http://127.0.0.1:8140";

/** The last JSON object or list of an output, on one line or several; warnings of the runtime may stand around it. */
export const lastJson = (out: string): unknown => {
  const lines = out.split("\n");
  const first = lines.findLastIndex((line) => /^[{[]/u.test(line));
  for (let last = lines.length; last > first; last--) {
    try {
      return JSON.parse(lines.slice(first, last).join("\n"));
    } catch {
      // a shorter piece may be one
    }
  }
  return undefined;
};

/** The ways to look at a machine on which the package is, or will be in a moment. */
export const withCommand = (started: Machine, version: string): Installed => {
  // what the test's own environment says of certificates is not this machine's
  const machine: Machine = {
    ...started,
    run: (...command) => started.run("env", "-u", "NODE_EXTRA_CA_CERTS", ...command),
  };
  const wait = `const t=Date.now();for(;;){try{const r=await fetch("${door}/readyz");if(r.ok)break}catch{}
      if(Date.now()-t>60000)process.exit(1);await new Promise(r=>setTimeout(r,100))}`;
  const told: Installed["told"] = async (...command) => {
    const { code, out: said } = await machine.run(...command);
    return { code, said: lastJson(said), out: said };
  };
  return {
    ...machine,
    version,
    shell: async (line) => {
      const { code, out: said } = await machine.run("sh", "-c", line);
      if (code !== 0) throw new Error(`${line}\n${said}`);
      return said;
    },
    told,
    tallygate: (...words) => told("tallygate", ...words, "--json"),
    ready: async () => {
      const { code } = await machine.beside(process.execPath, "--input-type=module", "-e", wait);
      if (code === 0) return;
      const log = await machine.run("journalctl", "-u", "tallygate*", "--no-pager", "-n", "40");
      throw new Error(log.out);
    },
  };
};

/** The package was installed before the machine was first switched on; `install.test.ts` does it on a running one. */
export const startInstalled = async (): Promise<Installed> => {
  const { version } = quickPackage();
  const machine = withCommand(await startMachine({ layers: [installedLayer()] }), version);
  try {
    await machine.ready();
    return machine;
  } catch (error) {
    await machine.stop();
    throw error;
  }
};

/** Entries in the books, by the command. Throws with what it said where it says no number. */
export const entriesOn = async (machine: Installed): Promise<number> => {
  const data = ["--data", "/var/lib/tallygate", "--lang", "en"];
  const { out } = await machine.run("tallygate", "ledger", "verify", ...data);
  const [, count] = /^entries\s+(\d+)/mu.exec(out) ?? [];
  if (count === undefined) throw new Error(out);
  return Number(count);
};

/** Files on the machine that are named after the product, but for the journal's and what the test brought. */
export const leftOn = async (machine: Machine): Promise<readonly string[]> => {
  const search = "find / -xdev -iname '*tallygate*' -not -path '/proc/*' -not -path '/root/*'";
  const { out } = await machine.run("sh", "-c", search);
  return out.split("\n").filter((line) => line !== "" && !line.includes("/journal/"));
};
