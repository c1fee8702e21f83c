// Two vouchers are sold to a stranger; another stranger pays with one of them at another till; the other comes back.
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { openTill, type Till } from "../support/till.ts";

describe.skipIf(lacks("chromium", "fonts"))(
  "vouchers in nobody's name at the till",
  { timeout: 90_000 },
  () => {
    let till: Till;
    let codes: readonly string[] = [];
    const owed = async () => (await till.sim.call("voucher.list", {})).totals.open;
    const openDesk = async (page: Page) => {
      await page.keyboard.press("Alt+o");
      const desk = page.locator("voucher-desk");
      await desk.locator("input[name=value]").waitFor();
      return desk;
    };

    beforeAll(async () => {
      till = await openTill(["--programme", "counter"]);
    }, 90_000);
    afterAll(() => till[Symbol.asyncDispose]());

    test("are sold for what they are worth, their codes told", async () => {
      const { page } = till;
      const desk = await openDesk(page);
      await desk.locator("input[name=value]").fill("50");
      await desk.locator("input[name=count]").fill("2");
      await desk.locator("button.primary", { hasText: "收 100.00 元" }).click();
      await page.locator("outcome-sheet details summary").click();
      codes = await page.locator("outcome-sheet details li").allInnerTexts();
      expect(await till.finished()).toMatch(/券已售出[\s\S]*100\.00/);
      expect(codes).toHaveLength(2);
      expect(await owed()).toEqual({ count: 2, amount: 10_000 });
    });

    test("pay a bill without any card at another till, by the code alone", async () => {
      const other = await till.second();
      await other.locator("basket-panel .quick button", { hasText: "自由金额" }).click();
      await other.locator("open-amount-form input[name=amount]").fill("80");
      await other.keyboard.press("Enter");
      await other.locator("basket-panel .net", { hasText: "80.00" }).first().waitFor();
      await other.keyboard.press("F5");
      await other.locator("voucher-form input[name=code]").fill(codes[0] ?? "");
      await other.keyboard.press("Enter");
      await other.locator("voucher-form").waitFor({ state: "detached" });
      await other.locator("tender-row dd.strong", { hasText: "30.00" }).waitFor();
      await other.keyboard.press("Enter");
      await other.locator("outcome-sheet", { hasText: "已收款" }).waitFor();
      expect(await owed()).toEqual({ count: 1, amount: 5_000 });
    });

    test("come back unused for their money with a manager, and not without", async () => {
      const { page, sim } = till;
      const desk = await openDesk(page);
      await desk.locator("nav button", { hasText: "退券" }).click();
      await desk.locator("input[name=code]").fill(codes[1] ?? "");
      await desk.locator("input[name=reason]").fill("买错了");
      await page.keyboard.press("Enter");
      await desk.locator(".refused", { hasText: "第二人" }).waitFor();
      await desk.locator("input[name=second]").fill("1002");
      await desk.locator("input[name=pin]").fill("5678");
      await page.keyboard.press("Enter");
      expect(await till.finished()).toMatch(/券已收回[\s\S]*50\.00/);
      expect(await owed()).toEqual({ count: 0, amount: 0 });
      expect(await sim.call("ledger.verify", {})).toMatchObject({ ok: true, findings: [] });
      expect(till.problems).toEqual([]);
    });
  },
);
