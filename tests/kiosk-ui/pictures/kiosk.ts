// The kiosk's screens, in both languages, standing and lying.
import type { Browser, Page } from "playwright";
import { join } from "node:path";
import type { GatewayProcess } from "../../support/gateway-process.ts";
import { connectAs, openPage, screenSizes } from "../../support/pages.ts";

export interface Shoot {
  readonly gateway: GatewayProcess;
  readonly browser: Browser;
  readonly folder: string;
}

const screen = (page: Page, name: string): Promise<unknown> =>
  page.locator(`[data-screen=${name}]`).waitFor({ state: "attached", timeout: 10_000 });

export const takeKiosk = async ({ gateway, browser, folder }: Shoot): Promise<void> => {
  const sim = connectAs(gateway, "test");
  const [card] = gateway.simulated.cards ?? [];
  const device = "lobby-reader";
  const { page, context, problems } = await openPage(browser, {
    gateway,
    path: "kiosk",
    size: "standing",
  });
  for (const size of ["standing", "lying"] as const)
    for (const language of ["zh-CN", "en"] as const) {
      await page.setViewportSize(screenSizes[size]);
      const shot = (name: string): Promise<unknown> =>
        page.screenshot({ path: join(folder, `kiosk-${size}-${language}-${name}.png`) });
      await screen(page, "attract");
      await page.waitForTimeout(500);
      if (language === "en") await page.locator("button[lang=en]").click();
      await page.waitForTimeout(200);
      await shot("1-attract");
      await page.locator(".no-card").click();
      await page.waitForTimeout(100);
      for (const digit of ["1", "3", "8"]) await page.locator(`.key >> text="${digit}"`).click();
      await shot("2-phone");
      await sim.call("sim.card.present", { device, token: card?.token ?? "" });
      await screen(page, "home");
      await sim.call("sim.card.remove", { device });
      await page.waitForTimeout(300);
      if (language === "en" && (await page.locator("html").getAttribute("lang")) !== "en") {
        await page.locator(".foot .speak").click();
        await page.waitForTimeout(200);
        await shot("3-language");
        await page.locator(".sheet button[lang=en]").click();
      }
      await page.waitForTimeout(300);
      await shot("3-home");
      await page.locator(".primary").click();
      await screen(page, "punch");
      await shot("4-punch");
      await page.locator(".primary").click();
      await screen(page, "done");
      await page.locator(".receipt.good").waitFor({ state: "attached", timeout: 10_000 });
      await shot("5-done");
      await page.locator(".controls .second").click();
      await screen(page, "home");
      for (const [at, name] of [
        [2, "topUp"],
        [3, "receipts"],
        [4, "benefits"],
      ] as const) {
        await page.locator(".tile").nth(at).click();
        await screen(page, name);
        await page.waitForTimeout(300);
        await shot(`6-${name}`);
        await page.locator(".foot button").first().click();
        await screen(page, "home");
      }
      await page.locator(".tile.half").nth(1).click();
      await screen(page, "redeem");
      await shot("6-redeem");
      await page.locator(".tile").first().click();
      await screen(page, "redeemConfirm");
      await shot("7-redeem-confirm");
      await page.locator(".controls .second").click();
      await page.locator(".controls .second").click();
      await page.locator(".foot .see").click();
      await page.locator(".sheet .choice").first().click();
      await page.waitForTimeout(200);
      await shot("8-comfort");
      await page.locator(".sheet .primary").click();
      await shot("8-home-large");
      await page.locator(".foot button").nth(4).click();
      await screen(page, "goodbye");
      await shot("9-goodbye");
      await page.locator(".controls .primary").click();
    }
  if (problems.length > 0) console.log("problems on the kiosk page:", problems);
  await context.close();
  sim.close();
};
