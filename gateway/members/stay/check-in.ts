// stay.checkIn: the price per night for this guest with this card, the benefits it brings, a deposit
// set aside on the card. A card that does not count is no card.
import type { DomainEvent } from "../../ledger/entry.ts";
import type { Benefit } from "../../programme/contract.ts";
import { quoteBill } from "../../programme/quote.ts";
import { benefits } from "../../programme/terms.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { createBook } from "../account/book.ts";
import { openBenefits } from "../account/view.ts";
import { type AskedBill, askBill } from "../bill/ask.ts";
import { shownRoots } from "../card/recognise.ts";
import {
  type Context,
  type Decider,
  type ReceiptRow,
  type View,
  accepted,
  refused,
} from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { placeIn } from "../hold/hold.ts";
import { must } from "../must.ts";
import { type ReceiptAsk, issueReceipt } from "../receipt.ts";
import type { ShownCard } from "../sealed.ts";
import type { Stay } from "../state.ts";
import { roomsVenue } from "../venues.ts";
import { keepStay, stayListRoots } from "./lists.ts";

export interface CheckInParams {
  readonly stay: string;
  readonly card?: ShownCard;
  readonly room?: string;
  /** minor units to set aside on the card; absent: what the booking asks, where a card is shown */
  readonly deposit?: number;
}

export type StayBegun = { type: "StayCheckedIn"; stay: string; file: Stay };

/** The room of one night as a bill, asked but never settled. */
export const askNight = (
  params: Pick<CheckInParams, "card">,
  stay: Stay,
  at: { readonly view: View; readonly context: Context },
): Result<AskedBill, Refusal> =>
  askBill(
    {
      lines: [{ venue: roomsVenue, sku: stay.roomType, list: stay.nightly, quantity: 1 }],
      channel: stay.channel,
      facts: { phoneConfirmed: stay.phoneConfirmed },
      ...(params.card === undefined ? {} : { card: params.card }),
    },
    at.view,
    at.context,
  );

/** What the guest pays a night: the programme's price, without using up anything she holds. */
const rateOf = (context: Context, asked: AskedBill, stay: Stay): number =>
  quoteBill(context.programme, { ...asked.input, holdings: {} }).lines[0]?.net ?? stay.nightly;

const offeredTo = (context: Context, asked: AskedBill) => {
  const offered = benefits(context.programme, asked.input.facts);
  return asked.shown?.counts === true
    ? openBenefits(asked.shown.account, offered, context.moment.businessDate)
    : offered;
};

/** Sets the deposit aside; nothing is taken from the card yet. */
const depositHold = (
  deposit: number,
  asked: AskedBill,
  context: Context,
): Result<{ readonly hold?: string; readonly events: readonly DomainEvent[] }, Refusal> => {
  if (deposit === 0) return ok({ events: [] });
  const asset = context.programme.storedAsset?.id;
  if (asked.accountId === undefined || asked.shown === null || asset === undefined) {
    return err(refusal("missing.card"));
  }
  const book = createBook(asked.accountId, asked.shown.account);
  const placed = placeIn(book, context, { amount: deposit, reason: "deposit" });
  return placed.ok ? ok({ hold: placed.value.hold, events: book.events }) : placed;
};

const benefitRow = ({ code, ...benefit }: Benefit): ReceiptRow => {
  const { until } = benefit;
  return { label: `benefit.${code}`, ...(typeof until === "string" ? { text: until } : {}) };
};

const slip = (stay: Stay, asked: AskedBill, deposit: number, unit: string): ReceiptAsk => ({
  kind: "stay",
  ...(asked.accountId === undefined ? {} : { account: asked.accountId }),
  rows: [
    { label: "arrive", text: stay.arrive },
    { label: "depart", text: stay.depart },
    { label: "room", text: stay.room ?? stay.roomType },
    ...(stay.roomNote === undefined ? [] : [{ label: "roomNote", text: stay.roomNote }]),
    { label: "rate", amount: { value: stay.rate ?? stay.nightly, unit } },
    ...(deposit === 0 ? [] : [{ label: "deposit", amount: { value: deposit, unit } }]),
    ...stay.benefits.map(benefitRow),
  ],
});

/** → `{stay, rate, benefits, room?, roomNote?, hold?, deposit?, receipt}` */
export const checkInStay: Decider<CheckInParams> = {
  roots: ({ stay, card }) => [{ kind: "stay", id: stay }, ...stayListRoots, ...shownRoots(card)],
  decide: (params, view, context) => {
    const stay = view.get("stay", params.stay);
    if (stay === undefined) return refused(refusal("not_found", { stay: params.stay }));
    if (stay.state !== "booked" && stay.state !== "waiting") {
      return refused(refusal("not_permitted", { state: stay.state }));
    }
    const asked = askNight(params, stay, { view, context });
    if (!asked.ok) return refused(asked.error);
    const tried = asked.value.shown?.events ?? [];
    const { accountId, shown } = asked.value;
    const amount = params.deposit ?? (shown === null ? 0 : (stay.deposit ?? 0));
    const deposit = depositHold(amount, asked.value, context);
    if (!deposit.ok) return refused(deposit.error, tried);
    const file: Stay = {
      ...stay,
      state: "in_house",
      rate: rateOf(context, asked.value, stay),
      benefits: offeredTo(context, asked.value),
      ...(params.room === undefined ? {} : { room: params.room }),
      ...(accountId === undefined ? {} : { account: accountId }),
      ...(accountId === undefined || shown === null ? {} : { card: shown.cardId }),
      ...(deposit.value.hold === undefined ? {} : { hold: deposit.value.hold }),
    };
    const unit = context.programme.currency;
    const receipt = issueReceipt(view, context, slip(file, asked.value, amount, unit));
    return accepted({
      events: [
        ...tried,
        ...deposit.value.events,
        happened<StayBegun>({ type: "StayCheckedIn", stay: params.stay, file }),
        ...receipt.events,
      ],
      lines: [],
      result: {
        stay: params.stay,
        rate: must(file.rate, "rate"),
        benefits: file.benefits,
        ...(file.room === undefined ? {} : { room: file.room }),
        ...(file.roomNote === undefined ? {} : { roomNote: file.roomNote }),
        ...(file.hold === undefined ? {} : { hold: file.hold, deposit: amount }),
        receipt: receipt.facts.receipt,
      },
      ...(shown === null ? {} : { member: shown.memberId }),
      ...(accountId === undefined ? {} : { account: accountId }),
      receipt: receipt.facts,
    });
  },
};

export const checkInEvolvers = {
  StayCheckedIn: evolver<StayBegun>((draft, { stay, file }) => keepStay(draft, stay, file)),
};
