// A till on a slow line: no key is lost to a price that is under way, nothing rung up meanwhile, and no answer that
// comes late is taken for the next guest's.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs, launchChromium, openPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";
import { type SlowLine, startSlowLine } from "../support/slow-line.ts";

/** as over a bad wireless bridge, milliseconds there and back */
const rttMs = 600;
const wang = "04A1B2C3D4E580";
const zhang = "04B2C3D4E5F680";

describe.skipIf(lacks("chromium", "fonts"))("a till on a slow line", { timeout: 90_000 }, () => {
  let gateway: GatewayProcess;
  let line: SlowLine;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[];
  let frames: readonly string[];
  let till: TallygateClient;
  const rows = () => page.locator("basket-panel tbody tr");
  const ring = (name: string) =>
    page.locator("basket-panel .quick button", { hasText: name }).click();

  beforeAll(async () => {
    gateway = await startGatewayProcess();
    till = connectAs(gateway, "test");
    const { port, host } = new URL(gateway.simulated.url);
    line = await startSlowLine(Number(port), rttMs);
    browser = await launchChromium(`--host-resolver-rules=MAP ${host} 127.0.0.1:${line.port}`);
    ({ page, problems, frames } = await openPage(browser, {
      gateway,
      path: "cashier",
      size: "till",
    }));
    page.setDefaultTimeout(30_000);
    await page.locator("sign-in .people button").first().click();
    await page.locator("sign-in input[name=pin]").fill(gateway.simulated.staff[0]?.pin ?? "");
    await page.keyboard.press("Enter");
    await page.locator("basket-panel").waitFor();
  }, 90_000);
  afterAll(async () => {
    till.close();
    await browser.close();
    await line.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("Enter settles the bill at a price that is under way; what is rung up then is the next guest's", async () => {
    await ring("泳衣");
    await page.keyboard.press("Enter");
    await page.locator("tender-row .primary:disabled").waitFor();
    await ring("啤酒");
    await page.locator("outcome-sheet").waitFor();
    expect(await page.locator("outcome-sheet section").innerText()).toContain("99.00");
    await page.keyboard.press("Enter");
    await page.locator("outcome-sheet").waitFor({ state: "detached" });
    expect(await rows().allInnerTexts()).toEqual([expect.stringContaining("啤酒")]);
    await page.locator("basket-panel .net", { hasText: "15.00" }).waitFor();
  });

  test("who taps while a bill is parked is on the next one, with a balance of her own", async () => {
    await page.keyboard.press("F10");
    await ring("泳衣");
    await till.call("sim.card.present", { device: "desk-reader", token: wang });
    await page.locator("member-panel .name").waitFor();
    await expect.poll(() => rows().allInnerTexts()).toEqual([expect.stringContaining("泳衣")]);
    await page.locator("tender-row .primary:enabled").waitFor();
    expect(await page.locator("member-panel .name").count()).toBe(1);
  });

  test("a card that is being read is on the bill that Enter settles", async () => {
    await page.keyboard.press("Alt+z");
    await page.locator("member-panel .name").waitFor({ state: "detached" });
    await till.call("sim.card.remove", { device: "desk-reader" });
    const isShown = (): number => frames.filter((one) => one.includes("card.presented")).length;
    const before = isShown();
    await till.call("sim.card.present", { device: "desk-reader", token: zhang });
    await expect.poll(isShown).toBe(before + 1);
    await page.keyboard.press("Enter");
    await page.locator("outcome-sheet").waitFor();
    const { account } = await till.call("card.identify", { token: zhang });
    const [newest] = (await till.call("member.history", { account, limit: 1 })).entries;
    expect(newest).toMatchObject({ op: "bill.settle" });
    await page.keyboard.press("Enter");
    await page.locator("outcome-sheet").waitFor({ state: "detached" });
  });

  test("a form takes Enter although what it shows is still being fetched", async () => {
    await page.keyboard.press("Alt+d");
    await page.locator("drawer-desk input[name=note]").fill("换零钱");
    await page.keyboard.press("Enter");
    await page.locator("drawer-desk").waitFor({ state: "detached" });
  });

  test("a sheet is not closed by the answer to one that was left", async () => {
    await page.keyboard.press("F11");
    await page.locator("parked-form .choices button").first().click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("F9");
    await page.locator("find-form input").pressSequentially("wang", { delay: rttMs / 4 });
    await rows().filter({ hasText: "啤酒" }).waitFor();
    expect(await page.locator("find-form input").inputValue()).toBe("wang");
    await page.keyboard.press("Escape");
    expect(problems).toEqual([]);
  });
});
