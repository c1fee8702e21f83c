// A technician proves the devices in real Chromium: a ticket whose code the store's scanner reads back, a card, every
// device at once, a scanner swapped for another; what was said is in the trace.
import axe from "axe-core";
import { decodeQR } from "qr/decode.js";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import {
  connectAs,
  launchChromium,
  openPage,
  type OpenedPage,
  screenSizes,
} from "../support/pages.ts";
import { lacks } from "../support/parts.ts";
import { pixelsOf } from "../support/png-pixels.ts";

const parts = lacks("chromium", "fonts");

describe.skipIf(parts)("a technician proves the devices", { timeout: 120_000 }, () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let opened: OpenedPage;
  let page: Page;
  let sim: TallygateClient;
  /** of the ticket that passed */
  let code = "";

  const choose = (device: string): Promise<void> =>
    page.locator("device-table").getByRole("button", { name: device, exact: true }).click();
  const asked = (text: string): Promise<void> =>
    page.locator("test-panel .asked", { hasText: text }).waitFor();
  const result = (device: string) =>
    page.locator("test-panel tbody tr", { has: page.getByText(device, { exact: true }) });
  /** The picture of the paper that the page shows of the chosen printer, once there is a ticket of it. */
  const paper = () => page.locator("simulator-panel .paper img[alt*='TG-VISIT-']");
  /** What a scanner reads off the newest slip, drawn as it lies there. */
  const codeOnPaper = async (): Promise<string> => {
    const source = (await paper().getAttribute("src")) ?? "";
    return decodeQR(pixelsOf(Buffer.from(source.split(",")[1] ?? "", "base64")));
  };

  beforeAll(async () => {
    gateway = await startGatewayProcess();
    sim = connectAs(gateway, "test");
    browser = await launchChromium();
    opened = await openPage(browser, { gateway, path: "technician", size: "till" });
    ({ page } = opened);
    page.setDefaultTimeout(60_000);
  }, 120_000);
  afterAll(async () => {
    sim.close();
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("sees where each device is plugged in", async () => {
    await page
      .locator("device-table tr", { hasText: "lobby-printer" })
      .getByText("simulated:lobby-printer")
      .waitFor();
  });

  test("reads once how quick the process is that holds the devices", async () => {
    const table = page.locator("device-table");
    await table
      .locator(".host", { hasText: /响应 p99（毫秒） \d+.*自身最长占用（毫秒） \d+/u })
      .waitFor();
    const said = await table.locator("section").innerText();
    expect(said.match(/响应 p99/gu)).toHaveLength(1);
    expect(said.match(/自身最长占用/gu)).toHaveLength(1);
  });

  test("prints a status ticket, and its code comes back through the store's scanner", async () => {
    await choose("lobby-printer");
    await page.getByRole("button", { name: "检查这一台" }).click();
    await asked("用本店的扫码器扫");
    code = await codeOnPaper();
    expect(code).toMatch(/^TG-VISIT-\d{6}$/u);
    const text = await paper().getAttribute("alt");
    for (const said of ["desk-scanner", "ready", "龍門", "0----+----1"])
      expect(text).toContain(said);
    await sim.call("sim.scan", { device: "lobby-scanner", code });
    await result("lobby-printer").getByText("二维码已读回").waitFor();
  });

  test("another ticket's code does not pass", async () => {
    await choose("desk-printer");
    await page.getByRole("button", { name: "检查这一台" }).click();
    await asked("用本店的扫码器扫");
    await sim.call("sim.scan", { device: "desk-scanner", code });
    await result("desk-printer").getByText("不是这张小票").waitFor();
  });

  test("reads a test card", async () => {
    await choose("desk-reader");
    await page.getByRole("button", { name: "检查这一台" }).click();
    await asked("把一张卡放到");
    await sim.call("sim.card.present", { device: "desk-reader", uid: "04A1B2C3D4E5F6" });
    await result("desk-reader").getByText("读到了卡").waitFor();
    await sim.call("sim.card.remove", { device: "desk-reader" });
  });

  test("tests every device at once: a printer out of paper is told, the others pass", async () => {
    await sim.call("sim.printer.fault", { device: "lobby-printer", fault: "paper_out" });
    await page.locator("device-table").getByText("缺纸").waitFor();
    await page.getByRole("button", { name: "逐台检查，打印小票" }).click();
    await result("lobby-printer").getByText("没有就绪").waitFor();
    await result("desk-printer").getByText("小票打印成功").waitFor();
    await page.getByRole("button", { name: "检查这一台" }).waitFor();
    const devices = await sim.call("device.list", {});
    expect(await page.locator("test-panel tbody tr").count()).toBe(devices.length);
    expect(await page.locator("test-panel tbody .bad").count()).toBe(1);
    await sim.call("sim.printer.fault", { device: "lobby-printer", fault: null });
  });

  test("swaps a scanner: each step follows the plug, and the new one is proven before it is done", async () => {
    await choose("desk-scanner");
    const swap = page.locator("swap-panel");
    const step = (text: string): Promise<void> =>
      swap.locator("li[aria-current=step]", { hasText: text }).waitFor();
    await swap.getByRole("button", { name: "换下这一台" }).click();
    await step("拔下旧的");
    await sim.call("sim.device.unplug", { device: "desk-scanner" });
    await step("插上新的");
    await sim.call("sim.device.plug", { device: "desk-scanner" });
    await step("检查新的");
    await swap.getByRole("button", { name: "检查新的" }).click();
    await swap.locator(".asked", { hasText: "扫任意一个码" }).waitFor();
    await sim.call("sim.scan", { device: "desk-scanner", code: "6901234567892" });
    await step("换好了");
    expect(await swap.locator("dl").innerText()).toContain("simulated:desk-scanner");
  });

  test("finds what was said in the trace, without the code that was scanned", async () => {
    const trace = page.locator("trace-panel");
    await trace.getByRole("button", { name: "再取一次" }).click();
    await trace.locator("li", { hasText: "code.scanned" }).first().waitFor();
    expect(await trace.innerText()).not.toContain("6901234567892");
    expect(opened.problems).toEqual([]);
  });

  test.each(["phone", "uhd"] as const)(
    "with results, swap and trace on it the page is no wider than a screen of the size %s, and axe finds nothing",
    async (size) => {
      await page.setViewportSize(screenSizes[size]);
      const over = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(Number(over)).toBeLessThanOrEqual(1);
      await page.evaluate(axe.source);
      const found: readonly { readonly id: string; readonly nodes: readonly object[] }[] =
        await page.evaluate("axe.run(document).then(({ violations }) => violations)");
      expect(found.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes).slice(0, 300)}`)).toEqual(
        [],
      );
    },
  );

  test("a till and a kiosk are not told where devices are plugged in", async () => {
    for (const role of ["kiosk", "cashier"] as const) {
      const client = connectAs(gateway, role);
      const devices = await client.call("device.list", {});
      client.close();
      expect(devices.length).toBeGreaterThan(5);
      for (const device of devices) expect(device).not.toHaveProperty("identity");
    }
  });
});
