// The legal profile a programme switches on in `law`: lints that speak, never silent changes.
// Sources are those the rulebook study read; what could not be verified there says so.
import type { CardTerms, LawId, ProgrammeFile } from "../format.ts";
import type { Finding } from "./finding.ts";
import { pointer, warning } from "./finding.ts";

const sources: Readonly<Record<LawId, string>> = {
  "CN-prepaid-cap": "国办发〔2011〕25号: 记名卡不超过5000元, 不记名卡不超过1000元",
  "CN-no-expiry-named":
    "国办发〔2011〕25号; 商务部令2012年第9号: 记名卡不得设有效期, 不记名卡不少于3年",
  "CN-7day-refund": "法释〔2025〕4号 (2025-05-01 起施行): 付款后七日内可请求返还本金",
  "CN-realname": "国办发〔2011〕25号; 商务部令2012年第9号: 记名卡及一次1万元以上不记名卡实名登记",
  "CN-cash-limit": "国办发〔2011〕25号: 单位5000元以上、个人50000元以上不得用现金",
};

const namedCap = 500_000;
const unnamedCap = 100_000;
const cashLimit = 5_000_000;

const say = (law: LawId, at: string, message: string): Finding => ({
  ...warning(law, at, message),
  source: sources[law],
});

const money = (file: ProgrammeFile): number =>
  file.assets.findIndex((asset) => asset.kind === "money");

const leastFirstTopUp = (card: CardTerms): number =>
  Math.max(
    0,
    ...(card.issue?.any ?? []).map((match) => {
      const asked = match["firstTopup"];
      if (typeof asked !== "object" || !("gte" in asked)) return 0;
      return typeof asked.gte === "number" ? asked.gte : 0;
    }),
  );

const prepaidCap = (file: ProgrammeFile): readonly Finding[] => {
  const index = money(file);
  const limit = file.assets[index]?.limit;
  const caps = file.cards.map((card) => (card.named === true ? namedCap : unnamedCap));
  const cap = Math.min(...caps);
  const findings = file.cards.flatMap((card, nth) => {
    const own = card.named === true ? namedCap : unnamedCap;
    const first = leastFirstTopUp(card);
    if (first <= own) return [];
    const at = pointer("cards", nth, "issue");
    return [say("CN-prepaid-cap", at, `a first top-up of ${first} is above ${own} a card`)];
  });
  if (index < 0 || (limit !== undefined && limit <= cap)) return findings;
  const said = limit === undefined ? "has no limit" : `may hold ${limit}`;
  const at = limit === undefined ? pointer("assets", index) : pointer("assets", index, "limit");
  return [...findings, say("CN-prepaid-cap", at, `stored value ${said}; at most ${cap} a card`)];
};

const noExpiry = (file: ProgrammeFile): readonly Finding[] => {
  const index = money(file);
  const rule = file.assets[index]?.expiry?.rule ?? "never";
  if (index < 0 || rule === "never") return [];
  const at = pointer("assets", index, "expiry");
  return [say("CN-no-expiry-named", at, "stored value lapses; on named cards it may not")];
};

const refunds = (file: ProgrammeFile): readonly Finding[] =>
  file.cards.flatMap((card, nth) =>
    card.refund?.allowed === true
      ? []
      : [
          say(
            "CN-7day-refund",
            pointer("cards", nth, "refund"),
            `"${card.type}" gives nothing back`,
          ),
        ],
  );

const realName = (file: ProgrammeFile): readonly Finding[] =>
  file.cards.flatMap((card, nth) => {
    const named = card.named === true;
    const proved = (card.issue?.any ?? []).some((match) => match["identityVerified"] === true);
    if (!named || proved) return [];
    const at = pointer("cards", nth, "issue");
    return [say("CN-realname", at, `"${card.type}" is named but issued without a document`)];
  });

const cash = (file: ProgrammeFile): readonly Finding[] =>
  file.cards.flatMap((card, nth) =>
    leastFirstTopUp(card) < cashLimit
      ? []
      : [say("CN-cash-limit", pointer("cards", nth, "issue"), "so much may not be taken in cash")],
  );

const checks: Readonly<Record<LawId, (file: ProgrammeFile) => readonly Finding[]>> = {
  "CN-prepaid-cap": prepaidCap,
  "CN-no-expiry-named": noExpiry,
  "CN-7day-refund": refunds,
  "CN-realname": realName,
  "CN-cash-limit": cash,
};

/** Lints of the laws the file names. */
export const checkLaw = (file: ProgrammeFile): readonly Finding[] =>
  (file.law ?? []).flatMap((law) => checks[law](file));
