// The programmes of this store: which is in force on a day, which are to come, and every version it ever ran
// under, so that old bills can be taken back. Knows files and days, no rule.
import { existsSync, readFileSync } from "node:fs";
import { basename, isAbsolute, join } from "node:path";
import type { JsonObject } from "../json.ts";
import { type Finding, type Programme, parseProgramme } from "../programme/programme.ts";
import { type Result, err, ok } from "../result.ts";
import type { SideRow, Store } from "../store/contract.ts";

/** A programme with the first business date it is in force, and the cases it was published with. */
export interface Publication {
  readonly programme: Programme;
  readonly from: string;
  readonly cases: readonly JsonObject[];
}

export interface ProgrammeBook {
  /** The programme in force today. */
  readonly current: () => Programme;
  /** The programme in force on a business date, of what is published by now. */
  readonly on: (date: string) => Programme;
  /** A version whatever day it was in force; for reversals. */
  readonly at: (version: number) => Programme | undefined;
  /** Published for a later day, soonest first. */
  readonly scheduled: () => readonly Publication[];
  /** The newest version ever published, and the newest publication of a programme. */
  readonly newest: () => number;
  readonly published: (id: string) => Publication | undefined;
  /** The row that keeps a publication; it counts once `take` is told that the row is durable. */
  readonly rowOf: (publication: Publication) => SideRow;
  readonly take: (publication: Publication) => void;
  /** Into force at once and for every day; durable when it resolves. */
  readonly put: (programme: Programme, store: Pick<Store, "side">) => Promise<void>;
  /** What the store ran under before, if anything. */
  readonly restore: (store: Pick<Store, "sideRows">) => Promise<boolean>;
  /** Forgets older versions: the store was emptied. */
  readonly clear: () => void;
}

const shipped = join(import.meta.dirname, "..", "programmes");
const rowPrefix = "programme:";
const always = "0000-01-01";

/** `place`: the order of publication. Of all that have begun, the one published last is in force. */
interface Placed extends Publication {
  readonly place: number;
}

/** `today`: the business date in a time zone. */
export const createProgrammeBook = (
  first: Programme,
  today: (timeZone: string) => string,
): ProgrammeBook => {
  const starting: Placed = { programme: first, from: always, cases: [], place: 0 };
  let placed: readonly Placed[] = [starting];
  let zone = first.timeZone;

  const inForce = (date: string): Placed =>
    placed.findLast(({ from }) => from <= date) ?? placed[0] ?? starting;
  const current = (): Placed => {
    const found = inForce(today(zone));
    zone = found.programme.timeZone;
    return found;
  };
  const nextPlace = (): number => (placed.at(-1)?.place ?? 0) + 1;
  const take = (publication: Publication): void => {
    placed = [...placed, { ...publication, place: nextPlace() }];
  };
  const rowOf = ({ programme, from, cases }: Publication): SideRow => ({
    table: "meta",
    id: `${rowPrefix}${programme.id}:${programme.version}`,
    body: { file: asJson(programme.file), from, cases: [...cases], place: nextPlace() },
  });
  return {
    current: () => current().programme,
    on: (date) => inForce(date).programme,
    at: (version) => placed.findLast(({ programme }) => programme.version === version)?.programme,
    scheduled: () => {
      const now = current();
      return placed
        .filter(({ place, from }) => place > now.place && from > today(zone))
        .toSorted((one, other) => (one.from < other.from ? -1 : 1));
    },
    newest: () => Math.max(...placed.map(({ programme }) => programme.version)),
    published: (id) => placed.findLast(({ programme }) => programme.id === id),
    rowOf,
    take,
    put: async (programme, store) => {
      const publication = { programme, from: always, cases: [] };
      await store.side([rowOf(publication)]);
      take(publication);
    },
    restore: async (store) => {
      const rows = await store.sideRows("meta");
      const kept = rows.flatMap(({ id, body }) =>
        id.startsWith(rowPrefix) ? [read(id, body)] : [],
      );
      if (kept.length === 0) return false;
      placed = kept.toSorted((one, other) => one.place - other.place);
      return true;
    },
    clear: () => {
      placed = [];
    },
  };
};

const asJson = (file: object): JsonObject => JSON.parse(JSON.stringify(file));

const read = (id: string, body: JsonObject): Placed => {
  const parsed = parseProgramme(body["file"]);
  if (!parsed.ok) throw new ProgrammeUnusable(id, parsed.error);
  const { from, place, cases } = body;
  return {
    programme: parsed.value,
    from: typeof from === "string" ? from : always,
    place: typeof place === "number" ? place : 0,
    cases: Array.isArray(cases) ? (cases as readonly JsonObject[]) : [],
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

/** The cases a shipped programme travels with; none where it is not one of ours. */
export const shippedCases = (id: string): readonly JsonObject[] => {
  const path = join(shipped, `${id}.cases.json`);
  if (!shippedProgramme(id).ok || !existsSync(path)) return [];
  const file: { readonly cases?: readonly JsonObject[] } | readonly JsonObject[] = JSON.parse(
    readFileSync(path, "utf8"),
  );
  return "cases" in file ? (file.cases ?? []) : (file as readonly JsonObject[]);
};
