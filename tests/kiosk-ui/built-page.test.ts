// The kiosk as it is shipped: built, weighed, and opened in Chromium under a strict policy. A build that is green and a
// page that is blank have happened: decorators shipped unlowered.
import { createServer } from "node:http";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";
import { root } from "../support/sources.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-pages-"));
const assets = join(folder, "assets");
const kilobyte = 1_000;

const weightOf = (path: string): number => gzipSync(readFileSync(path)).length;
const indexPath = join(folder, "kiosk/index.html");

/** What the page names in its head, and what those name statically, before anything is painted. */
const firstLoad = (): readonly string[] => {
  const index = readFileSync(indexPath, "utf8");
  return [
    indexPath,
    ...[...index.matchAll(/\/assets\/([\w.-]+)/g)].map(([, name = ""]) => join(assets, name)),
  ];
};

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};

beforeAll(async () => {
  await build({
    root: join(root, "kiosk-ui"),
    configFile: join(root, "kiosk-ui/vite.config.ts"),
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true },
  });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the built kiosk", () => {
  test("weighs at most 35 KB gz before it is painted, 80 KB with every screen and language", () => {
    const first = firstLoad().reduce((sum, path) => sum + weightOf(path), 0);
    const others = readdirSync(assets)
      .filter((name) => /^(journey|journeys|result|en|ja|ko|ar|zh-hant)-/.test(name))
      .map((name) => join(assets, name));
    const whole = first + others.reduce((sum, path) => sum + weightOf(path), 0);
    expect(others.length).toBe(8);
    expect(first).toBeLessThanOrEqual(35 * kilobyte);
    expect(whole).toBeLessThanOrEqual(80 * kilobyte);
  });

  test("asks for nothing from elsewhere and holds no inline script", () => {
    const index = readFileSync(indexPath, "utf8");
    expect(index).not.toMatch(/https?:\/\//);
    expect(index).not.toMatch(/<script(?![^>]*src=)/);
    for (const path of firstLoad()) expect(existsSync(path), path).toBe(true);
  });

  test.skipIf(lacks("chromium"))(
    "paints the idle screen with nothing thrown and nothing refused",
    async () => {
      const server = createServer((request, response) => {
        const path = join(folder, (request.url ?? "/").replace(/\/$/, "/index.html"));
        response.setHeader(
          "content-security-policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src data:; connect-src 'self'",
        );
        response.setHeader("content-type", types[extname(path)] ?? "text/plain");
        if (existsSync(path)) response.end(readFileSync(path));
        else response.writeHead(404).end();
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const browser = await launchChromium();
      try {
        const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
        const problems: string[] = [];
        page.on("pageerror", (error) => problems.push(String(error)));
        page.on("console", (message) => {
          if (message.type() === "error" && !message.text().includes("WebSocket"))
            problems.push(message.text());
        });
        await page.goto(`http://127.0.0.1:${port}/kiosk/`);
        await page.locator("[data-screen=attract] h1").waitFor();
        await page.locator(".choice[lang=ko]").click();
        await page.locator("html[lang=ko]").waitFor({ state: "attached" });
        expect(await page.locator("[data-screen=attract] h1").innerText()).toBe("카드를 대 주세요");
        await page.locator(".no-card").click();
        await page.locator("[data-screen=phone]").waitFor({ state: "attached" });
        expect(problems).toEqual([]);
      } finally {
        await browser.close();
        server.close();
      }
    },
  );
});
