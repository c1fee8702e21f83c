// Visit after visit on the shipped page: after thousands it holds not a byte, node or listener more than after a few;
// a leak that is planted is caught. SOAK_VISITS=10000 goes on for longer.
import { createServer, type Server } from "node:http";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import type { Browser, CDPSession, Page } from "playwright";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";
import { root } from "../support/sources.ts";

const visits = Number(process.env["SOAK_VISITS"] ?? 2_000);
/** the browser's own caches and compiled code fill up first */
const warmUp = 1_000;
const bytesAVisitMost = 5;

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};

interface Held {
  readonly bytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

describe.skipIf(lacks("chromium"))("a day of visits", () => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-soak-"));
  let server: Server;
  let browser: Browser;
  let page: Page;
  let session: CDPSession;

  /** What the page holds after everything that can be collected has been. */
  const held = async (): Promise<Held> => {
    for (let turn = 0; turn < 3; turn += 1) await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (name: string): number => metrics.find((one) => one.name === name)?.value ?? -1;
    return { bytes: usedSize, nodes: of("Nodes"), listeners: of("JSEventListeners") };
  };
  const live = async (count: number): Promise<void> => {
    // In pieces: each answer to the browser's own driver is small.
    for (let left = count; left > 0; left -= 500) {
      await page.evaluate(`soak.visits(${Math.min(500, left)})`);
    }
  };

  beforeAll(async () => {
    await build({
      root: join(root, "kiosk-ui"),
      configFile: false,
      logLevel: "error",
      oxc: { decorator: { legacy: true } },
      build: {
        outDir: folder,
        emptyOutDir: true,
        target: "chrome120",
        rolldownOptions: { input: join(root, "kiosk-ui/kiosk/index.html") },
      },
    });
    server = createServer((request, response) => {
      const path = join(folder, (request.url ?? "/").replace(/\/$/, "/index.html"));
      response.setHeader("content-type", types[extname(path)] ?? "text/plain");
      if (existsSync(path)) response.end(readFileSync(path));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // Code is compiled, and dropped after a while, for as long as it runs: that is no leak, and would hide one.
    browser = await launchChromium(
      "--js-flags=--no-opt --no-maglev --no-sparkplug --no-flush-bytecode",
    );
    page = await browser.newPage({
      viewport: { width: 540, height: 960 },
      reducedMotion: "reduce",
    });
    const farEnd = readFileSync(new URL("./browser/soak-far-end.ts", import.meta.url), "utf8");
    await page.addInitScript(stripTypeScriptTypes(farEnd.replace("export {};", "")));
    // a listening TCP server has an address with a port
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/kiosk/`);
    await page.locator("[data-reader=ready]").waitFor();
    session = await page.context().newCDPSession(page);
    await session.send("Performance.enable");
    await page.waitForTimeout(1_000);
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test(
    `${visits} visits hold nothing; a planted leak does`,
    async () => {
      await live(warmUp);
      const before = await held();
      await live((visits - warmUp) / 2);
      const between = await held();
      await live((visits - warmUp) / 2);
      const after = await held();
      // A leak grows in both halves; what the browser sets up once, for a clock or a cache, in one.
      const halves = [between.bytes - before.bytes, after.bytes - between.bytes];
      const bytesAVisit = Math.min(...halves) / ((visits - warmUp) / 2);
      console.log(`${visits} visits: ${bytesAVisit.toFixed(2)} bytes a visit`, halves, after);
      expect(bytesAVisit).toBeLessThanOrEqual(bytesAVisitMost);
      expect(after.nodes - before.nodes).toBeLessThanOrEqual(0);
      expect(after.listeners - before.listeners).toBeLessThanOrEqual(0);

      await page.evaluate("soak.leak = true");
      await live(200);
      const leaked = await held();
      expect((leaked.bytes - after.bytes) / 200).toBeGreaterThan(bytesAVisitMost);
      expect(leaked.listeners).toBeGreaterThan(after.listeners + 100);
    },
    Math.max(180_000, visits * 400),
  );
});
