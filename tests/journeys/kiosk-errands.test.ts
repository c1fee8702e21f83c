// A guest's errands at the kiosk in Chromium against a real gateway, touches counted: check-in in two, a top-up the
// cashier takes on in three, a receipt again in two, a call that is answered, another language on any screen. And what
// else a guest can do, walked through in Chinese and in English.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import demo from "../../gateway/programmes/demo.json" with { type: "json" };
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { secretsIn } from "../support/lobby-frames.ts";
import { connectAs, launchChromium, openPage, type OpenedPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

const device = "lobby-reader";
const patienceMs = 30_000;

/** The demonstration's programme with one card more: it has a PIN. */
const guarded = demo.cards
  .slice(0, 1)
  .map((card) => ({ ...card, type: "guarded", pin: "required" }));
const programme = { ...demo, cards: [...demo.cards, ...guarded] };

/** What a guest of that language reads; `walker`: who comes with a telephone and a PIN. */
const walks = [
  {
    language: "zh-CN",
    card: 1,
    walker: { name: "赵一", phone: "13511110001", token: "04F100000000A1", pin: "846029" },
    says: {
      away: "总部暂时联系不上",
      topUp: "充值",
      receipts: "小票",
      signIn: "签到",
      signedIn: "签到好了",
      punched: "好了，请慢慢享用",
      redeem: "积分兑换",
      redeemed: "好了，换到了",
      benefits: "权益",
      coupons: "代金券",
      profile: "我的资料",
      noted: "记下了",
      stopped: "已经挂失，卡停用了",
      take: "请取走您的卡",
      join: "加入",
    },
  },
  {
    language: "en",
    card: 0,
    walker: { name: "钱二", phone: "13511110002", token: "04F100000000A2", pin: "570318" },
    says: {
      away: "Head office cannot be reached",
      topUp: "Top up",
      receipts: "Receipts",
      signIn: "Sign in",
      signedIn: "Signed in for today",
      punched: "Done. Enjoy!",
      redeem: "Redeem points",
      redeemed: "Done. It is yours",
      benefits: "Benefits",
      coupons: "Vouchers",
      profile: "My details",
      noted: "Noted",
      stopped: "Reported. The card is stopped",
      take: "Please take your card",
      join: "Join",
    },
  },
] as const;

describe.skipIf(lacks("chromium"))("a guest's errands", () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let kiosk: OpenedPage;
  let sim: TallygateClient;
  let page: Page;
  let touches = 0;
  const dir = mkdtempSync(join(tmpdir(), "tallygate-errands-"));

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
  const speak = async ({ language }: { readonly language: string }): Promise<void> => {
    await touch(`.controls button[lang=${language}]`);
    await page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
  };
  const leave = async (): Promise<void> => {
    await touch(".foot .quit");
    await screen("goodbye");
    await touch(".controls .primary");
    await screen("attract");
  };

  beforeAll(async () => {
    const file = join(dir, "programme.json");
    writeFileSync(file, JSON.stringify(programme));
    const args = ["--programme", file];
    [gateway, browser] = await Promise.all([startGatewayProcess({ args }), launchChromium()]);
    sim = connectAs(gateway, "test");
    kiosk = await openPage(browser, { gateway, path: "kiosk", size: "standing" });
    page = kiosk.page;
    await screen("attract");
  }, 60_000);
  afterAll(async () => {
    sim.close();
    await browser.close();
    await gateway[Symbol.asyncDispose]();
    rmSync(dir, { recursive: true });
  });

  test.each(walks)(
    "check-in in $language is two touches: room, deposit, slip",
    async (walk) => {
      const guest = await arrive(1 - walk.card);
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
      await speak(walk);
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
    },
    90_000,
  );

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

  test.each(walks)(
    "a top-up told in $language waits in the cashier's queue: three touches",
    async (walk) => {
      const guest = await arrive(1 + walk.card);
      await speak(walk);
      await guest.tap();
      await touch(`.tile:has-text("${walk.says.topUp}")`);
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
    },
    90_000,
  );

  test.each(walks)(
    "in $language the last receipt is printed again in two touches",
    async (walk) => {
      const guest = await arrive(2 * (1 - walk.card));
      const { receipt } = await sim.call("account.topUp", {
        key: sim.newKey(),
        account: guest.account,
        amount: 10_000,
        tenders: [{ type: "cash", amount: 10_000 }],
      });
      await speak(walk);
      await guest.tap();
      await touch(`.tile:has-text("${walk.says.receipts}")`);
      await screen("receipts");
      await untilTouchCounts();
      await touch(".row");
      await screen("done");
      expect(touches).toBe(2);
      await page.locator(".receipt.good").waitFor({ timeout: patienceMs });
      const { jobs } = await sim.call("print.list", {});
      expect(jobs[0]).toMatchObject({ receipt, state: "printed" });
      await leave();
    },
    90_000,
  );

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

  describe.each(walks)("a walk in $language", ({ language, card, walker, says }) => {
    const heading = (words: string): Promise<void> =>
      page.locator("h1", { hasText: words }).waitFor({ timeout: patienceMs });
    const confirmed = async (words: string): Promise<void> => {
      await untilTouchCounts();
      await touch(".controls .primary");
      await screen("done");
      await heading(words);
    };
    const another = async (): Promise<void> => {
      await touch(".controls .second >> nth=-1");
      await screen("home");
    };
    const type = async (digits: string): Promise<void> => {
      for (const digit of digits) await touch(`.key >> text="${digit}"`);
    };

    test("with a card: away from head office, then the day, a punch, a reward", async () => {
      const guest = await arrive(card);
      const { account } = guest;
      const tenders = [{ type: "cash", amount: 88_000 }];
      await sim.call("pass.sell", { key: sim.newKey(), account, pass: "spa10", tenders });
      await speak({ language });
      await sim.call("sim.network", { up: false });
      await guest.tap();
      await page.locator(".banner", { hasText: says.away }).waitFor({ timeout: patienceMs });
      await sim.call("sim.network", { up: true });
      await page.locator(".banner").waitFor({ state: "detached", timeout: patienceMs });
      await touch(`.tile:has-text("${says.signIn}")`);
      await screen("signIn");
      await confirmed(says.signedIn);
      await another();
      await touch(".controls .primary");
      await screen("punch");
      await confirmed(says.punched);
      await another();
      await touch(`.tile:has-text("${says.redeem}")`);
      await screen("redeem");
      await touch(".tile:enabled");
      await screen("redeemConfirm");
      await confirmed(says.redeemed);
      await leave();
    }, 90_000);

    test("by telephone and PIN: benefits, a voucher, news, and the card is stopped", async () => {
      const { token, pin, phone, name } = walker;
      const consent = { rules: true, marketing: false };
      const { member } = await sim.call("member.enrol", {
        name,
        phone,
        consent,
        key: sim.newKey(),
      });
      const issue = { member, type: "guarded", token, pin, key: sim.newKey() };
      const { account } = await sim.call("card.issue", issue);
      const voucher = { account, kind: "voucher", value: 5_000, reason: "apology" } as const;
      await sim.call("coupon.issue", { ...voucher, key: sim.newKey() });
      await speak({ language });
      await touch(".no-card");
      await screen("phone");
      await type(phone);
      await screen("phonePin");
      await type(pin);
      await screen("home");
      await touch(`.tile:has-text("${says.benefits}")`);
      await screen("benefits");
      await touch(`.tile:has-text("${says.coupons}")`);
      await screen("coupons");
      await touch(".row");
      await page.locator(".symbol img").waitFor({ timeout: patienceMs });
      await touch(".controls .primary");
      await touch(`.tile:has-text("${says.benefits}")`);
      await touch(`.tile:has-text("${says.profile}")`);
      await screen("profile");
      await untilTouchCounts();
      await touch(".tile:enabled >> nth=-1");
      await screen("done");
      await heading(says.noted);
      expect((await sim.call("member.get", { member })).consent?.marketing).toBe(true);
      await another();
      await touch(`.tile:has-text("${says.benefits}")`);
      await touch(".tile.full");
      await screen("loss");
      await confirmed(says.stopped);
      const [found] = (await sim.call("member.find", { token })).members;
      expect(found?.cards?.[0]?.state).toBe("lost");
      await leave();
    }, 90_000);

    test("the symbol to join with; a card that is left behind", async () => {
      await speak({ language });
      await touch(".no-card >> nth=1");
      await touch(".tile >> nth=2");
      await screen("enrol");
      await heading(says.join);
      await page.locator(".symbol img").waitFor({ timeout: patienceMs });
      await leave();
      await speak({ language });
      const token = gateway.simulated.cards?.[2]?.token ?? "";
      await page.locator("[data-reader=ready]").waitFor({ timeout: patienceMs });
      await sim.call("sim.card.present", { device, token });
      await screen("home");
      await touch(".foot .quit");
      await screen("goodbye");
      await heading(says.take);
      await sim.call("sim.card.remove", { device });
      await page.locator("h1", { hasText: says.take }).waitFor({ state: "detached" });
      await touch(".controls .primary");
      await screen("attract");
    }, 90_000);
  });

  test("no frame told the page a whole number, a PIN or a voucher that is not the guest's", async () => {
    const { frames } = kiosk;
    expect(frames.length).toBeGreaterThan(20);
    const guests = walks.map(({ walker }) => walker);
    const secrets = guests.map(({ pin }) => pin);
    expect(await secretsIn({ frames, gateway, guests, secrets })).toEqual([]);
  });
});
