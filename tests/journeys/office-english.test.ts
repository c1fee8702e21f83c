// The manager's main acts in English, in real Chromium: each is done by its English words, and no Chinese stands on the
// page afterwards but names that are data.
import type { Browser, Locator, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { hanOn } from "../support/han.ts";
import { familyNames, liveIn } from "../support/lived-in.ts";
import {
  connectAs,
  launchChromium,
  openPage,
  type OpenedPage,
  signInManager,
} from "../support/pages.ts";
import { lacks } from "../support/parts.ts";

/** The seal, the way to the other language, and the languages' own names. */
const signs = ["契", "中文", "简体中文", "繁體中文", "日本語"];
/** The demonstration's employees and members as its files spell them, and why a bill of `liveIn` came back. */
const people = ["周敏", "林晓", "何静", "酒店系统", "王*", "退回一件"];
const guests = familyNames.map((name) => `${name}*`);
const list = `name,phone,sex,birthday
Ann Lee,13500002221,female,1990-05-20
Bob Ray,call me,male,1988-02-30
Cy Orr,13500002223,male,
`;

describe.skipIf(lacks("chromium", "fonts"))("the office in English", { timeout: 90_000 }, () => {
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
  const leftInChinese = () => hanOn(page, [...signs, ...people, ...guests]);

  beforeAll(async () => {
    gateway = await startGatewayProcess({ args: ["--clock", "2026-11-21T19:26:00+08:00"] });
    sim = connectAs(gateway, "test");
    await liveIn(sim, { from: "2026-11-22", days: 12 });
    const shop = connectAs(gateway, "integration");
    const refund = { type: "refund", id: "r-1", order: "o-1", reason: "wrong size" } as const;
    await shop.call("event.import", { source: "web-shop", events: [refund], key: "refund" });
    shop.close();
    browser = await launchChromium();
    opened = await openPage(browser, { gateway, path: "office", size: "till", locale: "en-US" });
    ({ page } = opened);
    page.setDefaultTimeout(60_000);
    await page.getByRole("heading", { name: "Who uses the office?" }).waitFor();
    await page.getByText("1002 · Manager", { exact: true }).waitFor();
    await signInManager(page);
  }, 90_000);
  afterAll(async () => {
    sim.close();
    await browser.close();
    await gateway[Symbol.asyncDispose]();
  });

  test("shows the day's figures", async () => {
    await page.locator("today-view .tile", { hasText: "Stored value owed" }).waitFor();
    await page.locator("today-view report-chart[data-drawn] svg").first().waitFor();
    expect(await leftInChinese()).toEqual([]);
  });

  test("finds a member, and her entries add up to her balances", async () => {
    const members = await view("members");
    await members.getByLabel("Card, member number, phone or name").fill("13812345678");
    await page.keyboard.press("Enter");
    const member = page.locator("member-view");
    await member.getByText("Entries add up to the balance").waitFor();
    await member.getByRole("heading", { name: "Balances and lots" }).waitFor();
    expect(await leftInChinese()).toEqual([]);
  });

  test("imports a list and names its faults by row", async () => {
    const form = await view("import");
    const file = { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(list) };
    await form.locator("input[type=file]").setInputFiles(file);
    await form.getByRole("button", { name: "Check each row" }).click();
    await form.getByRole("row", { name: /^2 Not a phone number/u }).waitFor();
    await form.getByRole("row", { name: /^2 Not a date/u }).waitFor();
    expect(await leftInChinese()).toEqual([]);
    await form.getByRole("button", { name: "Import (2)" }).click();
    await form.getByText("2 enrolled").waitFor();
    expect(await leftInChinese()).toEqual([]);
  });

  test("drafts a programme, tries it on a basket and publishes it by four eyes", async () => {
    const charter = await view("programme");
    await charter.getByText("2. Stored value", { exact: true }).waitFor();
    expect(await leftInChinese()).toEqual([]);
    await charter.getByRole("button", { name: "Edit rules" }).click();
    const file = charter.locator("textarea");
    await file.fill((await file.inputValue()).replace('"payRatio": 9500', '"payRatio": 9000'));
    await file.blur();
    const desk = page.locator("programme-desk");
    const room = desk.getByRole("row", { name: /Twin/u });
    await room.getByText("349.20").waitFor();
    await desk.locator("input[name=second]").fill("1003");
    await desk.locator("input[name=pin]").fill("9012");
    expect(await leftInChinese()).toEqual([]);
    await desk.getByRole("button", { name: "Review and publish" }).click();
    await page.getByText(/Version 2 is in force from 2026-\d\d-\d\d/u).waitFor();
    expect(await leftInChinese()).toEqual([]);
  });

  test("gives a voucher and starts a campaign", async () => {
    const vouchers = await view("coupons");
    await vouchers.locator("input[name=member]").fill("13812345678");
    await vouchers.locator("input[name=value]").fill("15.50");
    await vouchers.locator("input[name=reason]").fill("a long wait");
    await vouchers.getByRole("button", { name: "Give", exact: true }).click();
    await vouchers.locator(".done", { hasText: "Given:" }).waitFor();
    expect(await leftInChinese()).toEqual([]);
    const campaigns = await view("campaigns");
    await campaigns.locator("select[name=kind]").selectOption({ label: "Win back" });
    await campaigns.locator("input[name=name]").fill("Come again");
    await campaigns.locator("input[name='gift.value']").fill("20");
    await campaigns.getByRole("button", { name: "What would it give today" }).click();
    await campaigns.getByRole("heading", { name: /Today it would give \d+ gift/u }).waitFor();
    await campaigns.getByRole("button", { name: "Start", exact: true }).click();
    await campaigns.locator(".pick .tag", { hasText: "Running" }).waitFor();
    expect(await leftInChinese()).toEqual([]);
  });

  test("writes a template and reads it as a member would", async () => {
    const messages = await view("messages");
    await messages.locator("input[name=name]").fill("Points at hand");
    await messages.locator("textarea[name='body.en']").fill("Dear {name}: {balance:pts} points.");
    await messages.locator("input[name=previewOf]").fill("13812345678");
    await messages.getByRole("button", { name: "Preview" }).click();
    await messages.locator(".letter", { hasText: /Dear .+: 2,?680 points/u }).waitFor();
    await messages.getByRole("button", { name: "Keep the template" }).click();
    await messages.locator(".pick", { hasText: "Points at hand" }).waitFor();
    expect(await leftInChinese()).toEqual([]);
  });

  test("follows a report's row to its entries and their lines", async () => {
    const report = await view("reports/sales-goods");
    await report.locator("report-chart[data-drawn]").waitFor();
    await report.locator("report-table tbody button").first().click();
    const behind = page.locator("entries-panel");
    await behind.getByText("equals the table").waitFor();
    await behind.locator("tbody button").first().click();
    await behind.getByText("Balanced in every unit").waitFor();
    expect(await leftInChinese()).toEqual([]);
  });

  test("reads a long table from its newest day, folded on the glass and whole on paper", async () => {
    await view("reports/takings-day");
    const table = page.locator("report-view report-table");
    await table.locator("tbody tr").first().waitFor();
    const days = await table.locator("tbody th button").allInnerTexts();
    const all = await table.locator("tbody tr").count();
    expect(days[0]).toBe("2026-12-03");
    expect(days).toEqual(days.toSorted().toReversed());
    const shown = table.locator("tbody tr:visible");
    expect(await shown.count()).toBeLessThan(all);
    await page.emulateMedia({ media: "print" });
    expect(await shown.count()).toBe(all);
    await page.emulateMedia({ media: null });
    await table.getByRole("button", { name: `Show all ${all} rows` }).click();
    expect(await shown.count()).toBe(all);
    expect(await leftInChinese()).toEqual([]);
  });

  test("ends an exception, and the audit log says so", async () => {
    const inbox = await view("inbox");
    await inbox.getByRole("heading", { name: "Import refused" }).waitFor();
    expect(await leftInChinese()).toEqual([]);
    await inbox.getByText("Not ours").click();
    await inbox.getByRole("button", { name: "Book the correction" }).click();
    await inbox.getByText("Nothing needs a person").waitFor();
    const audit = await view("audit");
    await audit.getByRole("cell", { name: "Exception" }).first().waitFor();
    expect(await leftInChinese()).toEqual([]);
  });

  test("sees the employees, enters a holiday and proves the books", async () => {
    const staff = await view("staff");
    await staff.getByRole("heading", { name: "Employees" }).waitFor();
    expect(await leftInChinese()).toEqual([]);
    const settings = await view("settings");
    await settings.locator("input[name=day]").fill("2027-01-01");
    await settings.getByRole("button", { name: "Enter", exact: true }).click();
    await settings.locator(".done", { hasText: "Entered" }).waitFor();
    await settings.getByRole("button", { name: "Audit now" }).click();
    await settings.locator(".done", { hasText: "The books are whole" }).waitFor();
    expect(await leftInChinese()).toEqual([]);
  });

  test("a page that turns to Chinese would have been seen", async () => {
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByRole("heading", { name: "设置" }).waitFor();
    expect(await leftInChinese()).toContain("营业日历");
    expect(opened.problems).toEqual([]);
  });
});
