// The kiosk page on a slow machine beside a bare page: first paint at a sixth of the speed, touch to frame at a fourth.
// The far end answers inside the page: what is measured is the page.
import { createServer, type Server } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { extname, join } from "node:path";
import type { Browser, Page } from "playwright";
import { launchChromium } from "../support/pages.ts";
import { root } from "../support/sources.ts";
import { type Bench, interleave, median, percentile } from "./figures.ts";

const dist = join(root, "kiosk-ui/dist");
const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};
const bareHtml = `<!doctype html><title>bare</title><h1>tap</h1><button>0</button><script>
  document.querySelector("button").onclick = ({ target }) => target.textContent++;
</script>`;

const serve = async (): Promise<{ readonly server: Server; readonly url: string }> => {
  const server = createServer((request, response) => {
    const path = join(dist, (request.url ?? "/").replace(/\/$/, "/index.html"));
    const bare = request.url === "/bare";
    response.setHeader("content-type", bare ? "text/html" : (types[extname(path)] ?? "text/plain"));
    if (bare) response.end(bareHtml);
    else if (existsSync(path)) response.end(readFileSync(path));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return { server, url: `http://127.0.0.1:${address.port}` };
};

const openSlowed = async (browser: Browser, rate: number): Promise<Page> => {
  const page = await browser.newPage({
    viewport: { width: 1080, height: 1920 },
    reducedMotion: "reduce",
  });
  const farEnd = readFileSync(
    new URL("../kiosk-ui/browser/soak-far-end.ts", import.meta.url),
    "utf8",
  );
  await page.addInitScript(stripTypeScriptTypes(farEnd.replace("export {};", "")));
  await page.addInitScript(`
    globalThis.seen = { lcp: 0, touches: [] };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.lcp = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === "click") seen.touches.push(duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: true });`);
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  return page;
};

interface Paints {
  readonly fcp: number;
  readonly lcp: number;
}

/** Milliseconds from navigation to the first and the largest paint. */
const paintsOf = async (browser: Browser, url: string, shown: string): Promise<Paints> => {
  const page = await openSlowed(browser, 6);
  await page.goto(url);
  await page.locator(shown).waitFor({ state: "attached" });
  await page.waitForTimeout(1_500);
  const fcp = await page.evaluate<number>(
    "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1",
  );
  const lcp = await page.evaluate<number>("seen.lcp");
  await page.close();
  return { fcp, lcp };
};

/** Real touches on real controls, until the frame after each is painted; 8 ms is the browser's own grain. */
const touchesOf = async (
  browser: Browser,
  url: string,
  { shown, controls, rounds }: { shown: string; controls: string; rounds: number },
): Promise<readonly number[]> => {
  const page = await openSlowed(browser, 4);
  await page.goto(url);
  await page.locator(shown).waitFor({ state: "attached" });
  await page.waitForTimeout(1_500);
  const count = await page.locator(controls).count();
  for (let round = 0; round < rounds; round += 1) {
    await page
      .locator(controls)
      .nth(round % count)
      .click();
    await page.waitForTimeout(60);
  }
  const slow = await page.evaluate<number[]>("seen.touches");
  await page.close();
  // touches faster than the threshold are not told: they count as the threshold
  return [...slow, ...Array.from({ length: Math.max(0, rounds - slow.length) }, () => 16)];
};

export const bench: Bench = {
  says: "the kiosk page on a slow processor (needs a built page)",
  run: async ({ quick }) => {
    const { server, url } = await serve();
    const browser = await launchChromium();
    const rounds = quick ? 2 : 7;
    const kiosk = { shown: "[data-screen=attract]", controls: ".choice" };
    const paints = { kiosk: [] as Paints[], bare: [] as Paints[] };
    for (let round = 0; round < rounds; round += 1) {
      paints.kiosk.push(await paintsOf(browser, `${url}/kiosk/`, kiosk.shown));
      paints.bare.push(await paintsOf(browser, `${url}/bare`, "button"));
    }
    const touched = await interleave(
      quick ? 1 : 2,
      async () => [...(await touchesOf(browser, `${url}/kiosk/`, { ...kiosk, rounds: 60 }))],
      async () => [
        ...(await touchesOf(browser, `${url}/bare`, {
          shown: "button",
          controls: "button",
          rounds: 60,
        })),
      ],
    );
    await browser.close();
    server.close();
    const beside = { peerName: "bare page, same browser", unit: "ms" } as const;
    const of = (which: keyof Paints) => ({
      ours: median(paints.kiosk.map((one) => one[which])),
      peer: median(paints.bare.map((one) => one[which])),
    });
    return [
      { what: "FCP at 6x", ...of("fcp"), ...beside, limit: 400 },
      { what: "LCP at 6x", ...of("lcp"), ...beside, limit: 600 },
      {
        what: "touch → frame p98 at 4x",
        ours: percentile(touched.ours, 0.98),
        peer: percentile(touched.peer, 0.98),
        ...beside,
        limit: 80,
      },
    ];
  },
};
