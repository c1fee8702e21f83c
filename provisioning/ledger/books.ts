// Opens the books of a data folder for reading, also while the gateway works on them.
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { databaseFile } from "../../gateway/store/files.ts";
import { storeIdOf } from "../../gateway/store/open.ts";
import { openDatabase, type Database } from "../../gateway/store/sqlite/database.ts";
import { UsageError } from "../verb.ts";

export interface Books {
  readonly database: Database;
  readonly storeId: string;
  readonly dataFolder: string;
  /** what stood on the command line beside `--data` and the options asked for */
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
}

export interface Words {
  readonly dataFolder: string;
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | undefined>>;
}

/** The books of the machine where the command is the package's; of a checkout the folder `var` in it. */
const usualData = import.meta.dirname.startsWith("/opt/tallygate/") ? "/var/lib/tallygate" : "var";

/** Words and options of a verb; `--data DIR` is always one of them. */
export const readWords = (args: readonly string[], more: readonly string[]): Words => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: Object.fromEntries(["data", ...more].map((name) => [name, { type: "string" }])),
  });
  const { data: dataFolder = usualData, ...options } = values;
  return { dataFolder, words: positionals, options };
};

/** The sum of each unit, as people read it. */
export const sumLines = (trialBalance: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(trialBalance).map(([unit, sum]) => `sum       ${sum} ${unit}`);

/** The file of the books. Throws UsageError where there are none. */
export const booksIn = (dataFolder: string): string => {
  const file = databaseFile(dataFolder);
  if (existsSync(file)) return file;
  throw new UsageError({ zh: `没有账本：${file}`, en: `There are no books: ${file}` });
};

/** Runs with the books of `--data DIR`, in one snapshot; `more` names further options that take a value. */
export const withBooks = async (
  args: readonly string[],
  more: readonly string[],
  work: (books: Books) => Promise<number>,
): Promise<number> => {
  const words = readWords(args, more);
  const file = booksIn(words.dataFolder);
  const database = await openDatabase({ file, readOnly: true });
  try {
    await database.exec("BEGIN");
    return await work({ ...words, database, storeId: await storeIdOf(database) });
  } finally {
    await database.close();
  }
};
