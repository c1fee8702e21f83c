// The last minutes of frames between gateway and device host, per device, for the technician.
// Text is kept only in fields that are known to hold none of a person's, a card's or a code's: all other is masked.
import type { Json, JsonObject } from "../json.ts";
import type { TraceLine } from "./contract.ts";

const linesMax = 4_000;
const secondsMax = 600;
const stringLengthMax = 200;
/** Fields whose text the house itself has chosen: names of devices, states and verbs. A new field is masked. */
const openTexts = new Set([
  "boot",
  "confirms",
  "device",
  "do",
  "driver",
  "event",
  "fault",
  "firmware",
  "identity",
  "job",
  "kind",
  "lang",
  "level",
  "model",
  "pattern",
  "role",
  "state",
  "symbology",
  "trust",
  "type",
  "verb",
  "why",
]);

export interface Trace {
  readonly note: (direction: "in" | "out", frame: object) => void;
  readonly read: (device: string, seconds?: number) => readonly TraceLine[];
}

const maskText = (value: string): string => (value.length <= 4 ? "…" : `…${value.slice(-2)}`);

/** `isOpen`: the field's text is kept. */
const masked = (value: unknown, depth: number, isOpen: boolean): Json => {
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value === "string") return isOpen ? value.slice(0, stringLengthMax) : maskText(value);
  if (typeof value !== "object" || depth === 0) return "…";
  if (Array.isArray(value)) return [`${value.length} items`];
  return maskedObject(value, depth);
};

/** Names of fields are kept where they are the protocol's; what a code or card brings as a name is not. */
const closedObjects = new Set(["gs1"]);

const maskedObject = (value: object, depth: number): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      closedObjects.has(name) ? "…" : masked(member, depth - 1, openTexts.has(name)),
    ]),
  );

/** Of a person's papers only that they were read is kept: a frame of this event loses every field of theirs. */
const openFields = new Set(["event", "device", "at"]);
const withoutPerson = (frame: object): object =>
  "event" in frame && frame.event === "identity.read"
    ? Object.fromEntries(Object.entries(frame).filter(([name]) => openFields.has(name)))
    : frame;

/** Most frames name their device; a device event carries its whole description. */
const deviceOf = (frame: object): string => {
  if (!("device" in frame)) return "";
  if (typeof frame.device === "string") return frame.device;
  return typeof frame.device === "object" && frame.device !== null ? deviceOf(frame.device) : "";
};

/** `nowMs` is real time: traces are compared with the logs of the machine. */
export const createTrace = (nowMs: () => number = Date.now): Trace => {
  const lines: (TraceLine & { readonly device: string })[] = [];
  return {
    note: (direction, frame) => {
      if (lines.length >= linesMax) lines.splice(0, linesMax / 4);
      lines.push({
        at: nowMs(),
        direction,
        device: deviceOf(frame),
        frame: maskedObject(withoutPerson(frame), 3),
      });
    },
    read: (device, seconds = secondsMax) => {
      const since = nowMs() - Math.min(seconds, secondsMax) * 1_000;
      return lines
        .filter((line) => line.at >= since && line.device === device)
        .map(({ at, direction, frame }) => ({ at, direction, frame }));
    },
  };
};
