// The faults of a printer, its line, its host and the gateway, struck on many printers at once, and what a person
// does about each. Every fault ends; what it leaves behind is judged by the paper.
import type { FaultBed, Lane } from "./fault-bed.ts";

export interface Fault {
  readonly name: string;
  /** silent: it should confirm and never says a word; write-only: nobody expects it to */
  readonly printer?: "silent" | "write-only";
  readonly strike: (bed: FaultBed, lanes: readonly Lane[]) => Promise<void>;
  /** Undoes what lasts. */
  readonly heal?: (bed: FaultBed, lanes: readonly Lane[]) => Promise<void>;
}

const each =
  (act: (lane: Lane) => void) =>
  (_bed: FaultBed, lanes: readonly Lane[]): Promise<void> => {
    for (const lane of lanes) act(lane);
    return Promise.resolve();
  };

const lasting = (fault: "paper_out" | "cover_open" | "stall"): Pick<Fault, "strike" | "heal"> => ({
  strike: each(({ gate }) => gate.far.fault(fault)),
  heal: each(({ gate }) => gate.far.fault(null)),
});

const startsAgain = async (bed: FaultBed): Promise<void> => {
  await bed.house.start();
  await bed.time.until(
    () => bed.life().link.isUp(),
    () => "the link after a kill",
  );
};

/** Turns of chatter, each with bytes from the printer between those of the job. */
const chatterTurns = 30;

export const faults: readonly Fault[] = [
  {
    name: "refused",
    strike: each(({ gate }) => gate.unplug()),
    heal: each(({ gate }) => gate.plug()),
  },
  { name: "stalled", ...lasting("stall") },
  { name: "reset mid-job", strike: each(({ gate }) => gate.far.fault("reset")) },
  {
    name: "host killed",
    strike: async (bed) => bed.house.kill(),
    heal: startsAgain,
  },
  {
    name: "gateway killed",
    strike: async (bed) => {
      await bed.killGateway();
      await bed.restartGateway();
      await bed.time.until(
        () => bed.life().link.isUp(),
        () => "the link of the new gateway",
      );
    },
  },
  {
    name: "both killed",
    strike: async (bed) => {
      bed.house.kill();
      await bed.killGateway();
      await bed.restartGateway();
    },
    heal: startsAgain,
  },
  { name: "paper out", ...lasting("paper_out") },
  { name: "cover open", ...lasting("cover_open") },
  {
    name: "same key again",
    strike: async (bed, lanes) => {
      await Promise.all(
        lanes.flatMap((lane) =>
          [...lane.jobs.keys(), ...lane.jobs.keys()].map((mark) => bed.submit(lane, mark)),
        ),
      );
    },
  },
  {
    name: "replugged",
    strike: each(({ gate }) => {
      gate.unplug();
      gate.plug();
    }),
  },
  {
    name: "write-only port unplugged",
    printer: "write-only",
    strike: each(({ gate }) => gate.unplug()),
    heal: each(({ gate }) => gate.plug()),
  },
  { name: "never answers", printer: "silent", strike: each(() => undefined) },
  {
    name: "status chatter",
    strike: async (bed, lanes) => {
      for (let turn = 0; turn < chatterTurns; turn += 1) {
        for (const { gate } of lanes) gate.far.closeDrawer();
        await bed.time.pass(1);
      }
    },
  },
];
