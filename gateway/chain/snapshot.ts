// A snapshot: everything a replica confirms at one place of the stream, so that a new store need not fold all that came
// before. Taken from one store's books and put into another's; how it travels, and whom to believe, others know.
import { canonicalJson, type Json } from "../json.ts";
import type { EntityKind } from "../members/state.ts";
import type { ExclusiveBooks, ExclusiveRow, WriteRow } from "../store/contract.ts";
import { integer, openDesk, text, untilKnown } from "./books-desk.ts";
import { foldedIn, linksOf, toForget } from "./books-rows.ts";
import type { FoldRules } from "./fold.ts";
import type { Position } from "./order.ts";
import { readPosition, writePosition } from "./position.ts";
import { replayed } from "./replica.ts";

/** One line of a snapshot's text. */
type Line =
  | readonly ["position", string]
  /** kind, id, the entity's text, its links */
  | readonly ["entity", string, string, string, string]
  /** what all lines so far come to, by ledger account and unit */
  | readonly ["balance", string, string, number];

/** Lines of one part: some 200 kB of text, well below what a server takes as one message once pressed. */
const partLines = 500;
/** A part is JSON; of the shape above where its snapshot's signature holds. */
export type SnapshotPart = string;

const common = /* sql */ `
SELECT entity.kind, entity.id,
  CASE WHEN chain_shadow.kind IS NULL THEN entity.event ELSE chain_shadow.event END AS event,
  CASE
    WHEN chain_shadow.kind IS NOT NULL AND chain_shadow.event IS NULL THEN chain_shadow.body
    WHEN chain_shadow.kind IS NOT NULL THEN
      (SELECT body FROM journal WHERE seq = chain_shadow.entry)
    WHEN entity.event IS NULL THEN entity.body
    ELSE (SELECT body FROM journal WHERE seq = entity.entry) END AS body
FROM entity LEFT JOIN chain_shadow
  ON chain_shadow.kind = entity.kind AND chain_shadow.id = entity.id
WHERE (entity.kind, entity.id) > (?, ?)
  AND (entity.kind IN ('member', 'account', 'card', 'coupon', 'hold', 'bill', 'lease', 'token')
    OR (entity.kind = 'exception' AND entity.id GLOB 'xc_*')
    OR (entity.kind = 'lookup' AND (entity.body ->> 'kind'
          IN ('member', 'account', 'card', 'coupon', 'hold', 'bill', 'lease', 'token')
      OR (entity.body ->> 'kind' = 'exception' AND instr(entity.id, ':chain:') > 0))))
ORDER BY entity.kind, entity.id LIMIT ${partLines}`;

/** Summed where the database may use its disk: a long chain has more accounts than fit into memory twice. */
const sumUp = /* sql */ `
CREATE TEMP TABLE snapshot_balance AS
SELECT line.value ->> 'account' AS account, line.value ->> 'unit' AS unit,
  sum(line.value ->> 'amount') AS amount
FROM chain_applied LEFT JOIN journal ON journal.id = chain_applied.id,
  json_each(coalesce(chain_applied.lines,
    coalesce(chain_applied.body, journal.body) -> 'lines')) AS line
GROUP BY 1, 2 HAVING sum(line.value ->> 'amount') <> 0 ORDER BY 1, 2`;

const balances = /* sql */ `
SELECT rowid AS at, account, unit, amount FROM snapshot_balance WHERE rowid > ? ORDER BY rowid
LIMIT ${partLines}`;

/** What a replica confirms at this position, part by part; the same position gives the same text in every store. */
export async function* takeSnapshot(
  books: ExclusiveBooks,
  position: Position,
): AsyncGenerator<SnapshotPart> {
  yield partOf([["position", writePosition(position)]]);
  for (let at: readonly [string, string] = ["", ""]; ;) {
    const rows = await books.all(common, ...at);
    const last = rows.at(-1);
    if (last === undefined) break;
    yield partOf(rows.flatMap((row) => entityLine(books, row)));
    at = [text(last["kind"]), text(last["id"])];
  }
  await books.all("DROP TABLE IF EXISTS temp.snapshot_balance");
  await books.all(sumUp);
  for (let after = 0; ;) {
    const rows = await books.all(balances, after);
    const last = rows.at(-1);
    if (last === undefined) break;
    yield partOf(
      rows.map((row) => [
        "balance",
        text(row["account"]),
        text(row["unit"]),
        integer(row["amount"]),
      ]),
    );
    after = integer(last["at"]);
  }
  await books.all("DROP TABLE temp.snapshot_balance");
}

const partOf = (lines: readonly Line[]): SnapshotPart => JSON.stringify(lines);

const entityLine = (books: ExclusiveBooks, row: ExclusiveRow): readonly Line[] => {
  // An entity that own entries have made and nobody has ordered yet is none of the chain's.
  if (row["body"] === null) return [];
  const kind = text(row["kind"]) as EntityKind;
  const entity = books.read(row);
  const links = linksOf(books, kind, entity);
  // an entity is JSON, written in one way so that equal states give equal texts
  const body = canonicalJson(entity as Json);
  return [["entity", kind, text(row["id"]), body, links]];
};

interface Loading {
  readonly parts: AsyncIterable<SnapshotPart>;
  /** this store */
  readonly id: string;
  readonly rules: FoldRules;
}

/**
 * Puts a snapshot in place of everything that was folded, and own entries that it does not hold on top of it: all of it
 * or nothing. Returns where the replica stands now.
 */
export const loadSnapshot = async (
  books: ExclusiveBooks,
  { parts, id, rules }: Loading,
): Promise<Position> => {
  let position: Position | undefined;
  let balanceParts = 0;
  await books.together(async () => {
    await books.write([["chain_position", "folding", "1"], ["chain_emptied"]]);
    for await (const part of parts) {
      // what its signature covers was written by `takeSnapshot`
      const lines = JSON.parse(part) as readonly Line[];
      const rows: WriteRow[] = [];
      const sums: { account: string; unit: string; amount: number }[] = [];
      for (const line of lines) {
        if (line[0] === "position") position = readPosition(line[1]);
        else if (line[0] === "entity") rows.push(["chain_shown", ...line.slice(1)]);
        else sums.push({ account: line[1], unit: line[2], amount: line[3] });
      }
      if (position === undefined) throw new Error("the snapshot does not say where it was taken");
      if (sums.length > 0) rows.push(opening(position.gseq, (balanceParts += 1), sums));
      await books.write(rows);
    }
    if (position === undefined) throw new Error("the snapshot is empty");
    await books.write([["chain_position", "stream", writePosition(position)]]);
    await putOnTop(books, { position, id, rules });
    const gone = await books.all(takenOutMeanwhile);
    await books.write(gone.map((row) => toForget(text(row["id"]))));
    await books.write([["chain_position", "folding", null]]);
  });
  if (position === undefined) throw new Error("the snapshot is empty");
  return position;
};

/** Members of this store's own entries whom others took out while it was away. */
const takenOutMeanwhile = /* sql */ `
SELECT id FROM entity
WHERE kind = 'member' AND (body ->> 'erased' OR body ->> 'mergedInto' IS NOT NULL)
  AND EXISTS (SELECT 1 FROM subject WHERE subject.subject = entity.id)`;

/** What accounts held when the snapshot was taken, for the audit: as if one entry had brought all of it. */
const opening = (gseq: number, part: number, sums: readonly object[]): WriteRow => [
  "chain_applied",
  gseq,
  `snapshot ${gseq} ${part}`,
  JSON.stringify(["", 0, part, "snapshot"]),
  "{}",
  JSON.stringify(sums),
];

/** Own entries that have no place in the snapshot are shown on top of it. */
const putOnTop = async (
  books: ExclusiveBooks,
  { position, id, rules }: { position: Position; id: string; rules: FoldRules },
): Promise<void> => {
  const folded = await foldedIn(books, id, position);
  const rows = await books.all("SELECT seq, body FROM journal WHERE seq > ? ORDER BY seq", folded);
  const pending = rows.map((row) => ({
    seq: integer(row["seq"]),
    body: JSON.parse(text(row["body"])),
  }));
  const desk = openDesk(books);
  const made = await untilKnown(desk, () =>
    replayed(pending, { folded, confirmed: desk.view, rules }),
  );
  const bodyOf = (entity: unknown): string | null =>
    entity === undefined ? null : JSON.stringify(entity);
  await books.write([
    ...made.shadows.map((one): WriteRow => [
      "chain_shadow",
      one.kind,
      one.id,
      bodyOf(one.entity),
      one.upTo,
    ]),
    ...made.shown.map((one): WriteRow => [
      "chain_shown",
      one.kind,
      one.id,
      bodyOf(one.entity),
      one.entity === undefined ? null : linksOf(books, one.kind, one.entity),
    ]),
  ]);
};
