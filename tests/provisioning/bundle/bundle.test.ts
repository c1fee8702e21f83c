// Bundles: what was packed comes out again, and whatever was changed, stolen, old or meant for somebody else does not.
import { generateKeyPairSync } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { LockKey, LockWith } from "../../../provisioning/bundle/lock.ts";
import { BundleRefused } from "../../../provisioning/bundle/refused.ts";
import { isTarPath } from "../../../provisioning/bundle/tar.ts";
import { type Expected, unpackBundle, verifyBundle } from "../../../provisioning/bundle/verify.ts";
import { folderFiles, textFile, writeBundle } from "../../../provisioning/bundle/write.ts";
import { openMachine } from "../../../provisioning/machine.ts";
import { trustedNowMs } from "../../../provisioning/site/kept-clock.ts";
import { fc } from "../../support/seeded.ts";
import { badBundles, good } from "./bad-bundles.ts";
import { nowMs, other, pair } from "./workshop.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const expected: Expected = {
  kinds: ["config", "release"],
  trusted: [pair.publicKey],
  nowMs,
  store: "store-0042",
  machine: "aaaaaaaaaaaaaaaa",
  used: ["used-1"],
  revision: 5,
};

let count = 0;
const fresh = (): string => join(folder, `unpacked-${++count}`);

/** Verifies and unpacks; a refusal becomes its code, with a look that nothing was left. */
const outcome = async (bytes: Buffer, by?: LockKey): Promise<string> => {
  const file = join(folder, "in.tgb");
  const out = fresh();
  writeFileSync(file, bytes);
  try {
    await unpackBundle(await verifyBundle(file, expected), out, by);
    return "taken";
  } catch (fault) {
    if (!(fault instanceof BundleRefused)) throw fault;
    expect(existsSync(out) || existsSync(`${out}.new`)).toBe(false);
    return fault.code;
  }
};

const made = async (lock?: LockWith): Promise<Buffer> => {
  const file = join(folder, "made.tgb");
  await writeBundle({
    file,
    facts: { kind: "config", store: "store-0042", revision: 6 },
    files: [textFile("store.json", "{}"), textFile("programme/门店.json", "x".repeat(100_000))],
    key: pair.privateKey,
    nowMs,
    ...(lock === undefined ? {} : { lock }),
  });
  return readFileSync(file);
};

describe("a bundle", () => {
  test("carries a folder with its programs and gives it back byte for byte", async () => {
    const from = join(folder, "from");
    mkdirSync(join(from, "deep/er"), { recursive: true });
    writeFileSync(join(from, "deep/er/run"), "#!/bin/sh\n", { mode: 0o755 });
    writeFileSync(join(from, "empty"), "");
    writeFileSync(join(from, `${"n".repeat(90)}.txt`), Buffer.alloc(70_001, 7));
    const file = join(folder, "folder.tgb");
    await writeBundle({
      file,
      facts: { kind: "release" },
      files: folderFiles(from),
      key: pair.privateKey,
      nowMs,
    });
    const out = fresh();
    await unpackBundle(await verifyBundle(file, expected), out);
    const names = (path: string) =>
      readdirSync(path, { recursive: true, encoding: "utf8" }).toSorted();
    expect(names(out)).toEqual(names(from));
    for (const name of names(from).filter((path) => statSync(join(from, path)).isFile())) {
      expect(readFileSync(join(out, name)).equals(readFileSync(join(from, name)))).toBe(true);
      expect(statSync(join(out, name)).mode & 0o111).toBe(statSync(join(from, name)).mode & 0o111);
    }
  });

  test("is opened by its passphrase or its machine's key only", async () => {
    const machine = generateKeyPairSync("x25519");
    const stranger = generateKeyPairSync("x25519");
    const locks: readonly [LockWith, LockKey, LockKey][] = [
      [{ passphrase: "纸上的口令" }, { passphrase: "纸上的口令" }, { passphrase: "another" }],
      [
        { recipient: machine.publicKey },
        { privateKey: machine.privateKey },
        { privateKey: stranger.privateKey },
      ],
    ];
    for (const [lock, right, wrong] of locks) {
      const bytes = await made(lock);
      expect(bytes.includes("门店")).toBe(false);
      expect(await outcome(bytes, right)).toBe("taken");
      expect(await outcome(bytes, wrong)).toBe("locked");
      expect(await outcome(bytes)).toBe("locked");
    }
  });

  test("is taken by a second key when the first is rolled over", async () => {
    const both = { ...expected, trusted: [other.publicKey, pair.publicKey] };
    const file = join(folder, "rolled.tgb");
    writeFileSync(file, good);
    expect((await verifyBundle(file, both)).manifest.kind).toBe("config");
    await expect(
      verifyBundle(file, { ...expected, trusted: [other.publicKey] }),
    ).rejects.toMatchObject({ code: "signature" });
  });
});

describe("a machine whose clock stands at 1970", () => {
  const root = join(folder, "machine");
  const machine = openMachine({ root, nowMs: () => 0 });
  const note = machine.at("/var/lib/systemd/timesync/clock");
  const judged = async (notAfter: string): Promise<string> => {
    const file = join(folder, "dated.tgb");
    await writeBundle({
      file,
      facts: { kind: "config", store: "store-0042", revision: 6, notAfter },
      files: [textFile("store.json", "{}")],
      key: pair.privateKey,
      nowMs,
    });
    return verifyBundle(file, { ...expected, nowMs: trustedNowMs(machine) }).then(
      () => "taken",
      (fault: BundleRefused) => fault.code,
    );
  };

  test("judges a bundle by what it last wrote", async () => {
    mkdirSync(join(note, ".."), { recursive: true });
    writeFileSync(note, "");
    utimesSync(note, nowMs / 1_000, nowMs / 1_000);
    expect(await judged("2026-03-02T00:00:00Z")).toBe("taken");
    expect(await judged("2026-03-01T09:00:00Z")).toBe("expired");
  });
});

describe("bad bundles", () => {
  const set = badBundles();
  test("are more than two hundred", () => expect(set.length).toBeGreaterThanOrEqual(200));

  test(
    "are refused, each for its own reason, and leave nothing behind",
    { timeout: 120_000 },
    async () => {
      expect(await outcome(good)).toBe("taken");
      const wrong: string[] = [];
      for (const { name, bytes, refused } of set) {
        const came = await outcome(bytes);
        if (!refused.some((code) => code === came)) wrong.push(`${name}: ${came}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  test("made by chance are refused as well", { timeout: 120_000 }, async () => {
    const bytes = await made();
    const change = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, by] of changes) changed[at] = (changed[at] ?? 0) ^ by;
        fc.pre(!changed.equals(bytes));
        expect(await outcome(changed)).not.toBe("taken");
      }),
      { numRuns: 300 },
    );
  });

  test("paths never leave the folder, whatever they are made of", () => {
    const part = fc.constantFrom("..", ".", "", "a", "文", "/", "\\", "\u0000", "b c", "...");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const path = parts.join("/");
        if (!isTarPath(path)) return;
        expect(join("/root", path).startsWith("/root/")).toBe(true);
        expect(path.includes("\u0000")).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});
