// bill.*: the shown card's PIN is sealed; a quote reads and never writes.
import { billRoots, type BillParams } from "../../members/bill/ask.ts";
import { parkedBills, parkedRoots } from "../../members/bill/park.ts";
import { billQuote } from "../../members/bill/quote.ts";
import type { ParamsOf } from "../../protocol/operations.ts";
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import { createOpenBaskets } from "../open-baskets.ts";
import { type Tools, contextOf, plain, withoutKey } from "../tools.ts";

type Names =
  | "bill.quote"
  | "bill.attend"
  | "bill.settle"
  | "bill.reverse"
  | "bill.get"
  | "bill.park"
  | "bill.parked"
  | "bill.unpark";

type ByHand = NonNullable<ParamsOf<"bill.settle">["byHand"]>;

export const billHandlers = (tools: Tools): Handlers<Names> => {
  const { house, execute, seal } = tools;

  const openBaskets = createOpenBaskets(house);

  /** A kiosk's bill is a kiosk's bill, whatever it says. */
  const whereOf = ({ station }: Caller) =>
    station.role === "kiosk" ? { where: "kiosk", channel: "kiosk" } : {};

  const sealedByHand = async ({ reason, approval }: ByHand) => {
    const second = await seal.approval(approval);
    return { reason, ...(second === undefined ? {} : { approval: second }) };
  };

  return {
    "bill.quote": async (params, caller) => {
      const { card, ...bill } = params;
      const sealed = { ...bill, ...(await seal.shown(card)), ...whereOf(caller) } as BillParams;
      const view = await house.store.view(billRoots(sealed));
      return billQuote(sealed, view, contextOf(house, caller));
    },
    "bill.attend": ({ account }, { session }) =>
      ok({ others: session === undefined ? [] : [...openBaskets.attend(session, account)] }),
    "bill.settle": async (params, caller) => {
      const { card, byHand, ...bill } = withoutKey(params);
      const why = byHand === undefined ? {} : { byHand: await sealedByHand(byHand) };
      const sealed = { ...bill, ...why, ...(await seal.shown(card)), ...whereOf(caller) };
      return execute("bill.settle", sealed as never, { params, caller });
    },
    "bill.reverse": plain(tools, "bill.reverse"),
    "bill.park": plain(tools, "bill.park"),
    "bill.parked": async () => ok(parkedBills(await house.store.view(parkedRoots))),
    "bill.unpark": plain(tools, "bill.unpark"),
    "bill.get": async ({ bill, receipt }) => {
      const roots = [
        ...(bill === undefined ? [] : [{ kind: "bill" as const, id: bill }]),
        ...(receipt === undefined ? [] : [{ kind: "receipt" as const, id: receipt }]),
      ];
      const first = await house.store.view(roots);
      const named = receipt === undefined ? bill : first.get("receipt", receipt)?.["bill"];
      if (typeof named !== "string") return err(refusal("not_found", { what: "bill" }));
      const view = await house.store.view([{ kind: "bill", id: named }]);
      const found = view.get("bill", named);
      if (found === undefined) return err(refusal("not_found", { what: "bill" }));
      return ok({ bill: named, ...found });
    },
  };
};
