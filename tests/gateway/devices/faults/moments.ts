// The states of a job in which a fault may find it, and how a job is brought to each and kept there.
import type { FaultBed, Lane } from "./fault-bed.ts";

export const moments = [
  "queued",
  "blocked",
  "sending",
  "paused",
  "sent",
  "ended",
  "uncertain",
] as const;
/**
 * queued: behind another job · blocked: nothing has left, the printer cannot go on · sending: half of it has left ·
 * paused: the printer keeps the rest of it until it is helped · sent: all has left, no word yet · ended: the
 * printer has said its word, or will never say one · uncertain: a person has to look.
 */
export type Moment = (typeof moments)[number];

type Reach = (bed: FaultBed, lane: Lane) => Promise<void>;

const until = (bed: FaultBed, lane: Lane, states: readonly string[], mark = "b"): Promise<void> =>
  bed.time.until(
    () => states.includes(bed.stateOf(lane, mark) ?? ""),
    () => `${lane.name} ${mark}: ${bed.stateOf(lane, mark)}, not ${states.join("/")}`,
  );

const arrives = (bed: FaultBed, { gate, name }: Lane): Promise<void> =>
  bed.time.until(
    () => gate.isHolding(),
    () => `half a job at ${name}`,
  );

const block = async (bed: FaultBed, { gate, name, isMute }: Lane): Promise<void> => {
  if (isMute) gate.unplug();
  else gate.far.fault("paper_out");
  await bed.time.until(
    () => bed.deviceState(name) !== "ready",
    () => `${name} not ready`,
  );
};

const reachBy: Readonly<Record<Moment, Reach>> = {
  queued: async (bed, lane) => {
    lane.gate.hold("bytes");
    await bed.submit(lane, "a");
    await arrives(bed, lane);
    await bed.submit(lane, "b");
    await until(bed, lane, ["queued"]);
  },
  blocked: async (bed, lane) => {
    await block(bed, lane);
    await bed.submit(lane, "b");
    await until(bed, lane, ["blocked"]);
  },
  sending: async (bed, lane) => {
    lane.gate.hold("bytes");
    await bed.submit(lane, "b");
    await arrives(bed, lane);
    await until(bed, lane, ["sending"]);
  },
  paused: async (bed, lane) => {
    // A printer that says nothing is only seen not to take bytes.
    if (lane.isMute) lane.gate.hold("bytes");
    else lane.gate.far.faultAfter(1 + bed.dice(lane.lines), "paper_out");
    await bed.submit(lane, "b");
    await until(bed, lane, ["blocked"]);
  },
  sent: async (bed, lane) => {
    lane.gate.hold("word");
    await bed.submit(lane, "b");
    await until(bed, lane, ["sent"]);
  },
  ended: async (bed, lane) => {
    await bed.submit(lane, "b");
    await until(bed, lane, lane.isMute ? ["sent"] : ["printed"]);
  },
  uncertain: async (bed, lane) => {
    lane.gate.hold("bytes");
    await bed.submit(lane, "b");
    await arrives(bed, lane);
    lane.gate.far.fault("reset");
    await until(bed, lane, ["uncertain"]);
    lane.gate.release();
    await bed.time.until(
      () => bed.deviceState(lane.name) === "ready",
      () => `${lane.name} ready again`,
    );
  },
};

export const reach = (bed: FaultBed, lane: Lane): Promise<void> => reachBy[lane.moment](bed, lane);
