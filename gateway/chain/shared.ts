// Which entities a chain holds in common. Everything else (shifts, staff, stays, receipts …) stays in its store.
import type { EntityKind, Pointer } from "../members/state.ts";

const sharedKinds: ReadonlySet<EntityKind> = new Set<EntityKind>([
  "member",
  "account",
  "card",
  "coupon",
  "hold",
  "bill",
  "lease",
  "token",
]);

/** Ids of exceptions that the fold opens, and their sources; a store's own ones begin otherwise. */
export const chainExceptionPrefix = "xc_";
export const chainSourcePrefix = "chain:";

/** Whether every store of the chain has the same of it at the same place of the stream. */
export const isShared = (kind: EntityKind, id: string, entity: unknown): boolean => {
  if (kind === "exception") return id.startsWith(chainExceptionPrefix);
  if (kind !== "lookup") return sharedKinds.has(kind);
  // What stands under the kind `lookup` is a pointer.
  const { kind: target } = entity as Pointer;
  return target === "exception" ? id.includes(`:${chainSourcePrefix}`) : sharedKinds.has(target);
};
