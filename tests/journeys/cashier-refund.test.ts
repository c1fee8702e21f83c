// Goods come back at the till: by the receipt's own symbol, line by line, shown before, money back the way it came.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lacks } from "../support/parts.ts";
import { openTill, type Till } from "../support/till.ts";

const token = "04A1B2C3D4E580";

describe.skipIf(lacks("chromium", "fonts"))("a refund at the till", { timeout: 90_000 }, () => {
  let till: Till;
  let receipt = "";
  let account = "";
  const stored = async (): Promise<number> =>
    (await till.sim.call("account.get", { account })).assets["stored"]?.available ?? 0;
  const scan = (code: string) => till.sim.call("sim.scan", { device: "desk-scanner", code });
  const desk = () => till.page.locator("refund-desk");

  beforeAll(async () => {
    till = await openTill();
    ({ account } = await till.sim.call("card.identify", { token }));
    const { page } = till;
    await till.tap(token);
    await page.locator("member-panel .name").waitFor();
    await page.locator("basket-panel .quick button", { hasText: "泳衣" }).click();
    await page.locator("basket-panel .quick button", { hasText: "泳衣" }).click();
    await page.locator("basket-panel .quick button", { hasText: "啤酒" }).click();
    await page
      .locator("basket-panel .net", { hasText: "30.00" })
      .or(page.locator("basket-panel .net", { hasText: "15.00" }))
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await till.finished();
    const [entry] = (await till.sim.call("member.history", { account, limit: 1 })).entries;
    const { body } = await till.sim.call("ledger.entry", { entry: entry?.entry ?? "" });
    receipt = /"receipt":"(r_[^"]+)"/.exec(JSON.stringify(body))?.[1] ?? "";
  }, 120_000);
  afterAll(() => till[Symbol.asyncDispose]());

  test("the receipt is scanned; one unit is scanned again; nothing has moved yet", async () => {
    const before = await stored();
    await till.page.keyboard.press("Alt+u");
    await desk().locator("input[name=receipt]").waitFor();
    await scan(`tg1:${receipt}:${"A".repeat(43)}`);
    await desk().locator("tbody tr").nth(1).waitFor();
    await scan("swimsuit");
    await desk().locator(".ways dt", { hasText: "储值" }).waitFor();
    expect(await desk().locator(".ways dd").first().innerText()).toBe("−99.00");
    expect(await stored()).toBe(before);
    await desk().locator(".primary:enabled").click();
    expect(await till.finished()).toContain("已退货");
    expect(await stored()).toBe(before + 9_900);
  });

  test("what was returned is said, more than is left is not offered, and goods from elsewhere are refused", async () => {
    await till.page.keyboard.press("Alt+u");
    await desk().locator("input[name=receipt]").fill("6901234567892");
    await till.page.keyboard.press("Enter");
    await desk().locator(".refused", { hasText: "不是小票上的码" }).waitFor();
    await scan(`tg1:${receipt}:${"A".repeat(43)}`);
    await desk().locator("header .tag", { hasText: "退过一部分" }).waitFor();
    const units = desk().locator("input.units").first();
    await units.fill("9");
    await expect.poll(() => units.inputValue()).toBe("1");
    await scan("6900000000000");
    await desk().locator(".refused", { hasText: "没有" }).waitFor();
    await till.page.keyboard.press("Escape");
    await desk().waitFor({ state: "detached" });
  });

  test("the books balance and the page had no error", async () => {
    expect(await till.sim.call("ledger.verify", {})).toMatchObject({ ok: true, findings: [] });
    expect(till.problems).toEqual([]);
  });
});
