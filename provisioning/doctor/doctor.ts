// `tallygate doctor`: what is wrong with this machine, why it matters, and the cure; `--fix` applies it.
import { parseArgs } from "node:util";
import { openMachine } from "../machine.ts";
import { type Language, UsageError, type Verb } from "../verb.ts";
import { type Examined, examine, exitCodeOf, repairAll } from "./examine.ts";
import { checks } from "./registry.ts";

const words = {
  zh: {
    why: "原因",
    cause: "发现",
    cure: "处理",
    fix: "可自动修复：tallygate doctor --fix",
    well: "正常",
    failed: "问题",
    absent: "不适用",
    repair: "修复未成",
  },
  en: {
    why: "why",
    cause: "found",
    cure: "cure",
    fix: "done for you by: tallygate doctor --fix",
    well: "well",
    failed: "failed",
    absent: "not here",
    repair: "the repair failed",
  },
} as const satisfies Record<Language, Record<string, string>>;

/** One finding as JSON, in both languages. */
export const asJson = ({ check, finding, repairFailed }: Examined) => ({
  id: check.id,
  level: check.level,
  state: finding.state,
  what: check.what,
  why: check.why,
  ...(finding.state === "failed" ? { cause: finding.cause } : {}),
  cure: check.cure,
  fix: check.repair !== undefined,
  ...(repairFailed === undefined ? {} : { repairFailed }),
});

const asText = (
  { check, finding, repairFailed }: Examined,
  language: Language,
): readonly string[] => {
  const say = words[language];
  if (finding.state !== "failed") return [];
  return [
    `${check.level === "error" ? "✕" : "!"} ${check.id}  ${check.what[language]}`,
    `    ${say.cause}: ${finding.cause[language]}`,
    `    ${say.why}: ${check.why[language]}`,
    `    ${say.cure}: ${check.cure[language]}`,
    ...(repairFailed === undefined ? [] : [`    ${say.repair}: ${repairFailed}`]),
    ...(check.repair === undefined ? [] : [`    ${say.fix}`]),
  ];
};

const read = (args: readonly string[]) => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "boolean", default: false },
      fix: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      all: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      data: { type: "string" },
      root: { type: "string" },
    },
  });
  const unknown = values.only.find((id) => !checks.some((check) => check.id === id));
  if (unknown !== undefined)
    throw new UsageError({ zh: `没有这项检查：${unknown}`, en: `There is no check ${unknown}` });
  const chosen =
    values.only.length === 0 ? checks : checks.filter(({ id }) => values.only.includes(id));
  const machine = openMachine({
    ...(values.root === undefined ? {} : { root: values.root }),
    ...(values.data === undefined ? {} : { data: values.data }),
  });
  return { ...values, chosen, machine };
};

export const doctor: Verb = {
  name: "doctor",
  usage: "[--fix] [--json] [--only ID …] [--all] [--list] [--data DIR]",
  says: {
    zh: "检查本机：每项有原因与处理办法；--fix 自动修复；退出码 0 正常、1 警告、3 错误",
    en: "Examines this machine, with cause and cure; --fix applies it; ends with 0 well, 1 warnings, 3 errors",
  },
  run: async (args, { line, language }) => {
    const { chosen, machine, fix, json, list, all } = read(args);
    if (list) {
      for (const { id, level, what, repair } of chosen)
        line(`${id}\t${level}\t${repair === undefined ? "" : "--fix"}\t${what[language]}`);
      return 0;
    }
    const examined = await (fix ? repairAll : examine)(machine, chosen);
    if (json) {
      line(JSON.stringify({ checks: examined.map(asJson), exit: exitCodeOf(examined) }, null, 1));
      return exitCodeOf(examined);
    }
    for (const one of examined) {
      if (all && one.finding.state !== "failed")
        line(
          `${one.finding.state === "well" ? "✓" : "–"} ${one.check.id}  ${one.check.what[language]}`,
        );
      for (const text of asText(one, language)) line(text);
    }
    const count = (state: string): number =>
      examined.filter(({ finding }) => finding.state === state).length;
    const say = words[language];
    line(
      `${count("well")} ${say.well}, ${count("failed")} ${say.failed}, ${count("absent")} ${say.absent}`,
    );
    return exitCodeOf(examined);
  },
};
