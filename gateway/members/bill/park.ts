// bill.park, bill.parked, bill.unpark: baskets put aside. They outlive shift and restart; one station gets each.
import type { JsonObject } from "../../json.ts";
import { refusal } from "../../refusals.ts";
import { accepted, type Decider, type Ref, refused, type View } from "../contract.ts";
import { happened } from "../evolver.ts";
import { type BillParked, type BillUnparked, type ParkedBill, parkedId } from "./events.ts";

export interface ParkParams {
  readonly bill: JsonObject;
  readonly note?: string;
  /** parks again under the name it had */
  readonly parked?: string;
}

/** Baskets a store may have put aside. */
export const parkedMax = 50;

export const parkedRoots: readonly Ref[] = [{ kind: "setting", id: parkedId }];

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A basket may name a card; its PIN is asked again when the basket is taken up. */
const withoutPin = (bill: JsonObject): JsonObject => {
  const { card } = bill;
  if (!isObject(card)) return bill;
  const { pin: _, ...shown } = card;
  return { ...bill, card: shown };
};

export const park: Decider<ParkParams> = {
  roots: () => parkedRoots,
  decide: (params, view, { moment, actor, newId }) => {
    const known = view.get("setting", parkedId) ?? {};
    if (Object.keys(known).length >= parkedMax && known[params.parked ?? ""] === undefined) {
      return refused(refusal("limit.reached", { limit: parkedMax }));
    }
    const file: ParkedBill = {
      parked: params.parked ?? newId("k"),
      at: moment.at,
      station: actor.station,
      ...(actor.staff === undefined ? {} : { staff: actor.staff }),
      ...(params.note === undefined ? {} : { note: params.note }),
      bill: withoutPin(params.bill),
    };
    return accepted({
      events: [happened<BillParked>({ type: "BillParked", file })],
      lines: [],
      result: { parked: file.parked },
    });
  },
};

const parkedBill = (view: Pick<View, "get">, id: string): JsonObject | undefined => {
  const file = view.get("setting", parkedId)?.[id];
  return isObject(file) ? file : undefined;
};

/** The result of `bill.parked`: oldest first. */
export const parkedBills = (view: Pick<View, "get">): JsonObject => {
  const files = Object.values(view.get("setting", parkedId) ?? {}).filter((file) => isObject(file));
  const at = (file: JsonObject): string => (typeof file["at"] === "string" ? file["at"] : "");
  return { parked: files.toSorted((a, b) => (at(a) < at(b) ? -1 : at(a) > at(b) ? 1 : 0)) };
};

export const unpark: Decider<{ readonly parked: string }> = {
  roots: () => parkedRoots,
  decide: (params, view) => {
    const file = parkedBill(view, params.parked);
    if (file === undefined) return refused(refusal("not_found", { parked: params.parked }));
    return accepted({
      events: [happened<BillUnparked>({ type: "BillUnparked", parked: params.parked })],
      lines: [],
      result: { parked: params.parked, bill: file["bill"] ?? {} },
    });
  },
};
