// A picture of every state of the kiosk in every language, usual and large, standing and lying: what a person looks at.
import { join } from "node:path";
import type { Browser } from "playwright";
import { createServer } from "vite";
import { root } from "../../support/sources.ts";
import { screenSizes } from "../../support/pages.ts";

const modes = [
  ["standing", "zh-CN/M"],
  ["standing", "zh-Hant/M"],
  ["standing", "en/M"],
  ["standing", "ja/M"],
  ["standing", "ko/M"],
  ["standing", "ar/M"],
  ["standing", "zh-CN/XL"],
  ["standing", "en/XL/HC"],
  ["lying", "zh-CN/M"],
  ["lying", "en/M"],
  ["lying", "zh-CN/XL/HC"],
  ["lying", "ar/XL"],
] as const;

/** The gallery page over Vite's own server on loopback: no gateway, no build. */
export const takeGallery = async (browser: Browser, folder: string): Promise<number> => {
  const server = await createServer({
    configFile: false,
    root,
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0, hmr: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    oxc: { decorator: { legacy: true } },
  });
  await server.listen();
  const [url = ""] = server.resolvedUrls?.local ?? [];
  let count = 0;
  try {
    for (const [size, mode] of modes) {
      const page = await browser.newPage({ viewport: screenSizes[size], reducedMotion: "reduce" });
      await page.goto(`${url}tests/kiosk-ui/browser/gallery/index.html#0/${mode}`);
      await page.locator("body[data-shown]").waitFor({ state: "attached" });
      const states = Number(await page.locator("body").getAttribute("data-count"));
      for (let at = 0; at < states; at += 1) {
        await page.evaluate(`location.hash = "#${at}/${mode}"`);
        await page.locator(`body[data-shown="#${at}/${mode}"]`).waitFor({ state: "attached" });
        const name = `gallery-${mode.replaceAll("/", "-")}-${size}-${String(at).padStart(2, "0")}`;
        await page.screenshot({ path: join(folder, `${name}.png`) });
        count += 1;
      }
      await page.close();
    }
  } finally {
    await server.close();
  }
  return count;
};
