// A regular puts tea on the tab, within the limit, pays it off later in cash, and asks for the bill's invoice.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { openTill, type Till } from "../support/till.ts";

const token = "04A7B8C9D0E1F2";
const pin = "246810";

describe.skipIf(lacks("chromium", "fonts"))("a tab at the till", { timeout: 90_000 }, () => {
  let till: Till;
  let account = "";
  const owed = async (): Promise<number> =>
    (await till.sim.call("account.get", { account })).assets["tab"]?.owed ?? 0;
  const show = async (): Promise<void> => {
    await till.tap(token);
    await till.page.locator("pin-form pin-pad").waitFor();
    await till.page.keyboard.type(pin);
    await till.page.locator("member-panel .name").waitFor();
  };
  const ringUp = async (amount: string): Promise<void> => {
    const { page } = till;
    await show();
    await page.locator("basket-panel .quick button", { hasText: "自由金额" }).click();
    await page.locator("open-amount-form input[name=amount]").fill(amount);
    await page.keyboard.press("Enter");
    await page.locator("basket-panel .net", { hasText: amount }).first().waitFor();
  };

  beforeAll(async () => {
    till = await openTill(["--programme", "retail"]);
    const { sim } = till;
    const { member } = await sim.call("member.enrol", {
      name: "赵琴",
      consent: { rules: true, marketing: false },
      key: sim.newKey(),
    });
    const firstTopUp = { amount: 50_000, tenders: [{ type: "cash", amount: 50_000 }] };
    const issue = { member, type: "combo", token, pin, firstTopUp, key: sim.newKey() };
    ({ account } = await sim.call("card.issue", issue));
  }, 90_000);
  afterAll(() => till[Symbol.asyncDispose]());

  test("takes what is left on the tab, and says how much is owed and free", async () => {
    const { page } = till;
    await ringUp("200.00");
    await page.locator("tender-row .meta", { hasText: "还可挂 1,000.00" }).waitFor();
    await page.keyboard.press("F7");
    await page.keyboard.type("0");
    await page.keyboard.press("Enter");
    await page.locator("tender-row dd.strong", { hasText: "170.00" }).waitFor();
    await page.locator("tender-row button", { hasText: "挂账" }).click();
    await page.locator("tender-row .primary:enabled").waitFor();
    await page.keyboard.press("Enter");
    expect(await till.finished()).toContain("已收款");
    expect(await owed()).toBe(17_000);
  });

  test("is paid off in cash, before → after", async () => {
    const { page } = till;
    // The same card within 1.5 s of its last showing would be the same showing.
    await page.waitForTimeout(1_600);
    await show();
    await page.keyboard.press("Alt+g");
    const desk = page.locator("tab-desk");
    await desk.locator(".due", { hasText: "170.00" }).waitFor();
    await desk.locator("input[name=amount]").fill("150");
    await page.keyboard.press("Enter");
    expect(await till.finished()).toMatch(/已还账[\s\S]*170\.00 → 之后 20\.00/);
    expect(await owed()).toBe(2_000);
  });

  test("an invoice is looked at, asked for once; what is no receipt is said", async () => {
    const { page, sim } = till;
    const lines = [{ venue: "shop", list: 1_000, quantity: 1 }];
    const tenders = [{ type: "cash", amount: 1_000 }];
    const { receipt } = await sim.call("bill.settle", { lines, tenders, key: sim.newKey() });
    await page.keyboard.press("Alt+g");
    const desk = page.locator("tab-desk");
    const ask = async (text: string): Promise<void> => {
      await desk.locator("input[name=receipt]").fill(text);
      await page.keyboard.press("Enter");
    };
    await ask("12345");
    await desk.locator(".refused", { hasText: "不是小票上的码" }).waitFor();
    await ask(receipt);
    await desk
      .locator(".ways", { hasText: /可开票（元）\s*10\.00\s*最晚申请日\s*不限/u })
      .waitFor();
    await page.keyboard.press("Enter");
    await desk.locator(".token.good", { hasText: "已申请 10.00 元" }).waitFor();
    await ask(receipt);
    await desk.locator(".refused", { hasText: "已经有了" }).waitFor();
    await page.keyboard.press("Escape");
    expect(await sim.call("ledger.verify", {})).toMatchObject({ ok: true, findings: [] });
    expect(till.problems).toEqual([]);
  });
});
