// tallygate programme test: runs a programme's cases on a fresh simulated store, through the real socket.
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { operations } from "../../gateway/protocol/operations.ts";
import { type Case, CaseFileError, readCases } from "../cases/format.ts";
import { type GatewayUnderTest, startGatewayUnderTest } from "../cases/gateway-under-test.ts";
import { type CaseReport, runCase } from "../cases/run-case.ts";
import { UsageError, type Verb } from "../verb.ts";

export const shippedFolder = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  "gateway/programmes",
);

interface Wanted {
  /** absent: cases name a shipped programme each */
  readonly file?: Readonly<Record<string, unknown>>;
  readonly cases: readonly Case[];
}

/** A path, or the id of a programme that is shipped. */
export const programmePath = (named: string): string => {
  const shipped = join(shippedFolder, `${named}.json`);
  if (existsSync(named)) return named;
  if (existsSync(shipped)) return shipped;
  throw new UsageError({ zh: `找不到制度文件 ${named}`, en: `No programme file ${named}` });
};

const readProgramme = (path: string): Readonly<Record<string, unknown>> => {
  const file: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof file !== "object" || file === null || Array.isArray(file)) {
    throw new UsageError({ zh: `${path} 不是制度文件`, en: `${path} is no programme file` });
  }
  return file as Readonly<Record<string, unknown>>;
};

/** Every case file that is shipped. */
const shippedCases = (): readonly Case[] =>
  readdirSync(shippedFolder)
    .filter((name) => name.endsWith(".cases.json"))
    .toSorted()
    .flatMap((name) => readCases(join(shippedFolder, name)));

/** Without arguments all shipped cases; with a programme its own cases or those named after it. */
export const wantedOf = (args: readonly string[]): Wanted => {
  const [named, ...caseFiles] = args;
  if (named === undefined) return { cases: shippedCases() };
  if (args.every((arg) => arg.endsWith(".cases.json"))) {
    return { cases: args.flatMap((path) => readCases(path)) };
  }
  const path = programmePath(named);
  const beside = path.replace(/\.json$/, ".cases.json");
  const files = caseFiles.length > 0 ? caseFiles : existsSync(beside) ? [beside] : [];
  const isShipped = dirname(path) === shippedFolder && basename(path) === `${named}.json`;
  const cases = files.flatMap((file) => readCases(file));
  return isShipped ? { cases } : { file: readProgramme(path), cases };
};

const isKeyed = (op: string): boolean =>
  Object.hasOwn(operations, op) && operations[op as keyof typeof operations].keyed;

/** Runs cases one after the other; `report` hears of each as it ends. */
export const runCases = async (
  gateway: GatewayUnderTest,
  wanted: Wanted,
  report: (done: CaseReport) => void,
): Promise<readonly CaseReport[]> => {
  const reports: CaseReport[] = [];
  const options = {
    isKeyed,
    newKey: () => randomUUID(),
    ...(wanted.file === undefined ? {} : { file: wanted.file }),
  };
  for (const each of wanted.cases) {
    const done = await runCase(gateway, each, options);
    reports.push(done);
    report(done);
  }
  return reports;
};

export const programmeTest: Verb = {
  name: "programme test",
  usage: "[PROGRAMME.json|ID] [CASES.json …]",
  says: {
    zh: "在全新的模拟门店上逐条运行制度的测试用例；不带参数时运行全部自带用例",
    en: "Runs a programme's cases on a fresh simulated store; without arguments all shipped cases",
  },
  run: async (args, { tell, errorLine }) => {
    let wanted: Wanted;
    try {
      wanted = wantedOf(args);
    } catch (error) {
      if (!(error instanceof CaseFileError)) throw error;
      errorLine(error.message);
      return 2;
    }
    const gateway = await startGatewayUnderTest();
    try {
      const reports = await runCases(gateway, wanted, ({ id, failures }) =>
        tell({ case: id, failures }, ...failures),
      );
      const failed = reports.filter(({ failures }) => failures.length > 0).length;
      const passed = reports.length - failed;
      tell({ passed, failed }, `${passed} passed, ${failed} failed`);
      return failed === 0 ? 0 : 1;
    } finally {
      await gateway.close();
    }
  },
};
