// topup.intend, topup.take, topup.cancel: a kiosk tells the amount, a cashier takes the money. Moves no value:
// `account.topUp` does, and closes the intent with `intentMet`.
import type { DomainEvent } from "../../ledger/entry.ts";
import { momentOf } from "../../programme/calendar.ts";
import { topUpTerms } from "../../programme/terms.ts";
import { refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { deniedBy } from "../account/denied.ts";
import { accountFacts } from "../account/facts.ts";
import { type Decider, type Moment, type Ref, type View, accepted, refused } from "../contract.ts";
import { type At, evolver, happened } from "../evolver.ts";
import { lookup, point, pointerIdsMax, unpoint } from "../member/lookups.ts";
import type { Intent } from "../service-state.ts";

/** How long a guest has to walk to the till. */
const intentMinutes = 15;

type TopUpIntended = {
  type: "TopUpIntended";
  intent: string;
  account: string;
  amount: number;
  station: string;
  expiresAt: string;
};
type IntentMoved = {
  type: "IntentMoved";
  intent: string;
  account: string;
  amount: number;
  /** the kiosk it came from */
  station: string;
  state: Intent["state"];
  staff?: string;
};

/** Live ones and those that have run out since; one a station, so it stays short. */
const openIntents = "intents:open";

export const openIntentRoots: readonly Ref[] = [lookup(openIntents)];

const isLive = (intent: Intent, { epochMs }: Pick<Moment, "epochMs">): boolean =>
  (intent.state === "open" || intent.state === "taken") && Date.parse(intent.expiresAt) > epochMs;

/** Live intents, oldest first. */
export const liveIntents = (
  view: Pick<View, "get">,
  moment: Pick<Moment, "epochMs">,
): readonly (Intent & { readonly intent: string })[] =>
  (view.get("lookup", openIntents)?.ids ?? []).flatMap((id) => {
    const intent = view.get("intent", id);
    return intent === undefined || !isLive(intent, moment) ? [] : [{ ...intent, intent: id }];
  });

const moved = (
  id: string,
  { account, amount, station }: Intent,
  to: { readonly state: Intent["state"]; readonly staff?: string | undefined },
): DomainEvent =>
  happened<IntentMoved>({
    type: "IntentMoved",
    intent: id,
    account,
    amount,
    station,
    state: to.state,
    ...(to.staff === undefined ? {} : { staff: to.staff }),
  });

/** Those that ran out, and the station's own before: they leave with the next one. */
const madeRoom = (view: View, station: string, moment: Moment): readonly DomainEvent[] =>
  (view.get("lookup", openIntents)?.ids ?? []).flatMap((id) => {
    const intent = view.get("intent", id);
    if (intent === undefined) return [];
    if (!isLive(intent, moment)) return [moved(id, intent, { state: "expired" })];
    return intent.station === station ? [moved(id, intent, { state: "cancelled" })] : [];
  });

export interface IntendParams {
  readonly account: string;
  /** minor units */
  readonly amount: number;
}

/** → `{intent, amount, expiresAt}`; refused as the top-up itself would be */
export const intendTopUp: Decider<IntendParams> = {
  roots: ({ account }) => [...accountRoots(account), ...openIntentRoots],
  decide: ({ account, amount }, view, context) => {
    const holder = usableHolder(view, account);
    if (!holder.ok) return refused(holder.error);
    const { programme, moment, actor } = context;
    const facts = { ...accountFacts(context, holder.value), amount, channel: "desk" };
    const terms = topUpTerms(programme, facts);
    if (terms.denied !== undefined) return refused(deniedBy(terms.denied));
    if (amount < terms.minimum)
      return refused(refusal("below_minimum", { minimum: terms.minimum }));
    const left = madeRoom(view, actor.station, moment);
    const listed = view.get("lookup", openIntents)?.ids.length ?? 0;
    if (listed - left.length >= pointerIdsMax)
      return refused(refusal("too_many", { what: "intents" }));
    const intent = context.newId("intent");
    const expiresMs = moment.epochMs + intentMinutes * 60_000;
    const expiresAt = momentOf(expiresMs, programme.timeZone).at;
    const { station } = actor;
    const intended = {
      type: "TopUpIntended",
      intent,
      account,
      amount,
      station,
      expiresAt,
    } as const;
    return accepted({
      events: [...left, happened<TopUpIntended>(intended)],
      lines: [],
      result: { intent, amount, expiresAt },
      account,
      member: holder.value.account.member,
    });
  },
};

const intentRoots = ({ intent }: { readonly intent: string }): readonly Ref[] => [
  { kind: "intent", id: intent },
  ...openIntentRoots,
];

/** → `{intent, account, amount, state: "taken"}`; the same employee may take it again, another may not */
export const takeIntent: Decider<{ readonly intent: string }> = {
  roots: intentRoots,
  decide: ({ intent: id }, view, context) => {
    const intent = view.get("intent", id);
    if (intent === undefined || !isLive(intent, context.moment))
      return refused(refusal("not_found", { intent: id }));
    const { staff } = context.actor;
    const { account, amount, state, by } = intent;
    if (state === "taken" && by !== staff)
      return refused(refusal("already_exists", { by: by ?? "" }));
    const result = { intent: id, account, amount, state: "taken" };
    const events = state === "taken" ? [] : [moved(id, intent, { state: "taken", staff })];
    return accepted({ events, lines: [], result, account });
  },
};

/** → `{intent, state: "cancelled"}`; a kiosk takes back only its own */
export const cancelIntent: Decider<{ readonly intent: string }> = {
  roots: intentRoots,
  decide: ({ intent: id }, view, context) => {
    const intent = view.get("intent", id);
    const { role, station, staff } = context.actor;
    if (intent === undefined || (role === "kiosk" && intent.station !== station))
      return refused(refusal("not_found", { intent: id }));
    const result = { intent: id, state: "cancelled" };
    if (intent.state === "cancelled") return accepted({ events: [], lines: [], result });
    if (!isLive(intent, context.moment))
      return refused(refusal("not_permitted", { state: intent.state }));
    const events = [moved(id, intent, { state: "cancelled", staff })];
    return accepted({ events, lines: [], result, account: intent.account });
  },
};

/** What `account.topUp {intent}` must have loaded. */
export const metIntentRoots = (intent: string | undefined): readonly Ref[] =>
  intent === undefined ? [] : intentRoots({ intent });

/** The money is in: closes the account's intent, also one that has just run out; another's is left alone. */
export const intentMet = (
  view: View,
  met: { readonly intent: string | undefined; readonly account: string; readonly amount: number },
): readonly DomainEvent[] => {
  const intent = met.intent === undefined ? undefined : view.get("intent", met.intent);
  if (met.intent === undefined || intent?.account !== met.account) return [];
  if (intent.state === "done") return [];
  return [moved(met.intent, { ...intent, amount: met.amount }, { state: "done" })];
};

export const intentEvolvers = {
  TopUpIntended: evolver<TopUpIntended>((draft, { type: _type, intent, ...asked }, { at }: At) => {
    draft.put("intent", intent, { ...asked, state: "open", at });
    point(draft, openIntents, { kind: "intent", id: intent });
  }),
  IntentMoved: evolver<IntentMoved>((draft, { intent: id, state, staff }) => {
    const intent = draft.get("intent", id);
    if (intent === undefined) return;
    draft.put("intent", id, { ...intent, state, ...(staff === undefined ? {} : { by: staff }) });
    if (state !== "taken") unpoint(draft, openIntents, id);
  }),
};
