// A store that is no demonstration, by its pages: the technician's browser is paired by the code of the start, enters
// the first manager and invites a till by the number both sides show; a code works once, and revoked is out.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium, screenSizes } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";
import { startUnpairedGateway, type UnpairedGateway } from "../support/unpaired-gateway.ts";

const patienceMs = 60_000;

describe.skipIf(lacks("chromium"))("the first visit", { timeout: 4 * patienceMs }, () => {
  let gateway: UnpairedGateway;
  let browser: Browser;

  beforeAll(async () => {
    [browser, gateway] = await Promise.all([launchChromium(), startUnpairedGateway()]);
  }, patienceMs);
  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
  }, patienceMs);

  const open = async (path: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: screenSizes.till, locale: "zh-CN" });
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    await page.goto(`${gateway.url}/${path}/`);
    return page;
  };
  const type = async (page: Page, typed: string): Promise<void> => {
    await page.locator("pairing-screen input[name=code]").fill(typed);
    await page.locator("pairing-screen button.primary").click();
  };

  test("pairs, enters the first manager, and lets a till in by the number both sides show", async () => {
    const technician = await open("technician");
    await type(technician, "0000-0000");
    await technician.locator("pairing-screen [role=alert]").waitFor();
    await type(technician, gateway.code.toLowerCase());
    await technician.locator("pairing-screen .check").waitFor();
    await technician.locator("pairing-screen button.primary").click();
    const panel = technician.locator("stations-panel");
    await panel.locator("input[name=name]").fill("店长");
    await panel.locator("input[name=pin]").fill("246810");
    await panel.locator("form.first button").click();
    await panel.locator("form.first").waitFor({ state: "detached" });

    await panel.getByRole("button", { name: "收银台", exact: true }).click();
    const invited = (await panel.locator(".code output").textContent()) ?? "";
    expect(invited).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);

    const till = await open("cashier");
    await type(till, invited);
    const check = (await till.locator("pairing-screen .check").textContent()) ?? "";
    expect(check).toMatch(/^\d{6}$/);
    await panel.locator(".code output", { hasText: check }).waitFor();
    await till.locator("pairing-screen button.primary").click();
    await till.locator("cashier-page input[name=staff], cashier-page sign-in").first().waitFor();

    await till.reload();
    await till.locator("cashier-page").waitFor({ state: "attached" });
    expect(await till.locator("pairing-screen").count()).toBe(0);

    await panel.locator("li", { hasText: "收银台" }).getByRole("button", { name: "撤销" }).click();
    await till.locator("pairing-screen input[name=code]").waitFor();

    const used = await open("office");
    await type(used, invited);
    await used.locator("pairing-screen [role=alert]").waitFor();
  });
});
