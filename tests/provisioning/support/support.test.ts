// The file for whoever helps: it holds what is needed, stays small, and nothing of a person or a key is in it,
// wherever it was planted.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { runCommand } from "../../../provisioning/main.ts";
import { type Machine, openMachine } from "../../../provisioning/machine.ts";
import { collectSupport, supportBytesMax } from "../../../provisioning/support/collect.ts";
import { redact, redactLogLine } from "../../../gateway/redact.ts";
import { fc } from "../../support/seeded.ts";
import { startGatewayProcess } from "../../support/gateway-process.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-support-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const planted = {
  name: "欧阳晓雯",
  latinMail: "xiaowen.ouyang@example.cn",
  phone: "13812345678",
  spaced: "138 1234 5678",
  identity: "11010519491231002X",
  card: "04A1F0E1D2C3B4",
  code: "7K3M-9QTX",
  key: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  token: "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
} as const;
const secrets = Object.values(planted);

/** A journal as journald would hand it over, with something planted in every corner of it. */
const journalOf = (): string =>
  secrets
    .flatMap((secret) => [
      {
        SYSLOG_IDENTIFIER: "node",
        MESSAGE: JSON.stringify({
          level: 50,
          msg: `failed for ${secret}`,
          err: {
            type: "Error",
            message: secret,
            stack: `Error: ${secret}\n    at read (/opt/x.ts:1:2)`,
          },
          note: secret,
          name: secret,
        }),
      },
      { SYSLOG_IDENTIFIER: "node", MESSAGE: `  first technician's pairing code 配对码: ${secret}` },
      { SYSLOG_IDENTIFIER: "systemd", MESSAGE: `Started unit of ${secret}.` },
      { SYSLOG_IDENTIFIER: "kernel", MESSAGE: `usb 1-1: SerialNumber: ${secret}` },
    ])
    .map((line) =>
      JSON.stringify({
        ...line,
        __REALTIME_TIMESTAMP: "1767225600000000",
        _SYSTEMD_UNIT: "tallygate-gateway.service",
      }),
    )
    .join("\n");

const textOf = (bytes: Buffer): string => zstdDecompressSync(bytes).toString("utf8");

describe("the support file", () => {
  test(
    "holds states and counts of a running store, and no name, phone, card or key",
    { timeout: 90_000 },
    async () => {
      const data = join(folder, "store");
      const gateway = await startGatewayProcess({ dir: data });
      const root = join(folder, "machine");
      mkdirSync(join(root, "etc/tallygate"), { recursive: true });
      writeFileSync(
        join(root, "etc/tallygate/devices.json"),
        JSON.stringify({
          devices: [
            {
              device: "p",
              driver: "escpos-tcp",
              options: { host: "127.0.0.1", note: planted.name },
            },
          ],
        }),
      );
      writeFileSync(join(data, `${planted.phone}.txt`), planted.name);
      try {
        const bare = openMachine({ root, data });
        const machine: Machine = {
          ...bare,
          run: async (program, ...args) =>
            program === "journalctl"
              ? { code: 0, out: journalOf(), error: "" }
              : bare.run(program, ...args),
        };
        const { bytes, files } = await collectSupport(machine);
        const text = textOf(bytes);
        expect(files).toContain("doctor.json");
        expect(text).toContain('"schema"');
        expect(text).toContain('"journal"');
        expect(bytes.length).toBeLessThan(supportBytesMax);
        for (const secret of secrets) expect(text.includes(secret), secret).toBe(false);
        for (const name of ["master", "pepper", "backup", "signing"]) {
          const file = join(data, "credentials", name);
          const key =
            statSync(file, { throwIfNoEntry: false }) === undefined
              ? undefined
              : readFileSync(file, "utf8").trim();
          if (key !== undefined) expect(text.includes(key), name).toBe(false);
        }
        // the demonstration's members are in its books; none of their names may be here
        for (const member of ["王小明", "李娜", "张伟"]) expect(text.includes(member)).toBe(false);
      } finally {
        await gateway.stop();
      }
    },
  );

  test("stays below five megabytes however long the journal is", { timeout: 60_000 }, async () => {
    const bare = openMachine({ root: join(folder, "nothing"), data: join(folder, "nothing") });
    const noise = () =>
      Array.from({ length: 12 }, () => Math.random().toString(36).replace(/\d/gu, "")).join(" ");
    const long = Array.from({ length: 40_000 }, (_, at) =>
      JSON.stringify({
        SYSLOG_IDENTIFIER: "systemd",
        MESSAGE: noise(),
        __REALTIME_TIMESTAMP: String(at),
      }),
    ).join("\n");
    const machine: Machine = {
      ...bare,
      run: (program) =>
        Promise.resolve({ code: 0, out: program === "journalctl" ? long : "", error: "" }),
    };
    const { bytes } = await collectSupport(machine);
    expect(bytes.length).toBeLessThan(supportBytesMax);
    expect(textOf(bytes)).toContain("journal.jsonl");
  });

  test(
    "is written by the command, for its owner only, and never over another file",
    { timeout: 60_000 },
    async () => {
      const lines: string[] = [];
      const speech = {
        language: "en" as const,
        line: (line: string) => void lines.push(line),
        errorLine: () => undefined,
      };
      const out = join(folder, "given.tar.zst");
      expect(
        await runCommand(
          ["support", "--out", out, "--data", join(folder, "none"), "--json"],
          speech,
        ),
      ).toBe(0);
      expect(JSON.parse(lines[0] ?? "")).toMatchObject({
        file: out,
        files: expect.arrayContaining(["versions.json"]),
      });
      expect(statSync(out).mode & 0o777).toBe(0o600);
      expect(await runCommand(["support", "--out", out], speech)).toBe(2);
    },
  );
});

describe("redaction", () => {
  test("keeps what helps", () => {
    const line =
      "2026-03-01T10:00:00.123Z tallygate-gateway.service: Main process exited, code=killed, status=9/KILL at 10.0.0.20";
    expect(redact(line)).toBe(line);
    expect(redactLogLine('{"level":30,"op":"card.issue","tookMs":1.2,"station":"st_1"}')).toEqual({
      level: 30,
      op: "card.issue",
      tookMs: 1.2,
    });
  });

  test("takes out any phone, mail, key or name wherever it stands", () => {
    const digits = fc.integer({ min: 100_000, max: 99_999_999_999 }).map(String);
    const hex = fc
      .uint8Array({ minLength: 8, maxLength: 40 })
      .map((bytes) => Buffer.from(bytes).toString("hex"));
    const base64 = fc
      .uint8Array({ minLength: 18, maxLength: 60 })
      .map((bytes) => Buffer.from(bytes).toString("base64url"));
    const mail = fc
      .tuple(fc.stringMatching(/^[a-z]{1,8}$/u), fc.stringMatching(/^[a-z]{1,8}$/u))
      .map(([a, b]) => `${a}@${b}.cn`);
    const han = fc.stringMatching(/^[\u4e00-\u9fff]{1,4}$/u);
    const around = fc.constantFrom("", " ", "for ", "(", "=", ": ", '"');
    fc.assert(
      fc.property(
        fc.oneof(digits, hex, base64, mail, han),
        around,
        around,
        (secret, before, after) => {
          expect(redact(`x ${before}${secret}${after} y`).includes(secret)).toBe(false);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
