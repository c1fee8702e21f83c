// Real Chromium on the built pages of a real gateway, for journeys and screenshots.
import { chromium, type Browser, type BrowserContext, type Page } from "playwright";
import WebSocket from "ws";
import { createClient, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { GatewayProcess, Simulated } from "./gateway-process.ts";

/** `more`: flags beside the usual ones. */
export const launchChromium = (...more: readonly string[]): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });

export const screenSizes = {
  standing: { width: 1080, height: 1920 },
  lying: { width: 1920, height: 1080 },
  till: { width: 1366, height: 768 },
  wide: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
  /** 4K at 100 %: pixels that are small */
  uhd: { width: 3840, height: 2160 },
} as const;

export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** what the page's console called an error, and what it threw */
  readonly problems: readonly string[];
  /** every frame that came to the pages of this profile over a web socket */
  readonly frames: readonly string[];
}

interface Opening {
  readonly gateway: GatewayProcess;
  readonly path: "kiosk" | "cashier" | "office" | "technician";
  readonly size: keyof typeof screenSizes;
  readonly locale?: string;
}

/** Opens one page in a browser profile of its own, so that it pairs itself anew. */
export const openPage = async (
  browser: Browser,
  { gateway, path, size, locale = "zh-CN" }: Opening,
): Promise<OpenedPage> => {
  const context = await browser.newContext({
    viewport: screenSizes[size],
    locale,
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
  });
  const frames: string[] = [];
  context.on("page", (opened) =>
    opened.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => frames.push(String(payload))),
    ),
  );
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await page.goto(`${gateway.simulated.url}/${path}/`);
  return { page, context, problems, frames };
};

/** A gateway's address and the tokens of its stations, wherever it runs. */
export interface Reachable {
  readonly simulated: Pick<Simulated, "url" | "tokens">;
}

/** A web socket whose incoming frames are kept. */
export const overheard = (socket: WebSocket, frames: string[]): WebSocket =>
  socket.on("message", (data: Buffer) => frames.push(data.toString("utf8")));

/** A program's connection with the token of one of the simulated store's stations; `frames` takes what it is told. */
export const connectAs = (
  gateway: Reachable,
  role: keyof Simulated["tokens"],
  frames: string[] = [],
): TallygateClient =>
  createClient({
    url: `${gateway.simulated.url.replace("http", "ws")}/rpc`,
    authenticate: () => Promise.resolve({ token: gateway.simulated.tokens[role] }),
    open: (url) => overheard(new WebSocket(url, "tallygate"), frames),
  });

/** The demonstration store's manager, 周敏, at the sign-in of a staff page. */
export const signInManager = async (page: Page): Promise<void> => {
  await page.locator("sign-in .people button", { hasText: "1002" }).click();
  await page.locator("sign-in input[name=pin]").fill("5678");
  await page.keyboard.press("Enter");
};
