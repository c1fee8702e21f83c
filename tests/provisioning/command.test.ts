// The `tallygate` command: verbs, languages, exit codes; a programme by another author passes its cases
// without a line of code, and a wrong case or programme is said to be wrong.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { languageOf, runCommand, verbOf } from "../../provisioning/main.ts";
import { startGatewayUnderTest } from "../../provisioning/cases/gateway-under-test.ts";
import { shippedFolder } from "../../provisioning/programme/test.ts";
import type { Language } from "../../provisioning/verb.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-command-"));
afterAll(() => rmSync(folder, { recursive: true }));

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const run = async (args: readonly string[], language: Language = "en") => {
  const lines: string[] = [];
  const errors: string[] = [];
  const code = await runCommand(args, {
    language,
    line: (text) => lines.push(text),
    errorLine: (text) => errors.push(text),
  });
  return { code, lines, errors };
};

const written = (name: string, value: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(value, null, 1));
  return path;
};

describe("the command", () => {
  test("names its verbs in the language it is asked in", async () => {
    expect((await run([])).lines.join("\n")).toContain("programme test");
    expect((await run(["help"], "zh")).lines.join("\n")).toContain("检查制度文件");
    expect((await run(["--version"])).lines.join("\n")).toMatch(/^tallygate \d+\.\d+\.\d+/u);
    const { code, lines } = await run(["programme", "check", "--help"]);
    expect([code, lines[1]]).toEqual([0, "Usage: tallygate programme check FILE|ID … [--json]"]);
    expect((await run(["backup", "--help"], "zh")).lines[2]).toMatch(/^ {2}--json {2}供程序读取/u);
    expect((await run(["ledger", "export", "--help"])).lines.join("\n")).not.toContain("--json");
  });

  test("names the verbs of a group, and says where there are no books", async () => {
    const { code, lines } = await run(["ledger"]);
    expect([code, lines[0]]).toEqual([
      2,
      "Usage: tallygate ledger VERB …  [--lang zh|en] [--json]",
    ]);
    expect(lines.filter((line) => line.startsWith("  ledger ")).length).toBe(lines.length - 5);
    const saved = await run(["backup", "--data", join(folder, "nowhere")]);
    expect([saved.code, saved.errors[0]]).toEqual([2, expect.stringContaining("no books")]);
  });

  test("ends with 2 for a verb or an argument it does not know", async () => {
    expect((await run(["programme"])).code).toBe(2);
    expect((await run(["nonsense"])).errors).toEqual(["No such verb: nonsense"]);
    expect((await run(["programme", "check", "no-such-file"])).code).toBe(2);
    expect((await run(["programme", "test", "x.cases.json"])).code).toBe(2);
  });

  test("writes a members' charter in the language it is asked in", async () => {
    const charter = (id: string, language: Language) =>
      readFileSync(here(`../../docs/charters/${id}.${language}.md`), "utf8").trimEnd();
    for (const language of ["zh", "en"] as const) {
      const { code, lines, errors } = await run(["programme", "charter", "mudan"], language);
      expect([code, errors]).toEqual([0, []]);
      expect(lines.join("\n")).toBe(charter("mudan", language));
    }
    const broken = written("no-programme.json", { format: "membership-programme/1" });
    const refused = await run(["programme", "charter", broken]);
    expect([refused.code, refused.lines]).toEqual([1, []]);
    expect(refused.errors[0]).toMatch(/^.*no-programme\.json:\d+: /);
    expect((await run(["programme", "charter"])).code).toBe(2);
  });

  test("takes the longest verb that fits", () => {
    const verb = (name: string) => ({
      name,
      usage: "",
      says: { zh: "", en: "" },
      run: () => Promise.resolve(0),
    });
    const known = [verb("a"), verb("a b")];
    expect(verbOf(["a", "b", "c"], known)).toMatchObject({ verb: { name: "a b" }, args: ["c"] });
    expect(verbOf(["a", "c"], known)).toMatchObject({ verb: { name: "a" }, args: ["c"] });
  });

  test("speaks as asked, else as the shell, else Chinese", () => {
    expect(languageOf(["--lang", "en"], { LANG: "zh_CN.UTF-8" })).toBe("en");
    expect(languageOf([], { LANG: "de_DE.UTF-8" })).toBe("en");
    expect(languageOf([], { LANG: "zh_CN.UTF-8" })).toBe("zh");
    expect(languageOf([], {})).toBe("zh");
  });
});

describe("programme check", () => {
  test("finds nothing wrong with what ships", async () => {
    const { code, lines } = await run(["programme", "check", "mudan", "zhaohua", "counter"]);
    expect(code).toBe(0);
    expect(lines.filter((line) => line.includes(": error "))).toEqual([]);
  });

  test("names the line of what is wrong", async () => {
    const text = readFileSync(here("tea.json"), "utf8");
    const wrong = text.replace('"authenticated": true, "weekday"', '"authentic": true, "weekday"');
    const path = join(folder, "wrong.json");
    writeFileSync(path, wrong);
    const line = wrong.split("\n").findIndex((row) => row.includes('"authentic"')) + 1;
    const { code, lines } = await run(["programme", "check", path]);
    expect(code).toBe(1);
    expect(lines.join("\n")).toMatch(new RegExp(`${path}:${line}: error .*authentic`));
  });
});

describe("programme compare", () => {
  test(
    "asks the bills of a data folder again, in the books of a running store",
    { timeout: 90_000 },
    async () => {
      const dir = mkdtempSync(join(tmpdir(), "tallygate-compare-"));
      const gateway = await startGatewayUnderTest({ dir, args: ["--programme", "counter"] });
      try {
        await gateway.call("sim.store.reset", {
          programme: "counter",
          now: "2024-01-10T10:00:00+08:00",
        });
        for (const key of ["b-1", "b-2"]) {
          const lines = [{ venue: "shop", list: 5_000, quantity: 1 }];
          const tenders = [{ type: "cash", amount: 5_000 }];
          expect(await gateway.call("bill.settle", { lines, tenders, key })).toMatchObject({
            ok: true,
          });
        }
        const counter = JSON.parse(readFileSync(join(shippedFolder, "counter.json"), "utf8"));
        const half = { id: "half", at: "discount", group: "offer", then: { payRatio: 5_000 } };
        const other = written("half.json", {
          ...counter,
          version: 2,
          rules: [half, ...counter.rules],
        });
        const { code, lines } = await run(["programme", "compare", other, "--data", dir]);
        expect(code).toBe(0);
        expect(lines).toContain("bills  2  (0 would be refused)");
        expect(lines).toContain("due  100.00 → 50.00  (-50.00)");
        const later = ["programme", "compare", other, "--data", dir, "--from", "2024-01-11"];
        expect((await run(later)).lines).toContain("bills  0  (0 would be refused)");
      } finally {
        await gateway.close();
        rmSync(dir, { recursive: true, force: true });
      }
      expect((await run(["programme", "compare", "counter", "--data", dir])).code).toBe(2);
    },
  );
});

describe("programme test", () => {
  test("passes a programme nobody here has written code for", { timeout: 90_000 }, async () => {
    const { code, lines } = await run(["programme", "test", here("tea.json"), "--json"]);
    expect([code, lines.map((line): unknown => JSON.parse(line))]).toEqual([
      0,
      [
        { case: expect.any(String), failures: [] },
        { passed: 1, failed: 0 },
      ],
    ]);
  });

  test("says which step of which case failed, and goes on", { timeout: 90_000 }, async () => {
    const enrol = { name: "张三", consent: { rules: true, marketing: false } };
    const cases = written("wrong.cases.json", [
      {
        id: "W1",
        programme: "counter",
        clock: "2024-01-10T10:00:00+08:00",
        steps: [
          {
            call: "member.enrol",
            params: enrol,
            expect: { number: "nonsense" },
            save: { m: "/member" },
          },
          { call: "card.issue", params: { member: "@m", type: "basic" }, refused: "card.lost" },
          { call: "account.get", params: { account: "@nowhere" } },
          { clock: "2024-01-09T10:00:00+08:00" },
        ],
      },
      {
        id: "W2",
        programme: "counter",
        clock: "2024-01-10T10:00:00+08:00",
        steps: [{ call: "no.such", refused: -32601 }],
      },
    ]);
    const { code, lines } = await run(["programme", "test", cases]);
    expect(code).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^W1 step 1 member\.enrol: \/number: expected "nonsense", got "\w+"$/),
      expect.stringMatching(
        /^W1 step 2 card\.issue: expected the refusal card\.lost, but it answered/,
      ),
      "W1 step 3 account.get: @nowhere was never saved",
      expect.stringMatching(/^W1 step 4 clock .*: the clock was not moved: not_permitted/),
      "1 passed, 1 failed",
    ]);
  });
});
