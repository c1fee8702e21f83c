// A technician looks after the store in real Chromium: its health, the gateway's redacted log, the support file that
// lands in the downloads whole; without a finding of axe, in both languages, by day and by night.
import { readFileSync } from "node:fs";
import { zstdDecompressSync } from "node:zlib";
import axe from "axe-core";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs, launchChromium, openPage, type OpenedPage } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

describe.skipIf(lacks("chromium", "fonts"))("a technician", { timeout: 120_000 }, () => {
  let gateway: GatewayProcess;
  let browser: Browser;
  let opened: OpenedPage;
  let page: Page;

  beforeAll(async () => {
    gateway = await startGatewayProcess({ args: ["--log", "info"] });
    browser = await launchChromium();
    opened = await openPage(browser, { gateway, path: "technician", size: "till" });
    ({ page } = opened);
    page.setDefaultTimeout(60_000);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("sees how the store is, and that a missing printer shows", async () => {
    const panel = page.locator("care-panel");
    await panel.locator("dl > div", { hasText: "账本" }).getByText("完整").waitFor();
    await panel.locator("dl > div", { hasText: "设备" }).getByText("全部可用").waitFor();
    const sim = connectAs(gateway, "test");
    await sim.call("sim.device.unplug", { device: "lobby-printer" });
    await page.locator("device-table").getByText("找不到").waitFor();
    await panel.getByRole("button", { name: "再看一次" }).click();
    await panel.locator("dl > div", { hasText: "设备" }).getByText("有设备不可用").waitFor();
    await sim.call("sim.device.plug", { device: "lobby-printer" });
    sim.close();
  });

  test("reads the gateway's last lines", async () => {
    await page.locator("care-panel .log li").first().waitFor();
    const text = await page.locator("care-panel .log ol").innerText();
    expect(text).toContain("消息");
    for (const { name } of gateway.simulated.cards ?? []) expect(text).not.toContain(name);
  });

  test("fetches the support file whole, and the audit log says so", async () => {
    const downloaded = page.waitForEvent("download");
    await page.getByRole("button", { name: "生成并下载" }).click();
    const file = await downloaded;
    expect(file.suggestedFilename()).toMatch(/^tallygate-support-.*\.tar\.zst$/u);
    const text = zstdDecompressSync(readFileSync(await file.path())).toString("utf8");
    for (const part of ["versions.json", "doctor.json", "books.json"]) expect(text).toContain(part);
    await page.locator("care-panel .said", { hasText: "✓" }).waitFor();
    const office = connectAs(gateway, "test");
    const { records } = await office.call("audit.list", { op: "diagnostics.support" });
    office.close();
    expect(records).toMatchObject([{ role: "technician", facts: { bytes: expect.any(Number) } }]);
  });

  test.each(["中文", "深色", "English", "Dark"])("has no finding of axe at %s", async (turn) => {
    if (turn !== "中文") await page.getByRole("button", { name: turn, exact: true }).click();
    await page.evaluate(axe.source);
    const found: readonly { readonly id: string; readonly nodes: readonly object[] }[] =
      await page.evaluate("axe.run(document).then(({ violations }) => violations)");
    expect(found.map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes).slice(0, 300)}`)).toEqual(
      [],
    );
    expect(opened.problems).toEqual([]);
  });
});
