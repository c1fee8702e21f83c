// A browser on the store's network: it opens the kiosk by https and wss once it trusts the store's CA, and not before.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { lacks } from "../support/parts.ts";

const patienceMs = 60_000;

/** Chromium with a home of its own, where `certutil` keeps what it trusts; the store's name leads to this machine. */
const openBrowser = (home: string): Promise<BrowserContext> =>
  chromium.launchPersistentContext(join(home, "profile"), {
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    env: { ...process.env, HOME: home },
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--host-resolver-rules=MAP gw.store.test 127.0.0.1",
    ],
  });

const trust = (home: string, certificate: string): void => {
  const database = `sql:${join(home, ".pki", "nssdb")}`;
  mkdirSync(join(home, ".pki", "nssdb"), { recursive: true });
  execFileSync("certutil", ["-d", database, "-N", "--empty-password"]);
  execFileSync("certutil", ["-d", database, "-A", "-t", "C,,", "-n", "store", "-i", certificate]);
};

describe.skipIf(lacks("chromium", "certutil"))("a browser on the store's network", () => {
  let gateway: GatewayProcess;
  let url: string;
  const homes: string[] = [];
  const home = (): string => {
    const made = mkdtempSync(join(tmpdir(), "tallygate-home-"));
    homes.push(made);
    return made;
  };
  beforeAll(async () => {
    gateway = await startGatewayProcess({
      args: ["--lan", "gw.store.test,127.0.0.1/24", "--lan-port", "0"],
    });
    url = /https:\/\/gw\.store\.test:\d+/.exec(gateway.output())?.[0] ?? "";
  });
  afterAll(async () => {
    await gateway[Symbol.asyncDispose]();
    for (const made of homes) rmSync(made, { recursive: true, force: true });
  });

  test(
    "that trusts the CA gets a secure context, and the kiosk signs on over wss",
    async () => {
      const own = home();
      trust(own, join(gateway.dir, "tls", "ca.pem"));
      const browser = await openBrowser(own);
      const page = await browser.newPage();
      const socket = page.waitForEvent("websocket", { timeout: patienceMs });
      await page.goto(`${url}/kiosk/`, { timeout: patienceMs });
      expect((await socket).url()).toBe(`${url.replace("https", "wss")}/rpc`);
      await page
        .locator("[data-screen=attract]")
        .waitFor({ state: "attached", timeout: patienceMs });
      expect(await page.evaluate("isSecureContext")).toBe(true);
      await browser.close();
    },
    2 * patienceMs,
  );

  test(
    "that does not is stopped by the browser itself",
    async () => {
      const browser = await openBrowser(home());
      const page = await browser.newPage();
      const opened = page.goto(`${url}/kiosk/`, { timeout: patienceMs });
      await expect(opened).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
      await browser.close();
    },
    2 * patienceMs,
  );
});
