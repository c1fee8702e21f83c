// The kiosk as it is shipped: built, weighed, and opened in Chromium under a strict policy. A build that is green and a
// page that is blank have happened: decorators shipped unlowered.
import { createServer, type Server } from "node:http";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { allowing, inlineOf } from "../../gateway/server/page-policy.ts";
import { launchChromium } from "../support/pages.ts";
import { lacks } from "../support/parts.ts";
import { root } from "../support/sources.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-pages-"));
const assets = join(folder, "assets");
const kilobyte = 1_000;

/** As the packed twin beside it, which is what the gateway sends. */
const weightOf = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length;
const indexPath = join(folder, "kiosk/index.html");

/** What the page names in its head: everything up to the idle screen that answers. */
const firstLoad = (): readonly string[] => {
  const index = readFileSync(indexPath, "utf8");
  const named = index.matchAll(/\/assets\/([\w.-]+)/g);
  return [indexPath, ...new Set([...named].map(([, name = ""]) => join(assets, name)))];
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

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src data:; connect-src 'self'";
/** As the gateway answers: what stands in a page is allowed by its hash. */
const policyOf = (path: string): string =>
  path.endsWith(".html") ? allowing(policy, inlineOf(readFileSync(path, "utf8"))) : policy;
const farEnd = readFileSync(new URL("./browser/soak-far-end.ts", import.meta.url), "utf8");

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
  test("weighs at most 35 KB gz before it is painted, a language 4, one guest 75, all six languages 80", () => {
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
    expect(sum(guests)).toBeLessThanOrEqual(80 * kilobyte);
  });

  test("asks for nothing from elsewhere, and for its first paint for nothing at all", () => {
    const index = readFileSync(indexPath, "utf8");
    expect(index).not.toMatch(/https?:\/\//);
    // the idle screen's rules and the lines before the paint stand in the page itself, each once
    const { styles, scripts } = inlineOf(index);
    expect([styles.length, scripts.length]).toEqual([1, 1]);
    expect(index).not.toMatch(/rel="stylesheet"|<script[^>]* src=/);
    for (const path of firstLoad()) expect(existsSync(path), path).toBe(true);
  });

  describe.skipIf(lacks("chromium"))("in a browser", () => {
    let browser: Browser;
    let server: Server;
    let url: string;
    beforeAll(async () => {
      server = createServer((request, response) => {
        const path = join(folder, (request.url ?? "/").replace(/\/$/, "/index.html"));
        response.setHeader("content-security-policy", policyOf(path));
        response.setHeader("content-type", types[extname(path)] ?? "text/plain");
        if (existsSync(path)) response.end(readFileSync(path));
        else response.writeHead(404).end();
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      // a listening TCP server has an address with a port
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kiosk/`;
      browser = await launchChromium();
    });
    afterAll(async () => {
      await browser.close();
      server.close();
    });

    test("paints the idle screen with nothing thrown and nothing refused", async () => {
      const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error" && !message.text().includes("WebSocket"))
          problems.push(message.text());
      });
      await page.goto(url);
      await page.locator("[data-screen=attract] h1").waitFor();
      await page.locator(".choice[lang=ko]").click();
      await page.locator("html[lang=ko]").waitFor({ state: "attached" });
      expect(await page.locator("[data-screen=attract] h1").innerText()).toBe("카드를 대 주세요");
      await page.locator(".no-card").first().click();
      await page.locator("[data-screen=phone]").waitFor({ state: "attached" });
      expect(problems).toEqual([]);
      await page.close();
    });

    test.each([
      ["standing, by day", { width: 1080, height: 1920 }, "2026-11-21T11:26:00+08:00"],
      ["lying, by night", { width: 1920, height: 1080 }, "2026-11-21T23:26:00+08:00"],
    ])("shows before its scripts what it shows after them, to the pixel: %s", async (...given) => {
      const [, viewport, now] = given;
      const context = await browser.newContext({
        viewport,
        locale: "zh-CN",
        timezoneId: "Asia/Shanghai",
        reducedMotion: "reduce",
      });
      await context.addInitScript(stripTypeScriptTypes(farEnd.replace("export {};", "")));
      await context.clock.setFixedTime(now);
      const page = await context.newPage();
      await page.goto(url);
      // the house's name has come, and is remembered from now on
      await page.locator("[data-screen=attract] .attract-name.upright").waitFor();
      await page.locator("[data-reader=ready]").waitFor();
      await expect.poll(() => page.locator("#painted").count()).toBe(0);
      const after = await page.screenshot();
      await page.route(/\/assets\/kiosk-.*\.js$/, (route) => route.abort());
      await page.reload();
      await page.locator("#painted.whole .attract-name.upright").waitFor();
      expect(await page.locator("kiosk-frame").count()).toBe(0);
      const before = await page.screenshot();
      expect(before.equals(after)).toBe(true);
      await context.close();
    });
  });
});
