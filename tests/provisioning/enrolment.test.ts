// A store that is opened with a code: head office holds a signed bundle, the new machine fetches it by TLS, proves it
// with the keys it was shipped with, and becomes that store – with the same result as by a stick.
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BundleFacts, textFile, writeBundle } from "../../provisioning/bundle/write.ts";
import { enrolStep } from "../../provisioning/init/store-steps.ts";
import type { StepResult } from "../../provisioning/init/visit.ts";
import { runCommand } from "../../provisioning/main.ts";
import { type Machine, openMachine } from "../../provisioning/machine.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs } from "../support/pages.ts";

const identity = { id: "store-0042", prefix: "Y", name: { zh: "云栖", en: "Yunqi" } };

describe("a store that is opened with a code", { timeout: 90_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-enrol-"));
  const pair = generateKeyPairSync("ed25519");
  let office: GatewayProcess;
  let [url, consoleCode, count] = ["", "", 0];

  beforeAll(async () => {
    const lan = ["--lan", "localhost,127.0.0.1/24", "--lan-port", "0"];
    office = await startGatewayProcess({ dir: join(dir, "office"), args: lan });
    url = /https:\/\/localhost:\d+/u.exec(office.output())?.[0] ?? "";
    const technician = connectAs(office, "technician");
    await technician.call("staff.signIn", { staff: "1002", pin: "5678" });
    const key = technician.newKey();
    ({ code: consoleCode } = await technician.call("station.invite", { role: "technician", key }));
    technician.close();
    writeFileSync(join(dir, "answers.json"), JSON.stringify({ "manager.pin": "5678" }));
  }, 90_000);
  afterAll(async () => {
    await office?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const bundle = async (
    facts: Partial<BundleFacts> = {},
    key: KeyObject = pair.privateKey,
  ): Promise<string> => {
    const file = join(dir, `bundle-${++count}.tgb`);
    await writeBundle({
      file,
      facts: { kind: "enrol", store: identity.id, ...facts },
      files: [textFile("store.json", JSON.stringify(identity))],
      key,
      nowMs: Date.now(),
    });
    return file;
  };
  const atOffice = async (...words: readonly string[]) => {
    const [lines, errors]: [string[], string[]] = [[], []];
    const where = ["--data", office.dir, "--door", office.simulated.url, "--code", consoleCode];
    const who = ["--staff", "1002", "--answers", join(dir, "answers.json")];
    const exit = await runCommand([...words, ...where, ...who], {
      language: "en",
      line: (text) => lines.push(text),
      errorLine: (text) => errors.push(text),
    });
    return { exit, said: lines.join("\n"), errors: errors.join("\n") };
  };
  const offered = async (file: string): Promise<string> => {
    const { said, errors } = await atOffice("enrol", "offer", file, "--json");
    expect(errors).toBe("");
    return JSON.parse(said).code;
  };
  /** A machine as it came out of the box, trusting who signs for head office. Nothing of systemd is here to be told. */
  const newMachine = (): Machine => {
    const root = join(dir, `machine-${++count}`);
    mkdirSync(join(root, "etc/tallygate/trust"), { recursive: true });
    mkdirSync(join(root, "var/lib/tallygate/credentials"), { recursive: true });
    writeFileSync(join(root, "etc/machine-id"), String(count).padStart(32, "0"));
    const pem = pair.publicKey.export({ type: "spki", format: "pem" });
    writeFileSync(join(root, "etc/tallygate/trust/first.pem"), pem);
    const run = () => Promise.resolve({ code: 0, out: "", error: "" });
    return openMachine({ root, door: office.simulated.url, run });
  };
  const enrolled = (
    machine: Machine,
    code: string,
    at: Partial<{ url: string; ca: string }> = {},
  ) =>
    enrolStep.run({
      machine,
      bundle: undefined,
      office: { url, ca: join(office.dir, "tls/ca.pem"), code, ...at },
      prompter: { asked: () => 0, ask: () => Promise.reject(new Error("nobody is asked")) },
      tell: () => undefined,
    });
  const failure = (result: StepResult): string =>
    result.state === "failed" ? result.code : result.state;
  const became = (machine: Machine): unknown => {
    const file = join(machine.data, "store.json");
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  };

  test("is that store afterwards, by TLS, and head office knows which machine it is", async () => {
    const code = await offered(await bundle());
    const machine = newMachine();
    expect(await enrolled(machine, code)).toEqual({
      state: "passed",
      facts: { store: "store-0042", by: "code" },
    });
    expect(became(machine)).toEqual(identity);
    expect(existsSync(machine.at("/run/tallygate-online"))).toBe(false);
    const { said } = await atOffice("enrol", "offers");
    expect(said).toMatch(/store-0042\t.*taken by machine [0-9a-f]{16}/u);
    expect(failure(await enrolled(newMachine(), code))).toBe("code_refused");
  });

  test("is asked for nothing that a stick would not bring: another's, altered or stale is refused", async () => {
    const stranger = generateKeyPairSync("ed25519").privateKey;
    const cases: readonly (readonly [string, Promise<string>])[] = [
      ["signature", bundle({}, stranger)],
      ["expired", bundle({ notAfter: "2020-01-01T00:00:00Z" })],
      ["other_machine", bundle({ machines: ["ffffffffffffffff"] })],
    ];
    for (const [why, file] of cases) {
      const machine = newMachine();
      expect(failure(await enrolled(machine, await offered(await file)))).toBe(why);
      expect(became(machine)).toBeUndefined();
    }
    const altered = await bundle();
    const bytes = readFileSync(altered);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(altered, bytes);
    expect(failure(await enrolled(newMachine(), await offered(altered)))).toBe("altered");
  });

  test("does not speak to a head office it cannot know, nor in the clear", async () => {
    const code = await offered(await bundle());
    const { ca: _ca, ...system } = { ca: "", url };
    const untrusted = await enrolStep.run({
      machine: newMachine(),
      bundle: undefined,
      office: { ...system, code },
      prompter: { asked: () => 0, ask: () => Promise.reject(new Error("nobody is asked")) },
      tell: () => undefined,
    });
    expect(failure(untrusted)).toBe("office_unreachable");
    await expect(enrolled(newMachine(), code, { url: "http://10.0.0.1:8140" })).rejects.toThrow(
      "https",
    );
    expect(failure(await enrolled(newMachine(), code, { url: "https://127.0.0.1:1" }))).toBe(
      "office_unreachable",
    );
  });

  test("finds nothing once head office has taken the bundle back", async () => {
    const { said } = await atOffice("enrol", "offer", await bundle(), "--json", "--days", "1");
    const { enrolment, code }: { enrolment: string; code: string } = JSON.parse(said);
    const offers = await atOffice("enrol", "offers", "--json");
    expect(JSON.parse(offers.said).enrolments).toContainEqual(
      expect.objectContaining({ enrolment, code, store: identity.id }),
    );
    const withdrawn = await atOffice("enrol", "withdraw", enrolment, "--json");
    expect(withdrawn).toMatchObject({ exit: 0, said: JSON.stringify({ enrolment }) });
    expect(failure(await enrolled(newMachine(), code))).toBe("code_refused");
    expect(await atOffice("enrol", "withdraw", enrolment)).toMatchObject({
      exit: 1,
      errors: expect.stringContaining("not_found"),
    });
  });

  test("head office holds nothing ready that enrols nobody", async () => {
    const release = await bundle({ kind: "release", version: "9.9.9", schema: 1 });
    expect((await atOffice("enrol", "offer", release)).exit).toBe(2);
    expect((await atOffice("enrol", "offer", join(dir, "none.tgb"))).exit).toBe(2);
    expect((await atOffice("enrol", "offer", await bundle(), "--days", "15")).exit).toBe(2);
  });
});
