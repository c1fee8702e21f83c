// The till by hand: small change off, a discount with a manager's word, the list of keys, a parked bill's age.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { openTill, type Till } from "../support/till.ts";

const manager = { staff: "1002", pin: "5678" };

describe.skipIf(lacks("chromium", "fonts"))("the till by hand", { timeout: 90_000 }, () => {
  let till: Till;
  const due = () => till.page.locator("basket-panel footer .sum b");
  const shows = (amount: string) =>
    expect.poll(() => due().innerText(), { timeout: 30_000 }).toBe(amount);

  /** An item of any price; what is on the bill is priced anew before anything else. */
  const open = async (amount: string): Promise<void> => {
    const { page } = till;
    await page.keyboard.press("0");
    await page.locator("open-amount-form input[name=amount]").fill(amount);
    await page.keyboard.press("Enter");
    await page.locator("open-amount-form").waitFor({ state: "detached" });
  };
  const settled = async (): Promise<string> => {
    await till.page.locator("tender-row .primary:enabled").waitFor();
    await till.page.keyboard.press("Enter");
    return till.finished();
  };
  const discount = async (value: string, reason: string): Promise<void> => {
    const { page } = till;
    await page.keyboard.press("F3");
    await page.locator("by-hand-form select[name=scope]").selectOption("bill");
    await page.locator("by-hand-form input[name=value]").fill(value);
    await page.locator("by-hand-form input[name=reason]").fill(reason);
  };

  beforeAll(async () => {
    till = await openTill();
  }, 90_000);
  afterAll(() => till[Symbol.asyncDispose]());

  test("F4 takes the small change off the sum, says so on the line, and gives it back", async () => {
    const { page } = till;
    await open("12.34");
    await shows("12.34");
    await page.locator("tender-row .primary:enabled").waitFor();
    await page.keyboard.press("F4");
    await shows("12.00");
    await page.locator("basket-panel tbody .less", { hasText: "−0.34" }).waitFor();
    await page.locator("tender-row .primary:enabled").waitFor();
    await page.keyboard.press("F4");
    await shows("12.34");
    await page.locator("tender-row .primary:enabled").waitFor();
    await page.keyboard.press("F4");
    await shows("12.00");
    expect(await settled()).toContain("12.00");
  });

  test("F3 shows the sum before and after; a cashier needs a manager's word, and his PIN is not kept", async () => {
    const { page } = till;
    await open("200");
    await shows("200.00");
    await page.locator("tender-row .primary:enabled").waitFor();
    await discount("9", "等候过久");
    await page.locator("by-hand-form input[name=staff]").fill(manager.staff);
    await page.locator("by-hand-form input[name=pin]").fill("0000");
    expect(await page.locator("by-hand-form .primary").innerText()).toBe("200.00 → 180.00");
    await page.keyboard.press("Enter");
    const refused = page.locator("by-hand-form .refused");
    await refused.filter({ hasText: "密码不对" }).waitFor();
    await shows("200.00");
    await page.locator("by-hand-form input[name=staff]").fill("1001");
    await page.locator("by-hand-form input[name=pin]").fill("1234");
    await page.keyboard.press("Enter");
    await refused.filter({ hasText: "不能是自己" }).waitFor();
    await shows("200.00");
    await page.locator("by-hand-form input[name=staff]").fill(manager.staff);
    await page.locator("by-hand-form input[name=pin]").fill(manager.pin);
    await page.keyboard.press("Enter");
    await page.locator("by-hand-form").waitFor({ state: "detached" });
    expect(
      await page.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })"),
    ).not.toContain(manager.pin);
    expect(await settled()).toContain("180.00");
  });

  test("a note stays with its bill: parked, taken up, on the receipt, in the member's file, at a refund", async () => {
    const { page } = till;
    const token = "04A1B2C3D4E580";
    const { account } = await till.sim.call("card.identify", { token });
    await open("30");
    await page.keyboard.press("Alt+m");
    await page.locator("note-form input[name=text]").fill("少冰，送到泳池 3 号");
    await page.locator("note-form input[name=printed]").check();
    await page.keyboard.press("Enter");
    const noted = page.locator("basket-panel .noted");
    await noted.filter({ hasText: "少冰，送到泳池 3 号" }).waitFor();
    await shows("30.00");
    await page.keyboard.press("F10");
    await noted.waitFor({ state: "detached" });
    await page.keyboard.press("F11");
    await page.locator("parked-form .choices button", { hasText: "少冰" }).click();
    await noted.waitFor();
    await till.tap(token);
    await page.locator("member-panel .name").waitFor();
    await settled();
    await noted.waitFor({ state: "detached" });
    const { entries } = await till.sim.call("member.history", { account, limit: 1 });
    expect(entries[0]).toMatchObject({ op: "bill.settle", note: "少冰，送到泳池 3 号" });
    const receipt = entries[0]?.receipt ?? "";
    const { svg } = await till.sim.call("print.preview", { receipt });
    expect(String(svg).replaceAll(/<[^>]*>/g, "")).toContain("少冰，送到泳池");
    await page.keyboard.press("Alt+u");
    await page.locator("refund-desk input[name=receipt]").fill(receipt);
    await page.keyboard.press("Enter");
    await page.locator("refund-desk .noted", { hasText: "少冰，送到泳池 3 号" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("refund-desk").waitFor({ state: "detached" });
  });

  test("F1 lists the letter of every desk", async () => {
    const { page } = till;
    await page.keyboard.press("F1");
    await page.locator("key-list h2").waitFor();
    const keys = await page.locator("key-list section").innerText();
    const letters = await page.locator("nav.desks kbd").allInnerTexts();
    expect(letters.length).toBeGreaterThan(10);
    for (const letter of letters) expect(keys).toContain(letter);
    await page.keyboard.press("Escape");
    await page.locator("key-list").waitFor({ state: "detached" });
  });

  test("a parked bill says how many pieces have waited for how long", async () => {
    const { page } = till;
    await open("8");
    await shows("8.00");
    await page.keyboard.press("F10");
    await expect
      .poll(() => page.locator("basket-panel tbody tr").count(), { timeout: 30_000 })
      .toBe(0);
    await page.keyboard.press("F11");
    const parked = page.locator("parked-form .choices button").first();
    await parked.waitFor();
    expect(await parked.innerText()).toMatch(/1 件\s+挂 \d+ 分钟/);
    await parked.click();
    await shows("8.00");
  });

  test("the books balance and the page had no error", async () => {
    expect(await till.sim.call("ledger.verify", {})).toMatchObject({ ok: true, findings: [] });
    expect(till.problems).toEqual([]);
  });
});
