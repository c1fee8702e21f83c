// What a manager does beside the morning's reading, in real Chromium: publishes a programme by four eyes, starts every
// kind of campaign, sets a flash price, ends an exception, compares a report, proves the books.
import { readFileSync } from "node:fs";
import type { Browser, Locator, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { liveIn } from "../support/lived-in.ts";
import {
  connectAs,
  launchChromium,
  openPage,
  type OpenedPage,
  signInManager,
} from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

/** The standard card of the demonstration: 5 % off rooms. */
const zhang = "04B2C3D4E5F680";
const roomNight = [{ venue: "rooms", sku: "twin", list: 38_800, quantity: 1 }] as const;

describe.skipIf(lacks("chromium", "fonts"))("a manager acts", { timeout: 90_000 }, () => {
  let gateway: GatewayProcess;
  let sim: TallygateClient;
  let browser: Browser;
  let opened: OpenedPage;
  let page: Page;

  const view = async (name: string): Promise<Locator> => {
    await page.goto(`${gateway.simulated.url}/office/#/${name}`);
    const found = page.locator(`${name.split("/")[0]}-view`);
    await found.waitFor();
    return found;
  };

  beforeAll(async () => {
    gateway = await startGatewayProcess({ args: ["--clock", "2026-11-21T19:26:00+08:00"] });
    sim = connectAs(gateway, "test");
    await liveIn(sim, { from: "2026-11-22", days: 6 });
    const night = { lines: [...roomNight], card: { token: zhang } };
    const { tenders } = await sim.call("bill.quote", night);
    await sim.call("bill.settle", { ...night, tenders, key: sim.newKey() });
    browser = await launchChromium();
    opened = await openPage(browser, { gateway, path: "office", size: "till" });
    ({ page } = opened);
    page.setDefaultTimeout(30_000);
    await signInManager(page);
    await page.locator("today-view").waitFor();
  }, 120_000);
  afterAll(async () => {
    sim.close();
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("tries a draft on past bills, and only another manager's PIN puts it in force", async () => {
    const charter = await view("programme");
    await charter.getByRole("button", { name: "改规则" }).click();
    const file = charter.locator("textarea");
    const source = await file.inputValue();
    await file.fill(source.replace('"payRatio": 9500', '"payRatio": 9000'));
    await file.blur();
    const desk = page.locator("programme-desk");
    await desk
      .getByRole("row", { name: /标准双床房/u })
      .getByText("349.20")
      .waitFor();
    await desk.getByRole("button", { name: "重算近 30 天" }).click();
    const past = desk.locator("section", { hasText: "放到过去的账上" });
    await past.getByText(/[1-9]\d* 单重算/u).waitFor();
    expect(await past.innerText()).toMatch(/付得少的账户\s*[1-9]/u);
    const publish = async (second: string, pin: string): Promise<void> => {
      await desk.locator("input[name=second]").fill(second);
      await desk.locator("input[name=pin]").fill(pin);
      await desk.getByRole("button", { name: "送复核并发布" }).click();
    };
    await publish("1002", "5678");
    await desk.locator(".wrong").waitFor();
    await publish("1003", "9012");
    await page.getByText(/第 2 版自 2026-\d\d-\d\d 起施行/u).waitFor();
    const card = { token: zhang };
    expect((await sim.call("bill.quote", { lines: [...roomNight], card })).due).toBe(34_920);
  });

  test("starts a campaign of every kind there is", async () => {
    const campaigns = await view("campaigns");
    const kinds = await campaigns
      .locator("select[name=kind] option")
      .evaluateAll((options) => options.map((option) => option.getAttribute("value") ?? ""));
    expect(kinds.length).toBeGreaterThanOrEqual(8);
    for (const kind of kinds) {
      await campaigns.getByRole("button", { name: "新活动" }).click();
      await campaigns.locator("select[name=kind]").selectOption(kind);
      await campaigns.locator("input[name=name]").fill(`活动 ${kind}`);
      await campaigns.locator("input[name='gift.value']").fill("10");
      await campaigns.locator("input[name=stock]").fill("5");
      await campaigns.getByRole("button", { name: "开始活动" }).click();
      await campaigns
        .locator(".pick", { hasText: `活动 ${kind}` })
        .locator(".tag", { hasText: "进行中" })
        .waitFor();
    }
    const listed = await sim.call("campaign.list", {});
    expect(new Set(listed.campaigns.map(({ trigger }) => trigger.kind))).toEqual(new Set(kinds));
  });

  test("sets a flash price with a number, and the catalogue sells by it", async () => {
    await sim.call("gift.put", { reward: "umbrella", points: 200, left: 10, key: sim.newKey() });
    const flash = (await view("coupons")).locator("section", { hasText: "限时兑换" }).last();
    await flash.locator("select[name=gift]").selectOption("umbrella");
    await flash.locator("input[name=flashPoints]").fill("50");
    await flash.locator("input[name=flashLeft]").fill("1");
    await flash.getByRole("button", { name: "上架" }).click();
    await flash.getByText("平日 200 分").waitFor();
    const { gifts } = await sim.call("gift.list", {});
    expect(gifts.find(({ reward }) => reward === "umbrella")).toMatchObject({
      points: 50,
      left: 1,
    });
  });

  test("ends an exception with its evidence before her, and it moves to the ended ones", async () => {
    // The till's employee does it: nobody ends what is about herself.
    const till = connectAs(gateway, "cashier");
    await till.call("staff.signIn", { staff: "1001", pin: "1234" });
    const key = (): { key: string } => ({ key: till.newKey() });
    const { bill } = await till.call("bill.settle", {
      lines: [{ venue: "shop", sku: "swimsuit", list: 30_000, quantity: 1 }],
      tenders: [{ type: "cash", amount: 30_000 }],
      ...key(),
    });
    await till.call("bill.reverse", { bill, reason: "点错了", ...key() });
    till.close();
    await expect
      .poll(async () => (await sim.call("exception.list", { state: "open" })).exceptions.length, {
        timeout: 60_000,
      })
      .toBeGreaterThan(0);
    const inbox = await view("inbox");
    const first = inbox.locator("li button").first();
    await first.click();
    await inbox.getByText(bill).first().waitFor();
    const before = await inbox.locator("li button").count();
    await inbox.locator("input[name=note]").fill("看过录像");
    await inbox.getByRole("button", { name: "记更正分录" }).click();
    await expect
      .poll(() => inbox.locator("li button").count(), { timeout: 30_000 })
      .toBe(before - 1);
    await inbox.getByRole("button", { name: "已处理" }).click();
    await inbox.getByText("看过录像").waitFor();
  });

  test("compares a report with the span before, on the page and in its file", async () => {
    const reports = await view("reports/sales-day");
    await reports.locator("report-table tbody tr").first().waitFor();
    await reports.locator("select").last().selectOption("previous");
    await reports.getByText("对比期").first().waitFor({ state: "attached" });
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      reports.getByRole("button", { name: "CSV" }).click(),
    ]);
    const head = readFileSync(await file.path(), "utf8").split("\n")[0] ?? "";
    expect(head.startsWith("\u{FEFF}")).toBe(true);
    expect(head.match(/净收入/gu)?.length).toBe(2);
  });

  test("shows what each seller has earned, with lines that add up", async () => {
    const staff = await view("staff");
    const row = staff.locator("report-table tbody tr").first();
    await row.locator("button").first().click();
    await page.locator("entries-panel .tag.good", { hasText: "等于表中的数" }).waitFor();
  });

  test("registers a holiday, proves the books and writes a backup", async () => {
    const settings = await view("settings");
    await settings.locator("input[name=day]").fill("2027-01-01");
    await settings.getByRole("button", { name: "登记" }).click();
    await settings.locator(".done", { hasText: "已登记" }).waitFor();
    await settings.getByRole("button", { name: "现在核对" }).click();
    await settings.locator(".done", { hasText: "账目完整" }).waitFor();
    await settings.getByRole("button", { name: "现在备份" }).click();
    await settings
      .locator(".done", { hasText: /KB|MB|\d/u })
      .last()
      .waitFor();
    expect(opened.problems).toEqual([]);
  });
});
