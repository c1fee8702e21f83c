// Office and technician by keys alone: every view the office itself leads to and every device on the technician's table
// gone round by Tab. Each view in one language a run, drawn by its seed; the other run has it in the other.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { furnish } from "../support/furnished.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { goneByTab, watchKeys } from "../support/keyboard.ts";
import { connectAs, launchChromium, openPage, signInManager } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

const seed = Number(process.env["SEED"] ?? 0);
const patient = { timeout: 20_000, interval: 300 };

describe.skipIf(lacks("chromium", "fonts"))("staff without a mouse", { timeout: 120_000 }, () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  const opened: Partial<Record<string, Page>> = {};

  /** The page in that language, watched from its first script on; signed in where it asks who is there. */
  const pageOf = async (path: "office" | "technician", locale: "zh-CN" | "en-US") => {
    const known = opened[`${path} ${locale}`];
    if (known !== undefined) return known;
    const { page } = await openPage(browser, { gateway, path, size: "till", locale });
    page.setDefaultTimeout(30_000);
    await watchKeys(page);
    await page.reload();
    if (path === "office") {
      await signInManager(page);
      await page.locator("today-view").waitFor();
    } else await page.locator("device-table tbody tr").first().waitFor();
    opened[`${path} ${locale}`] = page;
    return page;
  };
  const localeAt = (at: number) => ((at + seed) % 2 === 0 ? "zh-CN" : "en-US");

  /** What is still being fetched is not there yet: a look that finds something is taken again. */
  const walk = async (page: Page, view: string): Promise<void> => {
    await page.waitForLoadState("networkidle");
    await expect.poll(async () => [view, ...(await goneByTab(page))], patient).toEqual([view]);
  };

  beforeAll(async () => {
    gateway = await startGatewayProcess({ args: ["--clock", "2026-11-21T19:26:00+08:00"] });
    const sim = connectAs(gateway, "test");
    await furnish(gateway, sim);
    sim.close();
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("every view of the office is within reach, and lets go", { timeout: 300_000 }, async () => {
    const links = (await pageOf("office", "zh-CN")).locator("office-page nav a[href^='#/']");
    const views = await links.evaluateAll((all) =>
      all.map((link) => link.getAttribute("href")?.slice(2) ?? ""),
    );
    expect(views.length).toBeGreaterThan(9);
    for (const [at, view] of [...views, "reports/sales-goods", "reports/liability-age"].entries()) {
      const page = await pageOf("office", localeAt(at));
      await page.goto(`${gateway.simulated.url}/office/#/${view}`);
      await page.locator(`${view.split("/")[0] ?? ""}-view`).waitFor();
      await walk(page, `${view}, ${localeAt(at)}`);
    }
  });

  test("every device of the technician's table is within reach, and lets go", async () => {
    const devices = (await pageOf("technician", "zh-CN")).locator("device-table tbody tr");
    const count = await devices.count();
    expect(count).toBeGreaterThan(5);
    for (let at = 0; at < count; at += 1) {
      const page = await pageOf("technician", localeAt(at));
      const row = page.locator("device-table tbody tr").nth(at);
      await row.locator("button").first().press("Enter");
      await walk(page, `device ${at}, ${localeAt(at)}`);
    }
  });
});
