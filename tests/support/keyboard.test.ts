// The walk by Tab finds what it is there for: an act for the mouse alone, a focus nobody sees, a field that holds fast.
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goneByTab, watchKeys } from "./keyboard.ts";
import { launchChromium } from "./pages.ts";
import { lacks } from "./parts.ts";

const sound = `<button>one</button><label>two <input name="two"></label>
  <input type="radio" name="way" checked><input type="radio" name="way"><input type="date">`;

describe.skipIf(lacks("chromium"))("the walk by Tab", { timeout: 60_000 }, () => {
  let browser: Browser;
  let page: Page;
  const found = async (more: string, script = ""): Promise<readonly string[]> => {
    await page.goto(`data:text/html,${encodeURIComponent(sound + more)}`);
    await page.evaluate(script);
    return goneByTab(page);
  };

  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage();
    await watchKeys(page);
  }, 60_000);
  afterAll(() => browser.close());

  test("finds nothing where nothing is wrong", async () => {
    expect(await found("")).toEqual([]);
  });

  test("finds what only a mouse can press, and what Tab is kept from", async () => {
    const listens = "document.querySelector('p').addEventListener('click', () => undefined)";
    expect(await found("<p>mouse</p>", listens)).toEqual(["not reached: p mouse"]);
    expect(await found("<button tabindex='-1'>out</button>")).toEqual(["not reached: button out"]);
  });

  test("finds a focus that is not to be seen", async () => {
    const bare = "<button style='outline: none'>bare</button>";
    expect(await found(bare)).toEqual(["focus not seen: button bare"]);
  });

  test("finds a field that holds the focus fast", async () => {
    const holds =
      "document.querySelector('textarea').addEventListener('keydown', (event) => event.preventDefault())";
    expect(await found("<textarea name='fast'></textarea>", holds)).toContain("held fast");
  });
});
