// A till in real Chromium at a real gateway's demonstration store: somebody signed in, cards to tap, codes to scan.
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type GatewayProcess, startGatewayProcess } from "./gateway-process.ts";
import { connectAs, launchChromium, openPage } from "./pages.ts";

const device = "desk-reader";
/** A card that lies there again sooner is the same tap (gateway/devices/input-router.ts). */
const sameCardMs = 1_600;

export interface Till {
  readonly gateway: GatewayProcess;
  readonly sim: TallygateClient;
  readonly page: Page;
  readonly problems: readonly string[];
  /** lays a card on the desk's reader and takes it away; the same card not before it counts as laid anew */
  tap(token: string): Promise<void>;
  signIn(): Promise<void>;
  /** the outcome sheet's text, then on to the next guest */
  finished(): Promise<string>;
  /** another till at the same gateway */
  second(): Promise<Page>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** `locale`: of the browser; the page speaks its language. */
export const openTill = async (
  args: readonly string[] = [],
  locale: "zh-CN" | "en-US" = "zh-CN",
): Promise<Till> => {
  const gateway = await startGatewayProcess({ args });
  const sim = connectAs(gateway, "test");
  const browser = await launchChromium();
  const { page, problems } = await openPage(browser, {
    gateway,
    path: "cashier",
    size: "till",
    locale,
  });
  const signInAt = async (at: Page): Promise<void> => {
    at.setDefaultTimeout(30_000);
    await at.locator("sign-in .people button").first().click();
    await at.locator("sign-in input[name=pin]").fill(gateway.simulated.staff[0]?.pin ?? "");
    await at.keyboard.press("Enter");
    await at.locator("basket-panel").waitFor();
  };
  await signInAt(page);
  const takenAt = new Map<string, number>();
  return {
    gateway,
    sim,
    page,
    problems,
    signIn: () => signInAt(page),
    tap: async (token) => {
      const since = Date.now() - (takenAt.get(token) ?? 0);
      if (since < sameCardMs) await sleep(sameCardMs - since);
      await sim.call("sim.card.present", { device, token });
      await sim.call("sim.card.remove", { device });
      takenAt.set(token, Date.now());
    },
    finished: async () => {
      await page.locator("outcome-sheet").waitFor();
      const says = await page.locator("outcome-sheet section").innerText();
      await page.keyboard.press("Enter");
      await page.locator("outcome-sheet").waitFor({ state: "detached" });
      return says;
    },
    second: async () => {
      const other = await openPage(browser, { gateway, path: "cashier", size: "till", locale });
      await signInAt(other.page);
      return other.page;
    },
    [Symbol.asyncDispose]: async () => {
      sim.close();
      await browser.close();
      await gateway[Symbol.asyncDispose]();
    },
  };
};
