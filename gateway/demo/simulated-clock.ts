// The demonstration store's clock: runs at normal speed from where it was set, is kept in the data folder,
// and can stand still while the closes of past days are run.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../clock.ts";

export interface SimulatedClock extends Clock {
  /** Moves it and lets it run on; durable when it returns. */
  readonly set: (nowMs: number) => void;
  /** Stands at this instant until `set`. */
  readonly hold: (nowMs: number) => void;
}

/** `startMs` counts only where no clock was kept before. */
export const openSimulatedClock = (dir: string, startMs?: number): SimulatedClock => {
  const file = join(dir, "clock.json");
  let offsetMs = keptOffset(file);
  let heldMs: number | undefined;
  const set = (nowMs: number): void => {
    heldMs = undefined;
    offsetMs = nowMs - Date.now();
    writeFileSync(`${file}.new`, JSON.stringify({ offsetMs }), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  };
  if (offsetMs === undefined && startMs !== undefined) set(startMs);
  return {
    nowMs: () => heldMs ?? Date.now() + (offsetMs ?? 0),
    set,
    hold: (nowMs) => {
      heldMs = nowMs;
    },
  };
};

const keptOffset = (file: string): number | undefined => {
  try {
    const { offsetMs }: { offsetMs: unknown } = JSON.parse(readFileSync(file, "utf8"));
    return typeof offsetMs === "number" ? offsetMs : undefined;
  } catch {
    return undefined;
  }
};
