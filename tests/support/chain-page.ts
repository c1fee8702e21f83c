// Head office's page of all stores in real Chromium, with a manager signed in; each screen's picture is kept in
// screenshots/, and looked at by axe.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import type { Page } from "playwright";
import type { ChainStore } from "./chain-gateways.ts";
import { launchChromium, openPage, signInManager } from "./pages.ts";
import { root } from "./sources.ts";

export interface ChainPage {
  readonly page: Page;
  /** what the console called an error, and what axe found */
  readonly problems: readonly string[];
  readonly tab: (name: string) => Promise<void>;
  readonly picture: (name: string) => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

const waitMs = 60_000;

export const openChainPage = async (
  office: ChainStore,
  { locale }: { readonly locale: string },
): Promise<ChainPage> => {
  const browser = await launchChromium();
  const opened = await openPage(browser, {
    gateway: office.process(),
    path: "office",
    size: "wide",
    locale,
  });
  const { page } = opened;
  page.setDefaultTimeout(waitMs);
  page.on("dialog", (dialog) => void dialog.accept());
  const found: string[] = [];
  const folder = join(root, "screenshots");
  mkdirSync(folder, { recursive: true });
  await signInManager(page);
  await page.locator("today-view").waitFor();
  await page.goto(`${office.process().simulated.url}/office/#/chain`);
  await page.locator("chain-view table").first().waitFor();
  return {
    page,
    get problems() {
      return [...opened.problems, ...found];
    },
    tab: async (name) => {
      await page.locator("chain-view .tabs").getByRole("button", { name, exact: true }).click();
      await page.locator("chain-view h2, chain-view table").first().waitFor();
    },
    picture: async (name) => {
      await page.screenshot({ path: join(folder, `chain-${name}-${locale}.png`), fullPage: true });
      await page.evaluate(axe.source);
      const violations: readonly { readonly id: string }[] = await page.evaluate(
        "axe.run(document, { rules: { 'page-has-heading-one': { enabled: false } } }).then(({ violations }) => violations)",
      );
      found.push(...violations.map(({ id }) => `${name}: ${id}`));
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
};
