// The kiosk as it is shipped: built, weighed, and opened in Chromium under a strict policy. A build that is green and a
// page that is blank have happened: decorators shipped unlowered.
import { createServer } from "node:http";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
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

/** Those and every chunk they name, directly or through others: the kiosk, and nothing of another page. */
const reachedFrom = (paths: readonly string[]): ReadonlySet<string> => {
  const reached = new Set(paths);
  for (const path of reached) {
    if (!/\.(js|html)$/.test(path)) continue;
    for (const [, name = ""] of readFileSync(path, "utf8").matchAll(
      /["'`./]([\w-]+\.(?:js|css))/g,
    )) {
      const chunk = join(assets, name);
      if (existsSync(chunk)) reached.add(chunk);
    }
  }
  return reached;
};

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};

beforeAll(async () => {
  // the test runner's own NODE_ENV would pack the libraries' developer editions
  vi.stubEnv("NODE_ENV", "production");
  await build({
    root: join(root, "kiosk-ui"),
    configFile: join(root, "kiosk-ui/vite.config.ts"),
    logLevel: "error",
    build: { outDir: folder, emptyOutDir: true },
  });
  vi.unstubAllEnvs();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the built kiosk", () => {
  test("weighs at most 35 KB gz before it is painted, a language 4, one guest 75, all six languages 82", () => {
    const first = firstLoad();
    const all = [...reachedFrom(first)];
    const isPack = (path: string): boolean => /^(en|ja|ko|ar|zh-hant)-/.test(basename(path));
    const sum = (paths: readonly string[]): number =>
      paths.reduce((bytes, path) => bytes + weightOf(path), 0);
    const packs = all.filter(isPack);
    const languages = Map.groupBy(packs, (path) => basename(path).replace(/-.{8}\.js$/, ""));
    const heaviest = Math.max(...[...languages.values()].map((paths) => sum(paths)));
    expect([...languages.keys()].toSorted()).toEqual(["ar", "en", "ja", "ko", "zh-hant"]);
    expect(packs).toHaveLength(languages.size);
    expect(heaviest).toBeLessThanOrEqual(4 * kilobyte);
    expect(sum(first)).toBeLessThanOrEqual(35 * kilobyte);
    const screens = all.filter((path) => !isPack(path));
    expect(sum(screens) + heaviest).toBeLessThanOrEqual(75 * kilobyte);
    // with all six languages; the form that pairs a browser is a technician's, once
    const guests = all.filter((path) => !/pairing|staff-styles/.test(path));
    expect(sum(guests)).toBeLessThanOrEqual(82 * kilobyte);
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
        await page.locator(".no-card").first().click();
        await page.locator("[data-screen=phone]").waitFor({ state: "attached" });
        expect(problems).toEqual([]);
      } finally {
        await browser.close();
        server.close();
      }
    },
  );
});
