// The last lines of the gateway's own log, redacted as they come in, for the technician's page. Keeps no name, phone
// or key, and no line of another process.
import { redactLogLine } from "../redact.ts";

export interface LogLine {
  /** RFC 3339 */
  readonly at: string;
  readonly level: LogLevel;
  readonly msg: string;
  /** codes, counts and times that stood beside the sentence */
  readonly facts: Readonly<Record<string, unknown>>;
}

const levels = { 60: "error", 50: "error", 40: "warn", 30: "info", 20: "debug" } as const;
type LogLevel = (typeof levels)[keyof typeof levels];

/** Lines kept at most; older ones fall out. */
const linesMax = 500;

/** So many at most, newest first. */
export type RecentLog = (limit: number) => readonly LogLine[];

interface LogKeeper {
  /** Takes one JSON line of the log; what is none is not kept. */
  readonly heard: (line: string) => void;
  readonly lines: RecentLog;
}

const isLevel = (level: unknown): level is keyof typeof levels =>
  typeof level === "number" && Object.hasOwn(levels, level);

export const createRecentLog = (): LogKeeper => {
  const kept: LogLine[] = [];
  return {
    heard: (line) => {
      const fields = redactLogLine(line);
      if (fields === undefined) return;
      const { level, time, msg, ...facts } = fields;
      if (!isLevel(level) || typeof time !== "number") return;
      kept.unshift({
        at: new Date(time).toISOString(),
        level: levels[level],
        msg: typeof msg === "string" ? msg : "",
        facts,
      });
      kept.length = Math.min(kept.length, linesMax);
    },
    lines: (limit) => kept.slice(0, limit),
  };
};
