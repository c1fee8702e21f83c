// event.import: each row checked, sealed and decided by itself, in the order given; what is refused is named to the
// caller and kept as an exception, so that nothing is lost on the way.
import type { JsonObject } from "../../json.ts";
import { importRow, importedId, type ImportRowParams } from "../../members/event/import.ts";
import { openException } from "../../members/exception/exception.ts";
import { type ImportedRow, importedRows, rowIdMax } from "../../protocol/operations/import.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Caller } from "../caller.ts";
import { actorOf, digestOf } from "../execute.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import { type Shape, shapeOf } from "../schemas.ts";
import type { Tools } from "../tools.ts";

interface RowAnswer {
  readonly row: number;
  readonly id?: string;
  readonly state: "accepted" | "known" | "refused";
  readonly [field: string]: unknown;
}

const shapes: Readonly<Record<string, Shape>> = Object.fromEntries(
  Object.entries(importedRows).map(([type, schema]) => [type, shapeOf(schema)]),
);

/** Operation of the journal by type of row: reports count an order where they count sales. */
const opOfType = {
  order: "bill.settle",
  refund: "bill.reverse",
  top_up: "account.topUp",
  coupon: "coupon.issue",
} as const satisfies Readonly<Record<ImportedRow["type"], string>>;

/** A row on its way: what the writer will be asked, or why it will not be. */
interface Prepared {
  readonly row: number;
  readonly id: string | undefined;
  readonly asked: Result<{ readonly op: string; readonly params: ImportRowParams }, Refusal>;
}

export const importHandlers = (tools: Tools): Handlers<"event.import"> => {
  const { house, execute } = tools;

  const prepare = async (
    source: string,
    { event, row }: { readonly event: JsonObject; readonly row: number },
    caller: Caller,
  ): Promise<Prepared> => {
    const id = typeof event["id"] === "string" ? event["id"] : undefined;
    const wrong = misfitOf(event);
    if (wrong !== undefined) return { row, id, asked: err(wrong) };
    // its shape has just been checked
    const imported = event as unknown as ImportedRow;
    const inner = await innerOf(tools, imported, caller);
    if (!inner.ok) return { row, id, asked: inner };
    const { at, type } = imported;
    const happenedAt = at === undefined ? {} : { happenedAt: at };
    const digest = digestOf(house, imported);
    const origin = { source, id: imported.id, digest, ...happenedAt };
    const params = { origin, row: inner.value };
    return { row, id, asked: ok({ op: opOfType[type], params }) };
  };

  const take = async (
    source: string,
    { row, id, asked }: Prepared,
    caller: Caller,
  ): Promise<RowAnswer> => {
    const named = { row, ...(id === undefined ? {} : { id }) };
    const actor = actorOf(caller);
    const done = asked.ok
      ? await house.store.execute({ ...asked.value, decider: importRow, actor })
      : asked;
    if (done.ok) return { ...named, ...(done.value.result as { state: "accepted" | "known" }) };
    const { code, params = {} } = done.error;
    if (id !== undefined && isKept(id)) await keepRefused(house, { source, id, why: done.error });
    const { at } = params;
    return { ...named, state: "refused", code, params, ...(typeof at === "string" ? { at } : {}) };
  };

  return {
    "event.import": async (params, caller) => {
      const { source, events, key } = params;
      if ((await house.store.answered(key)) !== undefined)
        return execute("event.import", { result: {} }, { params, caller });
      const prepared = await Promise.all(
        events.map((event, row) => prepare(source, { event: event as JsonObject, row }, caller)),
      );
      // The writer takes them in this order: a refund may follow its order in one call.
      const rows = await Promise.all(prepared.map((one) => take(source, one, caller)));
      const of = (state: string): number => rows.filter((one) => one.state === state).length;
      const counts = { accepted: of("accepted"), known: of("known"), refused: of("refused") };
      const result: object = { ...counts, rows };
      return execute("event.import", { result: result as JsonObject }, { params, caller });
    },
  };
};

/** A refused row waits for a person; it leaves by itself when the row is taken later. */
const keepRefused = async (
  { store, log }: Pick<House, "store" | "log">,
  row: { readonly source: string; readonly id: string; readonly why: Refusal },
): Promise<void> => {
  const { source, id, why } = row;
  const { code, params } = why;
  const evidence = { source, id, code, ...(params === undefined ? {} : { params }) };
  const kept = { kind: "import.refused", source: importedId(source, id), evidence };
  const actor = { station: "gateway", role: "gateway", rights: [] };
  const open = { op: "exception.open", params: kept, decider: openException, actor };
  const opened = await store.execute(open);
  if (!opened.ok) log.warn({ refused: opened.error.code }, "a refused row was not kept");
};

const isKept = (id: string): boolean => id !== "" && id.length <= rowIdMax;

const misfitOf = (event: JsonObject): Refusal | undefined => {
  const { type } = event;
  const shape = typeof type === "string" && Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  if (shape === undefined) return refusal("row.invalid", { at: "/type" });
  return shape.fits(event) ? undefined : refusal("row.invalid", { at: shape.misfit(event).at });
};

type Inner = ImportRowParams["row"];

/** The row in the words of its decider: members by their account, cards with sealed PINs. */
const innerOf = async (
  tools: Tools,
  row: ImportedRow,
  caller: Caller,
): Promise<Result<Inner, Refusal>> => {
  const { type, id: _id, at: _at, ...rest } = row;
  switch (row.type) {
    case "refund": {
      const { order, lines, reason } = row;
      return ok({
        type: "refund",
        order,
        params: { reason, ...(lines === undefined ? {} : { lines }) },
      });
    }
    case "order": {
      const { number, card: _card, ...bill } = rest as typeof row;
      const known = number === undefined ? undefined : await cardOf(tools, number, caller);
      if (known?.ok === false) return known;
      const shown = known === undefined ? row.card : { card: known.value.card, ...row.card };
      const params = { ...bill, ...(await tools.seal.shown(shown)) };
      return ok({ type, params } as unknown as Inner);
    }
    case "top_up":
    case "coupon": {
      const { number, account, ...more } = rest as typeof row;
      if (account !== undefined)
        return ok({ type, params: { ...more, account, ...kindOf(type) } } as unknown as Inner);
      if (number === undefined) return err(refusal("row.invalid", { at: "/account" }));
      const known = await cardOf(tools, number, caller);
      if (!known.ok) return known;
      return ok({
        type,
        params: { ...more, account: known.value.account, ...kindOf(type) },
      } as unknown as Inner);
    }
  }
};

const kindOf = (type: string): object => (type === "coupon" ? { kind: "voucher" } : {});

/** The card behind the number of a member or a card, as a till would find it. */
const cardOf = async (
  { execute }: Tools,
  number: string,
  caller: Caller,
): Promise<Result<{ readonly card: string; readonly account: string }, Refusal>> => {
  const found = await execute("card.identify", { number }, { params: {}, caller });
  if (!found.ok) return found;
  return ok({ card: String(found.value["card"]), account: String(found.value["account"]) });
};
