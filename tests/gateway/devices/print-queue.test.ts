// The queue's promises, one by one: durable, in order, once, and true about what happened.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JobRequest, JobView } from "../../../gateway/devices/contract.ts";
import { createPrinterAlerts, type PrinterAlert } from "../../../gateway/devices/printer-alerts.ts";
import { createManualTimers } from "./support/manual-timers.ts";
import { createScriptedHost, type Paper, type ScriptedHost } from "./support/scripted-host.ts";
import {
  clerk,
  createStoreRoom,
  receiptOf,
  until,
  type Life,
  type StoreRoom,
} from "./support/store-room.ts";

const printer = "lobby-printer";
const desk = "desk-printer";

let room: StoreRoom;
let host: ScriptedHost;
let paper: Paper;
let life: Life;

beforeEach(async () => {
  room = await createStoreRoom();
  paper = { slips: [] };
  host = createScriptedHost({ socketPath: room.socketPath, printers: [printer, desk], paper });
  await host.start();
  life = await room.begin();
  await until(() => life.link.isUp());
});

afterEach(async () => {
  await room[Symbol.asyncDispose]();
  host.kill();
});

const submit = async (
  key: string,
  changes: Partial<JobRequest> = {},
): Promise<JobView & { replay: boolean }> => {
  const request = { printer, document: receiptOf(key), ...changes };
  const answer = await life.queue.submit({ ...request, key, paramsHash: key, actor: clerk });
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value;
};

const reaches = (job: string, state: JobView["state"]): Promise<void> =>
  until(() => life.queue.get(job)?.state === state);

const slips = (): readonly string[] =>
  paper.slips.map(({ job, copy, complete }) => `${job}${copy} ${complete ? "whole" : "half"}`);

describe("a job", () => {
  test("ends printed on the printer's word, and listeners are told each state once durable", async () => {
    const seen: string[] = [];
    life.queue.onState(({ state }) => seen.push(state));
    const { job } = await submit("k1");
    await reaches(job, "printed");
    await until(() => seen.at(-1) === "printed");
    expect(seen[0]).toBe("sending");
    expect(await room.store.sideRow("job", job)).toMatchObject({ state: "printed" });
  });

  test("submitted again with its key is the same job in its present state", async () => {
    const first = await submit("k1");
    await reaches(first.job, "printed");
    const again = await submit("k1");
    expect(again).toMatchObject({ job: first.job, state: "printed", replay: true });
    expect(paper.slips).toHaveLength(1);
  });

  test("under a key that was used for something else is refused", async () => {
    await submit("k1");
    const other = { printer, document: receiptOf("other"), actor: clerk };
    const answer = await life.queue.submit({ ...other, key: "k1", paramsHash: "other" });
    expect(answer).toMatchObject({ error: { code: "key.conflict" } });
  });

  test("of a receipt that was printed before is marked as a copy", async () => {
    const jobs = [];
    for (const key of ["a", "b", "c"]) jobs.push(await submit(key, { receipt: "r_1" }));
    await until(() => paper.slips.filter(({ complete }) => complete).length === 3);
    expect(jobs.map(({ copy }) => copy)).toEqual([0, 1, 2]);
    expect(paper.slips.map(({ copy }) => copy)).toEqual([0, 1, 2]);
  });

  test("for a device that is no printer or not there is refused", async () => {
    const request = { document: receiptOf("x"), actor: clerk };
    expect(await life.queue.submit({ ...request, printer: "nowhere" })).toMatchObject({
      error: { code: "device.unknown" },
    });
    expect(await life.queue.submit({ ...request, printer, copies: 6 })).toMatchObject({
      error: { code: "amount.out_of_range" },
    });
  });

  test("at a printer that never answers ends sent, and the next one goes on", async () => {
    await room[Symbol.asyncDispose]();
    host.kill();
    room = await createStoreRoom();
    const { socketPath } = room;
    host = createScriptedHost({ socketPath, printers: [printer], paper, confirms: "none" });
    await host.start();
    life = await room.begin();
    await until(() => life.hub.device(printer) !== undefined);
    const first = await submit("k1");
    const second = await submit("k2");
    await reaches(first.job, "sent");
    await reaches(second.job, "sent");
    expect(life.queue.get(first.job)?.state).toBe("sent");
  });
});

test("a hundred jobs reach the printer in the order they were taken", async () => {
  const jobs = await Promise.all(
    Array.from({ length: 100 }, (_, index) => submit(`k${String(index).padStart(3, "0")}`)),
  );
  await until(() => paper.slips.filter(({ complete }) => complete).length === 100);
  expect(paper.slips.map(({ job }) => job)).toEqual(jobs.map(({ job }) => job));
});

test("a job goes out only once it is durable that it does, also to a host that has just come back", async () => {
  // The hello of a host asks again for what is out; a job whose handing is still being written is not.
  host.block(printer, "paper_out");
  await until(() => life.hub.device(printer)?.state === "blocked");
  const { job } = await submit("k1");
  await reaches(job, "blocked");
  await life.kill();
  host.kill();
  host.heal(printer);
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const side: typeof room.store.side = (rows) => released.then(() => room.store.side(rows));
  life = await room.begin({ store: { ...room.store, side } });
  await host.start();
  await reaches(job, "sending");
  await life.hub.display({ station: "st_till", role: "cashier" }, { device: printer, lines: [] });
  const tooEarly = host.commands.filter((command) => command["do"] === "print");
  release();
  expect(tooEarly).toEqual([]);
  await reaches(job, "printed");
  expect(host.commands.filter((command) => command["do"] === "print")).toHaveLength(1);
});

describe("paper out", () => {
  test("holds the queue and heals in order; other printers go on", async () => {
    host.block(printer, "paper_out");
    await until(() => life.hub.device(printer)?.state === "blocked");
    const held = [await submit("k1"), await submit("k2"), await submit("k3")];
    const other = await submit("k4", { printer: desk });
    await reaches(other.job, "printed");
    expect(life.queue.get(held[0]?.job ?? "")).toMatchObject({
      state: "blocked",
      why: "paper_out",
      otherPrinter: desk,
    });
    expect(life.queue.get(held[2]?.job ?? "")).toMatchObject({ state: "queued", ahead: 2 });
    host.heal(printer);
    await reaches(held[2]?.job ?? "", "printed");
    expect(paper.slips.map(({ job }) => job)).toEqual([other.job, ...held.map(({ job }) => job)]);
  });

  test("in the middle of a job is waited out and the job goes on", async () => {
    host.onStep = (step) => {
      if (step !== "sending") return undefined;
      host.onStep = () => undefined;
      host.block(printer, "paper_out");
      return undefined;
    };
    const { job } = await submit("k1");
    await reaches(job, "blocked");
    host.heal(printer);
    await reaches(job, "printed");
    expect(slips()).toEqual([`${job}0 whole`]);
  });

  test("found out only by the job takes it back, so that a crash of either side loses nothing", async () => {
    host.onStep = (step) => {
      if (step === "accepted") host.block(printer, "paper_out");
      return undefined;
    };
    const { job } = await submit("k1");
    await until(() => host.commands.some((command) => command["do"] === "cancel"));
    await reaches(job, "blocked");
    await until(() => life.queue.get(job)?.otherPrinter === desk);
    await life.kill();
    host.onStep = () => undefined;
    life = await room.begin();
    await reaches(job, "blocked");
    host.heal(printer);
    await reaches(job, "printed");
    expect(slips()).toEqual([`${job}0 whole`]);
  });

  test("lets a waiting job expire, and never prints it after", async () => {
    host.block(printer, "paper_out");
    await until(() => life.hub.device(printer)?.state === "blocked");
    const late = await submit("k1", { expiresAtMs: Date.now() - 1 });
    const good = await submit("k2");
    host.heal(printer);
    await reaches(good.job, "printed");
    expect(life.queue.get(late.job)?.state).toBe("expired");
    expect(paper.slips).toHaveLength(1);
  });

  test("counts the paper of the new roll from nothing", async () => {
    const { job } = await submit("k1");
    await reaches(job, "printed");
    const before = life.queue.paper(printer).remainingMm;
    host.block(printer, "paper_out");
    host.heal(printer);
    await until(() => life.queue.paper(printer).remainingMm > before);
  });
});

describe("a job that waits", () => {
  test("can go to another printer under the same id, and comes out once", async () => {
    host.block(printer, "cover_open");
    await until(() => life.hub.device(printer)?.state === "blocked");
    const { job } = await submit("k1");
    const order = { job, printer: desk, key: "m1", paramsHash: "m1", actor: clerk };
    expect(await life.queue.redirect(order)).toMatchObject({ value: { replay: false } });
    expect(await life.queue.redirect(order)).toMatchObject({ value: { replay: true } });
    await reaches(job, "printed");
    host.heal(printer);
    const after = await submit("k2");
    await reaches(after.job, "printed");
    expect(paper.slips.map((slip) => `${slip.printer} ${slip.job}`)).toEqual([
      `${desk} ${job}`,
      `${printer} ${after.job}`,
    ]);
  });

  test("stays where it is when it has begun, and when the other is no printer", async () => {
    host.onStep = (step) => {
      if (step === "sent") host.block(printer, "paper_out");
      return undefined;
    };
    const { job } = await submit("k1");
    await until(() => life.queue.get(job)?.why === "paper_out");
    expect(await life.queue.redirect({ job, printer: desk, actor: clerk })).toMatchObject({
      error: { code: "job.begun" },
    });
    const waits = await submit("k2");
    const nowhere = { job: waits.job, printer: "nowhere", actor: clerk };
    expect(await life.queue.redirect(nowhere)).toMatchObject({
      error: { code: "device.unknown" },
    });
    host.onStep = () => undefined;
    host.heal(printer);
    await reaches(waits.job, "printed");
    expect(slips()).toEqual([`${job}0 whole`, `${waits.job}0 whole`]);
  });

  test("is not lost when the commit of its move fails, and does not hold up its lane", async () => {
    host.block(printer, "cover_open");
    await until(() => life.hub.device(printer)?.state === "blocked");
    const { job } = await submit("k1");
    await life.kill();
    const execute: typeof room.store.execute = async (execution) => {
      if (execution.op !== "print.redirect") return room.store.execute(execution);
      execution.also?.({ kind: "accepted", events: [], lines: [], result: {} }, undefined);
      throw new Error("the disk failed");
    };
    life = await room.begin({ store: { ...room.store, execute } });
    await until(() => life.hub.device(desk) !== undefined);
    const order = { job, printer: desk, actor: clerk };
    await expect(life.queue.redirect(order)).rejects.toThrow("the disk failed");
    host.heal(printer);
    await reaches(job, "printed");
    expect(paper.slips.map((slip) => slip.printer)).toEqual([printer]);
  });

  test("can be discarded, and one that has ended cannot be resolved", async () => {
    host.block(printer, "cover_open");
    await until(() => life.hub.device(printer)?.state === "blocked");
    const { job } = await submit("k1");
    const word = { job, outcome: "discard", actor: clerk } as const;
    expect(await life.queue.resolve(word)).toMatchObject({ value: { state: "cancelled" } });
    expect(await life.queue.resolve({ ...word, outcome: "reprint" })).toMatchObject({
      error: { code: "job.not_uncertain" },
    });
    host.heal(printer);
    const next = await submit("k2");
    await reaches(next.job, "printed");
    expect(paper.slips).toHaveLength(1);
  });
});

describe("a person is told", () => {
  test("when guests wait at a blocked printer, and which other one could print", async () => {
    const timers = createManualTimers();
    const told: PrinterAlert[] = [];
    const alerts = createPrinterAlerts({
      queue: life.queue,
      timers,
      emit: (alert) => told.push(alert),
    });
    host.block(printer, "paper_out");
    await until(() => life.hub.device(printer)?.state === "blocked");
    const states: string[] = [];
    life.queue.onState(({ state }) => states.push(state));
    const last = [await submit("k1"), await submit("k2")].at(-1)?.job ?? "";
    await until(() => states.includes("blocked"));
    await timers.advance(7_999);
    expect(told).toEqual([]);
    await timers.advance(1);
    expect(told).toEqual([
      {
        printer,
        code: "printer.waiting",
        facts: { jobs: 2, why: "paper_out", otherPrinter: desk },
      },
    ]);
    host.heal(printer);
    await reaches(last, "printed");
    await timers.advance(60_000);
    expect(told).toHaveLength(1);
    alerts.close();
  });

  test("once, when the roll will not last", async () => {
    const told: PrinterAlert[] = [];
    let receiptsLeft = 25;
    const alerts = createPrinterAlerts({
      queue: { ...life.queue, paper: () => ({ remainingMm: 0, receiptsLeft }) },
      timers: createManualTimers(),
      emit: (alert) => told.push(alert),
    });
    for (const left of [20, 19, 18]) {
      receiptsLeft = left;
      const { job } = await submit(`k${left}`);
      await reaches(job, "printed");
      await until(() => told.length > 0 || left === 20);
    }
    expect(told).toEqual([{ printer, code: "printer.paper_low", facts: { receiptsLeft: 19 } }]);
    alerts.close();
  });
});

describe("an uncertain job", () => {
  const makeUncertain = async (): Promise<string> => {
    host.onStep = (step) => {
      if (step !== "sending") return undefined;
      host.onStep = () => undefined;
      host.kill();
      return undefined;
    };
    const { job } = await submit("k1");
    await until(() => life.queue.get(job)?.state === "blocked");
    await host.start();
    await reaches(job, "uncertain");
    return job;
  };

  test("printed again by a person's word is marked as a copy", async () => {
    const job = await makeUncertain();
    await life.queue.resolve({
      job,
      outcome: "reprint",
      key: "r1",
      paramsHash: "r1",
      actor: clerk,
    });
    await reaches(job, "printed");
    expect(slips()).toEqual([`${job}0 half`, `${job}1 whole`]);
    const again = { job, outcome: "reprint", key: "r1", paramsHash: "r1", actor: clerk } as const;
    expect(await life.queue.resolve(again)).toMatchObject({ value: { replay: true } });
    expect(paper.slips).toHaveLength(2);
  });

  test("that came out by a person's word is not called printed", async () => {
    const job = await makeUncertain();
    await life.queue.resolve({ job, outcome: "came_out", actor: clerk });
    expect(life.queue.get(job)).toMatchObject({ state: "sent", resolved: "came_out" });
    expect(paper.slips).toHaveLength(1);
  });

  test("does not hold up the queue", async () => {
    await makeUncertain();
    const next = await submit("k2");
    await reaches(next.job, "printed");
  });
});
