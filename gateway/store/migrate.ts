// Brings a file to the newest schema: first on a copy beside it, so that a step that fails has touched nothing.
import { draftOf, removeDraft } from "./drafts.ts";
import { inTransaction, schemaVersion, stepsFrom, versionOf } from "./schema.ts";
import { openDatabase, type Database, type DriverName } from "./sqlite/database.ts";

export interface MigrateOptions {
  readonly file: string;
  readonly driver?: DriverName;
  /** the steps from a version to the newest; other ones only for trying the rehearsal out */
  readonly steps?: (version: number) => string;
}

/** Does nothing where the file is new enough. A failed rehearsal throws and leaves the file as it was. */
export const migrate = async (database: Database, options: MigrateOptions): Promise<void> => {
  const version = await versionOf(database);
  if (version === schemaVersion) return;
  const steps = (options.steps ?? stepsFrom)(version);
  if (version > 0) await rehearse(database, steps, options);
  await inTransaction(database, steps);
};

const rehearse = async (
  database: Database,
  steps: string,
  { file, driver }: MigrateOptions,
): Promise<void> => {
  const copy = draftOf(file);
  removeDraft(copy);
  await database.run("VACUUM INTO ?", copy);
  const rehearsal = await openDatabase({ file: copy, ...(driver === undefined ? {} : { driver }) });
  try {
    await inTransaction(rehearsal, steps);
    const [check] = await rehearsal.all("PRAGMA quick_check(1)");
    if (check?.["quick_check"] !== "ok")
      throw new Error("the rehearsed migration left a damaged file");
  } finally {
    await rehearsal.close();
    removeDraft(copy);
  }
};
