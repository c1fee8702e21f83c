// goods.put, goods.receive, goods.count: the thin stock book of a store without another. Integer units, a
// ledger unit of its own for each sku: what is on the shelf is what was received, less what was sold, as
// counted last.
import type { DomainEvent, Posting } from "../../ledger/entry.ts";
import type { BillLine } from "../../programme/contract.ts";
import { refusal } from "../../refusals.ts";
import {
  accepted,
  type Decider,
  type Decision,
  type Ref,
  refused,
  type View,
} from "../contract.ts";
import { type At, evolver, happened } from "../evolver.ts";
import type { GoodsFile } from "../trade-state.ts";

/** The other side of what moves on the shelf. */
type Reason = "received" | "sold" | "returned" | "counted";

interface Move {
  readonly sku: string;
  /** onto the shelf, or off it */
  readonly quantity: number;
}

type GoodsPut = { type: "GoodsPut"; sku: string; file: Pick<GoodsFile, "name" | "lowAt"> };
type GoodsWithdrawn = { type: "GoodsWithdrawn"; sku: string };
type GoodsMoved = { type: "GoodsMoved"; why: Reason; moves: readonly Move[]; note?: string };

/** Months of sales kept for the ranking, this one included. */
const monthsKept = 13;

export const goodsRef = (sku: string): Ref => ({ kind: "goods", id: sku });

const shelf = "goods:stock";

const linesOf = (why: Reason, moves: readonly Move[]): readonly Posting[] =>
  moves
    .filter(({ quantity }) => quantity !== 0)
    .flatMap(({ sku, quantity }) => [
      { account: shelf, unit: `sku:${sku}`, amount: quantity },
      { account: `goods:${why}`, unit: `sku:${sku}`, amount: -quantity },
    ]);

const moved = (why: Reason, moves: readonly Move[], note?: string): DomainEvent =>
  happened<GoodsMoved>({
    type: "GoodsMoved",
    why,
    moves,
    ...(note === undefined ? {} : { note }),
  });

const known = (view: Pick<View, "get">, sku: string): GoodsFile | undefined => {
  const file = view.get("goods", sku);
  return file?.withdrawn === true ? undefined : file;
};

export interface PutGoodsParams {
  readonly sku: string;
  readonly name?: string;
  /** null: never low */
  readonly lowAt?: number | null;
  readonly withdrawn?: boolean;
}

/** → `{sku, name, onHand, lowAt?}`; members left out stay as they were */
export const putGoods: Decider<PutGoodsParams> = {
  roots: ({ sku }) => [goodsRef(sku)],
  decide: ({ sku, withdrawn, ...given }, view) => {
    const before = view.get("goods", sku);
    if (withdrawn === true) {
      if (before === undefined) return refused(refusal("not_found", { sku }));
      const event = happened<GoodsWithdrawn>({ type: "GoodsWithdrawn", sku });
      return accepted({ events: [event], lines: [], result: { sku, withdrawn } });
    }
    const lowAt = given.lowAt === undefined ? before?.lowAt : (given.lowAt ?? undefined);
    const file = {
      name: given.name ?? before?.name ?? sku,
      ...(lowAt === undefined ? {} : { lowAt }),
    };
    const result = { sku, ...file, onHand: before?.onHand ?? 0 };
    const event = happened<GoodsPut>({ type: "GoodsPut", sku, file });
    return accepted({ events: [event], lines: [], result });
  },
};

/** A sku once a delivery: two lines of one are a mistake that nobody wants added up unseen. */
const rowsRefusal = (view: View, skus: readonly string[]): Decision | undefined => {
  const unknown = skus.find((sku) => known(view, sku) === undefined);
  if (unknown !== undefined) return refused(refusal("not_found", { sku: unknown }));
  const twice = skus.find((sku, at) => skus.indexOf(sku) !== at);
  return twice === undefined
    ? undefined
    : refused(refusal("not_permitted", { why: "twice", sku: twice }));
};

const onHand = (view: View, sku: string): number => view.get("goods", sku)?.onHand ?? 0;

export interface ReceiveGoodsParams {
  readonly rows: readonly Move[];
  readonly note?: string;
}

/** → `{rows: [{sku, before, after}]}` */
export const receiveGoods: Decider<ReceiveGoodsParams> = {
  roots: ({ rows }) => rows.map(({ sku }) => goodsRef(sku)),
  decide: ({ rows, note }, view) => {
    const wrong = rowsRefusal(
      view,
      rows.map(({ sku }) => sku),
    );
    if (wrong !== undefined) return wrong;
    return accepted({
      events: [moved("received", rows, note)],
      lines: linesOf("received", rows),
      result: {
        rows: rows.map(({ sku, quantity }) => {
          const before = onHand(view, sku);
          return { sku, before, after: before + quantity };
        }),
      },
    });
  },
};

export interface CountGoodsParams {
  readonly rows: readonly { readonly sku: string; readonly counted: number }[];
  readonly reason: string;
}

/** → `{rows: [{sku, before, after}]}`; the difference is booked, the reason kept */
export const countGoods: Decider<CountGoodsParams> = {
  roots: ({ rows }) => rows.map(({ sku }) => goodsRef(sku)),
  decide: ({ rows, reason }, view) => {
    const wrong = rowsRefusal(
      view,
      rows.map(({ sku }) => sku),
    );
    if (wrong !== undefined) return wrong;
    const moves = rows.map(({ sku, counted }) => ({ sku, quantity: counted - onHand(view, sku) }));
    return accepted({
      events: [moved("counted", moves, reason)],
      lines: linesOf("counted", moves),
      result: {
        rows: rows.map(({ sku, counted }) => ({
          sku,
          before: onHand(view, sku),
          after: counted,
        })),
      },
    });
  },
};

const summed = (moves: readonly Move[]): readonly Move[] => {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of moves) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku].map(([sku, quantity]) => ({ sku, quantity }));
};

/** Goods a bill may move; their files are loaded with it. */
export const soldRoots = (lines: readonly Pick<BillLine, "sku">[]): readonly Ref[] =>
  [...new Set(lines.flatMap(({ sku }) => sku ?? []))].map(goodsRef);

/**
 * What a sale (or, with `returned`, a return) does to the shelf: nothing for goods that nobody counts. A sale is never
 * refused for what the book says is there: the goods are in the guest's hand.
 */
export const shelfMoves = (
  view: Pick<View, "get">,
  lines: readonly { readonly sku?: string; readonly quantity: number }[],
  why: "sold" | "returned",
): {
  readonly skus: readonly string[];
  readonly events: readonly DomainEvent[];
  readonly lines: readonly Posting[];
} => {
  const sign = why === "sold" ? -1 : 1;
  const moves = summed(
    lines.flatMap(({ sku, quantity }) =>
      sku === undefined || known(view, sku) === undefined
        ? []
        : [{ sku, quantity: sign * quantity }],
    ),
  ).filter(({ quantity }) => quantity !== 0);
  const skus = moves.map(({ sku }) => sku);
  return moves.length === 0
    ? { skus, events: [], lines: [] }
    : { skus, events: [moved(why, moves)], lines: linesOf(why, moves) };
};

const soldWith = (
  sold: GoodsFile["sold"],
  month: string,
  quantity: number,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries({ ...sold, [month]: (sold[month] ?? 0) + quantity })
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .slice(-monthsKept),
  );

export const goodsEvolvers = {
  GoodsPut: evolver<GoodsPut>((draft, { sku, file }) => {
    const { onHand: there = 0, sold = {}, countedOn } = draft.get("goods", sku) ?? {};
    const counted = countedOn === undefined ? {} : { countedOn };
    draft.put("goods", sku, { ...file, onHand: there, sold, ...counted });
  }),
  GoodsWithdrawn: evolver<GoodsWithdrawn>((draft, { sku }) => {
    const file = draft.get("goods", sku);
    if (file !== undefined) draft.put("goods", sku, { ...file, withdrawn: true });
  }),
  GoodsMoved: evolver<GoodsMoved>((draft, { why, moves }, { businessDate }: At) => {
    for (const { sku, quantity } of moves) {
      const file = draft.get("goods", sku);
      if (file === undefined) continue;
      const sells = why === "sold" || why === "returned";
      draft.put("goods", sku, {
        ...file,
        onHand: file.onHand + quantity,
        ...(sells ? { sold: soldWith(file.sold, businessDate.slice(0, 7), -quantity) } : {}),
        ...(why === "counted" ? { countedOn: businessDate } : {}),
      });
    }
  }),
};
