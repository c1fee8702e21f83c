// A card laid on the reader → the account painted on the kiosk's glass, in real Chromium, beside a bare page that
// paints one line when a WebSocket message comes. Both sides stamp the frame after the paint with the same clock.
import { createServer, type Server } from "node:http";
import type { Browser, Page } from "playwright";
import { WebSocketServer } from "ws";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs, launchChromium, openPage } from "../support/pages.ts";
import { interleave, median, repeat, type Bench } from "./figures.ts";

const device = "lobby-reader";

/** Runs in the page: resolves with the wall clock (ms) of the frame after `selector` shows in any shadow root. */
const paintedAt = (page: Page, selector: string): Promise<number> =>
  page
    .locator(selector)
    .waitFor({ state: "attached", timeout: 15_000 })
    .then(() => page.evaluate("globalThis.__paintedAt ?? Date.now()"));

/** Watches every frame and notes when the screen of this name was first there. */
const watchScreens = (page: Page): Promise<void> =>
  page.evaluate(`(() => {
    let before = "";
    const look = () => {
      const root = document.querySelector("kiosk-frame")?.shadowRoot;
      const screen = root?.querySelector("[data-screen]")?.getAttribute("data-screen") ?? "";
      if (screen !== before && screen === "home") globalThis.__paintedAt = Date.now();
      before = screen;
      requestAnimationFrame(look);
    };
    look();
  })()`);

const startBarePage = async (browser: Browser) => {
  const html = `<!doctype html><p id="line"></p><script>
    const socket = new WebSocket("ws://" + location.host);
    socket.onmessage = ({ data }) => {
      document.getElementById("line").textContent = data;
      requestAnimationFrame(() => requestAnimationFrame(() => socket.send(String(Date.now()))));
    };
  </script>`;
  const http: Server = createServer((_request, response) =>
    response.setHeader("content-type", "text/html").end(html),
  );
  const sockets = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => void http.listen(0, "127.0.0.1", resolve));
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("no TCP address");
  const page = await browser.newPage();
  const connected = new Promise<import("ws").WebSocket>((resolve) =>
    sockets.once("connection", resolve),
  );
  await page.goto(`http://127.0.0.1:${address.port}/`);
  const socket = await connected;
  return {
    once: (): Promise<number> =>
      new Promise((resolve) => {
        const from = Date.now();
        socket.once("message", (data: Buffer) => resolve(Number(data.toString("utf8")) - from));
        socket.send(`line ${from}`);
      }),
    close: async (): Promise<void> => {
      await page.close();
      sockets.close();
      http.close();
    },
  };
};

/** One tap to one painted account, and back to the attract screen. */
const tap = async (page: Page, sim: TallygateClient, token: string): Promise<number> => {
  const from = Date.now();
  await sim.call("sim.card.present", { device, token });
  const at = await paintedAt(page, "[data-screen=home]");
  await sim.call("sim.card.remove", { device });
  await page.locator(".foot button").last().click();
  await page.locator("[data-screen=goodbye]").waitFor({ state: "attached" });
  await page.locator("[data-screen=attract]").waitFor({ state: "attached", timeout: 15_000 });
  return at - from;
};

export const bench: Bench = {
  says: "card event → account painted on the kiosk",
  run: async ({ quick }) => {
    await using gateway = await startGatewayProcess();
    const sim = connectAs(gateway, "test");
    const browser = await launchChromium();
    const { page } = await openPage(browser, { gateway, path: "kiosk", size: "standing" });
    await page.locator("[data-screen=attract]").waitFor({ state: "attached" });
    await page.waitForTimeout(500);
    await watchScreens(page);
    const bare = await startBarePage(browser);
    const tokens = (gateway.simulated.cards ?? []).map(({ token }) => token);
    let round = 0;
    const taken = await interleave(
      quick ? 3 : 15,
      async () => [await tap(page, sim, tokens[round++ % tokens.length] ?? "")],
      () => repeat(5, () => bare.once()),
    );
    await bare.close();
    await browser.close();
    sim.close();
    return [
      {
        what: "card → account painted",
        ours: median(taken.ours),
        peer: median(taken.peer),
        peerName: "bare page painting one line",
        unit: "ms",
        limit: 500,
      },
    ];
  },
};
