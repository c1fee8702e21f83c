// F11 The machine is gone; its last backup and its credentials are not: the store goes on elsewhere.
import { execFileSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RefusalError } from "../../../gateway/protocol/client.ts";
import { listBackups } from "../../../gateway/store/backup.ts";
import { backupFolder } from "../../../gateway/store/files.ts";
import { startGatewayProcess } from "../../support/gateway-process.ts";
import { connectAs } from "../../support/pages.ts";
import { lacks } from "../../support/parts.ts";
import { root } from "../../support/sources.ts";
import { temporaryFolder } from "../../support/test-store.ts";

const tallygate = ["node", "provisioning/main.ts"];
const cash = (amount: number) => [{ type: "cash", amount }];

/** Runs the command as on another machine: another machine id, in a mount namespace of its own. */
const onAnotherMachine = (idFile: string, ...words: readonly string[]): string => {
  writeFileSync(idFile, `${"5".repeat(32)}\n`);
  const script = [
    "[ -e /etc/machine-id ] || : > /etc/machine-id",
    'mount --bind "$0" /etc/machine-id && cat /etc/machine-id && exec "$@"',
  ].join("\n");
  const args = ["--mount", "sh", "-c", script, idFile, ...tallygate, ...words];
  return execFileSync("unshare", args, { cwd: root, encoding: "utf8", env: { ...process.env } });
};

test.skipIf(lacks("loopDevice"))(
  "a store restored on another machine in another folder has its members, answers and proofs",
  async () => {
    await using gateway = await startGatewayProcess();
    using folder = temporaryFolder();
    const desk = connectAs(gateway, "test");
    const { member } = await desk.call("member.enrol", {
      key: desk.newKey(),
      name: "王小明",
      phone: "13912345678",
      consent: { rules: true, marketing: false },
    });
    const issue = {
      key: desk.newKey(),
      member,
      type: "standard",
      token: "04A1F0E1D2C3B4",
      firstTopUp: { amount: 100_000, tenders: cash(100_000) },
    };
    const issued = await desk.call("card.issue", issue);
    await desk.call("backup.create", { key: desk.newKey() });
    const late = {
      key: desk.newKey(),
      account: issued.account,
      amount: 50_000,
      tenders: cash(50_000),
    };
    await desk.call("account.topUp", late);
    desk.close();
    await gateway.kill();

    const [backup] = await listBackups(backupFolder(gateway.dir));
    const data = join(folder.path, "deep", "data");
    cpSync(join(gateway.dir, "credentials"), join(data, "credentials"), { recursive: true });
    const id = join(folder.path, "machine-id");
    const restored = onAnotherMachine(id, "restore", backup?.file ?? "", "--data", data);
    expect(restored).toContain("5".repeat(32));
    const verified = onAnotherMachine(id, "ledger", "verify", "--data", data);
    expect(verified).toMatch(/whole|完整/u);

    await using again = await startGatewayProcess({ dir: data });
    const there = connectAs(again, "test");
    expect(await there.call("card.issue", issue)).toMatchObject({
      account: issued.account,
      replay: true,
    });
    // What came after the backup is not there, and says so by being done anew, not by an old answer.
    const anew = await there.call("account.topUp", late);
    expect(anew).not.toHaveProperty("replay");
    const twice = await there.call("account.topUp", { ...late, amount: 1 }).catch(codeOf);
    expect(twice).toBe("key.conflict");
    const proved = onAnotherMachine(id, "ledger", "prove", issued.receipt ?? "", "--data", data);
    expect(proved).toContain("card.issue");
    there.close();
  },
  60_000,
);

const codeOf = (error: unknown): string =>
  error instanceof RefusalError ? error.code : String(error);
