// segment.*, campaign.*: questions about members, and what the house gives to whom. Names leave masked; a list with
// names in full goes on the audit log.
import { campaignDay } from "../../members/campaign/occasions.ts";
import { isSegmentFact } from "../../members/segment/facts.ts";
import { maskedMember } from "../../members/member/view.ts";
import type { Match } from "../../programme/format.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { csvOf } from "../../reports/export/csv.ts";
import type { Table } from "../../reports/export/table.ts";
import { xlsxOf } from "../../reports/export/xlsx.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Caller } from "../caller.ts";
import { writeAudit } from "../audit.ts";
import { everybody, isIn, type Person } from "../campaigns/audience.ts";
import { runningCampaigns, wantedOf } from "../campaigns/runner.ts";
import type { Handlers } from "../handler.ts";
import { digitsOf } from "../reports/table.ts";
import { type Tools, contextOf, withoutKey } from "../tools.ts";

type Names =
  | "segment.put"
  | "segment.list"
  | "segment.members"
  | "segment.export"
  | "campaign.put"
  | "campaign.list"
  | "campaign.preview"
  | "campaign.run";

const pageDefault = 50;
/** Rows of one file at most. */
const rowsMax = 5_000;
/** Names shown in a preview. */
const shownMax = 20;

interface Asking {
  readonly segment?: string | undefined;
  readonly when?: Readonly<Record<string, unknown>> | undefined;
}

/** A kept segment's question, or one that is being tried out. */
const questionOf = async (
  { house }: Tools,
  { segment, when }: Asking,
): Promise<Result<{ readonly name: string; readonly when: Match }, Refusal>> => {
  if (segment !== undefined) {
    const view = await house.store.view([{ kind: "segment", id: segment }]);
    const kept = view.get("segment", segment);
    return kept === undefined ? err(refusal("not_found", { segment })) : ok(kept);
  }
  const unknown = Object.keys(when ?? {}).find((fact) => !isSegmentFact(fact));
  if (unknown !== undefined) return err(refusal("not_found", { fact: unknown }));
  // its shape was checked against the protocol's matchers
  return ok({ name: "", when: (when ?? {}) as Match });
};

const rowOf = (person: Person) => ({
  ...maskedMember(person.memberId, person.member),
  account: person.accountId,
  card: person.card.type,
  ...(person.account.tier === null ? {} : { tier: person.account.tier }),
  ...lastly(person),
});

const lastly = (person: Person): { readonly lastVisit?: string; readonly spend12m?: number } => {
  const { lastVisit, spend12m } = person.facts();
  return {
    ...(typeof lastVisit === "string" ? { lastVisit } : {}),
    ...(typeof spend12m === "number" ? { spend12m } : {}),
  };
};

export const campaignHandlers = (tools: Tools): Handlers<Names> => {
  const { house, execute } = tools;
  const { store } = house;
  return {
    "segment.put": (params, caller) =>
      execute("segment.put", withoutKey(params) as never, { params, caller }),
    "segment.list": async () => {
      const all = await store.list("segment");
      return ok({ segments: all.map(({ id, entity }) => ({ segment: id, ...entity })) });
    },
    "segment.members": async ({ cursor, limit = pageDefault, count, ...asking }, caller) => {
      const question = await questionOf(tools, asking);
      if (!question.ok) return question;
      const context = contextOf(house, caller);
      const members = [];
      let found = 0;
      for await (const person of everybody(store, context, cursor)) {
        if (!isIn(question.value.when, person)) continue;
        found += 1;
        if (members.length < limit) members.push(rowOf(person));
        else if (count !== true) break;
      }
      const last = members.at(-1)?.account;
      return ok({
        members,
        ...(count === true ? { count: found } : {}),
        ...(found > members.length && last !== undefined ? { cursor: last } : {}),
      });
    },
    "segment.export": exported(tools),
    "campaign.put": (params, caller) =>
      execute("campaign.put", withoutKey(params) as never, { params, caller }),
    "campaign.list": async () => {
      const all = await store.list("campaign");
      return ok({ campaigns: all.map(({ id, entity }) => ({ campaign: id, ...entity })) });
    },
    "campaign.preview": previewed(tools),
    "campaign.run": async (params, caller) => {
      const { campaign, key } = params;
      const asked = { params, caller };
      if ((await store.answered(key)) !== undefined)
        return execute("campaign.run", { result: {} }, asked);
      const view = await store.view([{ kind: "campaign", id: campaign }]);
      if (view.get("campaign", campaign) === undefined)
        return err(refusal("not_found", { campaign }));
      const given = await house.outward.runCampaigns(campaign);
      return execute("campaign.run", { result: { campaign, given } }, asked);
    },
  };
};

/** Who would get something today if the campaign ran, and what it would come to. */
const previewed =
  ({ house }: Tools): Handlers<"campaign.preview">["campaign.preview"] =>
  async ({ campaign: id }, caller) => {
    const view = await house.store.view([{ kind: "campaign", id }]);
    const campaign = view.get("campaign", id);
    if (campaign === undefined) return err(refusal("not_found", { campaign: id }));
    const context = contextOf(house, caller);
    const { businessDate } = context.moment;
    const on = campaign.from > businessDate ? campaign.from : businessDate;
    const segment =
      campaign.segment === undefined ? undefined : view.get("segment", campaign.segment);
    const asked = { id, campaign: { ...campaign, state: "active" as const }, segment };
    const day = campaignDay(on);
    const members = [];
    let gifts = 0;
    for await (const person of everybody(house.store, context)) {
      const wanted = await wantedOf(house, asked, { person, day });
      gifts += wanted.length;
      if (wanted.length > 0 && members.length < shownMax) members.push(rowOf(person));
    }
    const left =
      campaign.stock === undefined ? gifts : Math.max(0, campaign.stock - campaign.given);
    const count = Math.min(gifts, left);
    const running = await runningCampaigns(house, businessDate, id);
    return ok({
      on,
      gifts: count,
      cost: count * (campaign.gift.coupon?.value ?? 0),
      members,
      runs: running.length > 0,
    });
  };

const types = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

/** A segment as a file: who asked and why stands above the list and on the audit log. */
const exported =
  (tools: Tools): Handlers<"segment.export">["segment.export"] =>
  async ({ format, lang = "zh-CN", reason, reveal = false, ...asking }, caller) => {
    const { house } = tools;
    const question = await questionOf(tools, asking);
    if (!question.ok) return question;
    const context = contextOf(house, caller);
    const people: Person[] = [];
    for await (const person of everybody(house.store, context)) {
      if (!isIn(question.value.when, person)) continue;
      if (people.length >= rowsMax) return err(refusal("too_many", { limit: rowsMax }));
      people.push(person);
    }
    const { segment } = asking;
    const event = {
      type: "SegmentExported",
      count: people.length,
      reason,
      revealed: reveal,
      ...(segment === undefined ? {} : { segment }),
    } as const;
    await writeAudit(house, { op: "segment.export", caller, event });
    const table = await tableOf(tools, {
      people,
      lang,
      reveal,
      notes: [house.storeName(lang), question.value.name],
      mark: markOf(caller, context.moment.at, reason),
    });
    const data = format === "csv" ? Buffer.from(csvOf(table)) : await xlsxOf(table);
    const name = `members_${context.moment.businessDate}.${format}`;
    return ok({
      count: people.length,
      file: { name, type: types[format], data: data.toString("base64") },
    });
  };

/** Whoever finds the file knows who took it out, when and why. */
const markOf = (caller: Caller, at: string, reason: string): string =>
  `${caller.employee()?.id ?? caller.station.station} · ${at} · ${reason}`;

const heads = {
  zh: ["会员号", "姓名", "手机", "卡种", "等级", "最近到店", "近一年消费"],
  en: ["Number", "Name", "Phone", "Card", "Tier", "Last visit", "Spent in a year"],
} as const;

const tableOf = async (
  { house }: Tools,
  given: {
    readonly people: readonly Person[];
    readonly lang: string;
    readonly reveal: boolean;
    readonly notes: readonly string[];
    readonly mark: string;
  },
): Promise<Table> => {
  const rows = [];
  const digits = digitsOf(house.programmes.current().currency);
  const text = (value: string | null | undefined) => ({ kind: "text" as const, text: value ?? "" });
  for (const person of given.people) {
    const { sealed, maskedName, maskedPhone } = person.member.person;
    const open = given.reveal ? await house.vault.open(sealed) : undefined;
    const { lastVisit, spend12m = 0 } = lastly(person);
    rows.push([
      text(person.member.number),
      text(open?.name ?? maskedName),
      text(open === undefined ? maskedPhone : open.phone),
      text(person.card.type),
      text(person.account.tier),
      text(lastVisit),
      { kind: "number" as const, value: spend12m, digits },
    ]);
  }
  const head = heads[given.lang.startsWith("zh") ? "zh" : "en"];
  const foot = head.map((_, at) => (at === 0 ? text(given.mark) : { kind: "blank" as const }));
  return { notes: given.notes, head, rows, foot };
};
