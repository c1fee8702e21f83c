// The status ticket of a visit, and what a visit remembers of itself.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { statusTicket } from "../../gateway/protocol/status-ticket.ts";
import { createPrompter, Unanswered } from "../../provisioning/init/prompter.ts";
import { terminalQr } from "../../provisioning/init/store-steps.ts";
import { UsageError } from "../../provisioning/verb.ts";
import {
  readVisit,
  remaining,
  type Step,
  stepNames,
  type Visit,
  visitCode,
  writeVisit,
} from "../../provisioning/init/visit.ts";
import { openMachine } from "../../provisioning/machine.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-init-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const answers = (name: string, given: object): string => {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(given));
  return file;
};

describe("the status ticket", () => {
  test("prints what proves width, code pages and who it is from", () => {
    const ticket = statusTicket({
      store: "store-0042",
      device: "till-printer",
      version: "0.1.0",
      at: "2026-03-01T10:00:00Z",
      nonce: "123456",
    });
    const text = JSON.stringify(ticket);
    for (const part of ["store-0042", "till-printer", "龍門", "¥", "TG-VISIT-123456"])
      expect(text).toContain(part);
    expect(ticket.blocks.at(-1)).toEqual({ kind: "cut" });
  });
});

describe("a visit", () => {
  const machine = openMachine({ root: join(folder, "visit"), data: join(folder, "visit") });
  mkdirSync(machine.data, { recursive: true });
  const step = (name: Step["name"]): Step => ({
    name,
    says: { zh: name, en: name },
    run: () => Promise.resolve({ state: "passed", facts: {} }),
  });
  const steps = stepNames.filter((name) => name !== "seal").map(step);
  const done: Visit = {
    begunAt: "2026-03-01T10:00:00.000Z",
    steps: { preflight: { at: "2026-03-01T10:00:01.000Z", state: "passed", facts: {} } },
  };

  test("goes on where it stood, or where it is told to", () => {
    writeVisit(machine, done);
    const names = (from?: Step["name"]) =>
      remaining(readVisit(machine) ?? done, steps, from).map(({ name }) => name);
    expect(names()[0]).toBe("install");
    expect(names("preflight")[0]).toBe("preflight");
  });

  test("has a code that follows from what it found", () => {
    expect(visitCode(done)).toMatch(/^\d{6}$/u);
    expect(visitCode(done)).toBe(visitCode(done));
    expect(visitCode({ ...done, begunAt: "2026-03-01T10:00:00.001Z" })).not.toBe(visitCode(done));
  });

  test("says in a sentence where there is no file of answers", () => {
    const prompter = (file: string) => () =>
      createPrompter({ language: "en" }, { answers: join(folder, file), isInteractive: false });
    expect(prompter("nowhere.json")).toThrow(UsageError);
    writeFileSync(join(folder, "torn.json"), "{");
    expect(prompter("torn.json")).toThrow(/takes a JSON file/u);
  });

  test("takes answers from a file, usual ones for granted, and stops at what nobody answers", async () => {
    const prompter = createPrompter(
      { language: "zh" },
      { answers: answers("some.json", { store: "s-1" }), isInteractive: false },
    );
    const question = { zh: "？", en: "?" };
    expect(await prompter.ask("store", question)).toBe("s-1");
    expect(await prompter.ask("prefix", question, "S")).toBe("S");
    await expect(prompter.ask("manager.pin", question)).rejects.toThrow(Unanswered);
  });

  test("shows a page's address as a code a phone can read: square, with a quiet zone", () => {
    const lines = terminalQr("https://gw.store-0042.lan:8443/kiosk/");
    const width = lines[0]?.length ?? 0;
    expect(width).toBeGreaterThanOrEqual(21 + 2);
    expect(lines.every((line) => line.length === width)).toBe(true);
    expect(lines.length).toBe(Math.ceil(width / 2));
    expect(lines.every((line) => line.startsWith("█") || line.startsWith("▀"))).toBe(true);
  });
});
