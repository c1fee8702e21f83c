// The technician's page in every look: a reader chosen, a printer with its ticket and test results, a script and a
// black box, a swap under way.
import { connectAs } from "../../support/pages.ts";
import type { Shoot } from "./kiosk.ts";
import { takeLooks } from "./staff-looks.ts";

export const takeTechnician = async (shoot: Shoot): Promise<void> => {
  const sim = connectAs(shoot.gateway, "test");
  await takeLooks(shoot, "technician", async ({ page, shot }) => {
    await page.locator("device-table tbody tr").first().waitFor();
    await shot("1-reader");
    await page.locator("test-panel .every").click();
    await page.locator("test-panel tbody tr").nth(7).waitFor();
    await page.locator("device-table tr", { hasText: "lobby-printer" }).click();
    await page.locator("simulator-panel .paper img").waitFor({ timeout: 60_000 });
    await shot("2-printer-tested");
    await page.locator("timeline-panel button[aria-label*='12']").click();
    await page.locator("timeline-panel progress").waitFor();
    const saved = page.waitForEvent("download");
    await page.locator("timeline-panel .box > button").click();
    const box = await (await saved).path();
    await page.locator("timeline-panel .box input").setInputFiles(box);
    await page.locator("timeline-panel .replayed img").waitFor({ timeout: 60_000 });
    await shot("3-script-and-black-box");
    await page.locator("device-table tr", { hasText: "desk-scanner" }).click();
    await page.locator("swap-panel button").click();
    await sim.call("sim.device.unplug", { device: "desk-scanner" });
    await page.locator("swap-panel li.past").first().waitFor();
    await shot("4-swap");
    await sim.call("sim.device.plug", { device: "desk-scanner" });
  });
  sim.close();
};
