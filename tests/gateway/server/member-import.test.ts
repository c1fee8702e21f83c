// member.import at a running gateway: row-exact answers, nobody twice, goes on where it broke off; hostile cells
// stay text.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
}, 60_000);
afterAll(() => gateway.close());

let keys = 0;
const sent = async (list: string, rows: readonly object[]) => {
  keys += 1;
  const params = { import: list, rows, key: `batch ${keys}` };
  const { body } = await gateway.post(
    { jsonrpc: "2.0", id: 1, method: "member.import", params },
    gateway.tokens.test,
  );
  expect(body.error).toBeUndefined();
  return body.result?.["rows"] as readonly Readonly<Record<string, unknown>>[];
};
const count = async (): Promise<number> => {
  const params = { report: "new-members", from: "2020-01-01", to: "2100-01-01" };
  const { body } = await gateway.post(
    { jsonrpc: "2.0", id: 1, method: "report.run", params },
    gateway.tokens.test,
  );
  const totals = body.result?.["totals"] as Record<string, number> | undefined;
  return totals?.["joined"] ?? 0;
};

test("each row is answered by itself", async () => {
  const rows = await sent("first", [
    { row: 1, name: "周敏", phone: "13500001111", sex: "female", attributes: { city: "杭州" } },
    { row: 2, name: "高远", birthday: { date: "1988-02-30", calendar: "solar" } },
    { row: 3, name: "郑霞", telephone: "13500003333" },
    { row: 4, name: "王芳", phone: "13812345678" },
    { row: 5, name: '=HYPERLINK("http://bad")', identity: { type: "id-card", number: "X1" } },
    { row: 6, name: "冯杰", identity: { type: "id-card", number: "510812199005200027" } },
  ]);
  expect(rows).toMatchObject([
    { row: 1, state: "enrolled" },
    { row: 2, state: "refused", code: "not_permitted" },
    { row: 3, state: "refused", code: "bad_row" },
    { row: 4, state: "known", number: "D0000011" },
    { row: 5, state: "enrolled" },
    { row: 6, state: "refused", code: "already_exists" },
  ]);
});

test("a list sent again enters nobody twice and gives the same numbers", async () => {
  const list = Array.from({ length: 150 }, (_, at) => ({ row: at + 1, name: `会员${at + 1}` }));
  const before = await count();
  const first = await sent("second", list.slice(0, 100));
  const again = await sent("second", list);
  expect(again.slice(0, 100)).toEqual(first);
  expect(await count()).toBe(before + 150);
  expect(new Set(again.map(({ number }) => number)).size).toBe(150);
});
