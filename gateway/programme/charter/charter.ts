// A programme as its members read it: the 会员章程 in Markdown, written from the file and nothing else.
import type { Programme } from "../compile.ts";
import type { AssetTerms, CardTerms, Rule, Stage, TierTerms } from "../format.ts";
import { conditionsText, matchText } from "./conditions.ts";
import { effectText } from "./effects.ts";
import type { Language } from "./language.ts";
import { amountText, durationText, listText, said } from "./language.ts";

const headings = {
  cards: { zh: "会员卡", en: "Cards" },
  value: { zh: "储值与充值", en: "Stored value" },
  prices: { zh: "价格与折扣", en: "Prices and discounts" },
  points: { zh: "积分", en: "Points" },
  redeem: { zh: "积分与次数的使用", en: "Using points and passes" },
  tiers: { zh: "等级", en: "Tiers" },
  benefits: { zh: "权益", en: "Benefits" },
  loss: { zh: "挂失、补卡与退卡", en: "Loss, replacement and refund" },
} as const;

const choose = (language: Language, zh: string, en: string): string =>
  language === "zh" ? zh : en;

const bullets = (sentences: readonly string[]): string =>
  sentences.map((one) => `- ${one}`).join("\n");

const cited = (text: string, cite: string | undefined, language: Language): string =>
  cite === undefined ? text : choose(language, `${text}（${cite}）`, `${text} (${cite})`);

const ruleText = (programme: Programme, rule: Rule, language: Language): readonly string[] => {
  if (rule.says !== undefined)
    return [cited(said(rule.says, language, rule.id), rule.cite, language)];
  const gives = effectText(programme, rule, language);
  if (gives === undefined) return [];
  const goal = rule.then.task === undefined ? undefined : { ...rule.when, ...rule.then.task.goal };
  const when = matchText(programme, goal ?? rule.when, language);
  const colon = choose(language, "：", ": ");
  return [cited(when === "" ? gives : `${when}${colon}${gives}`, rule.cite, language)];
};

const rulesAt = (
  programme: Programme,
  stages: readonly Stage[],
  language: Language,
): readonly string[] =>
  stages.flatMap((stage) =>
    programme.rulesAt(stage).flatMap((rule) => ruleText(programme, rule, language)),
  );

const cardText = (programme: Programme, card: CardTerms, language: Language): string => {
  const issue = conditionsText(programme, card.issue, language);
  const parts = [
    ...(issue === "" ? [] : [choose(language, `办理条件：${issue}`, `issued for: ${issue}`)]),
    choose(
      language,
      `工本费${amountText(programme, card.fee ?? 0)}`,
      `fee ${amountText(programme, card.fee ?? 0)}`,
    ),
    card.validity === undefined
      ? choose(language, "长期有效", "valid without end")
      : choose(
          language,
          `有效期${durationText(card.validity, "zh")}`,
          `valid for ${durationText(card.validity, "en")}`,
        ),
    ...(card.pin === "required" ? [choose(language, "使用时须验证密码", "used with a PIN")] : []),
    ...(card.named === undefined
      ? []
      : [card.named ? choose(language, "记名", "named") : choose(language, "不记名", "bearer")]),
    ...(card.shareable === false ? [choose(language, "仅限本人使用", "for its holder only")] : []),
  ];
  return `**${said(card.name, language, card.type)}**${choose(language, "：", ": ")}${parts.join(choose(language, "；", "; "))}`;
};

const creditText = (asset: AssetTerms, language: Language): string => {
  const mode = asset.credit?.mode ?? "instant";
  if (mode === "instant") return choose(language, "即时到账", "credited at once");
  if (mode === "delay") {
    const delay = asset.credit?.delay ?? "P0D";
    return choose(
      language,
      `${durationText(delay, "zh")}后到账`,
      `credited after ${durationText(delay, "en")}`,
    );
  }
  const every = {
    month: ["月", "month"],
    quarter: ["季度", "quarter"],
    half: ["半年", "half-year"],
    year: ["年", "year"],
  } as const;
  const [zh, en] = every[asset.credit?.every ?? "quarter"];
  return choose(language, `每${zh}末到账`, `credited at the end of the ${en}`);
};

const expiryText = (asset: AssetTerms, language: Language): string => {
  const expiry = asset.expiry ?? { rule: "never" };
  const zh = durationText(expiry.after ?? "P1Y", "zh");
  const en = durationText(expiry.after ?? "P1Y", "en");
  switch (expiry.rule) {
    case "never":
      return choose(language, "长期有效", "never lapse");
    case "per_lot":
      return choose(
        language,
        `自取得之日起${zh}内有效`,
        `good for ${en} from the day they are given`,
      );
    case "window_from_first_credit":
      return choose(
        language,
        `自首次到账起${zh}内有效，到期清零`,
        `good for ${en} from the first credit, then zero`,
      );
    case "inactivity":
      return choose(language, `${zh}无活动则失效`, `lapse after ${en} without activity`);
    case "fixed_day":
      return choose(
        language,
        `每年${expiry.day ?? "12-31"}到期`,
        `lapse each year on ${expiry.day ?? "12-31"}`,
      );
    case "rollover":
      return choose(
        language,
        `${zh}有效，未用部分累计到下一个有效期`,
        `good for ${en}; what is left goes on for one more`,
      );
  }
};

const assetText = (asset: AssetTerms, language: Language): string => {
  const earned = asset.kind === "points" || asset.kind === "progress";
  const parts = [...(earned ? [creditText(asset, language)] : []), expiryText(asset, language)];
  return `**${said(asset.name, language, asset.id)}**${choose(language, "：", ": ")}${listText(parts, language)}`;
};

const valueText = (programme: Programme, language: Language): readonly string[] => {
  const asset = programme.storedAsset;
  if (asset === undefined) return [];
  const least = asset.minTopup;
  const most = asset.limit;
  return [
    ...(least === undefined
      ? []
      : [
          choose(
            language,
            `每次充值不少于${amountText(programme, least)}`,
            `each top-up at least ${amountText(programme, least)}`,
          ),
        ]),
    ...(most === undefined
      ? []
      : [
          choose(
            language,
            `卡内余额不超过${amountText(programme, most)}`,
            `at most ${amountText(programme, most)} on a card`,
          ),
        ]),
    assetText(asset, language),
    ...rulesAt(programme, ["topup"], language),
  ];
};

const passText = (programme: Programme, language: Language): readonly string[] =>
  Object.entries(programme.file.passes ?? {}).map(([id, pass]) => {
    const validity =
      pass.validity === undefined
        ? ""
        : choose(
            language,
            `，有效期${durationText(pass.validity, "zh")}`,
            `, good for ${durationText(pass.validity, "en")}`,
          );
    const count = `${said(programme.asset(pass.asset)?.name, language, pass.asset)} ×${pass.quantity}`;
    return `${said(pass.name, language, id)}${choose(language, "：", ": ")}${count}${choose(language, "，", ", ")}${amountText(programme, pass.price)}${validity}`;
  });

const tierText = (programme: Programme, tier: TierTerms, language: Language): string => {
  const up = conditionsText(programme, tier.up, language);
  const keep = conditionsText(programme, tier.keep, language);
  const next =
    tier.takesEffect === "next_cycle"
      ? choose(language, "（下一周期生效）", " (from the next cycle on)")
      : "";
  const parts = [
    ...(up === "" ? [] : [choose(language, `升级：${up}${next}`, `reached by ${up}${next}`)]),
    ...(keep === "" ? [] : [choose(language, `保级：${keep}`, `kept by ${keep}`)]),
  ];
  const name = `**${said(tier.name, language, tier.id)}**`;
  return parts.length === 0
    ? name
    : `${name}${choose(language, "：", ": ")}${parts.join(choose(language, "；", "; "))}`;
};

const lossText = (programme: Programme, card: CardTerms, language: Language): string => {
  const hours =
    card.replace?.hours === undefined ? undefined : programme.file.hours?.[card.replace.hours];
  const wait = card.replace?.afterWorkdays ?? 0;
  const parts = [
    choose(
      language,
      `补卡${amountText(programme, card.replace?.fee ?? 0)}`,
      `replacement ${amountText(programme, card.replace?.fee ?? 0)}`,
    ),
    ...(wait > 0
      ? [choose(language, `挂失${wait}个工作日后办理`, `after ${wait} full working days`)]
      : []),
    ...(hours === undefined
      ? []
      : [
          choose(
            language,
            `办理时间${hours.days === "workday" ? "工作日" : "每日"}${hours.from}–${hours.to}`,
            `${hours.days === "workday" ? "working days" : "daily"} ${hours.from}–${hours.to}`,
          ),
        ]),
    ...(card.replace?.identityLocked === true
      ? [choose(language, "姓名和证件号不变", "name and document stay the same")]
      : []),
    choose(
      language,
      `损坏换卡${amountText(programme, card.damage?.fee ?? 0)}`,
      `damaged card ${amountText(programme, card.damage?.fee ?? 0)}`,
    ),
    card.refund?.allowed === true
      ? choose(language, "可退卡，退还剩余本金", "refund of what is left of the principal")
      : choose(language, "不办理退卡", "no refund"),
  ];
  return `**${said(card.name, language, card.type)}**${choose(language, "：", ": ")}${parts.join(choose(language, "；", "; "))}`;
};

const section = (
  heading: keyof typeof headings,
  sentences: readonly string[],
  language: Language,
) => (sentences.length === 0 ? [] : [{ heading: headings[heading][language], sentences }]);

/** The charter in one language; every sentence comes from the file, every rule names its clause. */
export const charterOf = (programme: Programme, language: Language): string => {
  const { file } = programme;
  const units = file.assets.filter((asset) => asset.kind !== "money" && asset.kind !== "credit");
  const sections = [
    ...section(
      "cards",
      [
        ...file.cards.map((card) => cardText(programme, card, language)),
        ...rulesAt(programme, ["issue"], language),
      ],
      language,
    ),
    ...section("value", valueText(programme, language), language),
    ...section("prices", rulesAt(programme, ["price", "discount"], language), language),
    ...section(
      "points",
      [
        ...units.map((asset) => assetText(asset, language)),
        ...rulesAt(programme, ["earn", "arrival"], language),
      ],
      language,
    ),
    ...section(
      "redeem",
      [
        ...passText(programme, language),
        ...rulesAt(programme, ["redeem", "entitle", "points_pay", "voucher"], language),
      ],
      language,
    ),
    ...section(
      "tiers",
      programme.tiers
        .filter((tier) => tier.hidden !== true)
        .map((tier) => tierText(programme, tier, language)),
      language,
    ),
    ...section("benefits", rulesAt(programme, ["benefit", "close"], language), language),
    ...section(
      "loss",
      file.cards.map((card) => lossText(programme, card, language)),
      language,
    ),
  ];
  const from = choose(
    language,
    `第${file.version}版，自${file.effective.from}起施行`,
    `Version ${file.version}, in force from ${file.effective.from}`,
  );
  const body = sections.map(
    ({ heading, sentences }, index) => `## ${index + 1}. ${heading}\n\n${bullets(sentences)}`,
  );
  return `# ${said(file.name, language, file.id)}\n\n${from}\n\n${body.join("\n\n")}\n`;
};
