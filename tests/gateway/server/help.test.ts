// A guest at a kiosk calls a person or tells an amount; staff answer; both see the same. Over real sockets.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RawSocket } from "../../support/gateway-in-process.ts";
import { type Lobby, openLobby } from "../../support/lobby.ts";

let lobby: Lobby;
let kiosk: RawSocket;
let till: RawSocket;
let desk: RawSocket;
let keys = 0;
const key = (): string => `h-${++keys}`;

beforeAll(async () => {
  lobby = await openLobby();
  ({ kiosk, till: desk } = lobby);
  till = await lobby.gateway.session("cashier");
  await till.call("staff.signIn", { staff: "1001", pin: "1234" });
});
afterAll(() => lobby.close());

const alertOf = async (socket: RawSocket, code: string): Promise<object> => {
  for (;;) {
    const { data } = (await socket.nextEvent("alert")) as { data: { code: string } };
    if (data.code === code) return data;
  }
};

describe("a call for help", () => {
  test("reaches the till, is answered, and the guest sees it", async () => {
    const called = await kiosk.call("help.call", { reason: "payment", key: key() });
    const help = called.result?.["help"];
    expect(called.result).toMatchObject({ state: "called" });
    expect(await alertOf(till, "help.called")).toMatchObject({ help, reason: "payment" });
    const { result } = await till.call("help.list");
    expect(result?.["calls"]).toMatchObject([{ help, state: "called", reason: "payment" }]);

    const again = await kiosk.call("help.call", { reason: "help", key: key() });
    expect(again.result?.["help"]).toBe(help);

    await till.call("help.answer", { help, state: "coming", key: key() });
    expect(await alertOf(kiosk, "help.coming")).toMatchObject({ help });
    const { result: own } = await kiosk.call("help.list");
    expect(own?.["calls"]).toMatchObject([{ help, state: "coming", by: "1001" }]);

    await till.call("help.answer", { help, state: "done", key: key() });
    expect((await till.call("help.list")).result?.["calls"]).toEqual([]);
    const late = await till.call("help.answer", { help, state: "seen", key: key() });
    expect(late.error?.data?.code).toBe("not_permitted");
    const anew = await kiosk.call("help.call", { reason: "help", key: key() });
    expect(anew.result?.["help"]).not.toBe(help);
    const cancelled = await kiosk.call("help.cancel", { help: anew.result?.["help"], key: key() });
    expect(cancelled.result).toMatchObject({ state: "cancelled" });
  });

  test("nobody made is not found, and only its own kiosk takes one back", async () => {
    const unknown = await till.call("help.answer", { help: "help_x", state: "seen", key: key() });
    expect(unknown.error?.data?.code).toBe("not_found");
    expect(
      (await kiosk.call("help.cancel", { help: "help_x", key: key() })).error?.data?.code,
    ).toBe("not_found");
  });
});

describe("an intended top-up", () => {
  const guestAtTheKiosk = async (index: number): Promise<string> =>
    (await lobby.arrive(lobby.tokenOf(index))).account;
  const intend = async (account: unknown, amount: number) =>
    kiosk.call("topup.intend", { account, amount, key: key() });
  const queue = async (): Promise<readonly object[]> =>
    (await till.call("topup.intents")).result?.["intents"] as readonly object[];

  test("is queued, taken by one cashier, paid, and closed with the money", async () => {
    const account = await guestAtTheKiosk(0);
    expect((await intend(account, 1)).error?.data?.code).toBe("below_minimum");
    const { result } = await intend(account, 50_000);
    const intent = result?.["intent"];
    expect(await alertOf(till, "topup.intended")).toMatchObject({ intent, amount: 50_000 });
    expect(await queue()).toMatchObject([{ intent, state: "open", member: { name: "王*" } }]);

    const taken = await till.call("topup.take", { intent, key: key() });
    expect(taken.result).toMatchObject({ account, amount: 50_000, state: "taken" });
    expect(await alertOf(kiosk, "topup.taken")).toMatchObject({ intent });
    const other = await desk.call("topup.take", { intent, key: key() });
    expect(other.error?.data).toMatchObject({ code: "already_exists", params: { by: "1001" } });

    const tenders = [{ type: "cash", amount: 40_000 }];
    const paid = await till.call("account.topUp", {
      account,
      amount: 40_000,
      tenders,
      intent,
      key: key(),
    });
    expect(paid.error).toBeUndefined();
    expect(await alertOf(kiosk, "topup.done")).toMatchObject({ intent, amount: 40_000 });
    expect(await queue()).toEqual([]);
    await kiosk.call("visit.end", {});
  });

  test("is one a kiosk, ends after a quarter of an hour, and is closed by no other account", async () => {
    const account = await guestAtTheKiosk(1);
    const first = (await intend(account, 50_000)).result?.["intent"];
    const second = (await intend(account, 60_000)).result?.["intent"];
    expect(await queue()).toMatchObject([{ intent: second, amount: 60_000 }]);
    expect((await till.call("topup.take", { intent: first, key: key() })).error?.data?.code).toBe(
      "not_found",
    );
    const { result } = await desk.call("card.identify", { token: lobby.tokenOf(2) });
    const tenders = [{ type: "cash", amount: 50_000 }];
    const foreign = { account: result?.["account"], amount: 50_000, tenders, intent: second };
    expect((await till.call("account.topUp", { ...foreign, key: key() })).error).toBeUndefined();
    expect(await queue()).toHaveLength(1);
    await desk.call("sim.clock.advance", { ms: 15 * 60_000 });
    expect(await queue()).toEqual([]);
    const late = await till.call("topup.take", { intent: second, key: key() });
    expect(late.error?.data?.code).toBe("not_found");
  });
});
