// A guest's errands at the kiosk in Chromium against a real gateway, touches counted: check-in in two, a top-up the
// cashier takes on in three, a receipt again in two, a call that is answered, another language on any screen.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { wholeNumbersIn } from "../support/lobby-frames.ts";
import { connectAs, launchChromium, openPage, type OpenedPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

const device = "lobby-reader";
const patienceMs = 30_000;

describe.skipIf(lacks("chromium"))("a guest's errands", () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let kiosk: OpenedPage;
  let sim: TallygateClient;
  let page: Page;
  let touches = 0;

  const screen = (name: string): Promise<void> =>
    page.locator(`[data-screen=${name}]`).waitFor({ state: "attached", timeout: patienceMs });
  const touch = async (selector: string): Promise<void> => {
    touches += 1;
    await page.locator(selector).first().click({ timeout: patienceMs });
  };
  /** A second confirmation within half a second counts as the same touch. */
  const untilTouchCounts = (): Promise<void> => page.waitForTimeout(600);
  const arrive = async (index: number) => {
    await page.locator("[data-reader=ready]").waitFor({ timeout: patienceMs });
    const token = gateway.simulated.cards?.[index]?.token ?? "";
    const { account, member } = await sim.call("card.identify", { token });
    return {
      account,
      member: member.member ?? "",
      tap: async () => {
        await sim.call("sim.card.present", { device, token });
        await screen("home");
        await sim.call("sim.card.remove", { device });
        touches = 0;
      },
    };
  };
  const leave = async (): Promise<void> => {
    await touch(".foot .quit");
    await screen("goodbye");
    await touch(".controls .primary");
    await screen("attract");
  };

  beforeAll(async () => {
    [gateway, browser] = await Promise.all([startGatewayProcess({ args: [] }), launchChromium()]);
    sim = connectAs(gateway, "test");
    kiosk = await openPage(browser, { gateway, path: "kiosk", size: "standing" });
    page = kiosk.page;
    await screen("attract");
  }, 60_000);
  afterAll(async () => {
    sim.close();
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("check-in is two touches: the room, the deposit set aside, the slip", async () => {
    const guest = await arrive(0);
    const { businessDate } = await sim.call("store.info", {});
    await sim.call("stay.put", {
      key: sim.newKey(),
      member: guest.member,
      arrive: businessDate,
      depart: businessDate,
      roomType: "king",
      nightly: 48_800,
      room: "1305",
      deposit: 10_000,
    });
    const before = (await sim.call("account.get", { account: guest.account })).assets["stored"];
    await guest.tap();
    await touch(".controls .primary");
    await screen("stay");
    expect(await page.locator(".slip").innerText()).toContain("100.00");
    await untilTouchCounts();
    await touch(".controls .primary");
    await screen("done");
    expect(touches).toBe(2);
    expect(await page.locator(".slip").innerText()).toContain("1305");
    await page.locator(".receipt.good").waitFor({ timeout: patienceMs });
    const after = (await sim.call("account.get", { account: guest.account })).assets["stored"];
    expect(after?.available).toBe((before?.available ?? 0) - 10_000);
    expect((await sim.call("stay.find", { member: guest.member })).stays[0]).toMatchObject({
      state: "in_house",
    });
    await leave();
  }, 90_000);

  test("a member's own code leaves open which of two cards: one touch says it, and its account is shown", async () => {
    const token = gateway.simulated.cards?.[1]?.token ?? "";
    const { member } = await sim.call("card.identify", { token });
    const tenders = [{ type: "cash", amount: 12_300 }];
    const second = await sim.call("card.issue", {
      key: sim.newKey(),
      member: member.member ?? "",
      type: "gold",
      firstTopUp: { amount: 12_300, tenders },
    });
    await page.locator("[data-reader=ready]").waitFor({ timeout: patienceMs });
    await sim.call("sim.scan", { device: "lobby-scanner", code: member.number ?? "" });
    await screen("chooseCard");
    expect(await page.locator(".tile.full").count()).toBe(2);
    touches = 0;
    await touch(".tile.full >> nth=1");
    await screen("home");
    expect(touches).toBe(1);
    const held = (await sim.call("account.get", { account: second.account })).assets["stored"];
    const shown = (await page.locator(".amount").first().innerText()).replaceAll(/[^0-9]/g, "");
    expect(shown).toBe(String(held?.available));
    await leave();
    await sim.call("card.block", { card: second.card, reason: "torn", key: sim.newKey() });
  }, 90_000);

  test("a top-up told here waits in the cashier's queue after three touches", async () => {
    const guest = await arrive(1);
    await guest.tap();
    await touch(".tile:has-text('充值')");
    await screen("topUp");
    await touch(".choice.wide");
    await untilTouchCounts();
    await touch(".controls .primary");
    await screen("done");
    expect(touches).toBe(3);
    const ticket = (await page.locator(".left-over b").innerText()).trim();
    const { intents } = await sim.call("topup.intents", {});
    expect(intents.map(({ intent }) => intent.slice(-4).toUpperCase())).toEqual([ticket]);
    await leave();
  }, 90_000);

  test("the last receipt is printed again in two touches, and marked as a copy", async () => {
    const guest = await arrive(2);
    const { receipt } = await sim.call("account.topUp", {
      key: sim.newKey(),
      account: guest.account,
      amount: 10_000,
      tenders: [{ type: "cash", amount: 10_000 }],
    });
    await guest.tap();
    await touch(".tile:has-text('小票')");
    await screen("receipts");
    await untilTouchCounts();
    await touch(".row");
    await screen("done");
    expect(touches).toBe(2);
    await page.locator(".receipt.good").waitFor({ timeout: patienceMs });
    const { jobs } = await sim.call("print.list", {});
    expect(jobs[0]).toMatchObject({ receipt, state: "printed" });
    await leave();
  }, 90_000);

  test("a call is one touch; the guest sees that the desk has seen it and that somebody comes", async () => {
    await touch(".foot .call");
    await page.locator(".help").waitFor({ timeout: patienceMs });
    const calls = async () => (await sim.call("help.list", {})).calls;
    await expect.poll(async () => (await calls()).length, { timeout: patienceMs }).toBe(1);
    const desk = connectAs(gateway, "cashier");
    const { staff = [] } = (await sim.call("store.info", {})).demo ?? {};
    const cashier = staff.find(({ role }) => role === "cashier");
    await desk.call("staff.signIn", { staff: cashier?.id ?? "", pin: cashier?.pin ?? "" });
    const [open] = await calls();
    for (const [state, words] of [
      ["seen", "看到了"],
      ["coming", "正过来"],
    ] as const) {
      await desk.call("help.answer", { key: desk.newKey(), help: open?.help ?? "", state });
      await page.locator(`.help:has-text("${words}")`).waitFor({ timeout: patienceMs });
    }
    await desk.call("help.answer", { key: desk.newKey(), help: open?.help ?? "", state: "done" });
    await page.locator(".help").waitFor({ state: "detached", timeout: patienceMs });
    desk.close();
  }, 90_000);

  test("another language on any screen keeps the state, and receipts follow it", async () => {
    const guest = await arrive(0);
    await guest.tap();
    await touch(".tile:has-text('充值')");
    await touch(".choice.wide");
    await touch(".foot .speak");
    await touch(".sheet button[lang=ko]");
    await page.locator("html[lang=ko]").waitFor({ state: "attached", timeout: patienceMs });
    await screen("topUp");
    expect(await page.locator(".controls .primary").innerText()).toContain("프런트로");
    await leave();
    expect(kiosk.problems).toEqual([]);
  }, 90_000);

  test("no frame told the page a whole number of a guest", async () => {
    expect(kiosk.frames.length).toBeGreaterThan(20);
    expect(await wholeNumbersIn(kiosk.frames, gateway)).toEqual([]);
  });
});
