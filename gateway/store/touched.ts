// Which entities rows are about, so that memory lets go of those and of no others. Where a row does not say it, or is
// of a kind that nobody has thought of here, all of them may have changed.
import type { WriteRow } from "./contract.ts";

/** Kind and id of an entity. */
export interface Address {
  readonly kind: string;
  readonly id: string;
  /** its columns now, where the row holds all of it; `body` null = it is gone */
  readonly shown?: { readonly body: string | null; readonly links: string };
}

/** Entities that may have changed; `any` = all of them. */
export type Touched = "any" | readonly Address[];

export const untouched: Touched = [];

/** Rows that name the entity they write: kind and id are their first columns. */
const namesEntity: ReadonlySet<string> = new Set(["entity", "new_entity", "chain_shown"]);

/** Rows beside entities. One of a member's key is none of them: her traits stand there. */
const besideEntities: ReadonlySet<string> = new Set([
  "chain_applied",
  "chain_keys_due",
  "chain_key_told",
  "chain_lifted",
  "chain_position",
  "chain_shadow",
]);

/** What was touched before, and what these rows touch. */
export const alsoTouched = (before: Touched, rows: readonly WriteRow[]): Touched => {
  if (before === "any") return before;
  const touched = [...before];
  for (const row of rows) {
    const [what, kind, id] = row;
    if (besideEntities.has(what)) continue;
    if (!namesEntity.has(what) || typeof kind !== "string" || typeof id !== "string") return "any";
    touched.push({ kind, id, ...shownIn(row) });
  }
  return touched;
};

/** What is shown of a member is not all of her: her traits stand beside her key. */
const shownIn = ([what, kind, , body, links]: WriteRow): Pick<Address, "shown"> =>
  what === "chain_shown" &&
  kind !== "member" &&
  typeof links === "string" &&
  (typeof body === "string" || body === null)
    ? { shown: { body, links } }
    : {};
