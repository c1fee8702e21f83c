// A run that is killed leaves nobody behind: neither the gateway it started, nor what that started, nor its pcscd.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { lacks } from "./parts.ts";

const support = (file: string): string => JSON.stringify(new URL(file, import.meta.url).pathname);

/** State and parent of a process; undefined: there is none. */
const statOf = (pid: number): { readonly state: string; readonly parent: number } | undefined => {
  try {
    const [state = "", parent] =
      readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
};

/** A process and all that it and its own have started. */
const family = (pid: number): readonly number[] => {
  const all = readdirSync("/proc").flatMap((name) => {
    const stat = /^\d+$/u.test(name) ? statOf(Number(name)) : undefined;
    return stat === undefined ? [] : [{ pid: Number(name), parent: stat.parent }];
  });
  const under = (parent: number): readonly number[] =>
    all.filter((one) => one.parent === parent).flatMap((one) => [one.pid, ...under(one.pid)]);
  return [pid, ...under(pid)];
};

const lives = (pid: number): boolean => ![undefined, "Z", "X"].includes(statOf(pid)?.state);

const startsAll = async (program: string): Promise<readonly number[]> => {
  const run = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line]: string[] = await once(createInterface({ input: run.stdout }), "line");
  expect(line).toBe("up");
  const all = family(run.pid ?? 0);
  const ended = once(run, "exit");
  run.kill("SIGKILL");
  await ended;
  return all;
};

const gone = (all: readonly number[]): Promise<unknown> =>
  expect.poll(() => all.filter(lives), { timeout: 30_000 }).toEqual([]);

test("a gateway with all its processes", { timeout: 90_000 }, async () => {
  const all = await startsAll(`
    import { startGatewayProcess } from ${support("gateway-process.ts")};
    await startGatewayProcess();
    console.log("up");`);
  expect(all.length, "a gateway and its device host").toBeGreaterThanOrEqual(3);
  await gone(all);
});

test.skipIf(lacks("pcscd", "vpcd"))("a card service", { timeout: 60_000 }, async () => {
  const all = await startsAll(`
    import { startPcscd } from ${support("../drivers/support/pcscd.ts")};
    await startPcscd();
    console.log("up");`);
  expect(all.length).toBeGreaterThanOrEqual(2);
  await gone(all);
});
