// An expected outcome as a value: domain code returns a Result, it never throws a refusal.

export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({
  ok: false,
  error,
});

/** Closes a switch over a union: a forgotten member is a compile error, a foreign value a crash. */
export const exhaustive = (value: never): never => {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
};
