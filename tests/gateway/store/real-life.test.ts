// The store with the real operations of members, cards and bills: what they leave is whole, provable and rebuildable.
import { join } from "node:path";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import type { Decider } from "../../../gateway/members/contract.ts";
import { deciders, evolvers } from "../../../gateway/members/registry.ts";
import { auditStore } from "../../../gateway/store/audit.ts";
import { rebuild } from "../../../gateway/store/rebuild.ts";
import { openDatabase, type Database } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { asText, seal } from "../../support/seal.ts";
import { run, storeOptions, temporaryFolder, testDomain } from "../../support/test-store.ts";

const domain = { ...testDomain, evolvers };
const cash = (amount: number): JsonObject[] => [{ type: "cash", amount }];
const consent = { rules: true, marketing: false };

/** Rows of bills and receipts that hold more than where the journal holds them. */
const keptTwice = (database: Database) =>
  database.all("SELECT id FROM entity WHERE kind IN ('bill', 'receipt') AND body <> 'null'");

test("a day at the till", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "store.db");
  const store = await createStore(storeOptions(file, { domain }));
  const call = async (op: keyof typeof deciders, params: JsonObject): Promise<JsonObject> => {
    // The registry holds each operation's decider under its name; the params are that operation's.
    const decider = deciders[op] as unknown as Decider<JsonObject>;
    const answer = await store.execute(run(op, decider, seal(op, params)));
    if (!answer.ok) throw new Error(`${op}: ${answer.error.code}`);
    return answer.value.result;
  };

  const guests = await Promise.all(
    ["张三", "李四", "王五"].map(async (name, at) => {
      const identity = { type: "id-card", number: `11010119900101001${at}` };
      const { member } = await call("member.enrol", { name, identity, consent });
      const { card, account } = await call("card.issue", { member, type: "basic" });
      await call("account.topUp", { account, amount: 50_000, tenders: cash(50_000) });
      return { card: asText(card), account: asText(account), identity: { ...identity, name } };
    }),
  );
  const lines = [{ venue: "shop", list: 1280, quantity: 2 }];
  const bills = await Promise.all(
    guests.flatMap(({ card }) =>
      [2560, 2560, 2560].map((amount) =>
        call("bill.settle", { card: { card }, lines, tenders: [{ type: "stored", amount }] }),
      ),
    ),
  );
  await call("bill.reverse", { bill: asText(bills[0]?.["bill"]), reason: "wrong basket" });
  const [first] = guests;
  if (first === undefined) throw new Error("nobody came");
  await call("pass.sell", { account: first.account, pass: "wash10", tenders: cash(30_000) });
  await call("pass.punch", { account: first.account, asset: "wash" });
  await call("card.reportLost", { card: first.card, identity: first.identity });

  const voucher = { account: guests[1]?.account ?? "", value: 2_000, reason: "sorry" };
  const { coupon } = await call("coupon.issue", voucher);
  const { coupon: spent } = await call("coupon.issue", voucher);
  await call("coupon.void", { coupon: asText(spent) });

  const audit = await store.verify();
  expect(audit).toMatchObject({ ok: true, findings: [] });
  expect(Object.keys(audit.trialBalance).toSorted()).toEqual(
    expect.arrayContaining(["CNY", "wash"]),
  );
  expect(Object.values(audit.trialBalance).every((sum) => sum === 0)).toBe(true);
  const history = await store.entries({ account: first.account, limit: 100 });
  expect(history.map(({ body }) => body.op)).toEqual(
    expect.arrayContaining(["account.topUp", "bill.settle", "bill.reverse", "pass.punch"]),
  );
  const reversed = await store.view([{ kind: "bill", id: asText(bills[0]?.["bill"]) }]);
  expect(reversed.get("bill", asText(bills[0]?.["bill"]))?.state).toBe("reversed");
  expect(await store.list("bill")).toHaveLength(bills.length);
  await store.close();

  const database = await openDatabase({ file, readOnly: true });
  expect(await keptTwice(database), "bills and receipts stand in the journal only").toEqual([]);
  const whole = await auditStore(database, "s_test");
  expect(whole.findings).toEqual([]);
  const rebuilt = await rebuild(database, domain, join(folder.path, "scratch.db"));
  await database.close();
  expect(rebuilt).toMatchObject({ entries: audit.entries, findings: [] });

  const misled = await openDatabase({ file });
  await misled.exec(
    `UPDATE entity SET entry = (SELECT min(entry) FROM entity WHERE kind = 'bill')
     WHERE kind = 'bill' AND id = '${asText(bills[0]?.["bill"])}'`,
  );
  const other = await rebuild(misled, domain, join(folder.path, "misled.db"));
  await misled.close();
  expect(other.findings).toEqual([
    `bill ${asText(bills[0]?.["bill"])}: the journal makes it something else`,
  ]);

  const damaged = await openDatabase({ file });
  await damaged.exec(
    `UPDATE entity SET body = replace(body, '"value":2000', '"value":9000')
     WHERE kind = 'coupon' AND id = '${asText(coupon)}'`,
  );
  const { findings } = await auditStore(damaged, "s_test");
  await damaged.close();
  expect(findings).toEqual([
    `liab:voucher:${asText(coupon)}: the journal says 2000, the account 9000`,
  ]);
});
