// Several pictures on one sheet, so that a mode is looked at as a whole.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright";

const sheetWidth = 1_800;

interface Sheet {
  /** the picture's name, without folder and ending */
  readonly sheet: string;
  readonly names: readonly string[];
  /** so many pictures in a row */
  readonly row: number;
}

export const contactSheet = async (
  browser: Browser,
  folder: string,
  { sheet, names, row }: Sheet,
): Promise<void> => {
  const file = join(folder, `${sheet}.html`);
  const pictures = names.map((name) => `<img src="${name}.png">`).join("");
  writeFileSync(
    file,
    `<style>body{margin:0;display:grid;grid-template-columns:repeat(${row},1fr);align-items:start;align-content:start;gap:6px;background:#999}` +
      `img{width:100%;max-height:${Math.round((sheetWidth / row) * 2.4)}px;object-fit:cover;object-position:top}</style>${pictures}`,
  );
  const page = await browser.newPage({ viewport: { width: sheetWidth, height: 100 } });
  await page.goto(`file://${file}`);
  await page.screenshot({ path: join(folder, `${sheet}.png`), fullPage: true });
  await page.close();
};
