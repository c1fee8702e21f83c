// The customer's screen beside the till, in real Chromium: it says what the cashier's bill says, line by line, the
// total and the change; it is told when it is opened late, and forgets the bill when it is over.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs, launchChromium, openPage, type OpenedPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

describe.skipIf(lacks("chromium", "fonts"))("the customer's screen", () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let till: OpenedPage;
  let screen: Page;

  const figures = (text: string): readonly string[] => text.match(/\d[\d,]*\.\d\d/gu) ?? [];
  const stage = (name: string) => screen.locator(`main[data-stage=${name}]`).waitFor();

  beforeAll(async () => {
    gateway = await startGatewayProcess();
    browser = await launchChromium();
    till = await openPage(browser, { gateway, path: "cashier", size: "till" });
    till.page.setDefaultTimeout(30_000);
    await till.page.locator("sign-in .people button").first().click();
    await till.page.locator("sign-in input[name=pin]").fill(gateway.simulated.staff[0]?.pin ?? "");
    await till.page.keyboard.press("Enter");
    await till.page.locator("basket-panel").waitFor();
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("opened in the middle of a bill shows the lines and the total of the till", async () => {
    const goods = till.page.locator("basket-panel .quick button");
    for (const at of [0, 3, 3]) await goods.nth(at).click();
    screen = await till.context.newPage();
    screen.setDefaultTimeout(30_000);
    await screen.goto(`${gateway.simulated.url}/cashier/?screen=customer`);
    await stage("open");
    await expect.poll(() => screen.locator(".lines li").count(), { timeout: 30_000 }).toBe(2);
    const nets = await till.page.locator("basket-panel tbody .net").allInnerTexts();
    const shown = await screen.locator(".lines .amount").allInnerTexts();
    expect(shown.map((text) => figures(text).at(-1))).toEqual(nets.map((text) => text.trim()));
  });

  test("a member's card changes both screens alike", { timeout: 60_000 }, async () => {
    const sim = connectAs(gateway, "test");
    const token = gateway.simulated.cards?.[0]?.token ?? "";
    await sim.call("sim.card.present", { device: "desk-reader", token });
    await sim.call("sim.card.remove", { device: "desk-reader" });
    sim.close();
    await screen.locator(".member").waitFor();
    const member = await till.page.locator("basket-panel .attached b").first().innerText();
    expect(member).toContain((await screen.locator(".member").innerText()).split(" ").at(-1));
    const difference = async (): Promise<number> =>
      minor(await screen.locator(".due dd").innerText()) - (await sumOfNets(till.page));
    await screen.locator(".saved").waitFor();
    await expect.poll(difference, { timeout: 30_000 }).toBe(0);
  });

  test("says what was paid, and welcomes the next customer", async () => {
    const due = (await screen.locator(".due dd").innerText()).trim();
    await till.page.locator("tender-row .primary").click();
    await stage("paid");
    expect(figures(await screen.locator("main").innerText())[0]).toBe(due);
    await till.page.locator("outcome-sheet .job.good").waitFor();
    await till.page.keyboard.press("Enter");
    await stage("idle");
    expect(till.problems).toEqual([]);
  });
});

const minor = (text: string): number => Math.round(Number(text.replaceAll(",", "")) * 100);

const sumOfNets = async (page: Page): Promise<number> =>
  (await page.locator("basket-panel tbody .net").allInnerTexts())
    .map(minor)
    .reduce((sum, net) => sum + net, 0);
