// What happens to a guest when something dies: the gateway comes back and she is where she was; the page crashes and a
// fresh one knows nobody. And a whole errand with four keys and no finger.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { secretsIn } from "../support/lobby-frames.ts";
import { connectAs, launchChromium, openPage, type OpenedPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

const device = "lobby-reader";
const patienceMs = 30_000;

const screen = (page: Page, name: string): Promise<void> =>
  page.locator(`[data-screen=${name}]`).waitFor({ state: "attached", timeout: patienceMs });

describe.skipIf(lacks("chromium"))("at the kiosk", () => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-resilience-"));
  let gateway: GatewayProcess;
  let browser: Browser;
  let kiosk: OpenedPage;
  let sim: TallygateClient;

  /** Another card each time: the reader hears the same one again only later. */
  const tap = async (index: number): Promise<string> => {
    await kiosk.page.locator("[data-reader=ready]").waitFor({ timeout: patienceMs });
    const token = gateway.simulated.cards?.[index]?.token ?? "";
    await sim.call("sim.card.present", { device, token });
    await screen(kiosk.page, "home");
    await sim.call("sim.card.remove", { device });
    return (await sim.call("card.identify", { token })).account;
  };
  const leave = async (): Promise<void> => {
    await kiosk.page.locator(".foot .quit").click();
    await screen(kiosk.page, "goodbye");
    await kiosk.page.locator(".controls .primary").click();
    await screen(kiosk.page, "attract");
  };
  const sellPunches = async (account: string): Promise<void> => {
    const tenders = [{ type: "cash", amount: 88_000 }];
    await sim.call("pass.sell", { key: sim.newKey(), account, pass: "spa10", tenders });
  };
  const punches = async (account: string): Promise<number> =>
    (await sim.call("account.get", { account })).assets["spa"]?.available ?? -1;

  beforeAll(async () => {
    [gateway, browser] = await Promise.all([startGatewayProcess({ dir }), launchChromium()]);
    sim = connectAs(gateway, "test");
    kiosk = await openPage(browser, { gateway, path: "kiosk", size: "standing" });
    await screen(kiosk.page, "attract");
  }, 60_000);
  afterAll(async () => {
    sim.close();
    await browser.close();
    await gateway[Symbol.asyncDispose]();
    rmSync(dir, { recursive: true, force: true });
  });

  test("with four keys alone a punch is found, confirmed and done", async () => {
    const account = await tap(0);
    const before = await punches(account);
    const { keyboard } = kiosk.page;
    /** ▼ until the mark is on the primary, then OK. */
    const choose = async (): Promise<void> => {
      for (let step = 0; step < 20; step += 1) {
        const primary = kiosk.page.locator(".controls .primary:focus");
        if ((await primary.count()) === 1) return keyboard.press("Enter");
        await keyboard.press("ArrowDown");
        // a second strike within 150 ms is the same strike
        await kiosk.page.waitForTimeout(200);
      }
      throw new Error("the keys never came to the primary");
    };
    await choose();
    await screen(kiosk.page, "punch");
    await kiosk.page.waitForTimeout(600);
    await choose();
    await screen(kiosk.page, "done");
    expect(await punches(account)).toBe(before - 1);
    await keyboard.press("Backspace");
    await screen(kiosk.page, "home");
    await leave();
  }, 90_000);

  test("a gateway that dies and comes back finds the guest on the same screen, with the same right", async () => {
    const account = await tap(2);
    const before = await punches(account);
    await kiosk.page.locator(".controls .primary").click();
    await screen(kiosk.page, "punch");
    const { port } = new URL(gateway.simulated.url);
    await gateway.kill();
    gateway = await startGatewayProcess({ dir, args: ["--port", port] });
    sim.close();
    sim = connectAs(gateway, "test");
    await kiosk.page.locator(".lost").waitFor({ state: "detached", timeout: patienceMs });
    await screen(kiosk.page, "punch");
    await kiosk.page.waitForTimeout(600);
    await kiosk.page.locator(".controls .primary").click();
    await screen(kiosk.page, "done");
    expect(await punches(account)).toBe(before - 1);
    await leave();
  }, 120_000);

  test.each([
    ["zh-CN", "结果还没有回来", 1],
    ["en", "No answer yet", 2],
  ] as const)(
    "a gateway that does not answer, in %s: nobody knows yet, a slip says by which key; then it is done, once",
    async (language, words, card) => {
      const { page } = kiosk;
      await page.locator(`.controls button[lang=${language}]`).click();
      const account = await tap(card);
      await sellPunches(account);
      const before = await punches(account);
      await page.locator(".controls .primary").click();
      await screen(page, "punch");
      await page.waitForTimeout(600);
      process.kill(gateway.pid, "SIGSTOP");
      try {
        await page.locator(".controls .primary").click();
        await screen(page, "unknown");
        expect(await page.locator("h1").innerText()).toBe(words);
        expect(await page.locator(".code").innerText()).toMatch(/[0-9A-F]{4}\s[0-9A-F]{4}/);
        expect(await page.locator(".controls button").count()).toBe(0);
      } finally {
        process.kill(gateway.pid, "SIGCONT");
      }
      await screen(page, "done");
      expect(await punches(account)).toBe(before - 1);
      await leave();
    },
    90_000,
  );

  test("a page that crashes leaves nobody: the next one is the idle screen, and works", async () => {
    await tap(0);
    const crashed = kiosk.page.waitForEvent("crash");
    void kiosk.page.goto("chrome://crash").catch(() => undefined);
    await crashed;
    const page = await kiosk.context.newPage();
    await page.goto(`${gateway.simulated.url}/kiosk/`);
    await screen(page, "attract");
    expect(await page.locator("body").innerText()).not.toMatch(/\*\*\*\*|元/);
    kiosk = { ...kiosk, page };
    await tap(1);
    await leave();
  }, 90_000);

  test("no frame told the page a whole number, a PIN or a voucher that is not the guest's", async () => {
    expect(kiosk.frames.length).toBeGreaterThan(20);
    expect(await secretsIn({ frames: kiosk.frames, gateway })).toEqual([]);
  });
});
