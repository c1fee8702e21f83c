// What is parked belongs to the store: it outlives the shift it was parked in and a cut of the store's power.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs, launchChromium, openPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

describe.skipIf(lacks("chromium", "fonts"))("a parked bill", { timeout: 120_000 }, () => {
  let browser: Browser;
  let gateway: GatewayProcess;
  const tillOf = async (employee: number): Promise<Page> => {
    const { page } = await openPage(browser, { gateway, path: "cashier", size: "till" });
    page.setDefaultTimeout(30_000);
    await page.locator("sign-in .people button").nth(employee).click();
    await page
      .locator("sign-in input[name=pin]")
      .fill(gateway.simulated.staff[employee]?.pin ?? "");
    await page.keyboard.press("Enter");
    await page.locator("basket-panel").waitFor();
    return page;
  };
  const finished = async (page: Page): Promise<string> => {
    const says = await page.locator("outcome-sheet section").innerText();
    await page.keyboard.press("Enter");
    await page.locator("outcome-sheet").waitFor({ state: "detached" });
    return says;
  };

  beforeAll(async () => {
    gateway = await startGatewayProcess();
    browser = await launchChromium();
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("outlives its shift and a cut of the power, and is paid at the price it had", async () => {
    const page = await tillOf(0);
    await page.keyboard.press("Alt+s");
    const shift = page.locator("shift-desk");
    await shift.locator("input[name=float]").fill("100");
    await page.keyboard.press("Enter");
    await shift.locator(".count table input").first().waitFor();
    await page.keyboard.press("Escape");
    await page.locator("basket-panel .quick button", { hasText: "泳衣" }).click();
    await page.locator("basket-panel .net", { hasText: "99.00" }).waitFor();
    await page.keyboard.press("F10");
    await page.locator("basket-panel tbody tr").waitFor({ state: "detached" });
    await page.keyboard.press("Alt+s");
    await shift.locator(".count table input").first().fill("1");
    await shift.locator(".count .primary").click();
    await shift.locator(".tag.good", { hasText: "分毫不差" }).waitFor();
    await shift.locator(".count .primary").click();
    expect(await finished(page)).toContain("已交班");
    await page.context().close();

    await gateway.kill();
    gateway = await gateway.again();
    const next = await tillOf(1);
    await next.keyboard.press("F11");
    await next.locator("parked-form .choices button", { hasText: "1 件" }).click();
    await next.locator("basket-panel .net", { hasText: "99.00" }).waitFor();
    await next.locator("tender-row .primary:enabled").waitFor();
    await next.keyboard.press("Enter");
    expect(await finished(next)).toMatch(/已收款[\s\S]*99\.00/);
    const sim = connectAs(gateway, "test");
    expect((await sim.call("bill.parked", {})).parked).toEqual([]);
    sim.close();
  });
});
