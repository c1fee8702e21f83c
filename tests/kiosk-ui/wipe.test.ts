// After a visit nothing of the guest is left in the page: not on the screen, not in storage, not in the address, not in
// the heap (PAGES.md section 7, A18). The heap is read by the browser's own profiler.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs, launchChromium, openPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

const device = "lobby-reader";

/** Every string that the page's heap holds after a collection, as one text. */
const heapOf = async (page: Page): Promise<string> => {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }) => chunks.push(chunk));
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await session.detach();
  return chunks.join("");
};

const screen = (page: Page, name: string): Promise<void> =>
  page.locator(`[data-screen=${name}]`).waitFor({ state: "attached", timeout: 15_000 });

describe.skipIf(lacks("chromium"))("a visit", () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([startGatewayProcess({ args: [] }), launchChromium()]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("leaves nothing of the guest behind", async () => {
    const sim = connectAs(gateway, "test");
    const token = gateway.simulated.cards?.[0]?.token ?? "";
    const { account, number = "" } = await sim.call("card.identify", { token });
    const { page, problems } = await openPage(browser, {
      gateway,
      path: "kiosk",
      size: "standing",
    });
    await screen(page, "attract");
    await page.locator("[data-reader=ready]").waitFor({ timeout: 15_000 });
    await sim.call("sim.card.present", { device, token });
    await screen(page, "home");
    await sim.call("sim.card.remove", { device });
    expect(number.length).toBeGreaterThan(5);
    const during = await heapOf(page);
    // the whole number never comes here; what names her account does, while she is here
    expect([during.includes(number), during.includes(account)]).toEqual([false, true]);

    await page.locator(".foot .quit").click();
    await screen(page, "goodbye");
    expect(await page.locator("body").innerText()).not.toContain(number.slice(-4));
    await page.locator(".controls .primary").click();
    await screen(page, "attract");
    const kept = await page.evaluate(
      "JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, document.cookie])",
    );
    expect(kept).not.toContain(number.slice(-4));
    const after = await heapOf(page);
    expect([after.includes(number), after.includes(account)]).toEqual([false, false]);
    expect(problems).toEqual([]);
    sim.close();
  }, 60_000);
});
