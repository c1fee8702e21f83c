// Reports keep answering, and rightly, whatever happens to their processes and their file: killed, forbidden to give
// way, thrown away and made anew, the gateway killed while the file is being brought up to date.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../../support/gateway-process.ts";
import { postRpc } from "../../support/post-rpc.ts";

const span = { from: "2020-01-01", to: "2100-01-01" };

/** How many were enrolled so far. */
const joined = async (store: GatewayProcess): Promise<number> => {
  const { totals } = await postRpc(store, "report.run", { report: "new-members", ...span });
  return Number(Object(totals).joined);
};

let lists = 0;
const enter = async (store: GatewayProcess, count: number): Promise<void> => {
  lists += 1;
  const rows = Array.from({ length: count }, (_, at) => ({
    row: at + 1,
    name: `会员${at}`,
    phone: `13${lists}${String(10_000_000 + at)}`,
  }));
  for (let from = 0; from < count; from += 200) {
    const part = { import: `list-${lists}`, rows: rows.slice(from, from + 200) };
    await postRpc(store, "member.import", { ...part, key: `${lists}-${from}` });
  }
};

/** The processes of the gateway whose script has such a name. */
const childrenOf = ({ pid }: GatewayProcess, script: string): readonly number[] =>
  execFileSync("ps", ["--ppid", String(pid), "-o", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(script))
    .map((line) => Number.parseInt(line, 10));

describe("reports", { timeout: 120_000 }, () => {
  test("answer after both their processes were killed under a question", async () => {
    await using store = await startGatewayProcess();
    const before = await joined(store);
    await enter(store, 400);
    for (const script of ["projector-process", "report-process"]) {
      const asked = joined(store);
      for (const pid of childrenOf(store, script)) process.kill(pid, "SIGKILL");
      await asked;
    }
    expect(await joined(store)).toBe(before + 400);
  });

  test("answer out of the new file where the old one was made anew", async () => {
    await using store = await startGatewayProcess();
    const before = await joined(store);
    const file = join(store.dir, "reports.db");
    // As another version of the projector would: its own process away, its file gone.
    for (const pid of childrenOf(store, "projector-process")) process.kill(pid, "SIGKILL");
    for (const ending of ["", "-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
    await enter(store, 200);
    expect(await joined(store)).toBe(before + 200);
  });

  test("are made again where the file is damaged", async () => {
    await using store = await startGatewayProcess();
    const before = await joined(store);
    await store.stop();
    truncateSync(join(store.dir, "reports.db"), 9_000);
    await using again = await store.again();
    expect(await joined(again)).toBe(before);
  });

  test("count everybody after the gateway was killed while they were brought up to date", async () => {
    await using store = await startGatewayProcess();
    const before = await joined(store);
    await enter(store, 1_000);
    const lost = joined(store).catch(() => undefined);
    await store.kill();
    await lost;
    await using again = await store.again();
    expect(await joined(again)).toBe(before + 1_000);
  });

  test("answer where the system forbids to give way, as the gateway's own unit does", async () => {
    const forbid = `import os from "node:os"; import { syncBuiltinESMExports } from "node:module";
      os.setPriority = () => { throw new Error("EPERM"); }; syncBuiltinESMExports();`;
    const preload = `data:text/javascript,${encodeURIComponent(forbid)}`;
    await using store = await startGatewayProcess({
      env: { NODE_OPTIONS: `--import="${preload}"` },
    });
    expect(await joined(store)).toBeGreaterThan(0);
    const unit = readFileSync("systemd/tallygate-gateway.service", "utf8");
    expect(unit).toContain("~@privileged @resources");
  });
});
