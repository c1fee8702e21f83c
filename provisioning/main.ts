// The `tallygate` command: finds the verb, speaks zh-CN or English, ends with the verb's exit code.
import { buildName } from "../gateway/build-name.ts";
import { type Outlets, speechOn } from "./speech.ts";
import { type Language, type Speech, UsageError, usageOf, type Verb } from "./verb.ts";
import { verbs } from "./verbs.ts";

const help = {
  zh: {
    usage: "用法",
    verbs: "命令",
    unknown: "没有这个命令",
    more: "查看某个命令的用法",
    json: "供程序读取：每行一个 JSON 对象，退出码不变",
  },
  en: {
    usage: "Usage",
    verbs: "Verbs",
    unknown: "No such verb",
    more: "How one verb is used",
    json: "for programs: one JSON object a line, the same exit codes",
  },
} as const satisfies Record<Language, Record<string, string>>;

/** `--lang zh|en` first, then what the shell says; Chinese where it says nothing. */
export const languageOf = (
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language => {
  const asked = args[args.indexOf("--lang") + 1];
  if (args.includes("--lang") && (asked === "en" || asked === "zh")) return asked;
  const shell = env["LC_ALL"] ?? env["LC_MESSAGES"] ?? env["LANG"] ?? "";
  return shell === "" || shell.startsWith("zh") ? "zh" : "en";
};

/** Verbs need not know of `--lang` and `--json`. */
const withoutCommon = (args: readonly string[]): readonly string[] => {
  const at = args.indexOf("--lang");
  const rest = at === -1 ? args : args.toSpliced(at, 2);
  return rest.filter((word) => word !== "--json");
};

/** The verb with the longest name that the words begin with. */
export const verbOf = (
  words: readonly string[],
  known: readonly Verb[] = verbs,
): { readonly verb: Verb; readonly args: readonly string[] } | undefined => {
  const fitting = known
    .filter(({ name }) => name.split(" ").every((word, at) => words[at] === word))
    .toSorted((left, right) => right.name.length - left.name.length)[0];
  if (fitting === undefined) return undefined;
  return { verb: fitting, args: words.slice(fitting.name.split(" ").length) };
};

const asFacts = (verb: Verb, language: Language) => ({
  verb: verb.name,
  usage: usageOf(verb),
  says: verb.says[language],
});

/** `group`: only the verbs that begin with this word. */
const sayHelp = ({ language, line, tell }: Speech, group?: string): void => {
  const words = help[language];
  const shown = verbs.filter(({ name }) => group === undefined || name.split(" ")[0] === group);
  const within = group === undefined ? "" : `${group} `;
  line(`${words.usage}: tallygate ${within}VERB …  [--lang zh|en] [--json]`);
  line("");
  line(`${words.verbs}:`);
  const width = Math.max(...shown.map(({ name }) => name.length)) + 2;
  for (const verb of shown)
    tell(asFacts(verb, language), `  ${verb.name.padEnd(width)}${verb.says[language]}`);
  line("");
  line(`${words.more}: tallygate VERB --help`);
};

const usageLines = (verb: Verb, language: Language): readonly string[] => {
  const { usage, json } = help[language];
  return [
    verb.says[language],
    `${usage}: tallygate ${verb.name} ${usageOf(verb)}`.trimEnd(),
    ...(verb.hasOwnFormat === true ? [] : [`  --json  ${json}`]),
  ];
};

/** A mistake in the words as Node.js finds it is the caller's, like one that a verb finds. */
const asUsageError = (error: unknown): UsageError | undefined => {
  if (error instanceof UsageError) return error;
  const isOfArguments =
    error instanceof TypeError &&
    "code" in error &&
    String(error.code).startsWith("ERR_PARSE_ARGS_");
  if (!isOfArguments) return undefined;
  return new UsageError({ zh: `参数有误：${error.message}`, en: error.message });
};

const runVerb = async (
  verb: Verb,
  args: readonly string[],
  { speech, asJson }: { readonly speech: Speech; readonly asJson: boolean },
): Promise<number> => {
  try {
    if (asJson && verb.hasOwnFormat === true)
      throw new UsageError({ zh: "这个命令没有 --json。", en: "This verb has no --json." });
    return await verb.run(args, speech);
  } catch (error) {
    const mistake = asUsageError(error);
    if (mistake === undefined) throw error;
    speech.errorLine(mistake.says[speech.language]);
    for (const line of usageLines(verb, speech.language)) speech.line(line);
    return 2;
  }
};

/** Runs the command; resolves with the exit code. */
export const runCommand = async (args: readonly string[], outlets: Outlets): Promise<number> => {
  const asJson = args.includes("--json");
  const speech = speechOn(outlets, asJson);
  const words = withoutCommon(args);
  if (words.length === 0 || words[0] === "help" || words[0] === "--help") {
    sayHelp(speech);
    return 0;
  }
  if (words[0] === "--version") {
    speech.tell({ version: buildName() }, `tallygate ${buildName()}`);
    return 0;
  }
  const found = verbOf(words);
  const [first = ""] = words;
  if (found === undefined && verbs.some(({ name }) => name.startsWith(`${first} `))) {
    sayHelp(speech, first);
    return words.includes("--help") ? 0 : 2;
  }
  if (found === undefined) {
    speech.errorLine(`${help[speech.language].unknown}: ${words.join(" ")}`);
    sayHelp(speech);
    return 2;
  }
  if (found.args.includes("--help")) {
    const { language } = speech;
    speech.tell(asFacts(found.verb, language), ...usageLines(found.verb, language));
    return 0;
  }
  return runVerb(found.verb, found.args, { speech, asJson });
};

// not by the name it was started under: the package starts it through a link
if (import.meta.main) {
  const args = process.argv.slice(2);
  process.exitCode = await runCommand(args, {
    language: languageOf(args, process.env),
    line: (text) => void process.stdout.write(`${text}\n`),
    errorLine: (text) => void process.stderr.write(`${text}\n`),
  });
}
