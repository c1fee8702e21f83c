// A card that leaves its reader before it was read → told on the kiosk's glass with what to do, beside one that stays →
// the account on the same glass. A real pcscd whose reader wakes it at once, a real gateway, Chromium.
import type { Page } from "playwright";
import { openStore, type StoreBench } from "../support/store-bench.ts";
import { type Bench, interleave, median } from "./figures.ts";

/** The same card within 1.5 s would be the same showing. */
const betweenTapsMs = 1_600;
const patienceMs = 15_000;

/** In the page: the wall clock (ms) of the frame after a screen was drawn. */
const watchScreens = (page: Page): Promise<void> =>
  page.evaluate(`(() => {
    globalThis.drawnAt = {};
    let before = "";
    const look = () => {
      const root = document.querySelector("kiosk-frame")?.shadowRoot;
      const screen = root?.querySelector("[data-screen]")?.getAttribute("data-screen") ?? "";
      if (screen !== before) {
        before = screen;
        requestAnimationFrame(() => (drawnAt[screen] = Date.now()));
      }
      requestAnimationFrame(look);
    };
    look();
  })()`);

/** Until the screen was on the glass, counted from `fromMs`; then back to the idle screen. */
const shown = async (page: Page, screen: string, fromMs: number): Promise<number> => {
  await page.locator(`[data-screen=${screen}]`).waitFor({ state: "attached", timeout: patienceMs });
  const at = await page.evaluate<number>(`new Promise((told) => {
    const look = () =>
      drawnAt.${screen} >= ${fromMs} ? told(drawnAt.${screen}) : requestAnimationFrame(look);
    look();
  })`);
  const out = screen === "home" ? ".foot .quit" : ".controls .primary";
  await page.locator(out).click();
  if (screen === "home") await page.locator("[data-screen=goodbye] .primary").click();
  await page.locator("[data-screen=attract]").waitFor({ state: "attached" });
  await page.waitForTimeout(betweenTapsMs);
  return at - fromMs;
};

const leavesEarly = async ({ pcscd }: StoreBench, page: Page): Promise<number> => {
  const asked = Promise.withResolvers<undefined>();
  const card = await pcscd.lay(() => {
    asked.resolve(undefined);
    return undefined;
  });
  await asked.promise;
  const fromMs = Date.now();
  card.lift();
  return shown(page, "layAgain", fromMs);
};

const stays = async (store: StoreBench, page: Page): Promise<number> => {
  const fromMs = Date.now();
  const lift = await store.tap();
  await page.locator("[data-screen=home]").waitFor({ state: "attached", timeout: patienceMs });
  lift();
  return shown(page, "home", fromMs);
};

export const bench: Bench = {
  says: "a card that leaves too early → told on the kiosk",
  run: async ({ quick }) => {
    const store = await openStore({ swift: true });
    try {
      const { page } = await store.openKiosk();
      await watchScreens(page);
      const taken = await interleave(
        quick ? 4 : 15,
        async () => [await leavesEarly(store, page)],
        async () => [await stays(store, page)],
      );
      return [
        {
          what: "card left too early → told",
          ours: median(taken.ours),
          peer: median(taken.peer),
          peerName: "a card that stays → its account",
          unit: "ms",
          limit: 300,
        },
      ];
    } finally {
      await store.close();
    }
  },
};
