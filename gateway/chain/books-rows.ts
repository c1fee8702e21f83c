// What a fold writes, in one commit: entries as folded, what tills are shown now, confirmed state beside own pending
// entries, and the new place in the order.
import type { View } from "../members/contract.ts";
import type { EntityKind, EntityOf } from "../members/state.ts";
import type { ExclusiveBooks, WriteRow } from "../store/contract.ts";
import { type Desk, integer, text, untilKnown } from "./books-desk.ts";
import { openShadows } from "./books-shadows.ts";
import { addressesAsShown, isAsWritten, risksWaitBehind } from "./as-shown.ts";
import type { FoldRules } from "./fold.ts";
import type { Position } from "./order.ts";
import { writePosition } from "./position.ts";
import { takenOut } from "./taken-out.ts";
import {
  addressOf,
  type Change,
  type FoldedBatch,
  type Pending,
  reconcile,
  type Reconciled,
} from "./replica.ts";

interface Folding {
  readonly desk: Desk;
  readonly batch: FoldedBatch;
  /** number in the own journal up to which entries have their place now */
  readonly own: number;
  /** this store */
  readonly id: string;
  readonly rules: FoldRules;
}

/** Own entries that touch what has changed, and all that those touch: by accounts and members. */
const pendingFor = async (
  books: ExclusiveBooks,
  folded: number,
  dirty: readonly Change[],
): Promise<readonly Pending[]> => {
  const owners = dirty.map(ownersOf);
  const isAll = owners.some((ids) => ids.length === 0);
  const rows = isAll
    ? await books.all("SELECT seq, body FROM journal WHERE seq > ? ORDER BY seq", folded)
    : await books.all(
        `WITH RECURSIVE touched (seq) AS (
           SELECT subject.seq FROM json_each(?1) AS owner
             JOIN subject ON subject.subject = owner.value AND subject.seq > ?2
           UNION
           SELECT other.seq FROM touched
             JOIN subject ON subject.seq = touched.seq
             JOIN subject AS other ON other.subject = subject.subject AND other.seq > ?2
         )
         SELECT seq, body FROM journal WHERE seq IN (SELECT seq FROM touched) ORDER BY seq`,
        JSON.stringify(owners.flat()),
        folded,
      );
  return rows.map((row) => ({ seq: integer(row["seq"]), body: JSON.parse(text(row["body"])) }));
};

/** Accounts and members an entity belongs to; none = it cannot be told. */
const ownersOf = ({ kind, id, entity }: Change): readonly string[] => {
  if (kind === "account" || kind === "member") return [id];
  if (typeof entity !== "object" || entity === null) return [];
  if ("account" in entity && typeof entity.account === "string") return [entity.account];
  if (kind === "lookup" && "kind" in entity && entity.kind === "member" && "ids" in entity)
    return Array.isArray(entity.ids) ? entity.ids.map(String) : [];
  return [];
};

/** Number in the own journal up to which the chain has our entries. */
export const foldedIn = async (
  books: ExclusiveBooks,
  id: string,
  at: Position,
): Promise<number> => {
  const head = at.heads.get(id);
  if (head === undefined) return 0;
  if (head.epoch === books.head.epoch) return head.seq;
  // A restored store: what its backup held of older epochs, as far as the chain has it.
  const [row] = await books.all(
    "SELECT coalesce(max(seq), 0) AS seq FROM journal WHERE (body ->> 'epoch') <= ? AND seq <= ?",
    head.epoch,
    head.seq,
  );
  return integer(row?.["seq"]);
};

/** An entity's links as they are kept beside it. */
export const linksOf = (books: ExclusiveBooks, kind: EntityKind, entity: unknown): string =>
  JSON.stringify(
    entity === undefined ? [] : books.links(kind, entity).map((ref) => [ref.kind, ref.id]),
  );

const bodyOf = (entity: unknown): string | null =>
  entity === undefined ? null : JSON.stringify(entity);

/** An entry as folded; one of our own is in the journal already and is not kept twice. */
const appliedRow = (
  one: FoldedBatch["applied"][number],
  own: { readonly id: string; readonly epoch: number },
): WriteRow => {
  const { body, text, verdict, lines } = one;
  const facts = JSON.stringify([body.store, body.epoch, body.seq, verdict]);
  const isKept = body.store === own.id && body.epoch === own.epoch;
  return [
    "chain_applied",
    one.gseq,
    body.id,
    facts,
    isKept ? null : text,
    isAsWritten(lines, body.lines) ? null : JSON.stringify(lines),
  ];
};

/** Before the name of a member whom this store has to forget as others did. */
export const errand = "forget ";

export const toForget = (member: string): WriteRow => ["chain_position", `${errand}${member}`, "1"];
export const forgotten = (member: string): WriteRow => [
  "chain_position",
  `${errand}${member}`,
  null,
];

/** Members whom other stores took out; one of our own we have shredded already. */
const errandsOf = ({ applied }: FoldedBatch, id: string): readonly WriteRow[] => {
  const folded = applied.filter(({ body, verdict }) => body.store !== id && verdict !== "parked");
  return folded.flatMap(({ body }) => takenOut(body)).map(toForget);
};

/** What is shown from now on, and what is kept apart from it. */
const shownNow = async (
  books: ExclusiveBooks,
  { desk, batch, own, id, rules }: Folding,
): Promise<Reconciled> => {
  const { changes } = batch;
  const shadows = openShadows(books);
  await shadows.readDue(own, changes.keys());
  for (const { kind, id: at, upTo } of shadows.known.values()) if (upTo <= own) desk.want(kind, at);
  const behind = books.head.seq - own;
  const mine = { id, epoch: books.head.epoch, behind, risksWaitBehind };
  const asShown = addressesAsShown(batch.applied, mine);
  const dirty = [...changes].flatMap(([address, change]) =>
    (shadows.known.get(address)?.upTo ?? 0) > own && !asShown.has(address) ? [change] : [],
  );
  const pending = dirty.length === 0 ? [] : await pendingFor(books, own, dirty);
  const confirmed: View = {
    get: <K extends EntityKind>(kind: K, at: string) => {
      const change = changes.get(addressOf(kind, at));
      return change === undefined
        ? desk.view.get(kind, at)
        : (change.entity as EntityOf<K> | undefined);
    },
  };
  for (;;) {
    const made = await untilKnown(desk, () =>
      reconcile(changes, {
        folded: own,
        shadows: shadows.known,
        pending,
        asShown,
        confirmed,
        rules,
      }),
    );
    // Pending entries touch what this portion has not: whether it is kept apart already is asked then.
    if (!(await shadows.readMore(made.shadows))) return made;
  }
};

/** Every row that one fold writes: what came, what is shown now, what is confirmed beside it, and the place. */
export const rowsOf = async (
  books: ExclusiveBooks,
  folding: Folding,
): Promise<readonly WriteRow[]> => {
  const { batch, id } = folding;
  const made = await shownNow(books, folding);
  return [
    ["chain_position", "folding", "1"],
    ...errandsOf(batch, id),
    ...batch.applied.map((one) => appliedRow(one, { id, epoch: books.head.epoch })),
    ...made.shown.map((change): WriteRow => [
      "chain_shown",
      change.kind,
      change.id,
      bodyOf(change.entity),
      linksOf(books, change.kind, change.entity),
    ]),
    ...made.shadows.map((change): WriteRow => [
      "chain_shadow",
      change.kind,
      change.id,
      bodyOf(change.entity),
      change.upTo,
    ]),
    ...made.lifted.map((address): WriteRow => {
      const at = address.indexOf(" ");
      return ["chain_lifted", address.slice(0, at), address.slice(at + 1)];
    }),
    ["chain_position", "stream", writePosition(batch.position)],
    ["chain_position", "folding", null],
  ];
};
