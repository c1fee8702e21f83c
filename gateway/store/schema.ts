// The schema's versions, oldest first. Forward only: a number that has shipped is never changed again.
import { journalSchema } from "./migrations/0001-journal.ts";
import { forgetting } from "./migrations/0002-forgetting.ts";
import { madeByAnEvent } from "./migrations/0003-made-by-an-event.ts";
import { commissionOwed } from "./migrations/0004-commission-owed.ts";
import { foundBySound } from "./migrations/0005-found-by-sound.ts";
import { chainTables } from "./migrations/0006-chain.ts";
import { traitsBesideKeys } from "./migrations/0007-traits-beside-keys.ts";
import { chainWhole } from "./migrations/0008-chain-whole.ts";
import { integer } from "./sqlite/columns.ts";
import type { Database } from "./sqlite/database.ts";

export const migrations: readonly string[] = [
  journalSchema,
  forgetting,
  madeByAnEvent,
  commissionOwed,
  foundBySound,
  chainTables,
  traitsBesideKeys,
  chainWhole,
];

export const schemaVersion = migrations.length;

/** The version a file has; 0 = nothing in it yet. */
export const versionOf = async (database: Database): Promise<number> => {
  const [row] = await database.all("PRAGMA user_version");
  return integer(row?.["user_version"]);
};

/** The steps from one version to the newest; to be run in one transaction. */
export const stepsFrom = (version: number): string =>
  [...migrations.slice(version), `PRAGMA user_version = ${schemaVersion};`].join("\n");

/** Several statements, all of them or none. */
export const inTransaction = async (database: Database, statements: string): Promise<void> => {
  try {
    await database.exec(`BEGIN IMMEDIATE;\n${statements}\nCOMMIT;`);
  } catch (error) {
    await database.exec("ROLLBACK").catch(() => undefined);
    throw error;
  }
};
