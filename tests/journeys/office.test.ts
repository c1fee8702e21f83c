// A manager's morning in real Chromium: the day's figures, a report down to its entries and lines, files, a
// member, the
// programme as a draft with a basket and checks; by key, in both languages, without a finding of axe.
import axe from "axe-core";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { liveIn } from "../support/lived-in.ts";
import {
  connectAs,
  launchChromium,
  openPage,
  type OpenedPage,
  screenSizes,
  signInManager,
} from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

/** 0 black, 1 white: of `#rrggbb` or `rgb(…)`. */
const lightness = (colour: string): number => {
  const hex = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/iu.exec(colour);
  const parts =
    hex === null
      ? (colour.match(/\d+/gu) ?? []).slice(0, 3).map(Number)
      : hex.slice(1).map((part) => Number.parseInt(part, 16));
  if (parts.length !== 3) throw new Error(`no colour: ${colour}`);
  return parts.reduce((sum, part) => sum + part, 0) / (3 * 255);
};

const viewElement = (view: string): string => `${view.split("/")[0]}-view`;

interface AxeFinding {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown }[];
}

describe.skipIf(lacks("chromium", "fonts"))(
  "a manager's morning in the office",
  { timeout: 90_000 },
  () => {
    let gateway: GatewayProcess;
    let sim: TallygateClient;
    let opened: OpenedPage;
    let browser: Awaited<ReturnType<typeof launchChromium>>;
    let page: Page;
    let member = "";

    const go = (hash: string): Promise<unknown> =>
      page.goto(`${gateway.simulated.url}/office/#/${hash}`);
    /** Every view there is, as the page itself leads to them, and one report. */
    const views = async (): Promise<readonly string[]> => {
      const paths = await page
        .locator("office-page nav a[href^='#/']")
        .evaluateAll((links) => links.map((link) => link.getAttribute("href")?.slice(2) ?? ""));
      expect(paths.length).toBeGreaterThan(9);
      return [...paths, "reports/sales-goods"];
    };
    const findings = async (): Promise<readonly string[]> => {
      await page.evaluate(axe.source);
      const found: readonly AxeFinding[] = await page.evaluate(
        "axe.run(document, { rules: { 'page-has-heading-one': { enabled: false } } }).then(({ violations }) => violations)",
      );
      return found.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => JSON.stringify(node.target)).join(" ")}`,
      );
    };

    beforeAll(async () => {
      gateway = await startGatewayProcess({ args: ["--clock", "2026-11-21T19:26:00+08:00"] });
      sim = connectAs(gateway, "test");
      await liveIn(sim, { from: "2026-11-22", days: 5 });
      const { account } = await sim.call("card.identify", { token: "04A1B2C3D4E580" });
      member = (await sim.call("account.get", { account })).member ?? "";
      browser = await launchChromium();
      opened = await openPage(browser, { gateway, path: "office", size: "till" });
      ({ page } = opened);
      page.setDefaultTimeout(30_000);
    }, 120_000);
    afterAll(async () => {
      sim.close();
      await browser.close();
      await gateway[Symbol.asyncDispose]();
    });

    test("signs in by key and sees the day's figures", async () => {
      await signInManager(page);
      const day = await sim.call("report.run", {
        report: "sales-day",
        from: "2026-11-26",
        to: "2026-11-26",
      });
      const sales = ((day.totals?.["net"] ?? 0) / 100)
        .toFixed(2)
        .replace(/\B(?=(\d{3})+(?!\d))/gu, ",");
      await page.locator("today-view .tile", { hasText: "今日收入" }).getByText(sales).waitFor();
      await page.locator("today-view report-chart[data-drawn] svg").first().waitFor();
    });

    test("follows a row to its entries, which add up to it, and an entry to its lines", async () => {
      await page.keyboard.press("Alt+5");
      await page.getByRole("link", { name: "商品销售" }).click();
      const table = page.locator("report-view report-table");
      const row = table.getByRole("row", { name: /龙井一壶|足疗|门票/u }).first();
      await row.locator("td, th").first().locator("button").focus();
      await page.keyboard.press("Enter");
      const behind = page.locator("entries-panel");
      await behind.locator(".tag.good", { hasText: "等于表中的数" }).waitFor();
      await behind.locator("tbody button").first().click();
      await behind.getByText("income:sales:").first().waitFor();
      await behind.getByText("每个单位借贷相等").waitFor();
    });

    test("saves a report as a workbook", async () => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "XLSX" }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(
        /^sales-goods_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.xlsx$/u,
      );
    });

    test("finds a member and her timeline adds up to her balance", async () => {
      await page.keyboard.press("Alt+2");
      await page.getByLabel("卡号、会员号、手机号或姓名").fill("13812345678");
      await page.keyboard.press("Enter");
      await page.waitForURL(`**/#/members/${member}`);
      await page.locator("member-view .tag.good", { hasText: "逐笔相加等于余额" }).waitFor();
      expect(await page.locator("member-view .name").innerText()).toBe("王*");
    });

    test("reads the charter chapter by chapter, as it is written", async () => {
      await page.goto(`${gateway.simulated.url}/office/#/programme`);
      const charter = page.locator("programme-view");
      await charter.getByText("2. 储值与充值", { exact: true }).waitFor();
      expect(await charter.innerText()).not.toContain("##");
    });

    test("drafts a programme: a mistake is found, a discount shows in the basket", async () => {
      await page.keyboard.press("Alt+4");
      await page.getByRole("button", { name: "改规则" }).click();
      const file = page.locator("programme-view textarea");
      const source = await file.inputValue();
      await file.fill(source.replace('"payRatio": 9500', '"payRatio": 9000'));
      await file.blur();
      const basket = page.locator("programme-desk").getByRole("table").first();
      await basket
        .getByRole("row", { name: /标准双床房/u })
        .getByText("349.20")
        .waitFor();
      await file.fill(source.replaceAll('"asset": "pts"', '"asset": "nothing"'));
      await file.blur();
      await page.locator("programme-desk .tag.bad").first().waitFor();
      await page.getByRole("button", { name: "放弃草稿" }).click();
    });

    test.each([[["English"]], [["Dark", "中文"]]] as const)(
      "has no finding of axe on any view, after turning to %j",
      async (turns) => {
        for (const turn of turns) await page.getByRole("button", { name: turn }).click();
        for (const view of await views()) {
          await go(view);
          await page.locator(viewElement(view)).waitFor();
          await page.waitForLoadState("networkidle");
          // A button that is just becoming usable has a colour on its way; what is wrong stays wrong.
          await expect
            .poll(async () => [view, ...(await findings())], { timeout: 15_000, interval: 300 })
            .toEqual([view]);
        }
      },
      240_000,
    );

    test.each(["phone", "uhd"] as const)(
      "no view is wider than a screen of the size %s",
      async (size) => {
        const before = page.viewportSize();
        await page.setViewportSize(screenSizes[size]);
        for (const view of await views()) {
          await go(view);
          await page.locator(viewElement(view)).waitFor();
          await page.waitForLoadState("networkidle");
          const over = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth",
          );
          expect([view, Number(over) <= 1 ? 0 : over]).toEqual([view, 0]);
        }
        if (before !== null) await page.setViewportSize(before);
      },
      120_000,
    );

    test("prints a report black on white from a night screen: store, span, picture and table, nothing to press", async () => {
      await page.evaluate("localStorage.setItem('office.view.sales-goods', 'chart')");
      await go("reports/sales-goods");
      const report = page.locator("report-view");
      await report.locator("report-chart[data-drawn=true]").waitFor();
      await report.locator("report-table tbody tr").first().waitFor();
      const ground = () =>
        page.evaluate<string>(
          "getComputedStyle(document.body).getPropertyValue('--surface').trim()",
        );
      await expect.poll(ground, { timeout: 30_000 }).toBe("#1e1c17");
      await page.emulateMedia({ media: "print" });
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await ground()).toMatch(/^#fff(fff)?$/);
      const head = report.locator("p.print-only");
      expect(await head.isVisible()).toBe(true);
      expect(await head.innerText()).toMatch(/\S+ · 2026-\d\d-\d\d – 2026-11-\d\d/);
      const chart = report.locator("report-chart svg");
      expect((await chart.boundingBox())?.height).toBeGreaterThan(100);
      const inks = await chart
        .locator("text")
        .evaluateAll((texts) => [...new Set(texts.map((text) => text.getAttribute("fill")))]);
      expect(inks.length).toBeGreaterThan(0);
      for (const ink of inks) expect(lightness(ink ?? "")).toBeLessThan(0.45);
      expect(await report.locator("report-table tbody tr").first().isVisible()).toBe(true);
      for (const shown of [report.locator(".actions"), report.locator(".controls")])
        expect(await shown.isVisible()).toBe(false);
      const paper = await page.pdf({ format: "A4" });
      expect(paper.subarray(0, 5).toString()).toBe("%PDF-");
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      await page.emulateMedia({ media: null });
      expect(await ground()).toBe("#1e1c17");
      await page.getByRole("button", { name: "深色" }).click();
    });

    test("nothing went wrong in the page", () => {
      expect(opened.problems).toEqual([]);
    });
  },
);
