// A member erased through the protocol: every key that anything about her was sealed under goes, and with the next
// backup, which is made at once, the last copy of them.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { backupFolder, databaseFile } from "../../../gateway/store/files.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { startTestGateway } from "../../support/gateway-in-process.ts";

const untilMs = { timeout: 30_000 };

const keysIn = async (dir: string): Promise<number> => {
  const database = await openDatabase({ file: databaseFile(dir), readOnly: true });
  const rows = await database.all("SELECT id FROM side WHERE tab = 'member_key'");
  await database.close();
  return rows.length;
};

/** When the file of keys beside the backups was written last, ms; 0 = never. */
const keysWrittenMs = (dir: string): number => {
  const folder = backupFolder(dir);
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".tgk"));
  return file === undefined ? 0 : statSync(join(folder, file)).mtimeMs;
};

test("an erased member's file, her former files and the notes about her cannot be read any more", async () => {
  const gateway = await startTestGateway();
  try {
    const socket = await gateway.session("test");
    const result = async (method: string, params: object): Promise<Record<string, unknown>> => {
      const answer = await socket.call(method, params);
      if (answer.result === undefined) throw new Error(JSON.stringify(answer.error));
      return answer.result;
    };
    const consent = { rules: true, marketing: false };
    const before = await keysIn(gateway.dir);
    const { member } = await result("member.enrol", { key: "erasure-1", name: "张三", consent });
    await result("member.update", { key: "erasure-2", member, phone: "13800135678" });
    await result("member.note", { key: "erasure-3", member, text: "对花生过敏" });
    await result("member.note", { key: "erasure-4", member, text: "喜欢安静的房间" });
    expect((await keysIn(gateway.dir)) - before, "a key for each sealed text").toBe(4);
    await result("backup.create", { key: "erasure-5" });
    const written = keysWrittenMs(gateway.dir);
    expect(written).toBeGreaterThan(0);
    await result("member.erase", { key: "erasure-6", member, reason: "asked" });
    expect(await keysIn(gateway.dir)).toBe(before);
    await vi.waitFor(() => expect(keysWrittenMs(gateway.dir)).toBeGreaterThan(written), untilMs);
  } finally {
    await gateway.close();
  }
});
