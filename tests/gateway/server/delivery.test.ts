// The deliveries of one endpoint beside a real store: what is never taken ends in giving up after the last try, and
// whoever takes up later begins with it.
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { type DeliveryParts, startDelivery } from "../../../gateway/server/webhooks/delivery.ts";
import type { Tried } from "../../../gateway/server/webhooks/post.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { move, openAccount, run, storeOptions, temporaryFolder } from "../../support/test-store.ts";

test("after the last try it is given up; the position stays before what was not taken", async () => {
  using folder = temporaryFolder();
  const store = await createStore(storeOptions(join(folder.path, "store.db")));
  for (const account of ["a", "b"])
    await store.execute(run("account.open", openAccount, { account }));
  const put = async (account: string): Promise<string> => {
    const done = await store.execute(run("money.put", move, { account, amount: 5 }));
    return done.ok ? String(done.value.entry) : "";
  };
  const refused = await put("a");
  const sent: string[] = [];
  let position = 0;
  const othersTaken = Promise.withResolvers<void>();
  const given = Promise.withResolvers<string>();
  const parts: Omit<DeliveryParts, "send" | "after" | "exhausted"> = {
    store,
    isWanted: ({ body }) => body.op === "money.put",
    emptied: () => given.reject(new Error("emptied")),
    keep: (after) => {
      position = after;
      return Promise.resolve();
    },
    memberOf: ({ body }) => Promise.resolve(body.account ?? ""),
    failed: given.reject,
    nowMs: () => Date.now(),
    backOffMs: [1, 1, 1],
  };
  const first = startDelivery({
    ...parts,
    after: 0,
    exhausted: (_entry, why) => {
      given.resolve(why);
      return Promise.resolve(false);
    },
    send: async ({ body: { id } }): Promise<Tried> => {
      sent.push(id);
      if (id !== refused) {
        if (new Set(sent).size === 3) othersTaken.resolve();
        return { kind: "taken" };
      }
      if (sent.filter((one) => one === refused).length === 4) await othersTaken.promise;
      return { kind: "failed", why: "status 500" };
    },
  });
  const others = [await put("b"), await put("b")];
  expect(await given.promise).toBe("status 500");
  await first.stop();
  expect(sent.filter((id) => id === refused)).toHaveLength(4);
  expect(sent).toEqual(expect.arrayContaining(others));
  expect(position).toBe(2);

  const again: string[] = [];
  const second = startDelivery({
    ...parts,
    after: position,
    exhausted: () => Promise.reject(new Error("given up")),
    send: ({ body: { id } }) => {
      again.push(id);
      return Promise.resolve({ kind: "taken" });
    },
  });
  await vi.waitFor(() => expect(second.status().pending).toBe(0), { timeout: 30_000 });
  await second.stop();
  expect(again.toSorted()).toEqual([refused, ...others].toSorted());
  expect(position).toBe(store.head().seq);
  await store.close();
});
