// tallygate programme check: says what is wrong or doubtful about programme files, with the line.
import { readFileSync } from "node:fs";
import { type Finding } from "../../gateway/programme/programme.ts";
import { checkProgrammeText } from "../../gateway/programme/check.ts";
import { type Speech, UsageError, type Verb } from "../verb.ts";
import { programmePath } from "./test.ts";

const levels = {
  zh: { error: "错误", warning: "警告", note: "提示" },
  en: { error: "error", warning: "warning", note: "note" },
} as const;

/** `FILE:LINE: level code: message (source)`, as compilers say it, so that editors can follow it. */
const lineFor = (path: string, finding: Finding, { language }: Speech): string => {
  const place = finding.line === undefined ? finding.at || "/" : String(finding.line);
  const source = finding.source === undefined ? "" : ` (${finding.source})`;
  const level = levels[language][finding.level];
  return `${path}:${place}: ${level} ${finding.code}: ${finding.message}${source}`;
};

export const programmeCheck: Verb = {
  name: "programme check",
  usage: "FILE|ID …",
  says: {
    zh: "检查制度文件：格式、含义、冲突与法规提示，逐条给出行号；有错误时退出码为 1",
    en: "Checks programme files: shape, meaning, conflicts, legal notes, each with its line; 1 on errors",
  },
  run: (args, speech) => {
    if (args.length === 0) {
      throw new UsageError({ zh: "请给出制度文件", en: "Name a programme file" });
    }
    let errors = 0;
    for (const named of args) {
      const path = programmePath(named);
      const { findings } = checkProgrammeText(readFileSync(path, "utf8"));
      const wrong = findings.filter(({ level }) => level === "error").length;
      errors += wrong;
      const others = findings.length - wrong;
      speech.tell(
        { file: path, errors: wrong, findings },
        ...findings.map((finding) => lineFor(path, finding, speech)),
        speech.language === "zh"
          ? `${path}：${wrong} 个错误，${others} 条提示`
          : `${path}: ${wrong} errors, ${others} other findings`,
      );
    }
    return Promise.resolve(errors === 0 ? 0 : 1);
  },
};
