// Two tills with one guest know of each other, and only as long as both are there.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

/** A till and another one, both with the same guest in the basket; whom the first one has heard of. */
const twoTills = async () => {
  const [till, other] = [await gateway.session("cashier"), await gateway.session("test")];
  for (const socket of [till, other])
    expect(
      (await socket.call("staff.signIn", { staff: "1001", pin: "1234" })).error,
    ).toBeUndefined();
  const token = gateway.cards[0]?.token ?? "";
  const { result } = await till.call("card.identify", { token });
  const account = result?.["account"];
  expect((await till.call("bill.attend", { account })).result).toEqual({ others: [] });
  const { result: told } = await other.call("bill.attend", { account });
  expect(told?.["others"]).toHaveLength(1);
  const heard = async (): Promise<unknown> => {
    const { data } = await till.nextEvent("basket.shared");
    return (data as { others: readonly unknown[] }).others;
  };
  expect(await heard()).toHaveLength(1);
  return { till, other, heard };
};

test("a till that is switched off is told away when its grace is over", async () => {
  const { till, other, heard } = await twoTills();
  other.terminate();
  expect(await heard()).toEqual([]);
  till.close();
});

test("a till whose page begins anew has nobody in its basket", async () => {
  const { till, heard } = await twoTills();
  const again = await gateway.session("test");
  expect(await heard()).toEqual([]);
  again.close();
  till.close();
});
