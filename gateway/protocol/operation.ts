// What one operation is: shapes of params and result, who may call it, what it needs. No handlers here.
import Type from "typebox";
import { closed, key } from "./values.ts";

/** `test` has the rights of cashier, office and technician together (simulation only). */
export const roles = ["kiosk", "cashier", "office", "technician", "integration", "test"] as const;
export type Role = (typeof roles)[number];

/** K kiosk, C cashier, O office, T technician, I integration, in the letters of the specification. */
const roleOfLetter = {
  K: "kiosk",
  C: "cashier",
  O: "office",
  T: "technician",
  I: "integration",
} as const;
type Letter = keyof typeof roleOfLetter;

export interface Operation<
  P extends Type.TSchema = Type.TSchema,
  R extends Type.TSchema = Type.TSchema,
> {
  /** one sentence for the documents */
  readonly says: string;
  readonly params: P;
  readonly result: R;
  readonly roles: readonly Role[];
  /** takes an idempotency key */
  readonly keyed: boolean;
  /** cashier and office stations need a signed-in employee */
  readonly staff: boolean;
  /** an employee with one of these rights; nothing named = any employee */
  readonly rights: readonly string[];
  /** only with `--simulate`, only from loopback */
  readonly simulation: boolean;
}

interface Options {
  readonly says: string;
  /** letters of the roles, e.g. "KCO"; "*" = every station */
  readonly who: string;
  /** false: needs no employee even at cashier and office stations */
  readonly staff?: false;
  readonly rights?: readonly string[];
}

const replayed = { replay: Type.Optional(Type.Boolean()) };

/** An operation that changes nothing the ledger or the documents keep: takes no key. */
export const call = <const P extends Type.TProperties, R extends Type.TSchema>(
  options: Options,
  params: P,
  result: R,
): Operation<Type.TObject<P>, R> => ({
  ...settled(options),
  keyed: false,
  params: closed(params),
  result,
});

/** An operation that changes something for good: takes `key`; its stored answer says `replay: true`. */
export const change = <const P extends Type.TProperties, const R extends Type.TProperties>(
  options: Options,
  params: P,
  result: R,
): Operation<Type.TObject<P & { key: typeof key }>, Type.TObject<R & typeof replayed>> => ({
  ...settled(options),
  keyed: true,
  params: closed({ ...params, key }),
  result: Type.Object({ ...result, ...replayed }),
});

/** An operation of the simulation: any station, loopback only, no key, no employee. */
export const simulation = <const P extends Type.TProperties, R extends Type.TSchema>(
  says: string,
  params: P,
  result: R,
): Operation<Type.TObject<P>, R> => ({
  ...call({ says, who: "*", staff: false }, params, result),
  simulation: true,
});

const settled = (options: Options) => ({
  says: options.says,
  roles: rolesOf(options.who),
  staff: options.staff ?? true,
  rights: options.rights ?? [],
  simulation: false,
});

const isLetter = (letter: string): letter is Letter => Object.hasOwn(roleOfLetter, letter);

const rolesOf = (who: string): readonly Role[] => {
  if (who === "*") return roles;
  const named = who
    .split("")
    .filter(isLetter)
    .map((letter) => roleOfLetter[letter]);
  const test = named.some((role) => role !== "kiosk" && role !== "integration");
  return test ? [...named, "test"] : named;
};
