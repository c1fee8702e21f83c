// What a guest may do at a kiosk beside looking: check in to her own booking, see her own papers, say her own word.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RawSocket } from "../../support/gateway-in-process.ts";
import { type Lobby, openLobby } from "../../support/lobby.ts";

let lobby: Lobby;
let kiosk: RawSocket;
let till: RawSocket;

beforeAll(async () => {
  lobby = await openLobby();
  ({ kiosk, till } = lobby);
});
afterAll(() => lobby.close());

let puts = 0;
const put = async (more: object): Promise<unknown> => {
  const { result } = await till.call("stay.put", {
    key: `put-${++puts}`,
    arrive: "2024-03-11",
    depart: "2024-03-13",
    roomType: "king",
    nightly: 48_800,
    ...more,
  });
  return result?.["stay"];
};
const codeOf = async (method: string, params: object): Promise<unknown> =>
  (await kiosk.call(method, params)).error?.data?.code;

test("checks in to her own booking: room, way there, and the deposit the hotel asks for", async () => {
  const { visit, member, account } = await lobby.arrive(lobby.tokenOf(0));
  const booked = { member, room: "305", roomNote: "三楼左转", deposit: 20_000 };
  const stay = await put(booked);
  expect(await codeOf("stay.checkIn", { stay, visit, key: "in-0" })).toBe("not_permitted");
  const { result: found } = await kiosk.call("stay.find", { visit });
  expect(found).toMatchObject({ stays: [{ stay, room: "305", deposit: 20_000, nightly: 48_800 }] });
  const before = (await kiosk.call("account.get", { account })).result;
  const { result } = await kiosk.call("stay.checkIn", { stay, visit, deposit: 1, key: "in-1" });
  expect(result).toMatchObject({ room: "305", roomNote: "三楼左转", deposit: 20_000 });
  const after = (await kiosk.call("account.get", { account })).result;
  const stored = (view: object | undefined): number =>
    (view as { assets: Record<string, { available: number }> }).assets["stored"]?.available ?? 0;
  expect(stored(after)).toBe(stored(before) - 20_000);
  const history = await kiosk.call("member.history", { account });
  const { entries } = history.result as { entries: { op: string; receipt?: string }[] };
  const [paper] = entries.filter(({ op }) => op === "stay.checkIn");
  expect(paper?.receipt).toBe(result?.["receipt"]);
  const again = await kiosk.call("print.receipt", { receipt: paper?.receipt, key: "again-1" });
  expect(again.result).toHaveProperty("job");
  await kiosk.call("visit.end", { visit });
});

test("with a booking's code a guest without a card checks in, and nothing is set aside", async () => {
  const stay = await put({ code: "20240311", guest: "李四", room: "306", deposit: 20_000 });
  const found = await kiosk.call("stay.find", { code: "20240311" });
  expect(found.result).toMatchObject({ stays: [{ stay, guest: "李*" }] });
  const { result } = await kiosk.call("stay.checkIn", { stay, key: "in-2" });
  expect(result).toMatchObject({ room: "306" });
  expect(result).not.toHaveProperty("hold");
});

test("says her own word on marketing and nothing else, and her birthday stays with the house", async () => {
  const { visit, member } = await lobby.arrive(lobby.tokenOf(1));
  const consent = { rules: true, marketing: true };
  await till.call("member.update", {
    member,
    birthday: { date: "1984-05-06", calendar: "solar" },
    key: "born",
  });
  expect((await kiosk.call("member.update", { member, consent, key: "word" })).error).toBe(
    undefined,
  );
  const { result } = await kiosk.call("member.get", { member });
  expect(result).toMatchObject({ consent, birthdayKnown: true });
  expect(JSON.stringify(result)).not.toContain("1984");
  for (const change of [{ phone: "13800138111" }, { name: "王五" }, { consent: { rules: false } }])
    expect(
      (await kiosk.call("member.update", { member, ...change, key: "no" })).error,
    ).toBeDefined();
  await kiosk.call("visit.end", { visit });
});

test("tells her birthday once, by month and day; at the kiosk nobody changes one", async () => {
  const consent = { rules: true, marketing: false };
  const enrolled = await till.call("member.enrol", { name: "王五", consent, key: "new-1" });
  const token = "04F100000000B1";
  const card = { member: enrolled.result?.["member"], type: "standard", token, key: "new-2" };
  await till.call("card.issue", card);
  const { visit, member } = await lobby.arrive(token);
  const tell = (date: string, calendar: string) =>
    kiosk.call("member.update", {
      member,
      birthday: { date, calendar },
      key: `${date}${calendar}`,
    });
  for (const [date, calendar] of [
    ["1984-05-06", "solar"],
    ["0000-05-06", "lunar"],
    ["0000-02-30", "solar"],
  ] as const)
    expect((await tell(date, calendar)).error?.data?.code).toBe("not_permitted");
  expect((await kiosk.call("member.get", { member })).result).toHaveProperty(
    "birthdayKnown",
    false,
  );
  expect((await tell("0000-05-06", "solar")).error).toBe(undefined);
  expect((await kiosk.call("member.get", { member })).result).toHaveProperty("birthdayKnown", true);
  expect((await tell("0000-05-07", "solar")).error?.data?.code).toBe("not_permitted");
  const { result } = await till.call("member.get", { member });
  expect(result?.["birthday"]).toEqual({ month: 5, day: 6, calendar: "solar" });
  await kiosk.call("visit.end", { visit });
});

test("sees her vouchers, those that lapse first in front, and prices nothing herself", async () => {
  const { visit, account, card } = await lobby.arrive(lobby.tokenOf(2));
  const issue = (value: number, expiresOn: string) =>
    till.call("coupon.issue", {
      account,
      kind: "voucher",
      value,
      expiresOn,
      reason: "apology",
      key: `c-${value}`,
    });
  await issue(5_000, "2099-12-31");
  await issue(3_000, "2099-06-30");
  const { result } = await kiosk.call("account.get", { account });
  expect(result?.["coupons"]).toMatchObject([
    { value: 3_000, expiresOn: "2099-06-30" },
    { value: 5_000, expiresOn: "2099-12-31" },
  ]);

  // An offer and a discount by hand are a till's word.
  const line = { venue: "shop", sku: "swimsuit", list: 10_000, quantity: 1 };
  const bill = { lines: [line], card: { card } };
  const offers = [{ id: "mine", payRatio: 1 }];
  expect((await kiosk.call("bill.quote", bill)).error).toBe(undefined);
  expect(await codeOf("bill.quote", { ...bill, offers })).toBe("not_permitted");
  const tenders = [{ type: "stored", amount: 1 }];
  expect(await codeOf("bill.settle", { ...bill, offers, tenders, key: "offer-1" })).toBe(
    "not_permitted",
  );
  const off = [{ ...line, off: 9_999 }];
  const reduced = { ...bill, lines: off, byHand: { reason: "mine" }, tenders, key: "off-1" };
  expect(await codeOf("bill.settle", reduced)).toBe("not_permitted");

  // What the cashier noted of a bill is for the staff.
  const note = { text: "asks for the manager each time" };
  const own = { ...bill, tenders: [{ type: "stored", amount: 10_000 }], note, key: "note-1" };
  expect(await codeOf("bill.settle", own)).toBe("not_permitted");
  const paid = await till.call("bill.settle", {
    lines: [line],
    card: { card },
    tenders: [{ type: "cash", amount: 10_000 }],
    note,
    key: "note-2",
  });
  expect(paid.error).toBeUndefined();
  const entry = (socket: RawSocket) => socket.call("member.history", { account, limit: 1 });
  expect((await entry(till)).result?.["entries"]).toMatchObject([{ note: note.text }]);
  const { result: seen } = await entry(kiosk);
  expect(seen).toMatchObject({ entries: [{ op: "bill.settle" }] });
  expect(JSON.stringify(seen)).not.toContain(note.text);
  await kiosk.call("visit.end", { visit });
});
