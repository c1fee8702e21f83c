// The projector's process is not ended under a question, however long that takes: it is idle once it has answered.
import { join } from "node:path";
import { expect, test } from "vitest";
import { createProjector } from "../../../gateway/reports/model/projector.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { move, openAccount, run, storeOptions, temporaryFolder } from "../../support/test-store.ts";

/** Far less than a process needs to start. */
const idleMs = 5;

test("a question longer than the idle time is answered, and one that comes just as it ends", async () => {
  using folder = temporaryFolder();
  const books = join(folder.path, "store.db");
  const store = await createStore(storeOptions(books));
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  const projector = createProjector({ books, file: join(folder.path, "reports.db") }, idleMs);
  try {
    for (let round = 1; round <= 4; round += 1) {
      await store.execute(run("move", move, { account: "a_1", amount: 100 }, `k${round}`));
      const [one, other] = await Promise.all([projector.catchUp(), projector.catchUp()]);
      expect([one, other]).toEqual([round + 1, round + 1]);
      await new Promise((resolve) => void setTimeout(resolve, idleMs));
    }
  } finally {
    await projector.close();
    await store.close();
  }
});
