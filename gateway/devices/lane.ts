// A printer's lane as it stands: who waits, who is out, and what can be asked of that. Changes nothing.
import type { Clock } from "../clock.ts";
import type { HostLink, PrintDocument } from "./contract.ts";
import type { DeviceTable } from "./device-table.ts";
import type { Job } from "./job.ts";
import type { JobBook } from "./job-book.ts";
import type { Paper } from "./paper.ts";
import type { Timers } from "./timers.ts";

export interface LanesDependencies {
  readonly link: HostLink;
  readonly table: DeviceTable;
  readonly book: JobBook;
  readonly paper: Paper;
  readonly clock: Clock;
  readonly timers: Timers;
}

export interface Lane {
  readonly printer: string;
  /** ours, in order */
  waiting: readonly string[];
  /** the one that is out */
  active: string | undefined;
  /** the active one is not durable as handed yet: it must not go out, whoever asks */
  writing: boolean;
  cancelTimer: () => void;
}

export interface House extends LanesDependencies {
  /** nothing new is handed out: the gateway is about to end */
  draining: boolean;
  readonly printersOutOfPaper: Set<string>;
  readonly lanes: Map<string, Lane>;
}

export const laneOf = (house: House, printer: string): Lane => {
  const known = house.lanes.get(printer);
  if (known !== undefined) return known;
  const lane: Lane = {
    printer,
    waiting: [],
    active: undefined,
    writing: false,
    cancelTimer: () => undefined,
  };
  house.lanes.set(printer, lane);
  return lane;
};

/** Why nothing can be handed to this printer now; undefined when it can. */
export const obstacle = (house: House, printer: string): string | undefined => {
  const device = house.table.get(printer);
  if (!house.link.isUp() || device === undefined) return "offline";
  if (device.state === "ready") return undefined;
  return device.state === "blocked" ? (device.why ?? "offline") : "offline";
};

/** Is this very attempt still the one that is out, under the same life of the host? */
export const isOut = (house: House, lane: Lane, out: Job): boolean => {
  const now = house.book.get(out.job);
  return lane.active === out.job && now?.attempt === out.attempt && now.host === out.host;
};

export const inOrder = (house: House, waiting: readonly string[], job: Job): readonly string[] => {
  const at = waiting.findLastIndex((id) => (house.book.get(id)?.order ?? 0) < job.order);
  return waiting.toSpliced(at + 1, 0, job.job);
};

/** The paper as it leaves: every copy of a job ends with its own cut. */
export const asPrinted = (document: PrintDocument, copies: number): PrintDocument =>
  copies <= 1
    ? document
    : { ...document, blocks: Array.from({ length: copies }, () => document.blocks).flat() };
