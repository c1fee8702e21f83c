// The till by keys alone: each view and sheet that its own list of keys names, gone round by Tab, in both languages.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drawn, goneByTab, watchKeys } from "../support/keyboard.ts";
import { lacks } from "../support/parts.ts";
import { openTill, type Till } from "../support/till.ts";

const wang = "04A1B2C3D4E580";
/** Closes whatever is open; more presses than any sheet has levels. */
const escapesMax = 4;

describe.skipIf(lacks("chromium", "fonts"))("a till without a mouse", { timeout: 90_000 }, () => {
  let till: Till;
  let number = "";
  const dialog = () => till.page.locator("dialog[open]");
  const press = async (keys: string): Promise<void> => {
    await till.page.keyboard.press(keys);
    await drawn(till.page);
  };

  /** A look that failed while something was still being fetched is taken once more. */
  const walk = async (view: string): Promise<void> => {
    const first = await goneByTab(till.page);
    const found = first.length === 0 ? first : await goneByTab(till.page);
    expect([view, ...found]).toEqual([view]);
  };

  /** An amount that is being typed would take the digits that choose an item. */
  const leaveAmount = async (): Promise<void> => {
    if ((await till.page.locator("tender-row input:focus").count()) > 0) await press("Enter");
  };

  /** Somebody is at the till with something in the basket, by keys. */
  const serve = async (): Promise<void> => {
    const { page } = till;
    await leaveAmount();
    if ((await page.locator("member-panel .name").count()) === 0) {
      await press("F9");
      await page.keyboard.type(number);
      await page.keyboard.press("Enter");
      await page.locator("member-panel .name").waitFor();
      await dialog().waitFor({ state: "detached" });
    }
    if ((await page.locator("basket-panel tbody tr").count()) > 0) return;
    await leaveAmount();
    await page.keyboard.press("1");
    await page.locator("basket-panel .net").first().waitFor();
  };

  const close = async (view: string): Promise<void> => {
    for (let presses = 0; presses < escapesMax && (await dialog().count()) > 0; presses += 1)
      await press("Escape");
    expect([view, await dialog().count()]).toEqual([view, 0]);
  };

  /** The first of what a view offers to choose. */
  const walkChosen = async (view: string): Promise<void> => {
    const choice = dialog().locator(".choices button:enabled").first();
    if ((await choice.count()) === 0) return;
    await choice.press("Enter");
    await drawn(till.page);
    await walk(`${view}, what is chosen`);
  };

  /** Everything a sheet's own list leads to. */
  const walkSheet = async (view: string): Promise<void> => {
    await walk(view);
    await walkChosen(view);
    const parts = dialog().locator("nav button[aria-pressed=false]:enabled");
    const names = await parts.allInnerTexts();
    for (const name of names) {
      await dialog().locator("nav button[aria-pressed]", { hasText: name }).first().press("Enter");
      await drawn(till.page);
      await walk(`${view}, ${name}`);
      await walkChosen(`${view}, ${name}`);
    }
  };

  /** The page's own list of its keys, as it is shown with F1. */
  const listedKeys = async (): Promise<readonly string[]> => {
    await press("F1");
    const shown = await dialog().locator("key-list kbd").allInnerTexts();
    await close("F1");
    const keys = shown.filter((key) => /^(F\d+|Alt \w)$/.test(key));
    return [
      ...keys.map((key) =>
        key.replace(/^Alt (\w)$/, (_all, letter) => `Alt+${letter.toLowerCase()}`),
      ),
      "0",
    ];
  };

  /** Something on each list: a guest who comes, an hour to book, goods on a shelf, a bottle, a call that is owed. */
  const fill = async (): Promise<void> => {
    const { sim } = till;
    const key = (): string => sim.newKey();
    const { businessDate: arrive } = await sim.call("store.info", {});
    const { account } = await sim.call("card.identify", { token: wang });
    const depart = new Date(Date.parse(arrive) + 86_400_000).toISOString().slice(0, 10);
    const stay = { arrive, depart, roomType: "twin", nightly: 38_800 };
    const day = { opens: "00:00", closes: "23:59" };
    const spa = { service: "massage", name: "足疗", minutes: 60, capacity: 1 };
    await Promise.all([
      sim.call("stay.put", { ...stay, guest: "张伟", key: key() }),
      sim.call("slot.offer", { ...spa, ...day, key: key() }),
      sim.call("goods.put", { sku: "water", name: "矿泉水", lowAt: 2, key: key() }),
      sim.call("deposit.put", {
        account,
        what: "十年陈酿",
        quantity: 500,
        measure: "ml",
        key: key(),
      }),
      sim.call("task.put", { kind: "call_back", due: arrive, what: "回访", key: key() }),
    ]);
  };

  beforeAll(async () => {
    till = await openTill();
    await fill();
    ({ number = "" } = await till.sim.call("card.identify", { token: wang }));
    await watchKeys(till.page);
    await till.page.reload();
    await till.page.locator("basket-panel").waitFor();
  }, 90_000);
  afterAll(() => till[Symbol.asyncDispose]());

  test("Enter presses the button that Tab has come to, and settles after a click on one", async () => {
    const { page } = till;
    await serve();
    await page.locator("tender-row .primary:enabled").waitFor();
    await page.locator("nav.desks button").first().focus();
    await press("Tab");
    await press("Enter");
    await dialog().locator("batch-desk").waitFor();
    await close("batch-desk");
    await page.locator("basket-panel .quick button").first().click();
    await page.locator("tender-row .primary:enabled").waitFor();
    await page.keyboard.press("Enter");
    expect(await till.finished()).not.toBe("");
  });

  test.each(["zh-CN", "en"])(
    "has every act of every sheet within reach in %s, and a way back out of each",
    async (language) => {
      const { page } = till;
      if ((await page.locator("html").getAttribute("lang")) !== language)
        await page.locator("button.language").press("Enter");
      const keys = await listedKeys();
      expect(keys.length).toBeGreaterThan(30);
      await serve();
      await walk("till");
      let sheets = 0;
      for (const key of keys.filter((key) => key !== "F12")) {
        await serve();
        await press(key);
        if (key === "0") await dialog().waitFor();
        if ((await dialog().count()) === 0) continue;
        sheets += 1;
        await walkSheet(key);
        await close(key);
      }
      expect(sheets).toBeGreaterThan(20);
      await press("F12");
      await page.locator("sign-in input[name=pin]").waitFor();
      await walk("sign-in");
      await page
        .locator("sign-in input[name=pin]")
        .fill(till.gateway.simulated.staff[0]?.pin ?? "");
      await page.keyboard.press("Enter");
      await page.locator("basket-panel").waitFor();
      expect(till.problems).toEqual([]);
    },
    180_000,
  );
});
