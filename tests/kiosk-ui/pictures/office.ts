// The office over a store that has lived some weeks, in every look: each view that the page itself leads to, some
// reports, a member, a draft.
import type { Page } from "playwright";
import { connectAs, signInManager } from "../../support/pages.ts";
import { furnish } from "../../support/furnished.ts";
import { liveIn } from "../../support/lived-in.ts";
import type { Shoot } from "./kiosk.ts";
import { takeLooks } from "./staff-looks.ts";

const reports = ["sales-day", "liability-age", "rfm", "quadrants", "sales-goods"] as const;

const list = `姓名,手机号,性别,出生日期,城市
周敏,13500001111,女,1990-05-20,杭州
=1+1,13500001112,男,1990-05-20,上海
高远,call me,男,1988/2/30,成都
郑霞,13500001113,女,,苏州
`;

/** Views that show more once they were asked something. */
const asked: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  members: async (page) => {
    await page.locator("members-view input[name=search]").fill("13712121212");
    await page.locator("members-view form[role=search] button").click();
    await page.locator("members-view tbody tr").first().waitFor();
    await page.locator("duplicates-panel header button").click();
    await page.locator("duplicates-panel .pick").first().click();
  },
  import: async (page) => {
    const file = { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(list) };
    await page.locator("import-view input[type=file]").setInputFiles(file);
    await page.locator("import-view .button.primary:enabled").last().click();
    await page.locator("import-view tbody tr").first().waitFor();
  },
  segments: async (page) => {
    await page.locator("segments-view .pick").first().click();
    await page.locator("segments-view form .primary").click();
    await page.locator("segments-view tbody tr").first().waitFor();
  },
  messages: (page) => page.locator("messages-view .pick").first().click(),
};

const signIn = async (page: Page): Promise<void> => {
  await signInManager(page);
  await page.locator("today-view").waitFor();
};

export const takeOffice = async (shoot: Shoot): Promise<void> => {
  const client = connectAs(shoot.gateway, "test");
  await liveIn(client, { from: "2026-11-22", days: 45 });
  const member = await furnish(shoot.gateway, client);
  client.close();
  await takeLooks(shoot, "office", async ({ page, shot }) => {
    await signIn(page);
    const views = await page
      .locator("office-page nav a[href^='#/']")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")?.slice(2) ?? ""));
    const shown = [...views, ...reports.map((report) => `reports/${report}`), `members/${member}`];
    for (const [at, view] of shown.entries()) {
      await page.goto(`${shoot.gateway.simulated.url}/office/#/${view}`);
      const named = view.startsWith("members/") ? "members-one" : view.replace("/", "-");
      await page.locator(`${view.split("/")[0]}-view`).waitFor();
      await asked[view]?.(page);
      await shot(`${String(at + 1).padStart(2, "0")}-${named}`);
    }
    await page.goto(`${shoot.gateway.simulated.url}/office/#/programme`);
    await page.locator("programme-view .actions button").first().click();
    await page.locator("programme-desk").waitFor();
    await shot("90-draft");
    await page.goto(`${shoot.gateway.simulated.url}/office/#/campaigns`);
    await page.locator("campaigns-view .primary").first().click();
    await shot("91-campaign");
  });
};
