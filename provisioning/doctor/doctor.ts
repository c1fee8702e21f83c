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

/** `all`: also what has not failed. */
const asText = (
  { check, finding, repairFailed }: Examined,
  language: Language,
  all: boolean,
): readonly string[] => {
  const say = words[language];
  if (finding.state !== "failed")
    return all
      ? [`${finding.state === "well" ? "✓" : "–"} ${check.id}  ${check.what[language]}`]
      : [];
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
  usage: "[--fix] [--only ID …] [--all] [--list] [--data DIR]",
  says: {
    zh: "检查本机：每项有原因与处理办法；--fix 自动修复；退出码 0 正常、1 警告、3 错误",
    en: "Examines this machine, with cause and cure; --fix applies it; ends with 0 well, 1 warnings, 3 errors",
  },
  run: async (args, { tell, language }) => {
    const { chosen, machine, fix, list, all } = read(args);
    if (list) {
      for (const { id, level, what, repair } of chosen) {
        const isFixed = repair !== undefined;
        const row = `${id}\t${level}\t${isFixed ? "--fix" : ""}\t${what[language]}`;
        tell({ id, level, what, fix: isFixed }, row);
      }
      return 0;
    }
    const examined = await (fix ? repairAll : examine)(machine, chosen);
    const count = (state: string): number =>
      examined.filter(({ finding }) => finding.state === state).length;
    const say = words[language];
    const exit = exitCodeOf(examined);
    tell(
      { checks: examined.map(asJson), exit },
      ...examined.flatMap((one) => asText(one, language, all)),
      `${count("well")} ${say.well}, ${count("failed")} ${say.failed}, ${count("absent")} ${say.absent}`,
    );
    return exit;
  },
};
