// A store's file as the version before left it.
import { join } from "node:path";
import { migrations, schemaVersion } from "../../gateway/store/schema.ts";
import { openDatabase } from "../../gateway/store/sqlite/database.ts";
import { createStore } from "../../gateway/store/store.ts";
import { move, openAccount, run, storeOptions } from "./test-store.ts";

/** So many times 5.00 for its one account, the first under the key `k1`; taken back to the schema before the newest. */
export const olderStore = async (folder: string, moves = 1): Promise<string> => {
  const current = join(folder, "current.db");
  const store = await createStore(storeOptions(current));
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  for (let done = 0; done < moves; done += 1)
    await store.execute(run("move", move, { account: "a_1", amount: 500 }, `k${done + 1}`));
  await store.close();
  const older = join(folder, "older.db");
  const database = await openDatabase({ file: older });
  await database.exec(`${migrations.slice(0, -1).join("\n")}
    ATTACH '${current}' AS new;
    INSERT INTO property SELECT * FROM new.property; INSERT INTO journal SELECT * FROM new.journal;
    INSERT INTO subject SELECT * FROM new.subject;
    INSERT INTO entity (kind, id, body, links) SELECT kind, id, body, links FROM new.entity;
    INSERT INTO answer SELECT * FROM new.answer;
    PRAGMA user_version = ${schemaVersion - 1};`);
  await database.close();
  return older;
};
