// Gives what campaigns promise: once a business day a walk over everybody, and at once to whoever has just bought,
// joined or signed in. What is given twice, too late or to nobody is refused by the decider, so a walk that breaks
// off is simply made again.
import type { Entry } from "../../ledger/entry.ts";
import {
  type Asked,
  type CampaignDay,
  campaignDay,
  dueOccasions,
  isGiven,
  openOccasions,
  runsOn,
} from "../../members/campaign/occasions.ts";
import { type GiveGiftParams, giveGift } from "../../members/campaign/give.ts";
import { cardRefusal } from "../../members/card/recognise.ts";
import type { Context } from "../../members/contract.ts";
import type { Caller } from "../caller.ts";
import type { House } from "../house.ts";
import { followJournal } from "../journal-follower.ts";
import { contextOf } from "../tools.ts";
import { everybody, type Person, personOf } from "./audience.ts";

export interface CampaignRunner {
  /** Walks over everybody now; resolves with the gifts given. `campaign`: for that one alone. */
  readonly run: (campaign?: string) => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Gifts of one walk under way at once: they share an fsync. */
const lanes = 32;
const checkMs = 15_000;
const positionRow = "campaigns";

/** After these a member may have come to a gift that waits for no new day. */
const wakingOps: ReadonlySet<string> = new Set([
  "account.topUp",
  "arrival.checkIn",
  "bill.settle",
  "card.issue",
  "stay.checkOut",
]);

const actor = { station: "gateway", role: "gateway", rights: [] };
const gateway: Caller = {
  station: { station: "gateway", role: "office" },
  local: true,
  employee: () => undefined,
};

/** Campaigns that run today, each with its segment. */
export const runningCampaigns = async (
  { store }: Pick<House, "store">,
  on: string,
  only?: string,
): Promise<readonly Asked[]> => {
  const all = await store.list("campaign");
  const running = all.filter(
    ({ id, entity }) => runsOn(entity, on) && (only === undefined || id === only),
  );
  const view = await store.view(running.map(({ id }) => ({ kind: "campaign", id })));
  return running.map(({ id, entity }) => ({
    id,
    campaign: entity,
    segment: entity.segment === undefined ? undefined : view.get("segment", entity.segment),
  }));
};

type Wanted = Omit<GiveGiftParams, "campaign">;

/** The referrer's reward for a newcomer; her account is the first she has. */
const referrerGift = async (
  { store }: House,
  { id, person }: { readonly id: string; readonly person: Person },
): Promise<readonly Wanted[]> => {
  const { referrer } = person.member;
  if (referrer === undefined) return [];
  const view = await store.view([{ kind: "member", id: referrer }]);
  const [account] = view.get("member", referrer)?.accounts ?? [];
  const found = account === undefined ? undefined : view.get("account", account);
  if (account === undefined || found === undefined || isGiven(found, id, person.memberId))
    return [];
  const newcomer = person.accountId;
  return [{ account, member: referrer, occasion: person.memberId, newcomer }];
};

/** What a campaign owes on account of one person. */
export const wantedOf = async (
  house: House,
  asked: Asked,
  at: { readonly person: Person; readonly day: CampaignDay },
): Promise<readonly Wanted[]> => {
  const { person, day } = at;
  // A lost or blocked card comes back, and then its holder gets what is still due.
  if (cardRefusal(person.card) !== undefined) return [];
  const { trigger, friend } = asked.campaign;
  const isReferral = trigger.kind === "referral";
  if (isReferral && dueOccasions(asked, person, day).length === 0) return [];
  const own = isReferral && friend === undefined ? [] : openOccasions(asked, person, day);
  const { accountId: account, memberId: member } = person;
  return [
    ...(isReferral ? await referrerGift(house, { id: asked.id, person }) : []),
    ...own.map((occasion) => ({ account, member, occasion })),
  ];
};

const give = async (house: House, campaign: string, wanted: Wanted): Promise<number> => {
  const given = await house.store.execute({
    op: "campaign.give",
    params: { campaign, ...wanted },
    decider: giveGift,
    actor,
  });
  if (given.ok) return 1;
  const { code } = given.error;
  if (!expected.has(code)) house.log.warn({ campaign, code }, "a gift of a campaign was refused");
  return 0;
};

/** Given meanwhile, used up, or the card is lost: asked again another day. */
const expected: ReadonlySet<string> = new Set([
  "benefit.not_due",
  "stock.empty",
  "card.lost",
  "card.blocked",
  "card.closed",
  "card.replaced",
]);

const giveTo = async (
  house: House,
  all: readonly Asked[],
  at: { readonly person: Person; readonly day: CampaignDay },
): Promise<number> => {
  let given = 0;
  for (const asked of all)
    for (const wanted of await wantedOf(house, asked, at))
      given += await give(house, asked.id, wanted);
  return given;
};

const walk = async (house: House, context: Context, only?: string): Promise<number> => {
  const { businessDate } = context.moment;
  const all = await runningCampaigns(house, businessDate, only);
  if (all.length === 0) return 0;
  const day = campaignDay(businessDate);
  let given = 0;
  let some: Promise<number>[] = [];
  for await (const person of everybody(house.store, context)) {
    some.push(giveTo(house, all, { person, day }));
    if (some.length < lanes) continue;
    for (const one of await Promise.all(some)) given += one;
    some = [];
  }
  for (const one of await Promise.all(some)) given += one;
  return given;
};

export const startCampaigns = async (house: House): Promise<CampaignRunner> => {
  const { store, log } = house;
  let stopped = false;
  let last: Promise<unknown> = Promise.resolve();
  const kept = (await store.sideRow("meta", positionRow))?.["on"];
  let walkedOn = typeof kept === "string" ? kept : "";
  /** ids of those that run, so that a bill costs nothing where there is none */
  let running: readonly Asked[] = await runningCampaigns(house, today(house));

  const run = (campaign?: string): Promise<number> => {
    const next = last.then(() => walk(house, contextOf(house, gateway), campaign));
    last = next.catch(() => undefined);
    return next;
  };
  const check = async (): Promise<void> => {
    const on = today(house);
    if (stopped || on === walkedOn) return;
    running = await runningCampaigns(house, on);
    walkedOn = on;
    const given = await run();
    if (given > 0) log.info({ given }, "campaigns gave");
    await store.side([{ table: "meta", id: positionRow, body: { on } }]);
  };
  const failed = (err: unknown): void => {
    if (!stopped) log.error({ err }, "campaigns could not give");
  };
  const look = async ({ body }: Entry): Promise<void> => {
    if (body.op === "campaign.put" || body.op === "segment.put")
      running = await runningCampaigns(house, today(house));
    // The first entry of a new day says that there is one.
    if (body.businessDate > walkedOn) void check().catch(failed);
    const { account } = body;
    if (running.length === 0 || account === undefined || !wakingOps.has(body.op)) return;
    const context = contextOf(house, gateway);
    const person = personOf(await store.view([{ kind: "account", id: account }]), context, account);
    const day = campaignDay(context.moment.businessDate);
    if (person !== undefined) await giveTo(house, running, { person, day });
  };
  const follower = followJournal({
    store,
    after: store.head().seq,
    take: async (entries) => {
      for (const entry of entries) await look(entry).catch(failed);
    },
    emptied: () => {
      walkedOn = "";
      running = [];
    },
    failed,
  });
  const timer = setInterval(() => void check().catch(failed), checkMs).unref();
  void check().catch(failed);

  return {
    run,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await follower.stop();
      await last;
    },
  };
};

const today = ({ clock, momentAt }: House): string => momentAt(clock.nowMs()).businessDate;
