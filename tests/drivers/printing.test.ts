// The life of a print job on a real TCP line: `printed` only on the printer's word, faults told as they are.
import { afterEach, describe, expect, test } from "vitest";
import {
  openBench,
  receipt,
  type BenchOptions,
  type PrinterBench,
} from "./support/printer-bench.ts";

let bench: PrinterBench;
const open = async (options?: BenchOptions): Promise<PrinterBench> => {
  bench = await openBench(options);
  return bench;
};
afterEach(() => bench.close());

describe("a printer that confirms by echo", () => {
  test("prints a receipt in Chinese and says so", async () => {
    const { untilJob, print, far, printer, isReady } = await open();
    await isReady();
    print("a");
    await untilJob("a", "printed");
    expect(far.output().text).toContain("牡丹酒店 a");
    expect(far.output().unknown).toEqual([]);
    expect(printer.status()).toMatchObject({ confirms: "full", state: "ready" });
  });

  test("holds a job while the paper is out and prints it, in order, when there is paper again", async () => {
    const { far, print, untilJob, statesOf, until, printer, cameOut, isReady } = await open();
    await isReady();
    far.fault("paper_out");
    await until(() => printer.status().why === "paper_out");
    for (const job of ["a", "b", "c"]) print(job);
    await untilJob("a", "blocked");
    expect(far.receivedBytes()).toBeLessThan(200);
    far.fault(null);
    await untilJob("c", "printed");
    expect(statesOf("a").filter((state) => state !== "sent")).toEqual([
      "blocked",
      "sending",
      "printed",
    ]);
    expect(["a", "b", "c"].map(cameOut)).toEqual([1, 1, 1]);
    const { text } = far.output();
    expect(text.indexOf("END a")).toBeLessThan(text.indexOf("END b"));
    expect(text.indexOf("END b")).toBeLessThan(text.indexOf("END c"));
  });

  test("goes on with a job whose paper ends in the middle, once, when the roll is changed", async () => {
    const { far, print, untilJob, cameOut, isReady, statesOf } = await open();
    await isReady();
    far.faultAfter(12, "paper_out");
    print("long", 1, receipt("long", 40));
    await untilJob("long", "blocked");
    expect(cameOut("long")).toBe(0);
    expect(statesOf("long")).not.toContain("printed");
    far.fault(null);
    await untilJob("long", "printed");
    expect(cameOut("long")).toBe(1);
  });

  test("says lost, not printed, when the line breaks with the job inside", async () => {
    const { far, print, untilJob, isReady, cameOut, statesOf } = await open();
    await isReady();
    far.faultAfter(3, "cover_open");
    print("x", 1, receipt("x", 30));
    await untilJob("x", "blocked");
    far.fault("reset");
    await untilJob("x", "lost");
    expect(cameOut("x")).toBe(0);
    expect(statesOf("x")).not.toContain("printed");
  });

  test("refuses at once what it is given while it is off, and takes it when it is back", async () => {
    const { print, untilJob, isReady, stopServer, startServer, until, printer, statesOf } =
      await open();
    await isReady();
    await stopServer();
    await until(() => printer.status().state === "absent", "absent");
    print("a");
    await untilJob("a", "refused");
    expect(statesOf("a")).toEqual(["refused"]);
    const from = performance.now();
    await startServer();
    await isReady();
    expect(performance.now() - from).toBeLessThan(2000);
    print("a", 2);
    await untilJob("a", "printed");
  });

  test("prints a job once however often the same attempt is handed over", async () => {
    const { print, untilJob, isReady, cameOut, events } = await open();
    await isReady();
    expect(print("a")).toEqual({ state: "queued" });
    print("a");
    await untilJob("a", "printed");
    const told = events.length;
    expect(print("a")).toEqual({ state: "printed" });
    expect(events.length).toBe(told + 1);
    expect(cameOut("a")).toBe(1);
  });

  test("prints a hundred jobs in the order in which they came", async () => {
    const { print, untilJob, isReady, far } = await open();
    await isReady();
    const jobs = Array.from({ length: 100 }, (_, job) => `j${String(job).padStart(3, "0")}`);
    for (const [at, job] of jobs.entries()) {
      print(job);
      if (at % 20 === 19) await untilJob(job, "printed");
    }
    const order = [...far.output().text.matchAll(/END (j\d+)/gu)].map((match) => match[1]);
    expect(order).toEqual(jobs);
  });

  test("lets a waiting job be taken back, not one that has begun", async () => {
    const { far, print, printer, untilJob, until, isReady } = await open();
    await isReady();
    far.fault("paper_out");
    await until(() => printer.status().why === "paper_out");
    print("a");
    print("b");
    await untilJob("a", "blocked");
    printer.cancel("b");
    printer.cancel("a");
    await untilJob("a", "refused");
    await untilJob("b", "refused");
    far.fault(null);
    print("c");
    await untilJob("c", "printed");
    expect(() => printer.cancel("c")).not.toThrow();
    far.faultAfter(2, "paper_out");
    print("d", 1, receipt("d", 20));
    await untilJob("d", "blocked");
    expect(() => printer.cancel("d")).toThrow(/have left/u);
  });
});

describe("a document with a broken picture", () => {
  test("is printed without it", async () => {
    const { print, untilJob, isReady, far } = await open();
    await isReady();
    print("a", 1, {
      kind: "receipt",
      lang: "zh-CN",
      blocks: [
        { kind: "image", png: "bm9wZQ==" },
        { kind: "text", text: "END a" },
        { kind: "cut" },
      ],
    });
    await untilJob("a", "printed");
    expect(far.output().text).toMatch(/\[图 picture\]\nEND a/u);
  });
});

describe("a printer that stalls", () => {
  test("is told as stalled while it takes nothing, and the job is printed once when it goes on", async () => {
    const { far, print, events, untilJob, isReady, cameOut } = await open({
      inProcess: true,
      far: { bufferBytes: 512 },
    });
    await isReady();
    print("before");
    await untilJob("before", "printed");
    far.fault("stall");
    print("big", 1, receipt("big", 200));
    await untilJob("big", "blocked");
    expect(events.at(-1)).toMatchObject({ state: "blocked", why: "stalled" });
    far.fault(null);
    await untilJob("big", "printed");
    expect(cameOut("big")).toBe(1);
  });

  test("that took a job whole leaves it at sent, until its late word makes it printed; the next waits", async () => {
    const { far, print, untilJob, isReady, statesOf } = await open();
    await isReady();
    print("before");
    await untilJob("before", "printed");
    far.fault("stall");
    print("a");
    print("b");
    await untilJob("a", "sent");
    await untilJob("b", "blocked");
    far.fault(null);
    await untilJob("a", "printed");
    await untilJob("b", "printed");
    expect(statesOf("b").slice(0, 2)).toEqual(["blocked", "sending"]);
  });
});

describe("a printer that takes everything and never answers", () => {
  test("leaves its jobs at sent and claims nothing, also when the line breaks later", async () => {
    const { print, untilJob, far, printer, isReady, jobState, until } = await open({
      far: { answers: false },
    });
    await isReady();
    print("a");
    print("b");
    await untilJob("b", "sent");
    expect(printer.status().confirms).toBe("none");
    far.fault("reset");
    await until(() => printer.status().state === "absent", "absent");
    expect([jobState("a"), jobState("b")]).toEqual(["sent", "sent"]);
  });
});

describe("a printer that confirms by status only", () => {
  test("is believed when its sensor and status answer after the last byte", async () => {
    const { print, untilJob, printer, isReady, far } = await open({
      model: "escpos-80",
      far: { echoes: false },
    });
    await isReady();
    print("a");
    await untilJob("a", "printed");
    expect(printer.status().confirms).toBe("status");
    expect(far.output().unknown).toEqual([]);
  });

  test("works without automatic status: the paper's end is found by asking", async () => {
    const { print, untilJob, far, isReady } = await open({
      model: "escpos-58",
      far: { echoes: false, automatic: false, columns: 32 },
    });
    await isReady();
    far.fault("paper_out");
    print("a");
    await untilJob("a", "blocked");
    far.fault(null);
    await untilJob("a", "printed");
  });
});

describe("the drawer port", () => {
  test("gets one pulse of 50 ms, and its switch is seen", async () => {
    const { printer, far, isReady, until } = await open();
    const seen: boolean[] = [];
    printer.onDrawer((isOpen) => seen.push(isOpen));
    await isReady();
    await printer.kick(5);
    await until(() => seen.at(-1) === true, "open");
    expect(far.pulses()).toEqual([{ pin: 5, onMs: 50, offMs: 500 }]);
    far.closeDrawer();
    await until(() => seen.at(-1) === false, "closed");
  });

  test.each(["paper_out", "cover_open"] as const)(
    "gets a pulse in real time while nothing can be printed: %s",
    async (fault) => {
      const { printer, far, isReady, until, print, untilJob } = await open();
      const seen: boolean[] = [];
      printer.onDrawer((isOpen) => seen.push(isOpen));
      await isReady();
      far.fault(fault);
      await until(() => printer.status().why === fault);
      print("a");
      await untilJob("a", "blocked");
      await printer.kick(2);
      await until(() => seen.at(-1) === true, "open");
      expect(far.pulses()).toEqual([{ pin: 2, onMs: 100, offMs: 100 }]);
      far.fault(null);
      await untilJob("a", "printed");
      expect(far.output().slips).toHaveLength(1);
    },
  );

  test("spoils no receipt whose paper ended in the middle", async () => {
    const { printer, far, isReady, until, print, untilJob, cameOut } = await open();
    await isReady();
    far.faultAfter(12, "paper_out");
    print("long", 1, receipt("long", 40));
    await untilJob("long", "blocked");
    await printer.kick(2);
    await until(() => far.pulses().length === 1, "pulse");
    far.fault(null);
    await untilJob("long", "printed");
    expect(cameOut("long")).toBe(1);
    expect(far.output().slips).toHaveLength(1);
  });

  test("is refused a pulse amid the bytes of a job, which would be rows of its picture", async () => {
    const { printer, far, isReady, print, untilJob, cameOut } = await open({
      inProcess: true,
      far: { bufferBytes: 512 },
    });
    await isReady();
    print("before");
    await untilJob("before", "printed");
    far.faultAfter(3, "paper_out");
    print("big", 1, receipt("big", 200));
    await untilJob("big", "blocked");
    await expect(printer.kick(2)).rejects.toThrow(/paper_out/u);
    far.fault(null);
    await untilJob("big", "printed");
    expect(cameOut("big")).toBe(1);
    expect(far.pulses()).toEqual([]);
  });
});
