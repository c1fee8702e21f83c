// Birthday, sex and free notes of a member: used while she is one, never in the journal, nowhere once she is erased.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { backupFolder, databaseFile } from "../../../gateway/store/files.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { type TestGateway, startTestGateway } from "../../support/gateway-in-process.ts";
import { filesWith } from "../../support/on-disk.ts";

const untilMs = { timeout: 30_000 };
/** Texts that are nowhere else in a data folder. */
const allergy = "对花生严重过敏";
const city = "婺源县";
/** Parts of a birthday and a sex as the journals of before have them. */
const inClear = ['year":1931', 'month":11', "female"];

const journalOf = async (dir: string): Promise<string> => {
  const database = await openDatabase({ file: databaseFile(dir), readOnly: true });
  const rows = await database.all("SELECT body FROM journal");
  const entities = await database.all("SELECT body FROM entity WHERE kind = 'member'");
  await database.close();
  return JSON.stringify([...rows, ...entities]);
};

const keysWrittenMs = (dir: string): number => {
  const folder = backupFolder(dir);
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".tgk"));
  return file === undefined ? 0 : statSync(join(folder, file)).mtimeMs;
};

const caller = async (gateway: TestGateway) => {
  const socket = await gateway.session("test");
  return async (method: string, params: object): Promise<Record<string, unknown>> => {
    const answer = await socket.call(method, params);
    if (answer.result === undefined) throw new Error(JSON.stringify(answer.error));
    return answer.result;
  };
};

test("what is known of a member's person serves while she is one, and goes with her key", async () => {
  const gateway = await startTestGateway();
  try {
    const call = await caller(gateway);
    const key = () => crypto.randomUUID();
    const { businessDate: to } = await call("store.info", {});
    const isReported = async (): Promise<boolean> => {
      const asked = { report: "demographics", from: "2000-01-01", to, lang: "en" };
      return JSON.stringify(await call("report.run", asked)).includes(city);
    };
    const { member } = await call("member.enrol", {
      key: key(),
      name: "张三",
      consent: { rules: true, marketing: false },
      birthday: { date: "1931-11-27", calendar: "solar" },
      sex: "female",
      attributes: { allergy },
    });
    const file = { birthday: { year: 1931, month: 11, day: 27, calendar: "solar" }, sex: "female" };
    expect(await call("member.get", { member })).toMatchObject({
      ...file,
      attributes: { allergy },
    });
    await call("member.update", { key: key(), member, attributes: { city } });
    // A new name is sealed under a new key: what else is known goes along.
    await call("member.update", { key: key(), member, phone: "13800135678" });
    await call("card.issue", { key: key(), member, type: "basic" }).catch(() => undefined);
    expect(await call("member.get", { member })).toMatchObject({
      ...file,
      attributes: { allergy, city },
    });
    const kept = await journalOf(gateway.dir);
    for (const secret of [allergy, city, ...inClear]) expect(kept).not.toContain(secret);
    expect(filesWith(gateway.dir, allergy)).not.toEqual([]);
    expect(await isReported()).toBe(true);
    await call("backup.create", { key: key() });
    const written = keysWrittenMs(gateway.dir);

    await call("member.erase", { key: key(), member, reason: "asked" });
    const erased = await call("member.get", { member });
    expect(erased).not.toHaveProperty("birthday");
    expect(erased).not.toHaveProperty("sex");
    expect(erased).not.toHaveProperty("attributes");
    await vi.waitFor(() => expect(keysWrittenMs(gateway.dir)).toBeGreaterThan(written), untilMs);
    for (const secret of [allergy, city]) {
      await vi.waitFor(() => expect(filesWith(gateway.dir, secret)).toEqual([]), untilMs);
    }
    expect(await isReported()).toBe(false);
  } finally {
    await gateway.close();
  }
}, 120_000);
