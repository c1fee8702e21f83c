// The kiosk acts only for the member who stands there, and only as long as she does.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RawSocket } from "../../support/gateway-in-process.ts";
import { type Lobby, openLobby } from "../../support/lobby.ts";

let lobby: Lobby;
let kiosk: RawSocket;
let till: RawSocket;
const cardOf = (index: number): string => lobby.tokenOf(index);

beforeAll(async () => {
  lobby = await openLobby();
  ({ kiosk, till } = lobby);
});
afterAll(() => lobby.close());

/** The visit that a card opens; the page is told no more of it. */
const tap = async (index: number): Promise<string> => {
  const told = await lobby.tap(cardOf(index));
  expect(told).toMatchObject({ device: "lobby-reader", class: "simulated" });
  expect(JSON.stringify(told)).not.toContain(cardOf(index));
  return told.visit;
};
const accountAt = async (index: number): Promise<string> =>
  String((await till.call("card.identify", { token: cardOf(index) })).result?.["account"]);
const refusedAs = async (method: string, params: object): Promise<string | undefined> =>
  (await kiosk.call(method, params)).error?.data?.code;

test("a card becomes a visit, a visit becomes an account, and her own data are hers", async () => {
  const visit = await tap(0);
  const found = await kiosk.call("card.identify", { visit });
  expect(found.result).toMatchObject({ visit, member: { name: "王*", phone: "138****5678" } });
  const account = found.result?.["account"];
  const { result } = await kiosk.call("account.get", { account });
  expect(result).toHaveProperty("assets.spa.available");
  const punched = await kiosk.call("pass.punch", { account, asset: "spa", key: "v-1" });
  expect(punched.result).toMatchObject({ used: 1 });
  expect((await kiosk.call("print.get", { job: punched.result?.["job"] })).result).toBeDefined();
  await kiosk.call("visit.end", { visit });
});

test("nobody else's account, card, member or receipt", async () => {
  const other = await accountAt(1);
  const { result: otherCard = {} } = await till.call("card.identify", { token: cardOf(1) });
  const { result: sold } = await till.call("account.topUp", {
    account: other,
    amount: 10_000,
    tenders: [{ type: "cash", amount: 10_000 }],
    key: "v-2",
  });
  const visit = await tap(2);
  await kiosk.call("card.identify", { visit });
  const attempts: readonly (readonly [string, object])[] = [
    ["account.get", { account: other }],
    ["pass.punch", { account: other, asset: "spa", key: "v-3" }],
    ["points.redeem", { account: other, reward: "umbrella", key: "v-4" }],
    ["member.history", { account: other }],
    ["member.get", { member: (otherCard["member"] as { member: string }).member }],
    ["card.reportLost", { card: otherCard["card"], key: "v-5" }],
    ["card.checkPin", { card: otherCard["card"], pin: "000000" }],
    [
      "bill.quote",
      { lines: [{ venue: "shop", list: 1, quantity: 1 }], card: { card: otherCard["card"] } },
    ],
    [
      "bill.quote",
      { lines: [{ venue: "shop", list: 1, quantity: 1 }], card: { token: cardOf(0) } },
    ],
    ["arrival.checkIn", { account: other, key: "v-6" }],
    ["print.receipt", { receipt: sold?.["receipt"], key: "v-7" }],
    ["card.identify", { token: cardOf(1) }],
    ["card.identify", { number: otherCard["number"] }],
    ["card.identify", { code: otherCard["number"] }],
    ["member.get", { member: "me", reveal: true }],
  ];
  for (const [method, params] of attempts)
    expect([method, await refusedAs(method, params)]).toEqual([method, "not_permitted"]);
  await kiosk.call("visit.end", { visit });
});

test("of a member with several cards each can be chosen, none before it was named, nobody else's ever", async () => {
  const { result: known } = await till.call("card.identify", { token: cardOf(1) });
  const { member, number } = (known ?? {})["member"] as { member: string; number: string };
  const issued = await till.call("card.issue", { member, type: "gold", key: "v-8" });
  const second = issued.result?.["card"];
  const { result: other } = await till.call("card.identify", { token: cardOf(0) });
  await kiosk.call("input.arm", { expect: ["code"], forMs: 60_000 });
  await till.call("sim.scan", { device: "lobby-scanner", code: number });
  const scanned = await kiosk.nextEvent("code.scanned");
  // the page is told a word for the number, and only the word opens a visit
  expect(JSON.stringify(scanned)).not.toContain(number);
  expect(await refusedAs("card.identify", { code: number })).toBe("not_permitted");
  const told = (scanned as { data: { code: string } }).data.code;
  const { result } = await kiosk.call("card.identify", { code: told });
  const visit = result?.["visit"];
  expect(result?.["cards"]).toMatchObject([
    { card: known?.["card"] },
    { card: second, type: "gold" },
  ]);
  expect(await refusedAs("account.get", { account: issued.result?.["account"] })).toBe(
    "not_permitted",
  );
  expect(await refusedAs("card.identify", { visit, card: other?.["card"] })).toBe("not_permitted");
  const chosen = await kiosk.call("card.identify", { visit, card: second });
  expect(chosen.result).toMatchObject({ visit, card: second, type: "gold" });
  expect(chosen.result).not.toHaveProperty("cards");
  expect((await kiosk.call("account.get", { account: chosen.result?.["account"] })).error).toBe(
    undefined,
  );
  expect(await refusedAs("account.get", { account: known?.["account"] })).toBe("not_permitted");
  await kiosk.call("visit.end", { visit });
});

test("a visit that has ended opens nothing any more", async () => {
  const visit = await tap(0);
  const { result } = await kiosk.call("card.identify", { visit });
  await kiosk.call("visit.end", { visit });
  expect(await refusedAs("card.identify", { visit })).toBe("visit.over");
  expect(await refusedAs("account.get", { account: result?.["account"] })).toBe("not_permitted");
});

test("the next card ends the visit before it", async () => {
  const first = await tap(2);
  const { result } = await kiosk.call("card.identify", { visit: first });
  const second = await tap(0);
  expect(await refusedAs("card.identify", { visit: first })).toBe("visit.over");
  expect(await refusedAs("account.get", { account: result?.["account"] })).toBe("not_permitted");
  await kiosk.call("visit.end", { visit: second });
});

test("a visit belongs to its kiosk: another station cannot use it", async () => {
  const visit = await tap(1);
  const cashier = await lobby.gateway.session("cashier");
  await cashier.call("staff.signIn", { staff: "1001", pin: "1234" });
  const answer = await cashier.call("card.identify", { visit });
  expect(answer.error?.data?.code).toBe("card.unknown");
  cashier.close();
  await kiosk.call("visit.end", { visit });
});

test("a lost card is refused at the kiosk at once", async () => {
  const visit = await tap(3);
  expect(await refusedAs("card.identify", { visit })).toBe("card.lost");
});

test("nothing reaches a kiosk that has not armed its reader", async () => {
  await kiosk.call("input.disarm", {});
  kiosk.events.length = 0;
  await till.call("sim.card.present", { device: "lobby-reader", token: cardOf(0) });
  await till.call("sim.card.remove", { device: "lobby-reader" });
  await kiosk.call("session.ping");
  expect(kiosk.events.filter(({ topic }) => topic === "card.presented")).toEqual([]);
});
