// `tallygate tls`: a store gets its CA, shows it, and writes the kit that makes other machines trust it.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCommand } from "../../provisioning/main.ts";

const dir = mkdtempSync(join(tmpdir(), "tallygate-tls-"));
afterAll(() => rmSync(dir, { recursive: true }));

const run = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const wrong: string[] = [];
  const code = await runCommand(["tls", ...args, "--data", dir, "--lang", "en"], {
    language: "en",
    line: (text) => void lines.push(text),
    errorLine: (text) => void wrong.push(text),
  });
  return { code, says: lines.join("\n"), wrong: wrong.join("\n") };
};

test("a store without a certificate is asked for its names", async () => {
  expect(await run("show")).toMatchObject({ code: 2, wrong: expect.stringContaining("--lan") });
});

test("renew makes CA and certificate; show and a second renew keep them", async () => {
  const made = await run("renew", "--lan", "gw.store.test,10.1.2.3");
  expect(made.code).toBe(0);
  expect(made.says).toMatch(/store CA: SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}/);
  expect(made.says).toContain("names: gw.store.test,10.1.2.3/24");
  expect(await run("show")).toMatchObject({ code: 0, says: made.says });
  expect((await run("renew")).says).toBe(made.says);
  expect((await run("renew", "--force")).says).not.toBe(made.says);
});

test("other names need another CA, and the command says so", async () => {
  const { code, wrong } = await run("renew", "--lan", "other.test,10.1.2.3");
  expect(code).toBe(2);
  expect(wrong).toContain("bound to other names");
});

test("the kit is one folder with the certificate and a way for each platform", async () => {
  const out = join(dir, "stick");
  expect((await run("kit", "--out", out)).code).toBe(0);
  expect(readdirSync(out).toSorted()).toEqual([
    "chromium-policy.json",
    "firefox-policies.json",
    "index.html",
    "tallygate-ca.crt",
    "tallygate-ca.mobileconfig",
    "trust-linux.sh",
    "trust-windows.cmd",
  ]);
  expect(readFileSync(join(out, "index.html"), "utf8")).toContain("https://gw.store.test:8443");
});
