// Many printers at once at one queue over a real store, in virtual time: each is a trial of its own, one fault at one
// moment of one job with one seed. Knows what every job is said to be, and what lies on every paper.
import { printerModel } from "../../../../drivers/receipt-printer/models.ts";
import { dialectOf } from "../../../../drivers/simulated/dialects.ts";
import type { JobView } from "../../../../gateway/devices/contract.ts";
import { clerk, createStoreRoom, type Life } from "../support/store-room.ts";
import { createGatedPrinter, receiptWith, type GatedPrinter } from "./gated-printer.ts";
import type { Moment } from "./moments.ts";
import { createPrinterHouse, type PrinterHouse } from "./printer-house.ts";
import { createVirtualTime, type VirtualTime } from "../support/virtual-time.ts";

export interface Trial {
  readonly seed: number;
  readonly moment: Moment;
  readonly model: string;
  /** false: the printer takes everything and never says a word */
  readonly answers: boolean;
  /** how long it prints on a line */
  readonly lineMs: number;
}

/** One printer for the time of one trial. */
export interface Lane extends Trial {
  readonly name: string;
  readonly gate: GatedPrinter;
  /** nothing it does is ever confirmed */
  readonly isMute: boolean;
  readonly lines: number;
  /** job ids by mark, in the order in which they were asked for */
  readonly jobs: Map<string, string>;
  /** what was said that is not so */
  readonly lies: string[];
  /** virtual ms from the end of the fault to the last job's end */
  recoveryMs: number;
}

export interface FaultBed {
  readonly time: VirtualTime;
  readonly house: PrinterHouse;
  /** 0 to below */
  readonly dice: (below: number) => number;
  readonly life: () => Life;
  readonly restartGateway: () => Promise<void>;
  /** Ends the gateway as SIGKILL does; `restartGateway` begins the next. */
  readonly killGateway: () => Promise<void>;
  readonly equip: (trials: readonly Trial[]) => Promise<readonly Lane[]>;
  readonly submit: (lane: Lane, mark: string) => Promise<void>;
  readonly stateOf: (lane: Lane, mark: string) => string | undefined;
  readonly view: (lane: Lane, mark: string) => JobView | undefined;
  readonly deviceState: (name: string) => string | undefined;
  readonly close: () => Promise<void>;
}

/** Mulberry32: a small generator whose whole state is the seed. */
const createDice = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

export const openFaultBed = async (seed: number): Promise<FaultBed> => {
  const time = createVirtualTime();
  const room = await createStoreRoom(time.during);
  const house = createPrinterHouse(room.socketPath, time);
  const dice = createDice(seed);
  let lanesByName = new Map<string, Lane>();
  let rounds = 0;
  let life: Life | undefined;

  /** A state is only ever said aloud when it is durable: that is when it must be true. */
  const heard = (job: JobView): void => {
    const lane = lanesByName.get(job.printer);
    const mark = [...(lane?.jobs ?? [])].find(([, id]) => id === job.job)?.[0];
    if (lane === undefined || mark === undefined || job.state !== "printed") return;
    const isOnPaper = lane.gate
      .paper()
      .some((each) => each.mark === markOf(lane, mark) && each.copy === job.copy && each.complete);
    if (!isOnPaper) lane.lies.push(`${mark} was called printed before it was on paper`);
    if (lane.isMute) lane.lies.push(`${mark} was called printed by a printer that says nothing`);
  };
  const begin = async (): Promise<void> => {
    life = await room.begin();
    life.queue.onState((job) => {
      time.stir();
      heard(job);
    });
  };
  const alive = (): Life => {
    if (life === undefined) throw new Error("the gateway is not running");
    return life;
  };
  const markOf = ({ name }: Lane, mark: string): string => `${rounds}.${name}.${mark}`;
  const view = (lane: Lane, mark: string): JobView | undefined =>
    alive().queue.get(lane.jobs.get(mark) ?? "");

  const bed: FaultBed = {
    time,
    house,
    dice,
    life: alive,
    killGateway: async () => alive().kill(),
    restartGateway: begin,
    equip: async (trials) => {
      rounds += 1;
      const lanes = trials.map((trial, index): Lane => {
        const gate = createGatedPrinter(
          {
            answers: trial.answers,
            echoes: trial.model === "epson-tm",
            lineMs: trial.lineMs,
            dialect: dialectOf(printerModel(trial.model)),
          },
          time.stir,
        );
        const isMute = !trial.answers || trial.model === "escpos-blind";
        const lines = 2 + dice(6);
        const name = `printer-${index}`;
        const told = { jobs: new Map<string, string>(), lies: [], recoveryMs: 0 };
        return { ...trial, ...told, name, gate, isMute, lines };
      });
      lanesByName = new Map(lanes.map((lane) => [lane.name, lane]));
      house.equip(lanesByName);
      await time.until(
        () => lanes.every(({ name }) => alive().hub.device(name)?.state === "ready"),
        () => "all printers ready",
      );
      return lanes;
    },
    submit: async (lane, mark) => {
      const key = markOf(lane, mark);
      const document = receiptWith(key, lane.lines, lane.seed % 8 === 0);
      const request = { printer: lane.name, document, key, paramsHash: key, actor: clerk };
      const answer = await alive().queue.submit(request);
      if (!answer.ok) throw new Error(answer.error.code);
      const known = lane.jobs.get(mark);
      if (known !== undefined && known !== answer.value.job) lane.lies.push(`${mark} is two jobs`);
      lane.jobs.set(mark, answer.value.job);
    },
    view,
    stateOf: (lane, mark) => view(lane, mark)?.state,
    deviceState: (name) => alive().hub.device(name)?.state,
    close: async () => {
      await time.run(async () => {
        house.kill();
        await room[Symbol.asyncDispose]();
      });
      time[Symbol.dispose]();
    },
  };
  await time.run(async () => {
    await house.start();
    await begin();
    await time.until(
      () => alive().link.isUp(),
      () => "the link",
    );
  });
  return bed;
};
