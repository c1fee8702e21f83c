// The office page over a store that has lived some weeks: every view, both languages, day and night, phone to wide.
import { join } from "node:path";
import type { Page } from "playwright";
import { connectAs, openPage } from "../../support/pages.ts";
import { liveIn } from "../../support/lived-in.ts";
import type { Shoot } from "./kiosk.ts";

const views = [
  ["1-today", "today"],
  ["2-sales", "reports/sales-day"],
  ["3-liability", "reports/liability-age"],
  ["4-rfm", "reports/rfm"],
  ["5-goods", "reports/sales-goods"],
  ["6-members", "members"],
  ["7-programme", "programme"],
  ["d-import", "import"],
  ["8-staff", "staff"],
  ["9-inbox", "inbox"],
  ["a-audit", "audit"],
  ["b-settings", "settings"],
  ["f-segments", "segments"],
  ["g-campaigns", "campaigns"],
  ["h-coupons", "coupons"],
  ["i-messages", "messages"],
] as const;

export const signInOffice = async (page: Page): Promise<void> => {
  await page.locator("sign-in .people button", { hasText: "1002" }).click();
  await page.locator("sign-in input[name=pin]").fill("5678");
  await page.keyboard.press("Enter");
  await page.locator("today-view").waitFor();
};

export const takeOffice = async ({ gateway, browser, folder }: Shoot): Promise<void> => {
  const client = connectAs(gateway, "test");
  await liveIn(client, { from: "2026-11-22", days: 45 });
  const { account } = await client.call("card.identify", { token: "04A1B2C3D4E580" });
  const { member = "" } = await client.call("account.get", { account });
  client.close();
  const looks = [
    ["zh-CN", "wide", ""],
    ["en", "till", ""],
    ["zh-CN", "till", "night"],
    ["zh-CN", "phone", ""],
    ["zh-CN", "uhd", ""],
  ] as const;
  for (const [locale, size, theme] of looks) {
    const opened = await openPage(browser, { gateway, path: "office", size, locale });
    const { page, context, problems } = opened;
    await signInOffice(page);
    if (theme === "night") await page.getByRole("button", { name: "深色" }).click();
    const name = ["office", locale, size, theme].filter((part) => part !== "").join("-");
    for (const [shot, hash] of [...views, ["c-member", `members/${member}`] as const]) {
      await page.goto(`${gateway.simulated.url}/office/#/${hash}`);
      await page.waitForTimeout(1_800);
      await page.screenshot({
        path: join(folder, `${name}-${shot}.png`),
        fullPage: size === "phone",
      });
    }
    await page.goto(`${gateway.simulated.url}/office/#/programme`);
    await page.locator("programme-view .actions button").first().click();
    await page.locator("programme-desk").waitFor();
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(folder, `${name}-e-draft.png`) });
    if (problems.length > 0) console.log(`problems on the office page (${name}):`, problems);
    await context.close();
  }
};
