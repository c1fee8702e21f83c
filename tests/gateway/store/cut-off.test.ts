// A backup, a restore and a migration that are killed at random: whoever does it again finds everything, and nothing
// half done lies about.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createStore } from "../../../gateway/store/store.ts";
import { leashed } from "../../support/leash.ts";
import { olderStore } from "../../support/older-store.ts";
import { root } from "../../support/sources.ts";
import { balanceOf, storeOptions, temporaryFolder } from "../../support/test-store.ts";

const moves = 2_000;
const cuts = 5;
const works = ["backup", "restore", "migrate"] as const;
type Work = (typeof works)[number];

interface Place {
  readonly file: string;
  readonly backups: string;
}

/** Does it in a process of its own; killed after so long, if it has not ended by then. */
const attempt = async (work: Work, { file, backups }: Place, killAfterMs?: number) => {
  const victim = join(root, "tests/support/cut-off-victim.ts");
  const [program, ...args] = leashed(process.execPath, victim, work, file, backups);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  const begunAt = performance.now();
  if (killAfterMs !== undefined) {
    await Promise.race([sleep(killAfterMs), ended]);
    child.kill("SIGKILL");
  }
  const [code] = await ended;
  return { isDone: code === 0, tookMs: performance.now() - begunAt };
};

/** What lies there unsealed. */
const readableIn = (folder: string): readonly string[] =>
  readdirSync(folder).filter((name) =>
    readFileSync(join(folder, name)).subarray(0, 15).equals(Buffer.from("SQLite format 3")),
  );

describe("cut off at random", { timeout: 120_000 }, () => {
  const folder = temporaryFolder();
  const model: Place = { file: join(folder.path, "model.db"), backups: join(folder.path, "model") };
  let random = Number(process.env["SEED"]);
  /** Between nothing and all of it, by the run's seed. */
  const fraction = (): number => {
    random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
    return random / 2 ** 31;
  };

  /** What the work begins with: a store of the version before, or an empty folder and a backup. */
  const placeFor = (work: Work, name: string): Place => {
    const home = join(folder.path, name);
    const place = { file: join(home, "store.db"), backups: join(home, "backups") };
    mkdirSync(place.backups, { recursive: true });
    if (work !== "restore") copyFileSync(model.file, place.file);
    else
      for (const one of readdirSync(model.backups))
        copyFileSync(join(model.backups, one), join(place.backups, one));
    return place;
  };
  /** Every entry is there, and nothing beside the store but what belongs to it. */
  const judge = async ({ file, backups }: Place): Promise<void> => {
    const store = await createStore(storeOptions(file));
    expect(store.head().seq).toBe(moves + 1);
    expect(await balanceOf(store, "a_1")).toBe(moves * 500);
    expect(await store.verify()).toMatchObject({ ok: true, findings: [] });
    await store.close();
    const left = [...readdirSync(join(file, "..")), ...readdirSync(backups)];
    expect(left.filter((name) => /draft|journal/u.test(name))).toEqual([]);
  };

  beforeAll(async () => {
    copyFileSync(await olderStore(folder.path, moves), model.file);
    mkdirSync(model.backups);
    const current = { ...model, file: join(folder.path, "current.db") };
    expect(await attempt("backup", current)).toMatchObject({ isDone: true });
  }, 120_000);
  afterAll(() => {
    folder[Symbol.dispose]();
  });

  test.each(works)("a %s is done as well the next time", async (work) => {
    const whole = await attempt(work, placeFor(work, `${work}-whole`));
    expect(whole.isDone).toBe(true);
    let inTheMidst = 0;
    for (let cut = 0; cut < cuts; cut += 1) {
      const place = placeFor(work, `${work}-${cut}`);
      const { isDone } = await attempt(work, place, fraction() * whole.tookMs);
      inTheMidst += isDone ? 0 : 1;
      expect(readableIn(place.backups)).toEqual([]);
      if (work !== "restore" || !existsSync(place.file))
        expect(await attempt(work, place)).toMatchObject({ isDone: true });
      await judge(place);
    }
    expect(inTheMidst).toBeGreaterThan(0);
  });
});
