// Which NATS server is taken: never one that loses entries, with the reason said; Debian's archive as it is listed here
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isNewEnough, whyUnsafe } from "../../../gateway/chain/nats/safe-server.ts";
import { natsServer, testingLine } from "../../../provisioning/chain/nats-server.ts";

const safe = { name: "n1", version: "2.15.1", jetStream: true, syncAlways: true };

describe("the servers of a chain", () => {
  test.each([
    ["2.9.10", false],
    ["2.11.9", false],
    ["2.12.0", true],
    ["v2.15.1", true],
    ["3.0.0", true],
    ["?", false],
  ])("of version %s are new enough: %s", (version, enough) => {
    expect(isNewEnough(version)).toBe(enough);
  });

  test("are refused with a reason each where they might lose what they acknowledged", () => {
    expect(whyUnsafe([safe])).toEqual([]);
    expect(whyUnsafe([])).toHaveLength(1);
    expect(whyUnsafe([safe, { ...safe, name: "n2", syncAlways: false }]).join()).toContain(
      'server n2 acknowledges before it syncs: set "sync_interval: always"',
    );
    expect(whyUnsafe([{ ...safe, version: "2.9.10" }]).join()).toContain("2.9.10");
    expect(whyUnsafe([{ ...safe, jetStream: false }]).join()).toContain("without JetStream");
  });

  test("are not started by a binary that is too old", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tallygate-nats-"));
    const binary = join(folder, "nats-server");
    writeFileSync(binary, '#!/bin/sh\necho "nats-server: v2.9.10"\n');
    chmodSync(binary, 0o755);
    await expect(natsServer({ TALLYGATE_NATS_SERVER: binary })).rejects.toMatchObject({
      code: "too_old",
    });
    await expect(
      natsServer({ TALLYGATE_NATS_SERVER: join(folder, "missing") }),
    ).rejects.toMatchObject({ code: "does_not_run" });
    rmSync(folder, { recursive: true });
  });
});

describe("Debian's archive", () => {
  const stanzas = [
    "Types: deb",
    "URIs: http://mirror.example/debian-security",
    "Suites: bookworm-security",
    "",
    "Types: deb",
    "# a remark",
    "URIs: http://mirror.example/debian",
    "Suites: bookworm bookworm-updates",
    "Components: main",
    "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg",
  ].join("\n");

  test("is taken from where this machine takes it, in both forms of a source list", () => {
    expect(testingLine([stanzas])).toBe(
      "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian testing main",
    );
    expect(
      testingLine(["deb [arch=amd64] https://mirror.example/debian/ bookworm main non-free"]),
    ).toBe("deb [arch=amd64] https://mirror.example/debian/ testing main");
  });

  test("is said to be missing where no list names it", () => {
    expect(testingLine(["deb https://packages.example/apt stable main", ""])).toBe(undefined);
  });
});
