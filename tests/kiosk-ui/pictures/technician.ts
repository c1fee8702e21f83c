// The technician's page: devices and the simulator, in both languages.
import { join } from "node:path";
import { connectAs, openPage } from "../../support/pages.ts";
import type { Shoot } from "./kiosk.ts";

export const takeTechnician = async ({ gateway, browser, folder }: Shoot): Promise<void> => {
  const technician = connectAs(gateway, "technician");
  await technician.call("device.selfTest", { device: "lobby-printer", level: "ask" });
  technician.close();
  const looks = [
    ["zh-CN", "till", ""],
    ["en", "till", "night"],
    ["zh-CN", "phone", ""],
    ["zh-CN", "uhd", ""],
  ] as const;
  for (const [locale, size, theme] of looks) {
    const { page, context, problems } = await openPage(browser, {
      gateway,
      path: "technician",
      size,
      locale,
    });
    if (theme === "night") await page.locator("theme-button").click();
    const look = ["technician", locale, size, theme].filter((part) => part !== "").join("-");
    const shot = (name: string): Promise<unknown> =>
      page.screenshot({ path: join(folder, `${look}-${name}.png`), fullPage: size === "phone" });
    await page.locator("device-table tbody tr").first().waitFor();
    await page.waitForTimeout(300);
    await shot("1-reader");
    await page.locator("device-table tr", { hasText: "lobby-printer" }).click();
    await page.locator("simulator-panel .paper img").waitFor();
    await shot("2-printer");
    await page.locator("timeline-panel button[aria-label*='12']").click();
    await page.locator("timeline-panel progress").waitFor();
    const saved = page.waitForEvent("download");
    await page.locator("timeline-panel .box > button").click();
    const box = await (await saved).path();
    await page.locator("timeline-panel .box input").setInputFiles(box);
    await page.locator("timeline-panel .replayed img").waitFor();
    await shot("3-script-and-black-box");
    if (problems.length > 0) console.log("problems on the technician page:", problems);
    await context.close();
  }
};
