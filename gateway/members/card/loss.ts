// card.reportLost, card.block, card.unblock, card.setPin: what the holder and the desk may do to a card
// that stays the same card. In force from the instant of the answer.
import { afterFullWorkdays, durationMs } from "../../programme/calendar.ts";
import { type RefusalCode, refusal } from "../../refusals.ts";
import {
  type Context,
  type Decider,
  type Decision,
  type View,
  accepted,
  refused,
} from "../contract.ts";

import { evolver, happened } from "../evolver.ts";
import type { IdentityProof, NewPin } from "../sealed.ts";
import type { Card, Member } from "../state.ts";
import { isHolder } from "./holder.ts";
import { cardRefusal } from "./recognise.ts";

type CardReportedLost = {
  type: "CardReportedLost";
  card: string;
  at: string;
  replaceFrom: string;
  by: string;
  /** when it was lost, by the holder's word, and whether the report came in the programme's time */
  lostAt?: string;
  inTime?: boolean;
};
type CardBlocked = { type: "CardBlocked"; card: string; reason: string };
type CardUnblocked = { type: "CardUnblocked"; card: string };
type PinSet = { type: "PinSet"; card: string; pin: NewPin };

/** Where a card may still go: a card in another state is refused with the code of that state. */
const usableIn = (card: Card, states: readonly Card["state"][]): RefusalCode | undefined =>
  states.includes(card.state) ? undefined : (cardRefusal(card) ?? "not_permitted");

const cardWithMember = (
  view: View,
  id: string,
): { readonly card: Card; readonly member: Member } | undefined => {
  const card = view.get("card", id);
  const member = card === undefined ? undefined : view.get("member", card.member);
  return card === undefined || member === undefined ? undefined : { card, member };
};

export interface ReportLostParams {
  readonly card: string;
  /** absent where `provenByPin`: a kiosk's visit that was opened by PIN */
  readonly identity?: IdentityProof;
  readonly provenByPin?: boolean;
  readonly by?: "desk" | "phone" | "kiosk";
  /** instant, RFC 3339 */
  readonly lostAt?: string;
  readonly dryRun?: boolean;
}

interface Loss {
  readonly lostAt?: string;
  readonly inTime?: boolean;
}

/**
 * Whether a loss is reported within the programme's time (`lost.reportWithin`). A late report counts all the
 * same; the time only says whose loss the gap before it is. Undefined: a loss that is yet to happen.
 */
const lossOf = (context: Context, type: string, lostAt: string | undefined): Loss | undefined => {
  if (lostAt === undefined) return {};
  const ageMs = context.moment.epochMs - Date.parse(lostAt);
  if (ageMs < 0) return undefined;
  const within = context.programme.cardType(type)?.lost?.reportWithin;
  return { lostAt, ...(within === undefined ? {} : { inTime: ageMs <= durationMs(within) }) };
};

/** → `{card, state: "lost", replaceFrom, inTime?}`; a second report changes nothing and answers the same */
export const reportLost: Decider<ReportLostParams> = {
  roots: ({ card }) => [{ kind: "card", id: card }],
  decide: (params, view, context): Decision => {
    const known = cardWithMember(view, params.card);
    if (known === undefined) return refused(refusal("card.unknown"));
    const { card, member } = known;
    if (params.identity === undefined && params.provenByPin !== true) {
      return refused(refusal("missing.identity"));
    }
    if (params.identity !== undefined && !isHolder(member, params.identity)) {
      return refused(refusal("identity_locked"));
    }
    const code = usableIn(card, ["active", "expired", "blocked", "lost"]);
    if (code !== undefined) return refused(refusal(code));
    const loss = lossOf(context, card.type, params.lostAt);
    if (loss === undefined)
      return refused(refusal("not_permitted", { lostAt: params.lostAt ?? "" }));
    const { at, businessDate } = context.moment;
    const workdays = context.programme.cardType(card.type)?.replace?.afterWorkdays ?? 0;
    const replaceFrom =
      card.replaceFrom ?? afterFullWorkdays(context.calendar, businessDate, workdays);
    const by = params.by ?? "desk";
    return accepted({
      events:
        card.state === "lost" || params.dryRun === true
          ? []
          : [
              happened<CardReportedLost>({
                type: "CardReportedLost",
                card: params.card,
                at,
                replaceFrom,
                by,
                ...loss,
              }),
            ],
      lines: [],
      result: {
        card: params.card,
        state: "lost",
        replaceFrom,
        ...(loss.inTime === undefined ? {} : { inTime: loss.inTime }),
      },
      member: card.member,
      account: card.account,
    });
  },
};

export interface BlockParams {
  readonly card: string;
  readonly reason: string;
  readonly dryRun?: boolean;
}

/** → `{card, state: "blocked"}` */
export const block: Decider<BlockParams> = {
  roots: ({ card }) => [{ kind: "card", id: card }],
  decide: (params, view): Decision => {
    const card = view.get("card", params.card);
    if (card === undefined) return refused(refusal("card.unknown"));
    if (params.reason.trim() === "") return refused(refusal("missing.reason"));
    const code = usableIn(card, ["active", "expired", "blocked"]);
    if (code !== undefined) return refused(refusal(code));
    const { reason } = params;
    return accepted({
      events:
        params.dryRun === true
          ? []
          : [happened<CardBlocked>({ type: "CardBlocked", card: params.card, reason })],
      lines: [],
      result: { card: params.card, state: "blocked" },
      member: card.member,
      account: card.account,
    });
  },
};

export interface UnblockParams {
  readonly card: string;
  readonly identity?: IdentityProof;
  readonly dryRun?: boolean;
}

/** Found again, blocked or out of PIN tries: with the holder's document the card is good as before. */
export const unblock: Decider<UnblockParams> = {
  roots: ({ card }) => [{ kind: "card", id: card }],
  decide: (params, view): Decision => {
    const known = cardWithMember(view, params.card);
    if (known === undefined) return refused(refusal("card.unknown"));
    if (params.identity === undefined) return refused(refusal("missing.identity"));
    const code = usableIn(known.card, ["active", "expired", "blocked", "lost"]);
    if (code !== undefined) return refused(refusal(code));
    if (!isHolder(known.member, params.identity)) return refused(refusal("identity_locked"));
    return accepted({
      events:
        params.dryRun === true
          ? []
          : [happened<CardUnblocked>({ type: "CardUnblocked", card: params.card })],
      lines: [],
      result: { card: params.card, state: "active" },
      member: known.card.member,
      account: known.card.account,
    });
  },
};

export interface SetPinParams {
  readonly card: string;
  readonly pin: NewPin;
  readonly identity?: IdentityProof;
}

/** → `{card}`; also ends a block by wrong tries, since the holder's document was shown */
export const setPin: Decider<SetPinParams> = {
  roots: ({ card }) => [{ kind: "card", id: card }],
  decide: (params, view): Decision => {
    const known = cardWithMember(view, params.card);
    if (known === undefined) return refused(refusal("card.unknown"));
    if (params.identity === undefined) return refused(refusal("missing.identity"));
    const code = usableIn(known.card, ["active", "expired"]);
    if (code !== undefined) return refused(refusal(code));
    if (!isHolder(known.member, params.identity)) return refused(refusal("identity_locked"));
    return accepted({
      events: [happened<PinSet>({ type: "PinSet", card: params.card, pin: params.pin })],
      lines: [],
      result: { card: params.card },
      member: known.card.member,
      account: known.card.account,
    });
  },
};

export const lossEvolvers = {
  CardReportedLost: evolver<CardReportedLost>((draft, { card: id, at, replaceFrom }) => {
    const card = draft.get("card", id);
    if (card === undefined) return;
    draft.put("card", id, { ...card, state: "lost", lostAt: at, replaceFrom });
  }),
  CardBlocked: evolver<CardBlocked>((draft, { card: id }) => {
    const card = draft.get("card", id);
    if (card !== undefined) draft.put("card", id, { ...card, state: "blocked" });
  }),
  CardUnblocked: evolver<CardUnblocked>((draft, { card: id }) => {
    const found = draft.get("card", id);
    if (found === undefined) return;
    const { lostAt: _lostAt, replaceFrom: _replaceFrom, ...card } = found;
    draft.put("card", id, {
      ...card,
      state: "active",
      ...(card.pin === undefined ? {} : { pin: { ...card.pin, wrong: 0, blocked: false } }),
    });
  }),
  PinSet: evolver<PinSet>((draft, { card: id, pin }) => {
    const card = draft.get("card", id);
    if (card !== undefined) {
      draft.put("card", id, { ...card, pin: { ...pin, wrong: 0, blocked: false } });
    }
  }),
};
