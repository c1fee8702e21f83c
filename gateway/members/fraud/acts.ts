// What an employee did, as far as fraud signals ask: one act out of one journal entry. Reads lines and a few
// events; knows no names.
import type { DomainEvent, Entry, EntryBody, Posting } from "../../ledger/entry.ts";
import type { JsonObject } from "../../json.ts";
import { movementOf } from "../account/apply-lines.ts";

export type ActKind =
  | "sale"
  | "reversal"
  | "top_up"
  | "punch"
  | "redeem"
  | "adjust"
  | "coupon"
  | "card_refund"
  | "drawer";

export interface Act {
  readonly entry: string;
  readonly kind: ActKind;
  readonly atMs: number;
  /** business date */
  readonly on: string;
  readonly staff: string;
  readonly station: string;
  readonly account?: string;
  readonly bill?: string;
  /** minor units into the drawer; below zero: out of it */
  readonly cash: number;
  /** minor units of all tenders but stored value, into the house */
  readonly paid: number;
  /** units the account gave up, by asset */
  readonly spent: Readonly<Record<string, number>>;
  /** of an adjustment */
  readonly given?: { readonly asset: string; readonly quantity: number };
  readonly approvedBy?: string;
  /** of a sale: minor units taken off by a person's word, by hand and as offers of the till */
  readonly off?: number;
  /** of a drawer */
  readonly reason?: string;
  /** minor units a coupon is worth */
  readonly worth?: number;
  /** the account is the employee's own; how that is known */
  readonly own?: "link" | "name";
}

const kindOfOp: Readonly<Record<string, ActKind>> = {
  "bill.settle": "sale",
  "stay.checkOut": "sale",
  "bill.reverse": "reversal",
  "account.topUp": "top_up",
  "pass.punch": "punch",
  "points.redeem": "redeem",
  "points.adjust": "adjust",
  "coupon.issue": "coupon",
  "voucher.hand": "coupon",
  "card.refund": "card_refund",
  "drawer.open": "drawer",
};

const total = (lines: readonly Posting[], start: string): number =>
  lines.reduce((sum, { account, amount }) => (account.startsWith(start) ? sum + amount : sum), 0);

/** What tenders brought in: tills of every kind, but not what members owe. */
const paidIn = (lines: readonly Posting[]): number =>
  total(lines, "asset:") - total(lines, "asset:receivable:");

const spentOf = (lines: readonly Posting[]): Readonly<Record<string, number>> => {
  const spent: Record<string, number> = {};
  for (const line of lines) {
    const movement = movementOf(line);
    if (movement?.kind !== "lot" || movement.change >= 0) continue;
    const asset = line.account.split(":").slice(1, -3).join(":");
    spent[asset] = (spent[asset] ?? 0) - movement.change;
  }
  return spent;
};

const textIn = (event: DomainEvent | undefined, name: string): string | undefined => {
  const value = event?.[name];
  return typeof value === "string" ? value : undefined;
};
const numberIn = (event: DomainEvent | undefined, name: string): number => {
  const value = event?.[name];
  return typeof value === "number" ? value : 0;
};

/** What the events of the entry add. */
const detailsOf = ({ events }: EntryBody): Partial<Act> => {
  const of = (type: string): DomainEvent | undefined => events.find((one) => one.type === type);
  const adjusted = of("PointsAdjusted");
  const opened = of("DrawerOpened");
  const off = offOf(of("BillSettled"));
  const issued = events.filter(({ type }) => type === "VoucherIssued");
  const bill = [of("BillSettled"), of("BillReversed"), opened]
    .map((event) => textIn(event, "bill"))
    .find((named) => named !== undefined);
  const approvedBy = textIn(adjusted, "approvedBy");
  const reason = textIn(opened, "reason");
  const asset = textIn(adjusted, "asset");
  return {
    ...(bill === undefined ? {} : { bill }),
    ...(off === 0 ? {} : { off }),
    ...(reason === undefined ? {} : { reason }),
    ...(approvedBy === undefined ? {} : { approvedBy }),
    ...(asset === undefined ? {} : { given: { asset, quantity: numberIn(adjusted, "quantity") } }),
    ...(issued.length === 0
      ? {}
      : { worth: issued.reduce((sum, event) => sum + worthOf(event), 0) }),
  };
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a settled bill was reduced by hand, line by line, and what offers saved. */
const offOf = (settled: DomainEvent | undefined): number => {
  const sale = settled?.["sale"];
  if (!isObject(sale)) return 0;
  const lines = Array.isArray(sale["lines"]) ? sale["lines"].filter(isObject) : [];
  const byHand = isObject(sale["byHand"]) ? sale["byHand"] : {};
  return [...lines.map((line) => line["off"]), byHand["offered"]].reduce<number>(
    (sum, off) => (typeof off === "number" ? sum + off : sum),
    0,
  );
};

/** Face value of the coupon, wherever the event keeps it. */
const worthOf = (issued: DomainEvent): number => {
  const file = issued["file"];
  const inFile = typeof file === "object" && file !== null && "value" in file ? file["value"] : 0;
  return numberIn(issued, "value") + (typeof inFile === "number" ? inFile : 0);
};

/** Undefined for what no signal asks for: programs, kiosks, and everything else the store does. */
export const actOf = ({ body }: Pick<Entry, "body">): Act | undefined => {
  const kind = kindOfOp[body.op];
  const { staff, station, role } = body.actor;
  const refused = body.lines.length === 0 && body.account === undefined && kind !== "drawer";
  if (kind === undefined || staff === undefined || role === "integration" || refused)
    return undefined;
  return {
    entry: body.id,
    kind,
    atMs: Date.parse(body.at),
    on: body.businessDate,
    staff,
    station,
    ...(body.account === undefined ? {} : { account: body.account }),
    cash: total(body.lines, "asset:cash:"),
    paid: paidIn(body.lines),
    spent: spentOf(body.lines),
    ...detailsOf(body),
  };
};
