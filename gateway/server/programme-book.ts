// The programmes of this store: the one in force and the versions it was run under before, from shipped files,
// from a file, or as published. Every published version is kept for ever, so that old bills can be taken back.
import { readFileSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import type { JsonObject } from "../json.ts";
import { type Finding, type Programme, parseProgramme } from "../programme/programme.ts";
import { type Result, err, ok } from "../result.ts";
import type { Store } from "../store/contract.ts";

export interface ProgrammeBook {
  readonly current: () => Programme;
  readonly at: (version: number) => Programme | undefined;
  /** Takes a checked programme into force and keeps it; durable when it resolves. */
  readonly put: (programme: Programme, store: Store) => Promise<void>;
  /** What the store ran under before, if anything. */
  readonly restore: (store: Store) => Promise<boolean>;
  /** Forgets older versions: the store was emptied. */
  readonly clear: () => void;
}

const shipped = join(import.meta.dirname, "..", "programmes");
const rowPrefix = "programme:";
const currentRow = `${rowPrefix}current`;

export const createProgrammeBook = (first: Programme): ProgrammeBook => {
  let current = first;
  const byVersion = new Map<number, Programme>([[first.version, first]]);
  const take = (programme: Programme): void => {
    current = programme;
    byVersion.set(programme.version, programme);
  };
  return {
    current: () => current,
    at: (version) => byVersion.get(version),
    put: async (programme, store) => {
      const file: JsonObject = JSON.parse(JSON.stringify(programme.file));
      const id = `${rowPrefix}${programme.id}:${programme.version}`;
      await store.side([
        { table: "meta", id, body: { file } },
        { table: "meta", id: currentRow, body: { version: programme.version, row: id } },
      ]);
      take(programme);
    },
    restore: async (store) => {
      const inForce = await store.sideRow("meta", currentRow);
      if (inForce === undefined) return false;
      byVersion.clear();
      for (const { id, body } of await store.sideRows("meta")) {
        if (!id.startsWith(rowPrefix) || id === currentRow) continue;
        const parsed = parseProgramme(body["file"]);
        if (!parsed.ok) throw new ProgrammeUnusable(id, parsed.error);
        byVersion.set(parsed.value.version, parsed.value);
        if (id === inForce["row"]) current = parsed.value;
      }
      return true;
    },
    clear: () => byVersion.clear(),
  };
};

/** The store cannot run under this programme; `message` names the first findings. */
export class ProgrammeUnusable extends Error {
  readonly code = "programme_unusable";
  readonly retryable = false;
  constructor(name: string, findings: readonly Finding[]) {
    const errors = findings.filter(({ level }) => level === "error").slice(0, 5);
    const said = errors.map(({ at, message }) => `${at || "/"}: ${message}`).join("; ");
    super(`The programme ${name} cannot be used: ${said}.`);
  }
}

/** A shipped programme by id (`mudan`), or a file by path. Throws ProgrammeUnusable. */
export const loadProgramme = (idOrFile: string): Programme => {
  const found = readProgramme(idOrFile);
  if (found.ok) return found.value;
  throw new ProgrammeUnusable(idOrFile, found.error);
};

/** Only shipped programmes, by id: what a client may name. */
export const shippedProgramme = (id: string): Result<Programme, readonly Finding[]> =>
  /^[a-z][a-z0-9-]{0,40}$/.test(id) ? readProgramme(id) : err([notFound(id)]);

const readProgramme = (idOrFile: string): Result<Programme, readonly Finding[]> => {
  const isFile =
    isAbsolute(idOrFile) || idOrFile.endsWith(".json") || basename(idOrFile) !== idOrFile;
  const path = isFile ? idOrFile : join(shipped, `${idOrFile}.json`);
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? "is not JSON" : "is not there or cannot be read";
    return err([{ ...notFound(idOrFile), message: `the file ${why}` }]);
  }
  const parsed = parseProgramme(file);
  return parsed.ok ? ok(parsed.value) : parsed;
};

const notFound = (name: string): Finding => ({
  level: "error",
  code: "not_found",
  at: "",
  message: `there is no programme ${name}`,
});
