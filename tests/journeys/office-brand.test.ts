// A manager gives the house its look in real Chromium: a colour nobody could read is told before it is kept, a file
// that does more than draw stays out, and the gateway holds what was saved; without a finding of axe.
import axe from "axe-core";
import type { Browser, Locator, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import {
  connectAs,
  launchChromium,
  openPage,
  type OpenedPage,
  signInManager,
} from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

const svg = (inside: string): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inside}</svg>`);

describe.skipIf(lacks("chromium", "fonts"))("the house's look", { timeout: 90_000 }, () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let opened: OpenedPage;
  let page: Page;
  let form: Locator;

  const choose = (name: string, buffer: Buffer): Promise<void> =>
    form.locator("input[type=file]").setInputFiles({ name, mimeType: "image/svg+xml", buffer });
  const kept = async () => {
    const client = connectAs(gateway, "test");
    const brand = await client.call("brand.get", {});
    client.close();
    return brand;
  };

  beforeAll(async () => {
    gateway = await startGatewayProcess();
    browser = await launchChromium();
    opened = await openPage(browser, { gateway, path: "office", size: "till" });
    ({ page } = opened);
    page.setDefaultTimeout(30_000);
    await signInManager(page);
    await page.locator("today-view").waitFor();
    await page.goto(`${gateway.simulated.url}/office/#/settings`);
    form = page.locator("brand-panel");
    await form.locator("form").waitFor();
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("says what a colour nobody could read becomes, before it is kept", async () => {
    await form.locator("input[name=colour]").fill("#ffcc0");
    await form.getByText("写成 # 加六位").waitFor();
    expect(await form.getByRole("button", { name: "换上这个形象" }).isDisabled()).toBe(true);
    await form.locator("input[name=colour]").fill("#ffcc00");
    await form.locator(".tag.warn", { hasText: "看不清" }).waitFor();
    expect(await form.locator(".samples .sample").count()).toBe(3);
    expect(await kept()).not.toHaveProperty("colour");
  });

  test("keeps a logo out that does more than draw, and keeps one that draws", async () => {
    await choose("bad.svg", svg("<script>alert(1)</script>"));
    await form.getByRole("button", { name: "换上这个形象" }).click();
    await form.locator(".wrong", { hasText: "不只是画图" }).waitFor();
    expect(await kept()).not.toHaveProperty("logo");
    await choose("good.svg", svg('<rect width="9" height="9" fill="#8c1d0e"/>'));
    await form.locator(".picture.night img").waitFor();
    await form.locator("input[name=name-zh-CN]").fill("云栖茶舍");
    await form.getByRole("button", { name: "换上这个形象" }).click();
    await form.locator(".done").waitFor();
    expect(await kept()).toMatchObject({
      colour: "#ffcc00",
      contrast: { adjusted: true },
      logo: { type: "image/svg+xml" },
      names: { "zh-CN": "云栖茶舍" },
    });
  });

  test("is taken back", async () => {
    await form.getByRole("button", { name: "用原来的绿色" }).click();
    await form.getByRole("button", { name: "不用标志" }).click();
    await form.getByRole("button", { name: "换上这个形象" }).click();
    await expect.poll(kept, { timeout: 30_000 }).not.toHaveProperty("logo");
    expect(await kept()).not.toHaveProperty("colour");
  });

  test.each(["中文", "深色", "English"])("has no finding of axe at %s", async (turn) => {
    if (turn !== "中文") await page.getByRole("button", { name: turn, exact: true }).click();
    await form.locator("input[name=colour]").fill(turn === "English" ? "#0f4c4a" : "#ff8800");
    await form.locator(".samples .sample").first().waitFor();
    await page.evaluate(axe.source);
    const found: readonly { readonly id: string; readonly nodes: readonly object[] }[] =
      await page.evaluate("axe.run(document).then(({ violations }) => violations)");
    expect(found.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes).slice(0, 300)}`)).toEqual(
      [],
    );
    expect(opened.problems).toEqual([]);
  });
});
