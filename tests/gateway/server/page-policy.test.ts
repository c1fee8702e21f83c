// What stands in a page is allowed to the letter: its own styles and scripts by hash, nothing else inline.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import Fastify from "fastify";
import { expect, test } from "vitest";
import { allowing, inlineOf } from "../../../gateway/server/page-policy.ts";
import { addPages } from "../../../gateway/server/pages.ts";

const hash = (text: string): string =>
  `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const page = `<!doctype html><title>a</title><style>p{color:red}</style>
<script src="/assets/a.js"></script><p>a</p><script data-then="/b.js">one()</script>`;

test("styles and scripts of the page are found, files are not", () => {
  expect(inlineOf(page)).toEqual({ styles: [hash("p{color:red}")], scripts: [hash("one()")] });
  expect(inlineOf("<!doctype html><script src=/a.js></script>")).toEqual({
    styles: [],
    scripts: [],
  });
});

test("a policy names them beside its own files, and only where they belong", () => {
  const policy = "default-src 'self';script-src 'self';style-src 'self';style-src-attr 'none'";
  expect(allowing(policy, { styles: ["'sha256-a'"], scripts: ["'sha256-b'"] })).toBe(
    "default-src 'self';script-src 'self' 'sha256-b';style-src 'self' 'sha256-a';style-src-attr 'none'",
  );
  expect(allowing(policy, { styles: [], scripts: [] })).toBe(policy);
});

test("a page, plain or packed, is answered with a policy of that page", async () => {
  const pages = mkdtempSync(join(tmpdir(), "tallygate-pages-"));
  mkdirSync(join(pages, "kiosk"));
  writeFileSync(join(pages, "kiosk/index.html"), page);
  writeFileSync(join(pages, "kiosk/index.html.gz"), gzipSync(page));
  const app = Fastify();
  app.addHook("onRequest", async (_request, reply) => {
    reply.header("content-security-policy", "script-src 'self';style-src 'self'");
  });
  await addPages(app, pages);
  try {
    for (const encoding of ["identity", "gzip"]) {
      const { headers, rawPayload } = await app.inject({
        url: "/kiosk/",
        headers: { "accept-encoding": encoding },
      });
      const packed = headers["content-encoding"] === "gzip";
      expect(packed).toBe(encoding === "gzip");
      expect((packed ? gunzipSync(rawPayload) : rawPayload).toString()).toBe(page);
      expect(headers["content-security-policy"]).toBe(
        `script-src 'self' ${hash("one()")};style-src 'self' ${hash("p{color:red}")}`,
      );
    }
  } finally {
    await app.close();
    rmSync(pages, { recursive: true, force: true });
  }
});

test("what is no page, script or style is nobody's, even where it lies among the pages", async () => {
  const pages = mkdtempSync(join(tmpdir(), "tallygate-pages-"));
  mkdirSync(join(pages, "kiosk"));
  writeFileSync(join(pages, "kiosk/index.html"), page);
  writeFileSync(join(pages, "a.js"), "one()");
  for (const name of ["notes.json", "a.js.map", "a.ts", "a.js.gz"])
    writeFileSync(join(pages, name), "{}");
  const app = Fastify();
  await addPages(app, pages);
  try {
    const statusOf = async (url: string): Promise<number> => (await app.inject({ url })).statusCode;
    for (const url of ["/kiosk/", "/kiosk/index.html", "/a.js"])
      expect(await statusOf(url)).toBe(200);
    expect(await statusOf("/kiosk")).toBe(301);
    for (const url of ["/notes.json", "/a.js.map", "/a.ts", "/a.js.gz"])
      expect(await statusOf(url), url).toBe(404);
  } finally {
    await app.close();
    rmSync(pages, { recursive: true, force: true });
  }
});
