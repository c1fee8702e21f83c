// Every state of the kiosk in every language, usual and large, standing and lying: pictures and contact sheets.
import { join } from "node:path";
import type { Browser } from "playwright";
import { createServer } from "vite";
import { root } from "../../support/sources.ts";
import { screenSizes } from "../../support/pages.ts";
import { contactSheet } from "./contact-sheet.ts";

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

const isSize = (name: string): name is "standing" | "lying" => Object.hasOwn(inRow, name);

/** `ja/M` is every mode above of that name; `lying/ja/XL/HC/night` is that one, listed above or not. */
const modesFor = (asked: readonly string[]) =>
  asked.flatMap((name) => {
    const [size = "", ...mode] = name.split("/");
    return isSize(size)
      ? [[size, mode.join("/")] as const]
      : modes.filter(([, one]) => one === name);
  });

/** So many pictures are looked at together, standing ones six in a row, lying ones three. */
const sheetPictures = 12;
const inRow = { standing: 6, lying: 3 } as const;
/** The gallery page over Vite's own server on loopback: no gateway, no build. */
export const takeGallery = async (
  browser: Browser,
  folder: string,
  asked: readonly string[],
): Promise<number> => {
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
    for (const [size, mode] of asked.length === 0 ? modes : modesFor(asked)) {
      const page = await browser.newPage({ viewport: screenSizes[size], reducedMotion: "reduce" });
      await page.goto(`${url}tests/kiosk-ui/browser/gallery/index.html#0/${mode}`);
      await page.locator("body[data-shown]").waitFor({ state: "attached" });
      const states = Number(await page.locator("body").getAttribute("data-count"));
      const names: string[] = [];
      const kind = `${mode.replaceAll("/", "-")}-${size}`;
      for (let at = 0; at < states; at += 1) {
        await page.evaluate(`location.hash = "#${at}/${mode}"`);
        await page.locator(`body[data-shown="#${at}/${mode}"]`).waitFor({ state: "attached" });
        const name = `gallery-${kind}-${String(at).padStart(2, "0")}`;
        names.push(name);
        await page.screenshot({ path: join(folder, `${name}.png`) });
        count += 1;
      }
      await page.close();
      for (let from = 0; from < names.length; from += sheetPictures)
        await contactSheet(browser, folder, {
          sheet: `sheet-${kind}-${from / sheetPictures + 1}`,
          names: names.slice(from, from + sheetPictures),
          row: inRow[size],
        });
    }
  } finally {
    await server.close();
  }
  return count;
};
