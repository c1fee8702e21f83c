// The write-ahead log of a store that never rests: it is copied back beside the commits and begins anew now and then.
import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createStore } from "../../../gateway/store/store.ts";
import { walPagesMax } from "../../../gateway/store/wal-keeper.ts";
import { storeOptions, temporaryFolder } from "../../support/test-store.ts";

const walFrameBytes = 4096 + 24;
const tills = 8;
const callsOfEach = 120;
const rowsOfEach = 50;

test("stays within its bound while tills write without a pause", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "store.db");
  await using store = await closing(file);
  let longest = 0;
  const body = { said: "x".repeat(3000) };
  await Promise.all(
    Array.from({ length: tills }, async (_till, till) => {
      for (let call = 0; call < callsOfEach; call += 1) {
        const rows = Array.from({ length: rowsOfEach }, (_row, at) => ({
          table: "meta" as const,
          id: `${(at * 7919 + call * 104_729) % 20_000}-${till}`,
          body,
        }));
        await store.side(rows);
        longest = Math.max(longest, statSync(`${file}-wal`).size);
      }
    }),
  );
  // More than the bound was written: it did begin anew.
  expect(tills * callsOfEach * rowsOfEach).toBeGreaterThan(walPagesMax);
  expect(longest / walFrameBytes).toBeLessThan(walPagesMax);
});

const closing = async (file: string) => {
  const store = await createStore(storeOptions(file));
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() });
};
