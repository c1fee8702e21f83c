// The screen ruler in real Chromium: a line of known pixels, what it measures, and the kiosk's station that is told.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs, launchChromium, openPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

describe.skipIf(lacks("chromium", "fonts"))("the screen ruler", { timeout: 90_000 }, () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    gateway = await startGatewayProcess();
    browser = await launchChromium();
    ({ page } = await openPage(browser, { gateway, path: "technician", size: "till" }));
    page.setDefaultTimeout(30_000);
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("draws 400 px, takes millimetres, says what they mean, and tells the kiosk", async () => {
    const ruler = page.locator("ruler-panel");
    const line = await ruler.locator(".bar-line").boundingBox();
    expect(line?.width).toBe(400);
    const [measured, edge] = [ruler.locator("input").first(), ruler.locator("input").last()];
    await measured.fill("4");
    expect(await ruler.locator(".primary").isDisabled()).toBe(true);
    await measured.fill("106.4");
    await edge.fill("1500");
    await ruler.locator(".means", { hasText: "0.2660 mm/px" }).waitFor();
    await ruler.locator(".tag.warn", { hasText: /380/u }).waitFor();
    await edge.fill("700");
    await ruler.locator("select option").first().waitFor({ state: "attached" });
    await ruler.locator(".primary").click();
    await ruler.locator(".said", { hasText: "✓" }).waitFor();
    const sim = connectAs(gateway, "test");
    const { stations } = await sim.call("station.list", {});
    sim.close();
    const told = stations.find(({ screen }) => screen !== undefined);
    expect(told).toMatchObject({ role: "kiosk", screen: { umPerPx: 266, edgeMm: 700 } });
  });
});
