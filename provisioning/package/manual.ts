// The man page tallygate(8) in both languages, and the completion for bash, made from the table of verbs: they cannot
// say less or more.
import { type Language, usageOf, type Verb } from "../verb.ts";

const escaped = (text: string): string => text.replaceAll("\\", "\\e").replaceAll("-", "\\-");

/** The page's own words; what a verb does the verb says itself. */
const words = {
  zh: {
    does: "开店、检查、升级、搬迁门店",
    headings: ["名称", "概要", "命令", "选项", "退出码", "文件", "参见"],
    options: [
      ["--lang zh|en", "用中文或英文；不给时随系统语言"],
      [
        "--json",
        '供程序读取：每行一个 JSON 对象，出错时为 {"error": {"code", "says"}}；退出码不变',
      ],
    ],
    exits: [
      ["0", "完成；doctor：一切正常"],
      ["1", "未完成，或完成但有发现；doctor：有警告"],
      ["2", "参数无法使用"],
      ["3", "doctor：至少一项错误"],
    ],
    files: [
      ["/var/lib/tallygate", "账本、密钥、备份、证书；只有网关可读"],
      ["/etc/tallygate", "devices.json、lan.conf、backup.conf、trust/；没有密钥"],
      ["/opt/tallygate/releases", "各版本的程序；current、previous、keeper 指向它们"],
    ],
  },
  en: {
    does: "opens, examines, upgrades and moves a store",
    headings: ["NAME", "SYNOPSIS", "VERBS", "OPTIONS", "EXIT STATUS", "FILES", "SEE ALSO"],
    options: [
      ["--lang zh|en", "speaks Chinese or English; without it as the locale says"],
      [
        "--json",
        'for programs: one JSON object a line, a complaint as {"error": {"code", "says"}}; same exit codes',
      ],
    ],
    exits: [
      ["0", "done; with doctor: all is well"],
      ["1", "not done, or done with findings; with doctor: warnings"],
      ["2", "arguments that cannot be used"],
      ["3", "doctor: at least one error"],
    ],
    files: [
      ["/var/lib/tallygate", "ledger, keys, backups, certificate; the gateway alone reads it"],
      ["/etc/tallygate", "devices.json, lan.conf, backup.conf, trust/; no secrets"],
      [
        "/opt/tallygate/releases",
        "programs by version; current, previous and keeper point at them",
      ],
    ],
  },
} as const;

/** troff with man macros. */
export const manualPage = (
  verbs: readonly Verb[],
  version: string,
  language: Language = "en",
): string => {
  const { does, headings, options, exits, files } = words[language];
  const [name, synopsis, list, chosen, ends, places, more] = headings;
  return [
    `.TH TALLYGATE 8 "" "tallygate ${version}" "Tallygate"`,
    `.SH ${name}`,
    `tallygate \\- ${does}`,
    `.SH ${synopsis}`,
    ".B tallygate",
    "VERB \\&... [\\-\\-lang zh|en] [\\-\\-json]",
    `.SH ${list}`,
    ...verbs.flatMap((verb) => [
      ".TP",
      `.B ${escaped(verb.name)} \\fR${escaped(usageOf(verb))}`,
      `${escaped(verb.says[language])}${language === "zh" ? "。" : "."}`,
    ]),
    `.SH ${chosen}`,
    ...options.flatMap(([option, says]) => [".TP", `.B ${escaped(option)}`, escaped(says)]),
    `.SH ${ends}`,
    ...exits.flatMap(([code, says]) => [".TP", `.B ${code}`, says]),
    `.SH ${places}`,
    ...files.flatMap(([path, says]) => [".TP", `.I ${path}`, says]),
    `.SH ${more}`,
    ".BR systemctl (1),",
    ".BR journalctl (1)",
    "",
  ].join("\n");
};

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
