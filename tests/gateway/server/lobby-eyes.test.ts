// What the lobby's glass is told: every answer to a kiosk in a visit, searched for whole numbers of the guest.
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

test("no answer to a kiosk holds a whole number of a card, a member or a telephone", async () => {
  const token = lobby.tokenOf(0);
  const { result: known } = await till.call("card.identify", { token });
  const { member } = (known ?? {})["member"] as { member: string };
  const { result: file } = await till.call("member.get", { member, reveal: true, reason: "desk" });
  const { number, phone } = file as { number: string; phone: string };
  const cardNumber = String(known?.["number"]);
  const whole = [cardNumber, number, phone];
  expect(whole.map((one) => one.length > 4)).toEqual([true, true, true]);

  const { visit } = await lobby.tap(token);
  const seen = await kiosk.call("card.identify", { visit });
  const { account, card } = seen.result as { account: string; card: string };
  const settled = { reward: "coffee", quantity: 1, where: "kiosk", account, key: "eyes-1" };
  const answers = [
    seen,
    await kiosk.call("member.get", { member }),
    await kiosk.call("account.get", { account }),
    await kiosk.call("stay.find", { visit }),
    await kiosk.call("points.redeem", settled),
    await kiosk.call("arrival.checkIn", { account, key: "eyes-2" }),
    await kiosk.call("topup.intend", { account, amount: 10_000, key: "eyes-3" }),
    await kiosk.call("topup.intents", {}),
    await kiosk.call("key.get", { key: "eyes-3" }),
    await kiosk.call("member.history", { account }),
    await kiosk.call("help.call", { reason: "help", account, key: "eyes-4" }),
    await kiosk.call("help.list", {}),
    await kiosk.call("print.list", {}),
  ];
  expect(answers[0]?.result).toMatchObject({ card, number: `****${cardNumber.slice(-4)}` });
  const { entries } = (answers[9]?.result ?? { entries: [] }) as {
    entries: { receipt?: string }[];
  };
  const papers = entries.flatMap(({ receipt }) => receipt ?? []);
  expect(papers.length).toBeGreaterThan(0);
  for (const receipt of papers) {
    const shown = await kiosk.call("print.preview", { receipt });
    expect(shown.result).toHaveProperty("svg");
    answers.push(shown);
  }
  const heard = JSON.stringify([answers, kiosk.events]);
  expect(whole.filter((one) => heard.includes(one))).toEqual([]);
  const punched = await kiosk.call("pass.punch", { account, asset: "spa", key: "eyes-6" });
  expect(punched.result).toHaveProperty("job");
  // Slips lie about in the lobby: those printed with what was booked, and the copy the guest asks for.
  const [receipt] = papers;
  expect((await kiosk.call("print.receipt", { receipt, key: "eyes-5" })).error).toBeUndefined();
  const paper = async (): Promise<string> =>
    String((await till.call("sim.printer.output", { device: "lobby-printer" })).result?.["text"]);
  const seldom = { timeout: 20_000, interval: 200 };
  await expect.poll(async () => (await paper()).match(/\*{4}/gu)?.length, seldom).toBe(4);
  const printed = await paper();
  expect(whole.filter((one) => printed.includes(one))).toEqual([]);
  await kiosk.call("visit.end", { visit });
});
