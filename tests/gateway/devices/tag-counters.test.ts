// A tag's cryptogram counts once: also after a restart, at two readers at once, and when the disk says no.
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { HostEvent } from "../../../drivers/contract.ts";
import { createTagCounters } from "../../../gateway/devices/tag-counters.ts";
import { createStore } from "../../../gateway/store/store.ts";
import type { Store } from "../../../gateway/store/contract.ts";
import { storeOptions, temporaryFolder } from "../../support/test-store.ts";

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let heard: string[];
let copies: string[];

const open = async (): Promise<void> => {
  store = await createStore(storeOptions(join(folder.path, "store.db")));
};
beforeEach(async () => {
  folder = temporaryFolder();
  heard = [];
  copies = [];
  await open();
});
afterEach(async () => {
  await store.close();
  folder[Symbol.dispose]();
});

const witness = (given: Pick<Store, "side" | "sideRow"> = store) =>
  createTagCounters({
    store: given,
    tell: (event) => {
      if (event.event === "card.presented") heard.push(`+${event.device} ${event.trust}`);
      if (event.event === "card.removed") heard.push(`-${event.device}`);
    },
    copied: (device) => copies.push(device),
  });
const shown = (counter: number, device = "lobby-reader"): HostEvent => ({
  event: "card.presented",
  device,
  uid: "04DE5F1EACC040",
  trust: "cryptogram",
  counter,
  at: 0,
});
const untilHeard = (count: number): Promise<void> =>
  expect.poll(() => heard.length, { timeout: 30_000 }).toBe(count);

test("a message that was seen before is a copy, also after the gateway was started again", async () => {
  witness().hear(shown(61));
  await untilHeard(1);
  await store.close();
  await open();
  const again = witness();
  again.hear(shown(61));
  again.hear(shown(60));
  again.hear(shown(62));
  await untilHeard(4);
  expect(heard.map((line) => line.split(" ")[1])).toEqual([
    "cryptogram",
    "uid",
    "uid",
    "cryptogram",
  ]);
  expect(copies).toEqual(["lobby-reader", "lobby-reader"]);
});

test("of two readers that show one message at once, one has the copy", async () => {
  const tags = witness();
  tags.hear(shown(7, "lobby-reader"));
  tags.hear(shown(7, "desk-reader"));
  await untilHeard(2);
  const trusts = heard.map((line) => line.split(" ")[1] ?? "");
  expect(new Set(trusts)).toEqual(new Set(["cryptogram", "uid"]));
  expect(copies).toHaveLength(1);
});

test("a card's going never overtakes its coming, and other cards wait for nobody", async () => {
  const tags = witness();
  tags.hear(shown(1));
  tags.hear({ event: "card.removed", device: "lobby-reader", uid: "04DE5F1EACC040", at: 1 });
  tags.hear({ event: "card.presented", device: "desk-reader", uid: "01", trust: "uid", at: 2 });
  expect(heard).toEqual(["+desk-reader uid"]);
  await untilHeard(3);
  expect(heard.slice(1)).toEqual(["+lobby-reader cryptogram", "-lobby-reader"]);
});

test("a counter that cannot be written proves nothing", async () => {
  const full: Pick<Store, "side" | "sideRow"> = {
    sideRow: (table, id) => store.sideRow(table, id),
    side: () => Promise.reject(new Error("disk full")),
  };
  witness(full).hear(shown(9));
  await untilHeard(1);
  expect(heard).toEqual(["+lobby-reader uid"]);
  expect(copies).toEqual([]);
});
