// A hand and an eye at the lobby screen, run in the machine's own network: `lobby.ts pair CODE` types the code into the
// page that the kiosk shows and goes on to its first screen; `lobby.ts look` says what is shown. By the debugging port
// that only a test's drop-in opens. Prints JSON.
import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, chromium, type Page } from "playwright";

const [command = "", code = ""] = process.argv.slice(2);
const patienceMs = 90_000;

/** The browser may still be on its way. */
const connected = async (): Promise<Browser> => {
  for (const end = Date.now() + patienceMs; ; await sleep(500))
    try {
      return await chromium.connectOverCDP("http://127.0.0.1:9222");
    } catch (fault) {
      if (Date.now() > end) throw fault;
    }
};

const browser = await connected();
const shown = async (): Promise<Page> => {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(500)) {
    const page = browser.contexts().flatMap((context) => context.pages())[0];
    if (page !== undefined) return page;
  }
  throw new Error("the browser shows no page");
};
const page = await shown();
page.setDefaultTimeout(patienceMs);

const inWords = async (fault: unknown): Promise<never> => {
  const text = await page.evaluate("document.body.innerText.slice(0, 400)").catch(() => "-");
  throw new Error(`${page.url()}: ${String(text)}`, { cause: fault });
};
let check: string | undefined;
if (command === "pair") {
  await page.locator("pairing-screen input[name=code]").fill(code).catch(inWords);
  await page.locator("pairing-screen button.primary").click();
  check = await page.locator("pairing-screen output.check").innerText();
  await page.locator("pairing-screen button.primary").click();
}
await page.locator("[data-screen]").first().waitFor({ state: "attached" }).catch(inWords);
const said = {
  url: page.url(),
  check,
  screen: await page.locator("[data-screen]").first().getAttribute("data-screen"),
  isSecure: await page.evaluate("isSecureContext"),
  width: await page.evaluate("innerWidth"),
};
process.stdout.write(`${JSON.stringify(said)}\n`);
process.exit(0);
