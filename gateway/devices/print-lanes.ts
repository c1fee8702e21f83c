// One lane a printer: hands jobs to the device host one at a time in order, hears what becomes of them,
// and settles what was out when the host died. Every handing is durable before it happens.
import type { DeviceDescription } from "../../drivers/contract.ts";
import { isDeviceFault } from "./device-fault.ts";
import {
  end,
  handed,
  heard,
  isOurs,
  orphaned,
  takenBack,
  unconfirmed,
  type Job,
  type WireEvent,
} from "./job.ts";
import {
  asPrinted,
  inOrder,
  isOut,
  laneOf,
  obstacle,
  type House,
  type Lane,
  type LanesDependencies,
} from "./lane.ts";
import { documentMm } from "./paper.ts";

/** A printer that is said to be blocked is tried again now and then: its word may be old. */
const retryMs = 5_000;
/** After a handing that came back at once. */
const soonMs = 250;
/** How long a printer that confirms may keep silent after the last byte. */
const confirmMs = 15_000;
const drainLookMs = 20;

export interface Lanes {
  /** A job that is ours takes its place. */
  readonly enter: (job: Job) => void;
  /**
   * Takes a free lane for a job that is not durable yet and gives the job as handed, to be written so;
   * undefined when it has to wait. What was reserved must be `started` or `freed`.
   */
  readonly reserve: (job: Job) => Job | undefined;
  /** The reserved job is durable: it goes out now. */
  readonly start: (job: Job) => void;
  /** The reserved job was not written after all. */
  readonly free: (job: Job) => void;
  /** Takes a job out that is ours. */
  readonly leave: (job: Job) => void;
  readonly ahead: (job: Job) => number;
  readonly waitingCount: (printer: string) => number;
  /** Hands out nothing more and resolves when what is out has ended, or after so long. */
  readonly drain: (mostMs: number) => Promise<void>;
  readonly forget: () => void;
  readonly close: () => void;
}

const pumpLater = (house: House, lane: Lane, delayMs: number): void => {
  lane.cancelTimer();
  lane.cancelTimer = house.timers.after(delayMs, () => pump(house, lane, true));
};

/** Drops what has expired from the head of the lane and gives what is then first. */
const firstAlive = (house: House, lane: Lane): Job | undefined => {
  for (;;) {
    const [id] = lane.waiting;
    const job = id === undefined ? undefined : house.book.get(id);
    if (job === undefined) return undefined;
    if (job.expiresAtMs === null || job.expiresAtMs > house.clock.nowMs()) return job;
    lane.waiting = lane.waiting.slice(1);
    void house.book.put(end(job, "expired"));
  }
};

/** Starts the first job if the lane is free. `insist`: also when the printer was last seen blocked. */
const pump = (house: House, lane: Lane, insist = false): void => {
  if (lane.active !== undefined || house.draining) return;
  const job = firstAlive(house, lane);
  if (job === undefined) return;
  const boot = house.link.boot();
  const why = obstacle(house, lane.printer);
  const mayTry = why === undefined || (insist && why !== "offline");
  if (boot === undefined || !mayTry) {
    if (job.state !== "blocked" || job.why !== why) void house.book.put(takenBack(job, why));
    pumpLater(house, lane, retryMs);
    return;
  }
  lane.cancelTimer();
  lane.waiting = lane.waiting.slice(1);
  lane.active = job.job;
  lane.writing = true;
  const out = handed(job, boot);
  void house.book.put(out).then(() => {
    if (isOut(house, lane, out)) lane.writing = false;
    handOver(house, lane, out);
  });
};

const handOver = (house: House, lane: Lane, out: Job): void => {
  const { job, attempt, document, copies, copy } = out;
  if (lane.writing || !isOut(house, lane, out) || document === null) return;
  const mark = copy > 0 ? { copy } : {};
  house.link
    .send({
      do: "print",
      device: lane.printer,
      job,
      attempt,
      document: asPrinted(document, copies),
      ...mark,
    })
    .catch((fault: unknown) => handingFailed(house, lane, { out, fault }));
};

/** One commit instead of two: a job that finds its printer idle is written as handed at once. */
const reserve = (house: House, job: Job): Job | undefined => {
  const lane = laneOf(house, job.printer);
  const boot = house.link.boot();
  const isIdle = lane.active === undefined && lane.waiting.length === 0 && !house.draining;
  if (!isIdle || boot === undefined || obstacle(house, lane.printer) !== undefined)
    return undefined;
  lane.cancelTimer();
  lane.active = job.job;
  lane.writing = true;
  return handed(job, boot);
};

const start = (house: House, job: Job): void => {
  const lane = laneOf(house, job.printer);
  lane.writing = false;
  if (house.link.boot() === job.host) handOver(house, lane, job);
  else settle(house, lane, takenBack(job, "offline"));
};

const free = (house: House, job: Job): void => {
  const lane = laneOf(house, job.printer);
  if (lane.active !== job.job) return;
  lane.active = undefined;
  lane.writing = false;
  pump(house, lane);
};

const handingFailed = (
  house: House,
  lane: Lane,
  { out, fault }: { readonly out: Job; readonly fault: unknown },
): void => {
  if (!isDeviceFault(fault)) throw fault;
  const job = house.book.get(out.job);
  if (job === undefined || !isOut(house, lane, out)) return;
  if (fault.code === "host_down") return; // settled when a host says hello
  if (fault.code === "no_answer") {
    // The host knows jobs by their attempt: asking again cannot print twice.
    house.timers.after(soonMs, () => handOver(house, lane, out));
    return;
  }
  if (job.begun) return; // its own events say what becomes of it
  if (fault.retryable) settle(house, lane, takenBack(job, "offline"));
  else settle(house, lane, end(job, "cancelled", fault.message));
};

/** The active job has changed; when it is no longer out, the lane goes on. */
const settle = (house: House, lane: Lane, job: Job): void => {
  void house.book.put(job);
  if (job.host !== null) return;
  lane.cancelTimer();
  lane.active = undefined;
  lane.writing = false;
  if (isOurs(job)) {
    lane.waiting = inOrder(house, lane.waiting, job);
    pumpLater(house, lane, soonMs);
  } else pump(house, lane); // the next handing is written together with this end
};

/** Nothing has left and the printer cannot go on: the job waits here, where no crash can lose it. */
const takeBack = (house: House, lane: Lane, blocked: Job): void => {
  house.link.send({ do: "cancel", device: lane.printer, job: blocked.job }).then(
    () => {
      const job = house.book.get(blocked.job);
      if (job === undefined || !isOut(house, lane, blocked) || job.begun) return;
      settle(house, lane, takenBack(job, blocked.why ?? "offline"));
    },
    () => undefined, // it has begun after all, or the host is gone: its events or its end will tell
  );
};

const awaitConfirmation = (house: House, lane: Lane, sent: Job): void => {
  lane.cancelTimer();
  lane.cancelTimer = house.timers.after(confirmMs, () => {
    const job = house.book.get(sent.job);
    if (job?.state === "sent" && isOut(house, lane, sent)) settle(house, lane, unconfirmed(job));
  });
};

const hearJob = (house: House, event: WireEvent): void => {
  const before = house.book.get(event.job);
  if (before === undefined) return;
  const lane = laneOf(house, before.printer);
  const job = heard(before, event);
  if (job === before) return;
  if (job.state === "printed" && before.document !== null) {
    house.book.putRow(house.paper.used(job.printer, documentMm(before.document) * job.copies));
  }
  if (lane.active !== job.job) {
    lane.waiting = lane.waiting.filter((id) => id !== job.job); // a late word on one given up
    void house.book.put(job);
    return;
  }
  if (job.state === "sending" && before.state === "sending") {
    house.book.amend(job);
    return;
  }
  const confirms = house.table.get(job.printer)?.confirms;
  if (job.state === "sent" && confirms === "none") settle(house, lane, unconfirmed(job));
  else settle(house, lane, job);
  if (job.host === null) return;
  if (job.state === "sent") awaitConfirmation(house, lane, job);
  if (job.state === "blocked" && !job.begun) takeBack(house, lane, job);
};

/** The link broke: what is out is not moving, and what becomes of it is known at the next hello. */
const linkLost = (house: House, heardAll: boolean): void => {
  for (const lane of house.lanes.values()) {
    const job = lane.active === undefined ? undefined : house.book.get(lane.active);
    if (job === undefined) continue;
    lane.cancelTimer();
    const begun = job.begun || !heardAll;
    void house.book.put({ ...job, state: "blocked", why: "offline", begun });
  }
};

/** A host is there: the same one is asked again by the same attempt, a new one has forgotten it. */
const linkBack = (house: House, boot: string): void => {
  for (const lane of house.lanes.values()) {
    const job = lane.active === undefined ? undefined : house.book.get(lane.active);
    if (job?.host === boot) handOver(house, lane, job);
    else if (job !== undefined) settle(house, lane, orphaned(job, true));
    pump(house, lane);
  }
};

/** What the rows say after a start: ours wait again; what was out is named, and asked for at hello. */
const recover = (house: House): Set<string> => {
  const out = new Set<string>();
  for (const job of house.book.all().toSorted((a, b) => a.order - b.order)) {
    const lane = laneOf(house, job.printer);
    if (isOurs(job)) lane.waiting = [...lane.waiting, job.job];
    if (job.host === null) continue;
    lane.active = job.job;
    out.add(job.job);
  }
  return out;
};

/** A job that ends before the gateway does is not uncertain afterwards. */
const drain = (house: House, mostMs: number): Promise<void> => {
  house.draining = true;
  const endMs = house.timers.nowMs() + mostMs;
  return new Promise((resolve) => {
    const look = (): void => {
      const isOver = house.lanes.values().every(({ active }) => active === undefined);
      if (isOver || !house.link.isUp() || house.timers.nowMs() >= endMs) resolve();
      else house.timers.after(drainLookMs, look);
    };
    look();
  });
};

const deviceChanged = (house: House, device: DeviceDescription): void => {
  if (device.kind !== "receipt-printer") return;
  const { printersOutOfPaper, book, paper } = house;
  if (device.state === "blocked" && device.why === "paper_out") {
    printersOutOfPaper.add(device.device);
  }
  if (device.state !== "ready") return;
  if (printersOutOfPaper.delete(device.device)) book.putRow(paper.rollChanged(device.device));
  pump(house, laneOf(house, device.device));
};

/** `recovered`: what was out before this process began; it has not heard all that the host said. */
const greet = (house: House, boot: string, recovered: Set<string>): void => {
  for (const lane of house.lanes.values()) {
    const job = lane.active === undefined ? undefined : house.book.get(lane.active);
    if (job === undefined || !recovered.has(job.job) || job.host === boot) continue;
    settle(house, lane, orphaned(job, false));
  }
  recovered.clear();
  linkBack(house, boot);
};

export const createLanes = (dependencies: LanesDependencies): Lanes => {
  const house: House = {
    ...dependencies,
    draining: false,
    lanes: new Map(),
    printersOutOfPaper: new Set(),
  };
  const { link, table } = dependencies;
  const recovered = recover(house);
  const disconnect = [
    link.onEvent((event) => {
      if (event.event === "job") hearJob(house, event);
      if (event.event === "hello") greet(house, event.boot, recovered);
    }),
    link.onLink((state) => {
      if (state !== "up") linkLost(house, state === "ended");
    }),
    table.onChange((device) => deviceChanged(house, device)),
  ];
  const boot = link.boot();
  if (boot !== undefined) greet(house, boot, recovered);
  return {
    enter: (job) => {
      const lane = laneOf(house, job.printer);
      lane.waiting = inOrder(house, lane.waiting, job);
      pump(house, lane);
    },
    reserve: (job) => reserve(house, job),
    start: (job) => start(house, job),
    free: (job) => free(house, job),
    leave: (job) => {
      const lane = laneOf(house, job.printer);
      lane.waiting = lane.waiting.filter((id) => id !== job.job);
      pump(house, lane);
    },
    ahead: (job) => {
      const lane = laneOf(house, job.printer);
      const place = lane.waiting.indexOf(job.job);
      return place < 0 ? 0 : place + (lane.active === undefined ? 0 : 1);
    },
    waitingCount: (printer) => laneOf(house, printer).waiting.length,
    drain: (mostMs) => drain(house, mostMs),
    forget: () => {
      for (const lane of house.lanes.values()) lane.cancelTimer();
      house.lanes.clear();
    },
    close: () => {
      for (const stop of disconnect) stop();
      for (const lane of house.lanes.values()) lane.cancelTimer();
    },
  };
};
