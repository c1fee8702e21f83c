// Everything the file names must be in the file: assets, cards, tiers, groups, desk hours, tenders.
import { durationOf, isTimeZone } from "../calendar.ts";
import { isDate, partsOf } from "../dates.ts";
import type { Effect, Expiry, ProgrammeFile, Rule, TaskReward } from "../format.ts";
import { checkMatch } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { error, note, pointer, warning } from "./finding.ts";

/** What a till takes beside the member's own assets. */
export const tenderNames = [
  "cash",
  "bank",
  "card",
  "wechat",
  "alipay",
  "unionpay",
  "transfer",
  "cheque",
  "room",
  "voucher",
  "points",
] as const;

const doubles = (ids: readonly string[], at: string, member: string): readonly Finding[] =>
  ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [error("duplicate", `${at}${pointer(index, member)}`, `"${id}" stands here twice`)],
  );

const needsAsset = (file: ProgrammeFile, asset: string, at: string): readonly Finding[] =>
  file.assets.some((one) => one.id === asset)
    ? []
    : [error("unknown_asset", at, `no asset "${asset}" in this programme`)];

const needsTier = (file: ProgrammeFile, tier: string | undefined, at: string): readonly Finding[] =>
  tier === undefined || (file.tiers ?? []).some((one) => one.id === tier)
    ? []
    : [error("unknown_tier", at, `no tier "${tier}" in this programme`)];

const needsDuration = (text: string | undefined, at: string): readonly Finding[] =>
  text === undefined || durationOf(text) !== undefined
    ? []
    : [error("empty_duration", at, `"${text}" names no length of time`)];

/** A length that is measured by the clock: months have none. */
const needsSpan = (text: string | undefined, at: string): readonly Finding[] =>
  text === undefined || durationOf(text)?.months === 0
    ? []
    : [error("empty_duration", at, `"${text}" is no length in weeks, days, hours and minutes`)];

const checkExpiry = (
  file: ProgrammeFile,
  expiry: Expiry | undefined,
  at: string,
): readonly Finding[] => {
  if (expiry === undefined) return [];
  const day = expiry.day === undefined || partsOf(`2024-${expiry.day}`) !== undefined;
  return [
    ...needsDuration(expiry.after, `${at}/after`),
    ...(day ? [] : [error("no_such_day", `${at}/day`, `there is no ${expiry.day ?? ""}`)]),
    ...(expiry.exemptTiers ?? []).flatMap((tier, index) =>
      needsTier(file, tier, `${at}${pointer("exemptTiers", index)}`),
    ),
  ];
};

const checkReward = (file: ProgrammeFile, reward: TaskReward, at: string): readonly Finding[] => {
  if ("grant" in reward) return needsAsset(file, reward.grant.asset, `${at}/grant/asset`);
  return "tier" in reward ? needsTier(file, reward.tier.to, `${at}/tier/to`) : [];
};

const checkTenders = (
  file: ProgrammeFile,
  order: readonly string[],
  at: string,
): readonly Finding[] => {
  const known = new Set<string>([...tenderNames, ...file.assets.map((asset) => asset.id)]);
  return order.flatMap((tender, index) =>
    known.has(tender)
      ? []
      : [error("unknown_tender", `${at}${pointer(index)}`, `no tender or asset "${tender}"`)],
  );
};

const checkEffect = (file: ProgrammeFile, effect: Effect, at: string): readonly Finding[] => {
  const rewards = effect.task === undefined ? [] : [effect.task.reward].flat();
  return [
    ...(effect.points === undefined
      ? []
      : needsAsset(file, effect.points.asset, `${at}/points/asset`)),
    ...(effect.spend === undefined
      ? []
      : needsAsset(file, effect.spend.asset, `${at}/spend/asset`)),
    ...(effect.spend?.for?.grant === undefined
      ? []
      : needsAsset(file, effect.spend.for.grant, `${at}/spend/for/grant`)),
    ...(effect.grant === undefined
      ? []
      : needsAsset(file, effect.grant.asset, `${at}/grant/asset`)),
    ...checkExpiry(file, effect.grant?.expiry, `${at}/grant/expiry`),
    ...needsTier(file, effect.tier?.to, `${at}/tier/to`),
    ...needsDuration(effect.tier?.for, `${at}/tier/for`),
    ...checkTenders(file, effect.tender?.order ?? [], `${at}/tender/order`),
    ...rewards.flatMap((reward) => checkReward(file, reward, `${at}/task/reward`)),
    ...(effect.task === undefined
      ? []
      : checkMatch(file, effect.task.goal, { at: `${at}/task/goal` })),
  ];
};

const checkRule = (file: ProgrammeFile, rule: Rule, index: number): readonly Finding[] => {
  const at = pointer("rules", index);
  const group = rule.group;
  const undeclared = group !== undefined && !Object.hasOwn(file.groups ?? {}, group);
  return [
    ...checkMatch(file, rule.when, { at: `${at}/when`, stage: rule.at }),
    ...checkEffect(file, rule.then, `${at}/then`),
    ...(undeclared
      ? [error("undeclared_group", `${at}/group`, `group "${group}" is not declared in groups`)]
      : []),
  ];
};

const checkCards = (file: ProgrammeFile): readonly Finding[] =>
  file.cards.flatMap((card, index) => {
    const at = pointer("cards", index);
    const hours = card.replace?.hours;
    return [
      ...needsTier(file, card.tier, `${at}/tier`),
      ...needsDuration(card.validity, `${at}/validity`),
      ...needsSpan(card.lost?.reportWithin, `${at}/lost/reportWithin`),
      ...(hours === undefined || Object.hasOwn(file.hours ?? {}, hours)
        ? []
        : [error("unknown_hours", `${at}/replace/hours`, `no desk hours "${hours}" in hours`)]),
      ...(card.issue?.any ?? []).flatMap((match, nth) =>
        checkMatch(file, match, { at: `${at}${pointer("issue", "any", nth)}` }),
      ),
    ];
  });

const checkTiers = (file: ProgrammeFile): readonly Finding[] =>
  (file.tiers ?? []).flatMap((tier, index) => {
    const at = pointer("tiers", index);
    const conditions = (["up", "keep"] as const).flatMap((way) =>
      (tier[way]?.any ?? []).flatMap((match, nth) =>
        checkMatch(file, match, { at: `${at}${pointer(way, "any", nth)}` }),
      ),
    );
    return [
      ...conditions,
      ...needsDuration(tier.cycle?.length, `${at}/cycle/length`),
      ...needsDuration(tier.grace, `${at}/grace`),
    ];
  });

const checkPasses = (file: ProgrammeFile): readonly Finding[] =>
  Object.entries(file.passes ?? {}).flatMap(([id, pass]) => {
    const at = pointer("passes", id);
    const kind = file.assets.find((asset) => asset.id === pass.asset)?.kind;
    const sellable = kind === undefined || kind === "count" || kind === "pass";
    return [
      ...needsAsset(file, pass.asset, `${at}/asset`),
      ...needsDuration(pass.validity, `${at}/validity`),
      ...(sellable
        ? []
        : [error("wrong_kind", `${at}/asset`, `a pass sells counts or time, not ${kind}`)]),
    ];
  });

const isTime = (text: string): boolean =>
  /^([01]\d|2[0-3]):[0-5]\d$/.test(text) || text === "24:00";

const checkTimes = (file: ProgrammeFile): readonly Finding[] => {
  const named = [
    ...Object.entries(file.hours ?? {}).flatMap(([name, block]) => [
      [pointer("hours", name, "from"), block.from] as const,
      [pointer("hours", name, "to"), block.to] as const,
    ]),
    ...Object.entries(file.stay ?? {}).map(
      ([name, time]) => [pointer("stay", name), time] as const,
    ),
  ];
  return named.flatMap(([at, time]) =>
    isTime(time) ? [] : [error("no_such_time", at, `there is no time ${time}`)],
  );
};

const checkHead = (file: ProgrammeFile): readonly Finding[] => {
  const { from, to } = file.effective;
  const dates = (["from", "to"] as const).flatMap((end) => {
    const date = file.effective[end];
    return date === undefined || isDate(date)
      ? []
      : [error("no_such_day", pointer("effective", end), `there is no ${date}`)];
  });
  const backwards = to !== undefined && to < from;
  return [
    ...dates,
    ...(backwards ? [error("backwards", "/effective/to", `ends before it begins (${from})`)] : []),
    ...(isTimeZone(file.timezone)
      ? []
      : [error("unknown_time_zone", "/timezone", `no time zone "${file.timezone}"`)]),
    ...needsSpan(file.offline?.maxStaleness, "/offline/maxStaleness"),
  ];
};

const checkGroups = (file: ProgrammeFile): readonly Finding[] => {
  const used = new Set(file.rules.map((rule) => rule.group));
  return Object.keys(file.groups ?? {})
    .filter((group) => !used.has(group) && group !== "offer")
    .map((group) =>
      note("unused_group", pointer("groups", group), `no rule is in group "${group}"`),
    );
};

const closeOrder = ["expire", "credit", "tier", "statement"] as const;

const checkDayClose = (file: ProgrammeFile): readonly Finding[] => {
  const steps = file.dayClose ?? [];
  const inOrder = steps.every(
    (step, index) =>
      index === 0 || closeOrder.indexOf(step) > closeOrder.indexOf(steps[index - 1] ?? step),
  );
  const message = "the day closes expire, credit, tier, statement, whatever order stands here";
  return inOrder ? [] : [warning("day_close_order", "/dayClose", message)];
};

/** Names and dates of the whole file. */
export const checkReferences = (file: ProgrammeFile): readonly Finding[] => [
  ...checkHead(file),
  ...doubles(
    file.assets.map((asset) => asset.id),
    "/assets",
    "id",
  ),
  ...doubles(
    file.cards.map((card) => card.type),
    "/cards",
    "type",
  ),
  ...doubles(
    (file.tiers ?? []).map((tier) => tier.id),
    "/tiers",
    "id",
  ),
  ...doubles(
    file.rules.map((rule) => rule.id),
    "/rules",
    "id",
  ),
  ...file.assets.flatMap((asset, index) => [
    ...checkExpiry(file, asset.expiry, pointer("assets", index, "expiry")),
    ...needsDuration(asset.credit?.delay, pointer("assets", index, "credit", "delay")),
  ]),
  ...checkCards(file),
  ...checkTiers(file),
  ...checkPasses(file),
  ...checkTimes(file),
  ...checkGroups(file),
  ...checkDayClose(file),
  ...file.rules.flatMap((rule, index) => checkRule(file, rule, index)),
];
