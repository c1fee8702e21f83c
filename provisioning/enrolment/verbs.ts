// `tallygate enrol offer | offers | withdraw`, at head office: a signed bundle held ready for a new store behind a code.
// The key that signed it is not here: head office hands on what it could not have made.
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readManifest } from "../bundle/manifest.ts";
import { atConsole, consoleOptions, consoleUsage } from "../init/at-console.ts";
import { UsageError, type Verb } from "../verb.ts";

const bytesMax = 500_000;

const words = {
  zh: { until: "有效至", taken: "已被取走，机器", open: "未取" },
  en: { until: "until", taken: "taken by machine", open: "not taken yet" },
} as const;

const dashed = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** The bundle's bytes and the one store it is for; whether it is what it says the store's machine proves. */
const bundleIn = (file: string | undefined) => {
  if (file === undefined || !existsSync(file))
    throw new UsageError({ zh: "请给出 .tgb 文件。", en: "Which bundle?" });
  const bytes = readFileSync(file);
  const manifest = readManifest(bytes.subarray(0, bytes.indexOf("\n")).toString("utf8"));
  const isEnrol = manifest?.kind === "enrol" || manifest?.kind === "config";
  if (manifest === undefined || !isEnrol || manifest.store === undefined)
    throw new UsageError({
      zh: "这不是给某一家店的登记包：tallygate bundle make --kind enrol --store ID。",
      en: "This is no bundle to enrol one store: tallygate bundle make --kind enrol --store ID.",
    });
  if (bytes.length > bytesMax)
    throw new UsageError({
      zh: "超过 500 KB 的包请用 U 盘。",
      en: "A bundle above 500 kB goes by stick.",
    });
  return { store: manifest.store, bundle: bytes.toString("base64") };
};

const daysIn = (text: string): number => {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 14)
    throw new UsageError({ zh: "--days 是 1 到 14。", en: "--days takes 1 to 14." });
  return days;
};

export const enrolOffer: Verb = {
  name: "enrol offer",
  usage: `FILE.tgb [--days N] ${consoleUsage}`,
  says: {
    zh: "在总部为新店备好登记包，给出 8 位码（最长 14 天）",
    en: "Holds a new store's bundle ready at head office, behind a code for up to 14 days",
  },
  run: (args, speech) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...consoleOptions, days: { type: "string", default: "14" } },
    });
    const offered = { ...bundleIn(positionals[0]), days: daysIn(values.days) };
    return atConsole(values, { speech, role: "office" }, async ({ client }) => {
      const key = client.newKey();
      const { enrolment, code, expiresAt } = await client.call("enrolment.offer", {
        ...offered,
        key,
      });
      const { store } = offered;
      const until = words[speech.language].until;
      speech.tell(
        { enrolment, store, code, expiresAt },
        `${store}\t${dashed(code)}\t${until} ${expiresAt}`,
      );
      return 0;
    });
  },
};

export const enrolOffers: Verb = {
  name: "enrol offers",
  usage: consoleUsage,
  says: { zh: "列出总部备好的登记包", en: "Lists the bundles that head office holds ready" },
  run: (args, speech) => {
    const { values } = parseArgs({ args: [...args], options: consoleOptions });
    return atConsole(values, { speech, role: "office" }, async ({ client }) => {
      const { enrolments } = await client.call("enrolment.list", {});
      const say = words[speech.language];
      const rows = enrolments.map(({ enrolment, store, code, expiresAt, machine }) => {
        const state = machine === undefined ? say.open : `${say.taken} ${machine}`;
        return [enrolment, store, dashed(code), `${say.until} ${expiresAt}`, state].join("\t");
      });
      speech.tell({ enrolments }, ...rows);
      return 0;
    });
  },
};

export const enrolWithdraw: Verb = {
  name: "enrol withdraw",
  usage: `ENROLMENT ${consoleUsage}`,
  says: { zh: "撤回备好的登记包", en: "Takes a bundle back that head office holds ready" },
  run: (args, speech) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: consoleOptions,
    });
    const [enrolment] = positionals;
    if (enrolment === undefined)
      throw new UsageError({
        zh: "撤回哪一个？tallygate enrol offers。",
        en: "Which one? tallygate enrol offers shows them.",
      });
    return atConsole(values, { speech, role: "office" }, async ({ client }) => {
      await client.call("enrolment.withdraw", { enrolment, key: client.newKey() });
      speech.tell({ enrolment }, enrolment);
      return 0;
    });
  },
};
