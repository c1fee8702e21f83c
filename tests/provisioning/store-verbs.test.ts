// `tallygate staff`, `station` and `sim` at the door of a running store: what they say, change and refuse, in both
// languages, and that a PIN is never an argument.
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommand } from "../../provisioning/main.ts";
import type { Language } from "../../provisioning/verb.ts";
import { verbs } from "../../provisioning/verbs.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs } from "../support/pages.ts";

describe("the command at the store's door", { timeout: 60_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-store-verbs-"));
  const answersFile = join(dir, "answers.json");
  let gateway: GatewayProcess;
  let code = "";

  beforeAll(async () => {
    gateway = await startGatewayProcess({ dir });
    const technician = connectAs(gateway, "technician");
    await technician.call("staff.signIn", { staff: "1002", pin: "5678" });
    const key = technician.newKey();
    ({ code } = await technician.call("station.invite", { role: "technician", key }));
    technician.close();
    const answers = { "manager.pin": "5678", "staff.pin 2001": "4826" };
    writeFileSync(answersFile, JSON.stringify(answers));
  }, 60_000);
  afterAll(async () => {
    await gateway?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const run = async (words: readonly string[], language: Language = "en") => {
    const [lines, errors]: [string[], string[]] = [[], []];
    const exit = await runCommand(words, {
      language,
      line: (text) => lines.push(text),
      errorLine: (text) => errors.push(text),
    });
    return { exit, said: lines.join("\n"), errors: errors.join("\n") };
  };
  const who = () => ["--staff", "1002", "--answers", answersFile, "--code", code];
  const atStore = (...words: readonly string[]) =>
    run(words.concat("--data", dir, "--door", gateway.simulated.url).concat(who()));

  test("lists, renames and revokes stations, with a station of its own", async () => {
    const listed = await atStore("station", "list", "--json");
    expect(listed.errors).toBe("");
    const { stations }: { stations: readonly { station: string; role: string; name: string }[] } =
      JSON.parse(listed.said);
    expect(stations.find(({ name }) => name === "tallygate")).toMatchObject({ role: "technician" });
    expect(statSync(join(dir, "credentials/console")).mode & 0o777).toBe(0o600);
    const kiosk = stations.find(({ role }) => role === "kiosk");
    const renamed = await atStore("station", "rename", kiosk?.station ?? "", "大堂一号");
    expect(renamed).toMatchObject({ exit: 0, said: `${kiosk?.station ?? ""}\t大堂一号` });
    const again = await atStore("station", "rename", kiosk?.station ?? "", "大堂一号", "--json");
    expect(JSON.parse(again.said)).toEqual({ station: kiosk?.station, name: "大堂一号" });
    const revoked = await atStore("station", "revoke", kiosk?.station ?? "", "--json");
    expect(JSON.parse(revoked.said)).toEqual({ station: kiosk?.station, revoked: true });
    const after = await atStore("station", "list");
    expect(after.said).toMatch(/kiosk\t大堂一号\trevoked/u);
    const unknown = await atStore("station", "revoke", "st_nobody");
    expect(unknown).toMatchObject({ exit: 1, errors: expect.stringContaining("not_found") });
  });

  test("enters an employee who can sign in, changes them, and ends their rights", async () => {
    const put = await atStore("staff", "put", "2001", "--name", "李雷", "--rights", "cashier");
    expect(put).toMatchObject({ exit: 0, errors: "" });
    const till = connectAs(gateway, "cashier");
    try {
      const signed = await till.call("staff.signIn", { staff: "2001", pin: "4826" });
      expect(signed.staff.rights).toEqual(["cashier"]);
      await atStore("staff", "put", "2001", "--rights", "cashier,sales");
      const { said } = await atStore("staff", "list", "--json");
      expect(JSON.parse(said).staff).toContainEqual(
        expect.objectContaining({ staff: "2001", name: "李雷", rights: ["cashier", "sales"] }),
      );
      const left = await atStore("staff", "put", "2001", "--left", "--json");
      expect(JSON.parse(left.said)).toMatchObject({ staff: "2001", active: false });
      await expect(till.call("staff.signIn", { staff: "2001", pin: "4826" })).rejects.toThrow();
    } finally {
      till.close();
    }
    expect((await atStore("staff", "list")).said).toMatch(/2001\t李雷\thas left/u);
  });

  test("says in both languages what is missing", async () => {
    expect((await run(["staff", "put"])).errors).toContain("number");
    expect((await run(["staff", "put"], "zh")).errors).toContain("工号");
    const open = join(dir, "open.json");
    writeFileSync(open, "{}");
    const asked = ["staff", "list", "--data", dir, "--door", gateway.simulated.url];
    const silent = await run([...asked, "--answers", open], "zh");
    expect(silent).toMatchObject({ exit: 1, errors: "没有回答：manager.pin" });
    const program = await run([...asked, "--answers", open, "--json"], "zh");
    expect({ ...program, said: JSON.parse(program.said) }).toEqual({
      exit: 1,
      said: { error: { code: "unanswered", says: "没有回答：manager.pin" } },
      errors: "",
    });
  });

  test("takes no PIN as an argument", () => {
    const own = verbs.filter(({ name }) => /^(?:staff|station|sim) /u.test(name));
    expect(own.length).toBeGreaterThanOrEqual(14);
    for (const { usage } of own) expect(usage).not.toMatch(/--pin [A-Z]/u);
  });

  test("moves cards, codes, paper, plugs and time of a simulated store", async () => {
    const sim = (...words: readonly string[]) => run(["sim", ...words, "--data", dir, "--json"]);
    const desk = connectAs(gateway, "cashier");
    try {
      await desk.call("staff.signIn", { staff: "1001", pin: "1234" });
      const ids = (await desk.call("device.list", {})).map(({ device, kind }) => ({
        device,
        kind,
      }));
      const of = (kind: string) => ids.find((one) => one.kind === kind)?.device ?? "";
      const [reader, printer, scanner] = [
        of("card-reader"),
        of("receipt-printer"),
        of("barcode-scanner"),
      ];
      const card = gateway.simulated.cards?.[0]?.token ?? "04A1B2C3D4E5F6";
      for (const words of [
        ["card", reader, card],
        ["lift", reader],
        ["scan", scanner, "690123"],
        ["fault", printer, "paper_out"],
        ["fault", printer, "none"],
        ["unplug", scanner],
        ["plug", scanner],
        ["network", "down"],
        ["network", "up"],
        ["clock", "+60"],
      ])
        expect({ words, ...(await sim(...words)) }).toMatchObject({ exit: 0, errors: "" });
      const { job } = await desk.call("print.submit", {
        to: printer,
        document: {
          kind: "ticket",
          lang: "zh-CN",
          blocks: [{ kind: "text", text: "试打一张" }, { kind: "cut" }],
        },
        key: desk.newKey(),
      });
      await expect
        .poll(async () => (await desk.call("print.get", { job })).state, { timeout: 30_000 })
        .toBe("printed");
      const picture = join(dir, "paper.png");
      const paper = await sim("paper", printer, "--out", picture);
      expect(JSON.parse(paper.said).text).toContain("试打一张");
      expect(existsSync(picture) && readFileSync(picture).subarray(1, 4).toString()).toBe("PNG");
    } finally {
      desk.close();
    }
    expect((await sim("fault", "x", "melted")).exit).toBe(2);
    expect((await sim("scan", "nobody", "1")).exit).toBe(1);
    expect((await run(["sim", "card", "--data", dir])).exit).toBe(2);
    const nowhere = await run(["sim", "lift", "x", "--data", join(dir, "none")]);
    expect(nowhere).toMatchObject({ exit: 2, errors: expect.stringContaining("--simulate") });
  });
});
