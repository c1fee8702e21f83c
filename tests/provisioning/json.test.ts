// `--json` of the whole command: every verb of the table offers it, tells facts that a program can read, and says what
// is wrong in the same way. A verb that is neither asked here nor named with who asks it fails.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  type GatewayUnderTest,
  startGatewayUnderTest,
} from "../../provisioning/cases/gateway-under-test.ts";
import { layOutCluster } from "../../provisioning/chain/cluster-files.ts";
import { runCommand } from "../../provisioning/main.ts";
import { completion, manualPage } from "../../provisioning/package/manual.ts";
import { simVerbs } from "../../provisioning/sim/verbs.ts";
import { verbs } from "../../provisioning/verbs.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-json-"));
const at = (name: string): string => join(folder, name);

/** What a program hears: every line has to be JSON, and nothing is said beside them. */
const told = async (...words: readonly string[]) => {
  const [lines, errors]: [string[], string[]] = [[], []];
  const code = await runCommand([...words, "--json"], {
    language: "en",
    line: (text) => lines.push(text),
    errorLine: (text) => errors.push(text),
  });
  expect(errors, words.join(" ")).toEqual([]);
  for (const line of lines) expect(line, words.join(" ")).toMatch(/^\{.*\}$/u);
  return { code, facts: lines.map((line): unknown => JSON.parse(line)) };
};

/** They print a file of another format, or a unit runs them. */
const without = ["devices udev", "kiosk watch", "ledger export", "spare run"];

/** They need a package, root, a cluster or a signed-in manager: the test that asks them, or why none does. */
const elsewhere: Readonly<Record<string, string>> = {
  "programme test": "command.test.ts",
  support: "support/support.test.ts",
  "enrol offer": "enrolment.test.ts",
  "enrol offers": "enrolment.test.ts",
  "enrol withdraw": "enrolment.test.ts",
  "staff list": "store-verbs.test.ts",
  "staff put": "store-verbs.test.ts",
  "station list": "store-verbs.test.ts",
  "station rename": "store-verbs.test.ts",
  "station revoke": "store-verbs.test.ts",
  "chain keep": "runs as long as its cluster",
  init: "appliance/init.test.ts",
  assign: "writes the names of this machine's devices",
  rollback: "appliance/upgrade.test.ts",
  uninstall: "takes a package away",
  "secrets seal": "needs root and systemd",
  "secrets open": "needs root and systemd",
  ...Object.fromEntries(simVerbs.map(({ name }) => [name, "store-verbs.test.ts"])),
};

let entry = "";
const fileIn = (place: string, ending: string): string =>
  join(at(place), readdirSync(at(place)).find((name) => name.endsWith(ending)) ?? "");

/** What lies in these folders as keys, line for line. */
const secretsIn = (...folders: readonly string[]): readonly string[] => {
  const files = folders.flatMap((place) => readdirSync(place).map((name) => join(place, name)));
  const lines = files.flatMap((file) => readFileSync(file, "utf8").split("\n"));
  expect(lines.length).toBeGreaterThan(4);
  return lines.filter((line) => line.length >= 32);
};

const data = ["--data", at("store")];
const shut = ["--data", at("none"), "--door", "http://127.0.0.1:1"];
const cluster = ["--folder", at("chain")];
const lock = ["--passphrase", at("passphrase")];
const root = ["--root", at("root")];
const backupKey = ["--key", join(at("store"), "credentials/backup")];
const make = ["--kind", "config", "--from", at("content"), "--out", at("made.tgb")];
const trusted = (): readonly string[] => [at("made.tgb"), "--trust", fileIn("keys", ".pem")];
const kit = ["--kit", at("kit.tgb"), ...lock];
const backupFile = (): string => fileIn("stick", ".tgb");

const text: unknown = expect.any(String);
const count: unknown = expect.any(Number);
const whole = { entries: count, entities: count, findings: [] };
const restored = { store: text, epoch: 1, newEpoch: count, trialBalance: { CNY: 0 } };
const certificate = { caSha256: text, names: "gw.store.test,10.1.2.3/24", validTo: text };
const kiosk = { isKiosk: true, url: "http://127.0.0.1:8140/kiosk/" };
const noServer = { error: { code: "does_not_run", says: text } };

/** Verb, its words, exit code, and some facts of its last line; each may build on what those above it made. */
type Row = readonly [verb: string, words: () => readonly string[], code: number, facts: object];

const rows: readonly Row[] = [
  ["programme check", () => ["mudan"], 0, { errors: 0, findings: expect.any(Array) }],
  ["programme charter", () => ["counter"], 0, { language: "en", markdown: text }],
  ["programme compare", () => ["counter", ...data], 0, { bills: 1, due: { before: 5_000 } }],
  ["ledger verify", () => data, 0, { ...whole, store: text, trialBalance: { CNY: 0 } }],
  ["ledger rebuild", () => data, 0, whole],
  ["ledger prove", () => [entry, ...data], 0, { id: text, op: "bill.settle", problems: [] }],
  ["backup", () => ["--to", at("stick"), ...data], 0, { file: text, entries: count, epoch: 1 }],
  ["restore", () => [backupFile(), "--data", at("other"), ...backupKey], 0, restored],
  ["kit", () => ["--to", at("kit.tgb"), ...lock, ...data], 0, { file: at("kit.tgb") }],
  ["replace", () => ["--from", backupFile(), ...kit, "--data", at("new")], 0, restored],
  ["spare status", () => ["--data", at("new")], 1, { isSpare: false }],
  [
    "spare follow",
    () => ["--of", "http://127.0.0.1:1", ...kit, "--data", at("spare")],
    0,
    { address: "127.0.0.1" },
  ],
  ["spare status", () => ["--data", at("spare")], 1, { isSpare: true, address: "127.0.0.1" }],
  ["spare off", () => ["--data", at("spare")], 0, { isSpare: false }],
  ["tls renew", () => ["--data", at("lan"), "--lan", "gw.store.test,10.1.2.3"], 0, certificate],
  ["tls show", () => ["--data", at("lan")], 0, certificate],
  ["tls kit", () => ["--data", at("lan"), "--out", at("trust")], 0, { folder: at("trust") }],
  ["kiosk on", () => root, 0, kiosk],
  ["kiosk off", () => root, 0, { isKiosk: false }],
  ["chain store", () => ["s-1", ...cluster], 0, { store: "s-1", file: text }],
  ["chain revoke", () => ["s-1", ...cluster], 0, { store: "s-1", files: 1 }],
  ["chain revoke", () => ["s-1", ...cluster], 1, { error: { says: "✕ s-1" } }],
  ["chain status", () => cluster, 1, { running: [] }],
  ["chain down", () => cluster, 0, { ended: [] }],
  ["chain server", () => [], 1, noServer],
  ["chain up", () => cluster, 1, noServer],
  ["bundle key", () => ["--out", at("keys")], 0, { id: text, keyFile: text, publicFile: text }],
  ["bundle make", () => [...make, "--key", fileIn("keys", ".key")], 0, { kind: "config" }],
  ["bundle show", trusted, 0, { kind: "config", signedBy: text, payload: { files: 1 } }],
  ["bundle open", () => [...trusted(), "--out", at("opened")], 0, { files: 1 }],
  ["upgrade", () => [at("passphrase")], 1, { error: { code: "not_a_bundle", says: text } }],
  ["recover", () => ["--check"], 1, { isUnfinished: false }],
  ["releases", () => [], 0, { releases: expect.any(Array) }],
  ["doctor", () => ["--list"], 0, { id: text, level: text, what: { zh: text, en: text } }],
  ["doctor", () => ["--only", "books.log", ...root], 0, { checks: [{ id: "books.log" }], exit: 0 }],
  ["detect", () => root, 0, { proposals: [] }],
  ["enrol", () => ["--id"], 0, { machine: text }],
  ["pair", () => shut, 1, { error: { code: text, says: text } }],
];

/** What is plugged into this machine is its own: the shape alone is known. */
const ofThisMachine: readonly (readonly [verb: string, words: readonly string[], facts: object])[] =
  [
    ["devices", [], { devices: expect.any(Array) }],
    ["devices doctor", [], { check: text, ok: expect.any(Boolean) }],
    ["test", shut, { step: "test", state: text }],
  ];

describe("a program that asks with --json", { timeout: 60_000 }, () => {
  let gateway: GatewayUnderTest;

  beforeAll(async () => {
    vi.stubEnv("TALLYGATE_NATS_SERVER", at("no-server"));
    mkdirSync(at("content"));
    writeFileSync(join(at("content"), "store.json"), "{}");
    writeFileSync(at("passphrase"), "correct horse battery staple");
    await layOutCluster({ folder: at("chain"), nodes: 1 });
    gateway = await startGatewayUnderTest({ dir: at("store"), args: ["--programme", "counter"] });
    const settled = await gateway.call("bill.settle", {
      lines: [{ venue: "shop", list: 5_000, quantity: 1 }],
      tenders: [{ type: "cash", amount: 5_000 }],
      key: "b-1",
    });
    expect(settled).toMatchObject({ ok: true, result: { entry: text } });
    entry = String(Reflect.get(Object(Reflect.get(settled, "result")), "entry"));
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await gateway?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("is offered it by every verb, in help, manual and completion", async () => {
    const pages = (["zh", "en"] as const).map((one) => manualPage(verbs, "1.0.0", one).split("\n"));
    const completed = completion(verbs).split("\n");
    for (const { name } of verbs) {
      const isOffered = !without.includes(name);
      const options = completed.find((line) => line.trim().startsWith(`"${name}") `)) ?? "";
      const rowsOfPages = pages.map((page) =>
        page.find((row) => row.startsWith(`.B ${name} \\fR`)),
      );
      const help = await told(...name.split(" "), "--help");
      const offers = [
        /--json\b/u.test(options),
        ...rowsOfPages.map((row) => row?.endsWith("[\\-\\-json]")),
        String(Reflect.get(Object(help.facts[0]), "usage")).endsWith("[--json]"),
      ];
      expect({ name, code: help.code, offers }).toEqual({
        name,
        code: 0,
        offers: [isOffered, isOffered, isOffered, isOffered],
      });
    }
  });

  test("is told facts by every verb", async () => {
    let said = "";
    for (const [verb, words, code, facts] of rows) {
      const heard = await told(...verb.split(" "), ...words());
      said += JSON.stringify(heard.facts);
      expect({ verb, code: heard.code, last: heard.facts.at(-1) }).toMatchObject({
        verb,
        code,
        last: facts,
      });
    }
    for (const [verb, words, facts] of ofThisMachine)
      expect((await told(...verb.split(" "), ...words)).facts, verb).toContainEqual(
        expect.objectContaining(facts),
      );
    for (const secret of secretsIn(join(at("store"), "credentials"), at("keys")))
      expect(said).not.toContain(secret);
    const asked = [...rows, ...ofThisMachine].map(([verb]) => verb);
    const known = new Set([...asked, ...without, ...Object.keys(elsewhere)]);
    const missing = verbs.filter(({ name }) => !known.has(name));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  test("hears of words that cannot be used, and ends with 2", async () => {
    for (const { name } of verbs) {
      const { code, facts } = await told(...name.split(" "), "--no-such-option");
      expect({ name, code, facts }).toEqual({
        name,
        code: 2,
        facts: [{ error: { says: expect.stringMatching(/\S/u) } }],
      });
    }
    expect(await told("no-such-verb")).toMatchObject({
      code: 2,
      facts: expect.arrayContaining([{ error: { says: "No such verb: no-such-verb" } }]),
    });
  });
});
