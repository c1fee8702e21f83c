// The `tallygate` command: finds the verb, speaks zh-CN or English, ends with the verb's exit code.
import { buildName } from "../gateway/build-name.ts";
import { type Language, type Speech, UsageError, type Verb } from "./verb.ts";
import { verbs } from "./verbs.ts";

const help = {
  zh: { usage: "用法", verbs: "命令", unknown: "没有这个命令", more: "查看某个命令的用法" },
  en: { usage: "Usage", verbs: "Verbs", unknown: "No such verb", more: "How one verb is used" },
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

const withoutLanguage = (args: readonly string[]): readonly string[] => {
  const at = args.indexOf("--lang");
  return at === -1 ? args : args.toSpliced(at, 2);
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

/** `group`: only the verbs that begin with this word. */
const sayHelp = ({ language, line }: Speech, group?: string): void => {
  const words = help[language];
  const shown = verbs.filter(({ name }) => group === undefined || name.split(" ")[0] === group);
  line(`${words.usage}: tallygate ${group === undefined ? "" : `${group} `}VERB …  [--lang zh|en]`);
  line("");
  line(`${words.verbs}:`);
  const width = Math.max(...shown.map(({ name }) => name.length)) + 2;
  for (const { name, says } of shown) line(`  ${name.padEnd(width)}${says[language]}`);
  line("");
  line(`${words.more}: tallygate VERB --help`);
};

const sayUsage = ({ name, usage, says }: Verb, { language, line }: Speech): void => {
  line(says[language]);
  line(`${help[language].usage}: tallygate ${name} ${usage}`.trimEnd());
};

/** Runs the command; resolves with the exit code. */
export const runCommand = async (args: readonly string[], speech: Speech): Promise<number> => {
  const words = withoutLanguage(args);
  if (words.length === 0 || words[0] === "help" || words[0] === "--help") {
    sayHelp(speech);
    return 0;
  }
  if (words[0] === "--version") {
    speech.line(`tallygate ${buildName()}`);
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
    sayUsage(found.verb, speech);
    return 0;
  }
  try {
    return await found.verb.run(found.args, speech);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    speech.errorLine(error.says[speech.language]);
    sayUsage(found.verb, speech);
    return 2;
  }
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
