// Disks that are slow, full or broken, logs that are torn, clocks that jump.
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Store } from "../../../gateway/store/contract.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { diskShim } from "../../support/disk-shim.ts";
import { lacks } from "../../support/parts.ts";
import {
  balanceOf,
  move,
  openAccount,
  run,
  storeOptions,
  temporaryFolder,
} from "../../support/test-store.ts";
import { judge, startVictim } from "../../support/victims.ts";

const topUp = (amount: number, key?: string) =>
  run("account.topUp", move, { account: "a_1", amount }, key);

const opened = async (file: string): Promise<Store> => {
  const store = await createStore(storeOptions(file));
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  return store;
};

describe.skipIf(lacks("compiler"))("F04 a slow disk", () => {
  test("commits many calls with one fsync", async () => {
    using folder = temporaryFolder();
    const countIn = join(folder.path, "fsyncs");
    const env = diskShim(folder.path, { delayMicroseconds: 5000, countIn });
    const file = join(folder.path, "store.db");
    const victim = startVictim({ file, clients: 64, round: 0, env });
    await victim.ackedSome(64);
    const before = { acked: victim.acked.size, fsyncs: statSync(countIn).size };
    await victim.ackedSome(before.acked + 2000);
    const after = { acked: victim.acked.size, fsyncs: statSync(countIn).size };
    victim.process.kill("SIGKILL");
    await victim.ended;
    const each = (after.acked - before.acked) / (after.fsyncs - before.fsyncs);
    expect(each).toBeGreaterThan(10);
    expect(await judge(file, victim)).toMatchObject({ lost: [], surplus: 0, wholeBooks: true });
  });
});

describe.skipIf(lacks("compiler"))("F05 a disk that fails", () => {
  test("ends in read-only mode; what was acknowledged is there after a restart", async () => {
    using folder = temporaryFolder();
    const brokenWhile = join(folder.path, "broken");
    const env = diskShim(folder.path, { brokenWhile });
    const file = join(folder.path, "store.db");
    const victim = startVictim({ file, clients: 8, round: 0, env });
    await victim.ackedSome(200);
    writeFileSync(brokenWhile, "");
    await victim.ended;
    expect(victim.failures).toHaveLength(8);
    expect(new Set(victim.failures)).toEqual(new Set(["SQLITE_IOERR"]));
    expect(await judge(file, victim)).toMatchObject({ lost: [], surplus: 0, wholeBooks: true });
  });
});

describe.skipIf(lacks("loopDevice"))("F06 a full disk", () => {
  const smallDisk = (folder: string): Disposable => {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=12m", "tmpfs", folder]);
    return { [Symbol.dispose]: () => void execFileSync("umount", ["--lazy", folder]) };
  };

  test("refuses clearly, still closes the shift, and goes on when there is room", async () => {
    using folder = temporaryFolder();
    using _disk = smallDisk(folder.path);
    const file = join(folder.path, "store.db");
    const store = await createStore(storeOptions(file, { ballastBytes: 2 << 20 }));
    await store.execute(run("account.open", openAccount, { account: "a_1" }));
    await store.execute(topUp(500, "k1"));
    const filler = join(folder.path, "filler");
    execFileSync("sh", ["-c", `head -c 100m /dev/zero > ${filler} 2>/dev/null || true`]);

    let booked = 500;
    for (let answer = await store.execute(topUp(1)); answer.ok; booked += 1) {
      answer = await store.execute(topUp(1));
    }
    // The call that found the disk full was still booked, from the ballast.
    expect(existsSync(`${file}.ballast`)).toBe(false);
    await store.side([{ table: "job", id: "j_1", body: { state: "queued" } }]);
    expect(await store.sideRows("job")).toHaveLength(1);
    expect(await store.execute(topUp(1))).toMatchObject({ error: { code: "store.full" } });
    expect(await store.execute(topUp(500, "k1"))).toMatchObject({ value: { replay: true } });
    expect(await balanceOf(store, "a_1")).toBe(booked);
    const closing = await store.execute(run("shift.close", move, { account: "a_1", amount: -1 }));
    expect(closing).toMatchObject({ ok: true, value: { result: { after: booked - 1 } } });

    rmSync(filler);
    expect(await store.execute(topUp(1))).toMatchObject({ ok: true });
    expect(await store.verify()).toMatchObject({ ok: true });
    expect(statSync(`${file}.ballast`).size).toBe(2 << 20);
    await store.close();
  });
});

describe("F07 a log that was damaged", () => {
  /** What a crash leaves: the database and its log, copied while the store is open. */
  const crashed = async (folder: string) => {
    const file = join(folder, "store.db");
    const store = await opened(file);
    for (let call = 0; call < 60; call += 1) await store.execute(topUp(1));
    const left = join(folder, "left.db");
    for (const end of ["", "-wal"]) copyFileSync(file + end, left + end);
    await store.close();
    return { left, log: `${left}-wal`, size: statSync(`${left}-wal`).size };
  };

  test.each([0.3, 0.5, 0.9])(
    "by a flipped bit at %d of it leaves whole entries only",
    async (at) => {
      using folder = temporaryFolder();
      const { left, log, size } = await crashed(folder.path);
      const bytes = readFileSync(log);
      const position = Math.floor(size * at);
      bytes.writeUInt8(bytes.readUInt8(position) ^ 0x10, position);
      writeFileSync(log, bytes);
      const store = await createStore(storeOptions(left));
      const audit = await store.verify();
      expect(audit).toMatchObject({ ok: true });
      expect(audit.entries).toBeLessThan(61);
      expect((await balanceOf(store, "a_1")) ?? 0).toBe(Math.max(0, audit.entries - 1));
      await store.close();
    },
  );

  test("by losing its end in the middle of a page leaves whole entries only", async () => {
    using folder = temporaryFolder();
    const { left, log, size } = await crashed(folder.path);
    truncateSync(log, size - 5000);
    const store = await createStore(storeOptions(left));
    const audit = await store.verify();
    expect(audit).toMatchObject({ ok: true });
    expect(await balanceOf(store, "a_1")).toBe(audit.entries - 1);
    await store.close();
  });
});

test("F08 a clock that jumps never takes an entry's time back, nor the number", async () => {
  using folder = temporaryFolder();
  const hour = 3_600_000;
  const year = 365 * 24 * hour;
  let nowMs = Date.parse("2026-03-01T04:00:00Z");
  const options = storeOptions(join(folder.path, "store.db"), { clock: { nowMs: () => nowMs } });
  let store = await createStore(options);
  await store.execute(run("account.open", openAccount, { account: "a_1" }));
  for (const jump of [-hour, 2 * hour, -10 * year]) {
    nowMs += jump;
    await store.execute(topUp(1));
  }
  await store.close();
  nowMs = 0; // a clock without a battery
  store = await createStore(options);
  await store.execute(topUp(1));
  nowMs = Date.parse("2028-02-29T04:00:00Z");
  await store.execute(topUp(1));
  const entries = (await store.entries({ limit: 10 })).toReversed();
  expect(entries.map(({ body }) => [body.seq, body.at.slice(0, 16)])).toEqual([
    [1, "2026-03-01T12:00"],
    [2, "2026-03-01T12:00"],
    [3, "2026-03-01T13:00"],
    [4, "2026-03-01T13:00"],
    [5, "2026-03-01T13:00"],
    [6, "2028-02-29T12:00"],
  ]);
  await store.close();
});
