// The till's screens in every look: each sheet and desk that the page itself names.
import type { Page } from "playwright";
import { connectAs } from "../../support/pages.ts";
import { furnish } from "../../support/furnished.ts";
import type { Shoot } from "./kiosk.ts";
import { takeLooks } from "./staff-looks.ts";

const wang = "04A1B2C3D4E580";
const functionKeys = ["F1", "F2", "F3", "F5", "F9", "F11"] as const;

const back = async (page: Page): Promise<void> => {
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "detached" });
};

export const takeCashier = async (shoot: Shoot): Promise<void> => {
  const sim = connectAs(shoot.gateway, "test");
  await furnish(shoot.gateway, sim);
  await takeLooks(shoot, "cashier", async ({ page, shot }) => {
    await page.locator("sign-in .people button").first().click();
    await shot("01-sign-in");
    await page.locator("sign-in input[name=pin]").fill("1234");
    await page.keyboard.press("Enter");
    await page.locator("basket-panel").waitFor();
    await shot("02-empty");
    for (const at of [0, 3, 5, 8]) await page.locator("basket-panel .quick button").nth(at).click();
    await sim.call("sim.card.present", { device: "desk-reader", token: wang });
    await page.locator("basket-panel .attached").waitFor();
    await sim.call("sim.card.remove", { device: "desk-reader" });
    await shot("03-ring-up");
    for (const key of functionKeys) {
      await page.keyboard.press(key);
      await shot(`04-${key}`);
      if ((await page.locator("dialog[open]").count()) > 0) await back(page);
    }
    const sheets = page.locator("member-panel .actions button");
    for (let at = 0; at < (await sheets.count()); at += 1) {
      await sheets.nth(at).click();
      await shot(`05-member-${at}`);
      await back(page);
    }
    const desks = page.locator("nav.desks button");
    for (let at = 0; at < (await desks.count()); at += 1) {
      const letter = (await desks.nth(at).locator("kbd").textContent())?.at(-1) ?? "";
      await page.keyboard.press(`Alt+${letter.toLowerCase()}`);
      await page.locator("dialog[open]").waitFor();
      await shot(`06-desk-${letter}`);
      await back(page);
    }
    await page.locator("tender-row .primary").click();
    await page.locator("outcome-sheet").waitFor();
    await shot("07-paid");
  });
  sim.close();
};
