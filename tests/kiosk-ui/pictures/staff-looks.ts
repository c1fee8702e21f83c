// How the staff's pages are looked at: each language, by day and by night, on a phone, a till, a desk, a wall.
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Page } from "playwright";
import { openPage, type OpenedPage } from "../../support/pages.ts";
import { contactSheet } from "./contact-sheet.ts";
import type { Shoot } from "./kiosk.ts";

const sizes = ["till", "wide", "phone", "uhd"] as const;
const languages = ["zh-CN", "en"] as const;
const themes = ["day", "night"] as const;
const inRow = { till: 4, wide: 4, phone: 8, uhd: 4 } as const;
const sheetPictures = 16;

/** Drawn when the answers of the socket are in; a test must not wait like this, a camera may. */
const settleMs = 700;

/** A page that went keeps its card reader for a while; the next till has none before. */
const claimsKeptMs = 6_000;

interface Camera extends OpenedPage {
  readonly shot: (name: string) => Promise<void>;
}

/**
 * Opens the page once for each look and hands it to `walk`, then lays the pictures on sheets. Looks named on the command
 * line (`zh-CN/till/night`) are taken alone.
 */
export const takeLooks = async (
  { gateway, browser, folder }: Shoot,
  path: "cashier" | "office" | "technician",
  walk: (camera: Camera) => Promise<void>,
): Promise<void> => {
  const asked = process.argv.slice(2).filter((argument) => argument.includes("/"));
  for (const size of sizes)
    for (const locale of languages)
      for (const theme of themes) {
        if (asked.length > 0 && !asked.includes(`${locale}/${size}/${theme}`)) continue;
        const opened = await openPage(browser, { gateway, path, size, locale });
        const { page, problems, context } = opened;
        await wear(page, theme);
        const look = `${path}-${locale}-${size}-${theme}`;
        const names: string[] = [];
        const shot = async (name: string): Promise<void> => {
          await page.waitForTimeout(settleMs);
          names.push(`${look}-${name}`);
          const file = join(folder, `${look}-${name}.png`);
          await page.screenshot({ path: file, fullPage: size !== "uhd" });
        };
        await walk({ ...opened, shot });
        await context.close();
        await setTimeout(claimsKeptMs);
        for (let from = 0; from < names.length; from += sheetPictures)
          await contactSheet(browser, folder, {
            sheet: `sheet-${look}-${from / sheetPictures + 1}`,
            names: names.slice(from, from + sheetPictures),
            row: inRow[size],
          });
        if (problems.length > 0) console.log(`problems (${look}):`, problems);
        console.log(`${look}: ${names.length}`);
      }
};

const wear = async (page: Page, theme: (typeof themes)[number]): Promise<void> => {
  if (theme === "day") return;
  await page.evaluate("localStorage.setItem('tallygate.theme', 'night')");
  await page.reload();
};
