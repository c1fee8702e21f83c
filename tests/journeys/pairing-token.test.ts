// A station paired by the QR code that `tallygate pair` shows: no typing, and the token is gone from the address. A
// token that was used before asks for a code like any stranger.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../provisioning/main.ts";
import { launchChromium, screenSizes } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";
import { startUnpairedGateway, type UnpairedGateway } from "../support/unpaired-gateway.ts";

const patienceMs = 60_000;

describe.skipIf(lacks("chromium"))("a QR code of a visit", { timeout: 3 * patienceMs }, () => {
  let gateway: UnpairedGateway;
  let browser: Browser;

  beforeAll(async () => {
    [browser, gateway] = await Promise.all([launchChromium(), startUnpairedGateway()]);
  }, patienceMs);
  afterAll(async () => {
    await browser?.close();
    await gateway?.[Symbol.asyncDispose]();
  }, patienceMs);

  const scanned = async (address: string): Promise<{ page: Page; heard: readonly string[] }> => {
    const context = await browser.newContext({ viewport: screenSizes.standing, locale: "zh-CN" });
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    const heard: string[] = [];
    page.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => heard.push(String(payload))),
    );
    await page.goto(address);
    return { page, heard };
  };

  test("makes the screen that scans it a station, once", async () => {
    const { dir, url, code } = gateway;
    const lines: string[] = [];
    const words = ["pair", "--role", "kiosk", "--json", "--code", code, "--data", dir];
    const exit = await runCommand([...words, "--door", url], {
      language: "en",
      line: (text) => lines.push(text),
      errorLine: (text) => lines.push(text),
    });
    expect(exit, lines.join("\n")).toBe(0);
    const { scan }: { readonly scan: string } = JSON.parse(lines.join(""));
    const address = scan.replace(/^https?:\/\/[^/]+/, url);
    expect(new URL(address).hash).toMatch(/^#v1\.[A-Za-z0-9_-]{22}$/);
    const { page: kiosk, heard } = await scanned(address);
    const paired = (): boolean => heard.some((frame) => frame.includes('"check":'));
    await expect.poll(paired, { timeout: patienceMs }).toBe(true);
    await kiosk.locator("kiosk-page [data-screen]").first().waitFor({ state: "attached" });
    expect(await kiosk.locator("pairing-screen").count()).toBe(0);
    expect(kiosk.url()).toBe(`${url}/kiosk/`);
    const { page: again } = await scanned(address);
    await again.locator("pairing-screen input[name=code]").waitFor();
    expect(again.url()).toBe(`${url}/kiosk/`);
  });
});
