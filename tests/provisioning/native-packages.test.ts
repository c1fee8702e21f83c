// A native package that could not be installed is named with its cure; nothing else is.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { missingPackages } from "../../provisioning/bootstrap/native-packages.js";

const folder = mkdtempSync(join(tmpdir(), "tallygate-packages-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const install = (name: string): void => {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "package.json"), "{}");
};

describe("native packages", () => {
  test("that are missing are named, with what is lost and how to get them", () => {
    for (const name of ["sqlite3", "serialport", "node-hid", "@resvg/resvg-js"]) install(name);
    expect(missingPackages(folder)).toEqual([
      expect.stringMatching(/without nfc-pcsc: no card readers.*libpcsclite-dev/),
    ]);
    install("nfc-pcsc");
    expect(missingPackages(folder)).toEqual([]);
  });
});
