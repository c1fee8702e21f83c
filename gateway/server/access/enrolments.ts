// What head office holds ready for stores that are being opened: signed bundles, each behind a code of eight signs for
// up to fourteen days. Opaque bytes: who takes one proves signature and purpose. One file each; a restart loses none.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../clock.ts";
import { newCode, normalCode } from "./invitations.ts";

export interface Enrolment {
  readonly enrolment: string;
  /** the store the bundle is for */
  readonly store: string;
  readonly code: string;
  readonly expiresAtMs: number;
  /** the one machine that has taken it, once one has */
  readonly machine?: string;
  readonly takenAtMs?: number;
  /** base64; gone with the file when it is withdrawn or over */
  readonly bundle: string;
}

export interface Enrolments {
  /** undefined: as many as may be are held already. The same id again is the same enrolment. */
  readonly offer: (
    facts: Pick<Enrolment, "enrolment" | "store" | "bundle"> & { readonly days: number },
  ) => Enrolment | undefined;
  /** those that are not over */
  readonly list: () => readonly Enrolment[];
  /** false: there is none */
  readonly withdraw: (enrolment: string) => boolean;
  /**
   * The first machine to name the code gets the bundle, and the same machine again where an answer was lost. `wrong`:
   * no such code, or another machine's. `busy`: too many wrong codes lately, right ones wait as well.
   */
  readonly take: (asked: {
    readonly code: string;
    readonly machine: string;
  }) => Enrolment | "wrong" | "busy";
}

const dayMs = 86_400_000;
const heldMax = 200;
/** Over all codes together: guessing meets one of 2^40 at most 6,720 times in a fortnight. */
const wrong = { max: 20, withinMs: 3_600_000 } as const;

const isEnrolment = (value: unknown): value is Enrolment =>
  typeof value === "object" &&
  value !== null &&
  ["enrolment", "store", "code", "bundle"].every(
    (name) => typeof Reflect.get(value, name) === "string",
  ) &&
  typeof Reflect.get(value, "expiresAtMs") === "number";

const readAll = (folder: string): readonly Enrolment[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name): unknown => JSON.parse(readFileSync(join(folder, name), "utf8")))
    .filter(isEnrolment);

export const createEnrolments = (folder: string, clock: Clock): Enrolments => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const held = new Map(readAll(folder).map((one) => [one.enrolment, one]));
  let wrongAtMs: readonly number[] = [];
  const fileOf = (id: string): string => join(folder, `${id}.json`);

  const keep = (enrolment: Enrolment): Enrolment => {
    const file = fileOf(enrolment.enrolment);
    writeFileSync(`${file}.new`, JSON.stringify(enrolment), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
    held.set(enrolment.enrolment, enrolment);
    return enrolment;
  };
  const drop = (id: string): boolean => {
    rmSync(fileOf(id), { force: true });
    return held.delete(id);
  };
  const current = (): readonly Enrolment[] => {
    for (const { enrolment, expiresAtMs } of held.values())
      if (clock.nowMs() > expiresAtMs) drop(enrolment);
    return [...held.values()];
  };

  return {
    offer: ({ days, ...facts }) => {
      const known = held.get(facts.enrolment);
      if (known !== undefined) return known;
      if (current().length >= heldMax) return undefined;
      return keep({ ...facts, code: newCode(), expiresAtMs: clock.nowMs() + days * dayMs });
    },
    list: current,
    withdraw: drop,
    take: ({ code, machine }) => {
      const nowMs = clock.nowMs();
      wrongAtMs = wrongAtMs.filter((atMs) => nowMs - atMs < wrong.withinMs);
      if (wrongAtMs.length >= wrong.max) return "busy";
      const wanted = normalCode(code);
      const found = current().find((one) => one.code === wanted);
      if (found === undefined || (found.machine ?? machine) !== machine) {
        wrongAtMs = [...wrongAtMs, nowMs];
        return "wrong";
      }
      return found.machine === undefined ? keep({ ...found, machine, takenAtMs: nowMs }) : found;
    },
  };
};
