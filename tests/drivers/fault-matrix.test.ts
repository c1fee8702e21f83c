// Every fault of a printer at every state of a job, with seeds: never a false "printed", never a second slip, never
// an inversion, never a job without an end. The gateway's part is played here as its queue plays it: what was refused
// is handed over again, what is lost waits for a person. `FAULT_RUNS=40 FAULT_SEED=7` for more and other runs.
import { afterAll, describe, expect, test } from "vitest";
import { openBench, receipt, type JobEvent, type PrinterBench } from "./support/printer-bench.ts";

const runsPerCell = Number(process.env["FAULT_RUNS"] ?? 3);
const firstSeed = Number(process.env["FAULT_SEED"] ?? 1);

const faults = [
  "paper_out",
  "cover_open",
  "stall",
  "reset",
  "off",
  "chatter",
  "twice",
  "mute",
] as const;
const moments = ["queued", "blocked", "sending", "sent", "printed"] as const;
type Fault = (typeof faults)[number];
type Moment = (typeof moments)[number];

/** mulberry32: small, seeded, good enough to choose with. */
const createDice = (seed: number): ((sides: number) => number) => {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
};

/** one that echoes, one that is asked for its sensor, one that counts marks */
const models = ["epson-tm", "escpos-80", "star-line-80"] as const;
const jobs = ["first", "second", "third"] as const;

/** Hands jobs over one at a time, as the gateway's lane does; notes what was said against what lay on the paper. */
const playGateway = (bench: PrinterBench, lines: number, isMute: boolean) => {
  const waiting: string[] = [];
  const wrong: string[] = [];
  let active: { job: string; attempt: number } | undefined;
  let attempts = 0;
  let seen = 0;
  const isJob = (event: PrinterBench["events"][number]): event is JobEvent => event.event === "job";
  const hand = (job: string): void => {
    attempts += 1;
    active = { job, attempt: attempts };
    bench.print(job, attempts, receipt(job, lines));
  };
  const hear = (event: JobEvent): void => {
    if (event.state === "printed" && bench.cameOut(event.job) !== 1)
      wrong.push(`${event.job} said printed with ${bench.cameOut(event.job)} slips`);
    if (active?.job !== event.job || active.attempt !== event.attempt) return;
    if (event.state === "refused") waiting.unshift(event.job);
    const over = ["printed", "lost", "refused"].includes(event.state);
    if (over || (isMute && event.state === "sent")) active = undefined;
  };
  const attend = (): void => {
    const news = bench.events.slice(seen).filter(isJob);
    seen = bench.events.length;
    for (const event of news) hear(event);
    if (active !== undefined || bench.printer.status().state === "absent") return;
    const next = waiting.shift();
    if (next !== undefined) hand(next);
  };
  return {
    wrong,
    attend,
    submit: (job: string): void => {
      waiting.push(job);
      attend();
    },
    handTwice: (): void => {
      if (active !== undefined) bench.print(active.job, active.attempt, receipt(active.job, lines));
    },
    isIdle: () => active === undefined && waiting.length === 0,
  };
};

type Gateway = ReturnType<typeof playGateway>;

/** Brings the second job to the moment. */
const reach = async (moment: Moment, bench: PrinterBench, gateway: Gateway): Promise<void> => {
  const { far, jobState, printer } = bench;
  const until = (what: () => boolean, name: string): Promise<void> =>
    bench.until(() => {
      gateway.attend();
      return what();
    }, name);
  const state = (job: string, ...states: readonly string[]) =>
    until(() => states.includes(jobState(job) ?? ""), `${job} ${states.join("/")}`);
  if (moment === "blocked" || moment === "queued") {
    far.fault("paper_out");
    await until(() => printer.status().state === "blocked", "blocked");
    if (moment === "queued") gateway.submit("first");
    gateway.submit("second");
    await state(moment === "queued" ? "first" : "second", "blocked");
    return;
  }
  gateway.submit("first");
  await state("first", "printed", "sent");
  const before = far.receivedBytes();
  gateway.submit("second");
  if (moment === "sending") await until(() => far.receivedBytes() > before + 400, "some bytes");
  else if (moment === "sent") await state("second", "sent", "printed");
  else await state("second", "printed", "sent");
};

const strike = async (fault: Fault, bench: PrinterBench, gateway: Gateway): Promise<void> => {
  const { far } = bench;
  if (fault === "off") await bench.stopServer();
  else if (fault === "twice") gateway.handTwice();
  else if (fault === "chatter")
    for (let turn = 0; turn < 20; turn++) {
      far.closeDrawer();
      await new Promise((resolve) => setImmediate(resolve));
    }
  else if (fault !== "mute") far.fault(fault);
};

const heal = async (fault: Fault, bench: PrinterBench): Promise<void> => {
  if (fault === "off") await bench.startServer();
  bench.far.fault(null);
};

const run = async (fault: Fault, moment: Moment, seed: number): Promise<void> => {
  const dice = createDice(seed);
  const lines = 8 + dice(40);
  const bench = await openBench({
    model: models[dice(models.length)] ?? "epson-tm",
    far: { lineMs: dice(3), bufferBytes: 512 + dice(4096), answers: fault !== "mute" },
    times: { stallMs: 60, confirmMs: 1500, silentMs: 60 },
  });
  const gateway = playGateway(bench, lines, fault === "mute");
  try {
    await bench.until(() => bench.printer.status().state === "ready", "ready");
    // A mute printer blocks no job: there is nothing to reach but its end.
    await reach(fault === "mute" && moment !== "sending" ? "sent" : moment, bench, gateway);
    await strike(fault, bench, gateway);
    gateway.attend();
    await new Promise((resolve) => setTimeout(resolve, dice(60)));
    gateway.attend();
    await heal(fault, bench);
    if (moment === "blocked" && fault !== "mute") gateway.submit("first");
    gateway.submit("third");
    await bench.until(() => {
      gateway.attend();
      return gateway.isIdle();
    }, "an end of every job");
    if (fault === "mute")
      await bench.until(() => jobs.every((job) => bench.cameOut(job) === 1), "the slips");
    judge(bench, gateway, fault);
  } finally {
    await bench.close();
  }
};

const judge = (bench: PrinterBench, gateway: Gateway, fault: Fault): void => {
  gateway.attend();
  expect(gateway.wrong).toEqual([]);
  for (const job of jobs) {
    expect(bench.cameOut(job), `${job} came out`).toBeLessThanOrEqual(1);
    if (bench.jobState(job) === "printed") expect(bench.cameOut(job), job).toBe(1);
    if (fault === "mute") expect(bench.statesOf(job)).not.toContain("printed");
  }
  // The second was handed over before the third: on paper, too.
  const { text } = bench.far.output();
  if (bench.cameOut("second") === 1 && bench.cameOut("third") === 1)
    expect(text.indexOf("END second")).toBeLessThan(text.indexOf("END third"));
};

const counts = new Map<string, number>();

describe("a fault of the printer", () => {
  describe.each(faults)("%s", (fault) => {
    test.each(moments)(
      "while the job is %s tells no lie and prints nothing twice",
      async (moment) => {
        const seeds = Array.from(
          { length: runsPerCell },
          (_, at) =>
            firstSeed * 100_003 + at * 7919 + faults.indexOf(fault) * 31 + moments.indexOf(moment),
        );
        const outcomes = await Promise.allSettled(
          seeds.map(async (seed) => {
            await run(fault, moment, seed).catch((cause: unknown) => {
              throw new Error(`seed ${seed}: ${String(cause)}`, { cause });
            });
          }),
        );
        const failed = outcomes.flatMap((outcome) =>
          outcome.status === "rejected" ? [String(outcome.reason)] : [],
        );
        counts.set(`${fault} ${moment}`, seeds.length - failed.length);
        expect(failed).toEqual([]);
      },
    );
  });
});

afterAll(() => {
  console.log(`runs without a fault of ours, of ${runsPerCell} (first seed ${firstSeed}):`);
  console.log(["", ...moments].map((cell) => cell.padEnd(11)).join(""));
  for (const fault of faults) {
    const row = moments.map((moment) => String(counts.get(`${fault} ${moment}`) ?? "EMPTY"));
    console.log([fault, ...row].map((cell) => cell.padEnd(11)).join(""));
  }
});
