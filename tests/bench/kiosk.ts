// The kiosk page on a slow machine beside a bare page: first paint at a sixth of the speed, touch to frame and card to
// account at a fourth. A real gateway serves and answers; both sides are opened in turn by the same browser.
import { createServer, type Server } from "node:http";
import type { Browser, Page } from "playwright";
import type { GatewayProcess } from "../support/gateway-process.ts";
import { startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs, launchChromium } from "../support/pages.ts";
import { type Bench, interleave, median, percentile, repeat } from "./figures.ts";

const bareHtml = `<!doctype html><title>bare</title><h1>tap</h1><button>0</button><script>
  document.querySelector("button").onclick = ({ target }) => target.textContent++;
</script>`;

const serveBare = async (): Promise<{ readonly server: Server; readonly url: string }> => {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end(bareHtml);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  return { server, url: `http://127.0.0.1:${address.port}/` };
};

/** In the page: its largest paint so far, how long each touch took to its frame, and when a card became an account. */
const watch = `
  globalThis.seen = { lcp: 0, largest: "", touches: [], cards: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      seen.lcp = entry.startTime;
      seen.largest = entry.element?.outerHTML.slice(0, 80) ?? "";
    }
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === "click") seen.touches.push(duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
  const Plain = WebSocket;
  globalThis.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        if (!data.includes('"card.presented"')) return;
        const from = performance.now();
        const look = () => {
          const root = document.querySelector("kiosk-frame")?.shadowRoot;
          if (root?.querySelector("[data-screen=home]") == null) return requestAnimationFrame(look);
          // after the frame that shows it
          requestAnimationFrame(() => setTimeout(() => seen.cards.push(performance.now() - from)));
        };
        look();
      });
    }
  };`;

const openSlowed = async (browser: Browser, rate: number): Promise<Page> => {
  const page = await browser.newPage({
    viewport: { width: 1080, height: 1920 },
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
  });
  await page.addInitScript(watch);
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

interface Touches {
  readonly shown: string;
  readonly controls: string;
  readonly rounds: number;
}

/** Real touches on real controls, until the frame after each is painted; 8 ms is the browser's own grain. */
const touchesOf = async (
  browser: Browser,
  url: string,
  { shown, controls, rounds }: Touches,
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

/** From the message that tells of a card to the account on the glass: the page's part and the gateway's answers. */
const cardsOf = async (
  browser: Browser,
  gateway: GatewayProcess,
  rounds: number,
): Promise<readonly number[]> => {
  const sim = connectAs(gateway, "test");
  const page = await openSlowed(browser, 4);
  await page.goto(`${gateway.simulated.url}/kiosk/`);
  // the first three can be used; the others are lost and blank
  const tokens = (gateway.simulated.cards ?? []).slice(0, 3).map(({ token }) => token);
  const device = "lobby-reader";
  await repeat(rounds, async (round) => {
    await page.locator("[data-reader=ready]").waitFor();
    await sim.call("sim.card.present", { device, token: tokens[round % tokens.length] ?? "" });
    await page.locator("[data-screen=home]").waitFor({ state: "attached" });
    await sim.call("sim.card.remove", { device });
    await page.locator(".foot .quit").click();
    await page.locator("[data-screen=goodbye]").waitFor({ state: "attached" });
    await page.locator(".controls .primary").click();
    await page.locator("[data-screen=attract]").waitFor({ state: "attached" });
    return 0;
  });
  const cards = await page.evaluate<number[]>("seen.cards");
  await page.close();
  sim.close();
  return cards;
};

export const bench: Bench = {
  says: "the kiosk page on a slow processor (needs a built page)",
  run: async ({ quick }) => {
    await using gateway = await startGatewayProcess();
    const bare = await serveBare();
    const browser = await launchChromium();
    const rounds = quick ? 5 : 9;
    const url = `${gateway.simulated.url}/kiosk/`;
    const kiosk = { shown: "[data-reader=ready]", controls: ".choice" };
    const plain = { shown: "button", controls: "button" };
    const paints = { kiosk: [] as Paints[], bare: [] as Paints[] };
    for (let round = 0; round < rounds; round += 1) {
      paints.kiosk.push(await paintsOf(browser, url, kiosk.shown));
      paints.bare.push(await paintsOf(browser, bare.url, plain.shown));
    }
    const touched = await interleave(
      quick ? 1 : 2,
      () => touchesOf(browser, url, { ...kiosk, rounds: 60 }),
      () => touchesOf(browser, bare.url, { ...plain, rounds: 60 }),
    );
    const cards = await cardsOf(browser, gateway, quick ? 20 : 60);
    await browser.close();
    bare.server.close();
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
      {
        what: "card told → account painted p95 at 4x",
        ours: percentile(cards, 0.95),
        peer: percentile(touched.peer, 0.95),
        ...beside,
        peerName: "a touch on the bare page",
        limit: 100,
      },
    ];
  },
};
