// The office over a store that has lived some weeks, in every look: each view that the page itself leads to, some
// reports, a member, a draft.
import type { Page } from "playwright";
import { connectAs, signInManager } from "../../support/pages.ts";
import { furnish } from "../../support/furnished.ts";
import { liveIn } from "../../support/lived-in.ts";
import type { Shoot } from "./kiosk.ts";
import { takeLooks } from "./staff-looks.ts";

const reports = ["sales-day", "liability-age", "rfm", "quadrants", "sales-goods"] as const;

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
