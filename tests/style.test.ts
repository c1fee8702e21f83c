// Style is a test: lengths of files and functions, and no clock or dice where decisions are made.
import { describe, expect, test } from "vitest";
import { readSources, type Source } from "./support/sources.ts";

const fileLinesMax = 400;
const functionLinesMax = 70;
const lineWidthMax = 120;

const pureRooms = ["gateway/programme/", "gateway/members/", "gateway/ledger/", "kiosk-ui/charts/"];
const impure =
  /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bsetTimeout\(|\bcrypto\.randomUUID\(|\bTemporal\.Now\b/;
const unwanted = /\bTODO\b|\bFIXME\b|@ts-ignore|@ts-expect-error|\bas any\b/;

/** Functions longer than the limit, found by the indentation that the formatter guarantees. */
const longFunctions = (source: Source): readonly string[] => {
  const lines = source.text.split("\n");
  const opened =
    /^(\s*)(?:export\s+)?(?:async\s+)?(?:function\b|(?:const\s+\w+.*=>\s*\{$)|(?:(?:private|protected|override|async|static)\s+)*\w+\([^)]*\)(?::.*)?\s*\{$)/;
  return lines.flatMap((line, start) => {
    const match = opened.exec(line);
    if (match === null || !line.trimEnd().endsWith("{")) return [];
    if (/^\s*(if|for|while|switch|catch|describe|else|return)\b/.test(line)) return [];
    const end = lines.findIndex((other, at) => at > start && other.startsWith(`${match[1]}}`));
    const length = end - start + 1;
    return length > functionLinesMax
      ? [`${source.path}:${start + 1} function of ${length} lines`]
      : [];
  });
};

const faults = (source: Source): readonly string[] => {
  const lines = source.text.split("\n");
  const isTest = source.path.startsWith("tests/");
  return [
    ...(lines.length - 1 > fileLinesMax ? [`${source.path} has ${lines.length - 1} lines`] : []),
    ...(lines[0]?.startsWith("//") === true
      ? []
      : [`${source.path} does not open by saying what it is`]),
    ...(isTest ? [] : longFunctions(source)),
    ...lines.flatMap((line, at) => {
      const says = (what: string): string => `${source.path}:${at + 1} ${what}`;
      return [
        ...(line.length > lineWidthMax && !/https?:|`|"|\/.+\/[a-z]*[;,.)]/.test(line)
          ? [says(`is ${line.length} wide`)]
          : []),
        ...(unwanted.test(line) && source.path !== "tests/style.test.ts"
          ? [says(`holds ${unwanted.exec(line)?.[0]}`)]
          : []),
        ...(pureRooms.some((room) => source.path.startsWith(room)) &&
        impure.test(line) &&
        !line.trimStart().startsWith("//")
          ? [says(`uses a clock or dice: ${impure.exec(line)?.[0]}`)]
          : []),
      ];
    }),
  ];
};

describe("the house style", () => {
  test("holds in every file", () => {
    const sources = readSources(["gateway", "drivers", "kiosk-ui", "provisioning", "tests"]);
    expect(sources.flatMap(faults)).toEqual([]);
  });

  const planted = (path: string, text: string): string =>
    faults({ path, text: `// planted\n${text}` }).join();
  test("notices a planted clock, a long file, a long function and a left-over mark", () => {
    expect(planted("gateway/members/planted.ts", "const now = Date.now();")).toContain("clock");
    expect(planted("drivers/planted.ts", "\n".repeat(fileLinesMax + 1))).toContain("lines");
    const body = "  work();\n".repeat(functionLinesMax);
    expect(planted("drivers/planted.ts", `export const long = () => {\n${body}};\n`)).toContain(
      "function of",
    );
    expect(planted("drivers/planted.ts", "// " + "TO" + "DO later")).toContain("holds");
  });
});
