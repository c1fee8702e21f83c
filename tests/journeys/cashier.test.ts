// A morning at the till in real Chromium: enrol and issue, top up with bonus, ring up, pay from the card and in cash,
// points earned and redeemed. Every figure on the page is held against the ledger's.
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs, launchChromium, openPage, type OpenedPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

const device = "desk-reader";
const newCard = "04C0FFEE112233";

describe.skipIf(lacks("chromium", "fonts"))("a morning at the till", () => {
  let gateway: GatewayProcess;
  let sim: TallygateClient;
  let till: OpenedPage;
  let browser: Awaited<ReturnType<typeof launchChromium>>;
  let page: Page;

  const accountOf = async (token: string) => {
    const { account } = await sim.call("card.identify", { token });
    return { account, ...(await sim.call("account.get", { account })) };
  };
  const tap = async (token: string): Promise<void> => {
    await sim.call("sim.card.present", { device, token });
    await sim.call("sim.card.remove", { device });
  };
  const signIn = async (pin: string): Promise<void> => {
    await page.locator("sign-in .people button").first().click();
    await page.locator("sign-in input[name=pin]").fill(pin);
    await page.keyboard.press("Enter");
  };
  const finished = async (): Promise<string> => {
    await page.locator("outcome-sheet").waitFor();
    await page.locator("outcome-sheet .job.good").waitFor({ timeout: 15_000 });
    const says = await page.locator("outcome-sheet section").innerText();
    await page.keyboard.press("Enter");
    await page.locator("outcome-sheet").waitFor({ state: "detached" });
    return says;
  };

  beforeAll(async () => {
    gateway = await startGatewayProcess();
    sim = connectAs(gateway, "test");
    browser = await launchChromium();
    till = await openPage(browser, { gateway, path: "cashier", size: "till" });
    ({ page } = till);
    page.setDefaultTimeout(12_000);
  }, 60_000);
  afterAll(async () => {
    sim.close();
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("an employee signs in with a PIN; a wrong one is refused in words", async () => {
    await signIn("9999");
    await page.locator("sign-in .refused").waitFor();
    expect(await page.locator("sign-in .refused").innerText()).toContain("密码不对");
    await page.locator("sign-in input[name=pin]").fill(gateway.simulated.staff[0]?.pin ?? "");
    await page.keyboard.press("Enter");
    await page.locator("basket-panel").waitFor();
  });

  test("enrols a member and issues the card that is tapped, with a first top-up", async () => {
    await page.keyboard.press("Alt+n");
    const form = page.locator("enrol-form");
    await form.getByText("身份证放到读卡器上").waitFor();
    await sim.call("sim.card.present", { device: "desk-id-reader", token: "11010519491231002X" });
    const number = form.locator("input[name=identity]");
    await expect.poll(() => number.inputValue(), { timeout: 12_000 }).toBe("11010519491231002X");
    expect(await form.locator("input[name=name]").inputValue()).toBe("样本");
    await form.locator("input[name=name]").fill("林若溪");
    await form.locator("input[name=phone]").fill("13700001234");
    await form.locator("input[name=birthday]").fill("1990-05-06");
    await form.locator("select[name=calendar]").selectOption("lunar");
    await form.locator("input[name=rules]").check();
    await tap(newCard);
    await form.locator(".token.good").waitFor();
    await form.locator("input[name=topUp]").fill("500");
    await page.keyboard.press("Enter");
    expect(await finished()).toContain("已发卡");
    expect((await accountOf(newCard)).assets["stored"]).toMatchObject({
      available: 53_000,
      principal: 50_000,
      bonus: 3_000,
    });
    expect(await page.locator("member-panel .name").innerText()).toBe("林**");
    const { member } = await sim.call("card.identify", { token: newCard });
    const file = await sim.call("member.get", { member: member.member ?? "" });
    expect(file.birthday).toMatchObject({ month: 5, day: 6, calendar: "lunar" });
  });

  test("tops up and shows before, bonus and after", async () => {
    await page.keyboard.press("Alt+t");
    await page.locator("top-up-form input.money").fill("1000");
    await page.keyboard.press("Enter");
    expect(await finished()).toMatch(/530\.00 → 之后 1,630\.00/);
    expect((await accountOf(newCard)).assets["stored"]?.available).toBe(163_000);
  });

  test("rings up with explained prices and pays from the card; the points follow", async () => {
    const before = await accountOf(newCard);
    await page.locator("basket-panel .quick button", { hasText: "标准双床房" }).click();
    await page.locator("basket-panel .quick button", { hasText: "啤酒" }).click();
    await page.locator("basket-panel .net", { hasText: "368.60" }).waitFor();
    await page.locator("basket-panel .meta", { hasText: "不在优惠范围" }).waitFor();
    const basket = await page.locator("basket-panel section").innerText();
    expect(basket).toContain("3.1"); // the clause of the discount
    expect(basket).toContain("−19.40");
    expect(basket).toContain("不在优惠范围"); // why the beer is not cheaper
    await page.keyboard.press("Enter");
    expect(await finished()).toContain("383.60");
    const after = await accountOf(newCard);
    expect(after.assets["stored"]?.available).toBe(163_000 - 38_360);
    expect(after.assets["pts"]?.available).toBe((before.assets["pts"]?.available ?? 0) + 38);
  });

  test("takes cash with change, opens the drawer for that bill and nothing else", async () => {
    await page.locator("basket-panel .quick button", { hasText: "泳衣" }).click();
    await page.locator("basket-panel .net", { hasText: "99.00" }).waitFor();
    await page.keyboard.press("F8");
    await page.keyboard.type("100");
    await page.keyboard.press("Enter");
    await page.locator("tender-row .sums dd", { hasText: "1.00" }).first().waitFor();
    await page.keyboard.press("Enter");
    const says = await finished();
    expect(says).toMatch(/找零\s*1\.00/);
    expect((await sim.call("sim.drawer.state", {})).open).toBe(true);
  });

  test("takes a voucher by its code, once, and says what is wrong with one that is used", async () => {
    const { account } = await accountOf(newCard);
    const { code } = await sim.call("coupon.issue", {
      key: sim.newKey(),
      account,
      kind: "voucher",
      value: 5_000,
      reason: "birthday",
    });
    // The same card within 1.5 s of its last showing would be the same showing.
    await page.waitForTimeout(1_600);
    await tap(newCard);
    await page.locator("member-panel .name").waitFor();
    await page.locator("basket-panel .quick button", { hasText: "泳衣" }).click();
    await page.keyboard.press("F5");
    await page.locator("voucher-form input").fill(code);
    await page.keyboard.press("Enter");
    await page.locator("tender-row output", { hasText: "50.00" }).waitFor();
    await page.keyboard.press("Enter");
    expect(await finished()).toContain("99.00");
    await page.keyboard.press("F5");
    await page.locator("voucher-form input").fill(code);
    await page.keyboard.press("Enter");
    await page.locator("voucher-form .refused", { hasText: "这张券已用过" }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("redeems points for a reward and says before and after", async () => {
    const [rich] = gateway.simulated.cards ?? [];
    const token = rich?.token ?? "";
    const before = await accountOf(token);
    await tap(token);
    await page.locator("member-panel .name").waitFor();
    await page.keyboard.press("Alt+r");
    await page.locator("redeem-form .choices button:enabled", { hasText: "晴雨伞" }).click();
    await page.locator("redeem-form .primary").click();
    expect(await finished()).toContain("已兑换");
    const after = await accountOf(token);
    expect(after.assets["pts"]?.available).toBe((before.assets["pts"]?.available ?? 0) - 200);
  });

  test("gives things of the owner's catalogue while there are any", async () => {
    const mug = { reward: "tea_gift", choice: "mug", name: "马克杯", points: 120, left: 1 };
    await sim.call("gift.put", { ...mug, key: sim.newKey() });
    const token = gateway.simulated.cards?.[0]?.token ?? "";
    const before = (await accountOf(token)).assets["pts"]?.available ?? 0;
    await tap(token);
    await page.locator("member-panel .name").waitFor();
    await page.keyboard.press("Alt+r");
    await page.locator("redeem-form .choices button:enabled", { hasText: "马克杯" }).click();
    await page.locator("redeem-form .primary").click();
    expect(await finished()).toContain("已兑换");
    expect((await accountOf(token)).assets["pts"]?.available).toBe(before - 120);
    await tap(token);
    await page.locator("member-panel .name").waitFor();
    await page.keyboard.press("Alt+r");
    await page.locator("redeem-form .choices button:disabled", { hasText: "已兑完" }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("keeps the basket over a reload, and the books balance at the end of the morning", async () => {
    await page.locator("basket-panel .quick button", { hasText: "龙井" }).click();
    await page.locator("basket-panel .net", { hasText: "68.00" }).waitFor();
    await page.reload();
    await page.locator("basket-panel .net", { hasText: "68.00" }).waitFor();
    expect(await page.locator("sign-in").count()).toBe(0);
    const audit = await sim.call("ledger.verify", {});
    expect(audit).toMatchObject({ ok: true, findings: [] });
    expect(Object.values(audit.trialBalance).filter((sum) => sum !== 0)).toEqual([]);
    expect(till.problems).toEqual([]);
  });
});
