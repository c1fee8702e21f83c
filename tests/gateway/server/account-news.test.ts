// Who hears that an account has changed: the station that did it at once, everybody else soon and only the newest.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

/** Fewer than a signal of fraud would be opened for. */
const billsMade = 3;

test("a till hears of each of its own bills, the office of the last one, a bystander of none", async () => {
  const till = await gateway.session("test");
  const office = await gateway.session("office");
  const technician = await gateway.session("technician");
  const token = gateway.cards[0]?.token;
  const { result } = await till.call("card.identify", { token });
  const account = result?.["account"];
  const entries: unknown[] = [];
  const settle = async (): Promise<void> => {
    const answer = await till.call("bill.settle", {
      key: crypto.randomUUID(),
      card: { token },
      lines: [{ venue: "shop", list: 100, quantity: 1 }],
      tenders: [{ type: "cash", amount: 100 }],
    });
    if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error));
    entries.push(answer.result?.["entry"]);
  };
  for (let bill = 0; bill < billsMade; bill += 1) await settle();

  const atTill: unknown[] = [];
  while (atTill.length < entries.length) {
    const { data } = await till.nextEvent("account.changed");
    // What was done while the store was set up may still be on its way.
    if (entries.includes(Reflect.get(Object(data), "entry"))) atTill.push(data);
  }
  expect(atTill).toEqual(entries.map((entry) => ({ account, entry })));
  const heard: unknown[] = [];
  while (heard.at(-1) !== entries.at(-1)) {
    const { data, ...frame } = await office.nextEvent("account.changed");
    expect(Object.keys(frame).toSorted()).toEqual(["at", "sentAt", "seq", "topic"]);
    heard.push(Reflect.get(Object(data), "entry"));
  }
  // Before it came what was done while the store was set up, and now and then a bill of its own.
  expect(new Set(heard).size).toBe(heard.length);
  const bills = heard.filter((entry) => entries.includes(entry));
  expect(bills).toEqual(entries.filter((entry) => bills.includes(entry)));
  expect(technician.events.filter(({ topic }) => topic === "account.changed")).toEqual([]);
});
