// The technician's main acts in English, in real Chromium: each is done by its English words, and no Chinese stands on
// the page afterwards but names that are data.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { hanOn } from "../support/han.ts";
import { connectAs, launchChromium, openPage, type OpenedPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

/** The seal, the way to the other language, and the holders of the demonstration's cards. */
const known = ["契", "中文", "王芳", "张伟", "欧阳静", "李强"];

describe.skipIf(lacks("chromium", "fonts"))("a technician in English", { timeout: 60_000 }, () => {
  let gateway: GatewayProcess;
  let sim: TallygateClient;
  let browser: Browser;
  let opened: OpenedPage;
  let page: Page;

  const choose = (device: string): Promise<void> =>
    page.locator("device-table").getByRole("button", { name: device, exact: true }).click();
  const press = (name: string): Promise<void> =>
    page.getByRole("button", { name, exact: true }).click();

  beforeAll(async () => {
    gateway = await startGatewayProcess({ args: ["--log", "info"] });
    sim = connectAs(gateway, "test");
    browser = await launchChromium();
    const path = "technician";
    opened = await openPage(browser, { gateway, path, size: "till", locale: "en-US" });
    ({ page } = opened);
    page.setDefaultTimeout(30_000);
  }, 90_000);
  afterAll(async () => {
    sim.close();
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("sees the devices, the store's health and the log", async () => {
    const row = page.locator("device-table tr", { hasText: "lobby-printer" });
    await row.getByText("Receipt printer").waitFor();
    await page.locator("care-panel dl > div", { hasText: "Books" }).getByText("whole").waitFor();
    await page.locator("care-panel .log li").first().waitFor();
    await page.locator("stations-panel li", { hasText: "Lobby kiosk" }).waitFor();
    expect(await hanOn(page, known)).toEqual([]);
  });

  test("tests a reader with a card laid on at the simulator", async () => {
    await choose("desk-reader");
    await press("Test this one");
    await page.locator("test-panel .asked", { hasText: "Lay any card on this reader" }).waitFor();
    await page
      .locator("simulator-panel")
      .getByRole("button", { name: /Blank card/u })
      .click();
    await page.locator("test-panel tbody").getByText("a card was read").waitFor();
    expect(await hanOn(page, known)).toEqual([]);
  });

  test("finds what the reader said in its trace", async () => {
    await press("Fetch again");
    await page.locator("trace-panel li", { hasText: "card.present" }).first().waitFor();
    expect(await hanOn(page, known)).toEqual([]);
  });

  test("swaps a scanner", async () => {
    await choose("desk-scanner");
    const step = (text: string): Promise<void> =>
      page.locator("swap-panel li[aria-current=step]", { hasText: text }).waitFor();
    await press("Swap this one");
    await step("Unplug the old one");
    await press("Unplug");
    await step("Plug the new one into the same port");
    await press("Plug in");
    await step("Test the new one");
    await press("Test the new one");
    await page.locator("swap-panel .asked", { hasText: "Scan any code" }).waitFor();
    await sim.call("sim.scan", { device: "desk-scanner", code: "6901234567892" });
    await step("Swapped; its use is the same");
    expect(await hanOn(page, known)).toEqual([]);
  });

  test("is told that a file is no recording, also while a script plays", async () => {
    await choose("desk-printer");
    const panel = page.locator("timeline-panel");
    await panel.locator("li", { hasText: "Head office gone" }).getByRole("button").click();
    await panel.locator("progress").waitFor();
    const file = { name: "box.json", mimeType: "application/json", buffer: Buffer.from("{}") };
    await panel.locator(".box input").setInputFiles(file);
    await panel.locator(".refused").waitFor();
    const before = opened.frames.length;
    await expect.poll(() => opened.frames.length, { timeout: 20_000 }).toBeGreaterThan(before + 2);
    expect(await panel.locator(".refused").isVisible()).toBe(true);
    await panel.getByRole("button", { name: "Stop" }).click();
    await panel.locator("progress").waitFor({ state: "detached" });
  });

  test("invites a station, and fetches the support file", async () => {
    await page.locator("stations-panel .invite").getByRole("button", { name: "Cashier" }).click();
    await page.locator("stations-panel .code", { hasText: "within ten minutes" }).waitFor();
    const downloaded = page.waitForEvent("download");
    await press("Make and download");
    expect((await downloaded).suggestedFilename()).toMatch(/^tallygate-support-.*\.tar\.zst$/u);
    await page.locator("care-panel .said", { hasText: "✓" }).waitFor();
    expect(await hanOn(page, known)).toEqual([]);
  });

  test("a page that turns to Chinese would have been seen", async () => {
    await press("中文");
    await page.getByRole("heading", { name: "设备与自检" }).waitFor();
    expect(await hanOn(page, known)).toContain("门店状况");
    expect(opened.problems).toEqual([]);
  });
});
