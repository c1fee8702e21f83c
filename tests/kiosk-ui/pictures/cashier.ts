// The till's screens, in both languages, on a small screen and a phone.
import { join } from "node:path";
import { connectAs, openPage, screenSizes } from "../../support/pages.ts";
import type { Shoot } from "./kiosk.ts";

const sheets = ["enrol", "top-up", "pass", "redeem"] as const;
const desks = ["card", "refund", "shift", "stay", "queue", "tab", "voucher"] as const;
const letters = ["K", "U", "S", "A", "Q", "G", "O"] as const;

export const takeCashier = async ({ gateway, browser, folder }: Shoot): Promise<void> => {
  const sim = connectAs(gateway, "test");
  const [card] = gateway.simulated.cards ?? [];
  const { page, context, problems } = await openPage(browser, {
    gateway,
    path: "cashier",
    size: "till",
  });
  for (const size of ["till", "phone", "uhd"] as const)
    for (const language of ["zh-CN", "en"] as const) {
      await page.setViewportSize(screenSizes[size]);
      if ((await page.locator("html").getAttribute("lang")) !== language)
        await page.locator("button.language").click();
      const shot = (name: string): Promise<unknown> =>
        page.screenshot({ path: join(folder, `cashier-${size}-${language}-${name}.png`) });
      await page.locator("sign-in .people button").first().click();
      await shot("1-sign-in");
      await page.locator("sign-in input[name=pin]").fill("1234");
      await page.keyboard.press("Enter");
      await page.locator("basket-panel").waitFor();
      await page.waitForTimeout(300);
      await shot("2-empty");
      for (const at of [0, 3, 5, 8])
        await page.locator("basket-panel .quick button").nth(at).click();
      await sim.call("sim.card.present", { device: "desk-reader", token: card?.token ?? "" });
      await page.locator("basket-panel .attached").waitFor();
      await sim.call("sim.card.remove", { device: "desk-reader" });
      await page.waitForTimeout(500);
      await shot("3-ring-up");
      for (const [at, name] of sheets.entries()) {
        await page.locator("member-panel .actions button").nth(at).click();
        await page.waitForTimeout(250);
        await shot(`4-${name}`);
        await page.keyboard.press("Escape");
        await page.waitForTimeout(100);
      }
      for (const [at, name] of desks.entries()) {
        await page.keyboard.press(`Alt+${letters[at]}`);
        await page.locator(`${name}-desk :is(h1, h2):visible`).first().waitFor();
        await page.waitForTimeout(250);
        await shot(`6-desk-${name}`);
        await page.keyboard.press("Escape");
        await page.waitForTimeout(100);
      }
      await page.locator("tender-row .primary").click();
      await page.locator("outcome-sheet").waitFor();
      await page.locator("outcome-sheet .job.good").waitFor({ timeout: 10_000 });
      await shot("5-paid");
      await page.keyboard.press("Enter");
      await page.keyboard.press("F12");
      await page.locator("sign-in").waitFor();
    }
  if (problems.length > 0) console.log("problems on the cashier page:", problems);
  await context.close();
  sim.close();
};
