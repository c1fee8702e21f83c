// The man page tallygate(8) and the completion for bash, made from the table of verbs: they cannot say less or more.
import { usageOf, type Verb } from "../verb.ts";

const escaped = (text: string): string => text.replaceAll("\\", "\\e").replaceAll("-", "\\-");

const options = [
  ["--lang zh|en", "speaks Chinese or English; without it as the locale says"],
  [
    "--json",
    'for programs: one JSON object a line on standard output, a complaint as {"error": {"code", "says"}}; the same exit codes',
  ],
] as const;

const exits = [
  ["0", "done; with doctor: all is well"],
  ["1", "not done, or done with findings; with doctor: warnings"],
  ["2", "arguments that cannot be used"],
  ["3", "doctor: at least one error"],
] as const;

const files = [
  ["/var/lib/tallygate", "ledger, keys, backups, certificate; the gateway alone reads it"],
  ["/etc/tallygate", "devices.json, lan.conf, backup.conf, trust/; no secrets"],
  ["/opt/tallygate/releases", "programs by version; current, previous and keeper point at them"],
] as const;

/** troff with man macros. */
export const manualPage = (verbs: readonly Verb[], version: string): string =>
  [
    `.TH TALLYGATE 8 "" "tallygate ${version}" "Tallygate"`,
    ".SH NAME",
    "tallygate \\- opens, examines, upgrades and moves a store",
    ".SH SYNOPSIS",
    ".B tallygate",
    "VERB \\&... [\\-\\-lang zh|en] [\\-\\-json]",
    ".SH VERBS",
    ...verbs.flatMap((verb) => [
      ".TP",
      `.B ${escaped(verb.name)} \\fR${escaped(usageOf(verb))}`,
      `${escaped(verb.says.en)}.`,
    ]),
    ".SH OPTIONS",
    ...options.flatMap(([option, says]) => [".TP", `.B ${escaped(option)}`, escaped(says)]),
    ".SH EXIT STATUS",
    ...exits.flatMap(([code, says]) => [".TP", `.B ${code}`, says]),
    ".SH FILES",
    ...files.flatMap(([path, says]) => [".TP", `.I ${path}`, says]),
    ".SH SEE ALSO",
    ".BR systemctl (1),",
    ".BR journalctl (1)",
    "",
  ].join("\n");

/** Options that a usage line names. */
const optionsOf = (usage: string): readonly string[] => [
  ...new Set(usage.match(/--[a-z-]+/gu) ?? []),
];

/** Words complete by what may follow them; then options, then files. */
export const completion = (verbs: readonly Verb[]): string => {
  const rows = verbs.map(
    (verb) => `    "${verb.name}") options="${optionsOf(usageOf(verb)).join(" ")}" ;;`,
  );
  const firsts = [...new Set(verbs.map(({ name }) => name.split(" ")[0] ?? ""))];
  const seconds = firsts.flatMap((first) => {
    const words = verbs.flatMap(({ name }) =>
      name.startsWith(`${first} `) ? [name.split(" ")[1] ?? ""] : [],
    );
    return words.length === 0 ? [] : [`    ${first}) words="${[...new Set(words)].join(" ")}" ;;`];
  });
  return `# bash completion for tallygate(8); made from its table of verbs
_tallygate() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words="" options="" verb="\${COMP_WORDS[1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${firsts.join(" ")} help" -- "$word"))
    return
  fi
  if [ "$COMP_CWORD" -eq 2 ]; then
    case "$verb" in
${seconds.join("\n")}
    esac
  fi
  case "$verb \${COMP_WORDS[2]}" in
${rows.filter((row) => / /u.test(row.split('"')[1] ?? "")).join("\n")}
  esac
  [ -n "$options" ] || case "$verb" in
${rows.filter((row) => !/ /u.test(row.split('"')[1] ?? "")).join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words $options --lang" -- "$word"))
}
complete -o default -F _tallygate tallygate
`;
};
