// A stalled event loop is seen in the counters of every device of its process.
import { expect, test } from "vitest";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { createLoopDelay } from "../../drivers/loop-delay.ts";
import { createLoopStall } from "../../drivers/loop-stall.ts";
import { startHostProcess } from "./support/host-process.ts";

test("tells the longest time for which nothing else could run", async () => {
  const delay = createLoopDelay();
  await sleep(30);
  const from = performance.now();
  while (performance.now() - from < 200);
  await sleep(30);
  await nextTurn();
  expect(delay.counters().loopMaxMs).toBeGreaterThanOrEqual(180);
  expect(delay.counters().loopP99Ms).toBeLessThanOrEqual(delay.counters().loopMaxMs);
  delay.close();
});

test("tells own work from a wait", async () => {
  const stall = createLoopStall();
  await sleep(50);
  // asleep, as a machine that stands still: no work of ours
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  await sleep(50);
  const quiet = stall.longestMs();
  const from = process.threadCpuUsage().user;
  while (process.threadCpuUsage().user - from < 200_000);
  await sleep(50);
  expect(stall.longestMs()).toBeGreaterThanOrEqual(200);
  expect(quiet).toBeLessThan(200);
  stall.close();
});

test("stands beside a device's own counters", async () => {
  const host = startHostProcess({ devices: [{ device: "p", driver: "simulated-printer" }] });
  const gateway = await host.connect();
  const answer = await gateway.send({ do: "list" });
  expect(answer).toMatchObject({
    ok: true,
    result: {
      devices: [
        {
          device: "p",
          counters: {
            jobs: 0,
            loopP99Ms: expect.any(Number),
            loopMaxMs: expect.any(Number),
            loopOwnMaxMs: expect.any(Number),
          },
        },
      ],
    },
  });
  gateway.close();
  await host.close();
});
