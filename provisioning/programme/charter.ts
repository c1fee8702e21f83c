// tallygate programme charter: a programme as its members read it, the 会员章程 in Markdown, on stdout.
import { readFileSync } from "node:fs";
import { charterOf } from "../../gateway/programme/charter/charter.ts";
import { checkProgrammeText } from "../../gateway/programme/check.ts";
import { parseProgramme } from "../../gateway/programme/programme.ts";
import { UsageError, type Verb } from "../verb.ts";
import { programmePath } from "./test.ts";

export const programmeCharter: Verb = {
  name: "programme charter",
  usage: "FILE|ID",
  says: {
    zh: "由制度文件生成会员章程（Markdown）；用 --lang 选择 zh 或 en",
    en: "Writes the members' charter of a programme as Markdown; --lang chooses zh or en",
  },
  run: (args, { language, tell, errorLine }) => {
    const [named, ...more] = args;
    if (named === undefined || more.length > 0) {
      throw new UsageError({ zh: "请给出一份制度文件", en: "Name one programme file" });
    }
    const path = programmePath(named);
    const text = readFileSync(path, "utf8");
    const { findings } = checkProgrammeText(text);
    const wrong = findings.filter(({ level }) => level === "error");
    for (const finding of wrong) errorLine(`${path}:${finding.line ?? 1}: ${finding.message}`);
    if (wrong.length > 0) return Promise.resolve(1);
    const parsed = parseProgramme(JSON.parse(text));
    if (!parsed.ok) return Promise.resolve(1);
    const markdown = charterOf(parsed.value, language).trimEnd();
    tell({ file: path, language, markdown }, markdown);
    return Promise.resolve(0);
  },
};
