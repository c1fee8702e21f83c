// What a simulated Star printer says and does besides moving paper: its status frame, its counter of marks, its drawer.
import type { Dialect } from "./dialect.ts";
import { isBlocked, isMute, openDrawer, say, type Works } from "./printer-answers.ts";
import { createStarParser } from "./star-parser.ts";

const stepMs = 10;
/** Star's own times for a device whose pulse was never set. */
const usualPulse = { onMs: 200, offMs: 200 };

/** Nine bytes: headers (length 9, version 3), then seven of status. */
const statusFrame = (works: Works): readonly number[] => {
  const { fault, marks } = works;
  return [
    0x23,
    0x06,
    (fault === "cover_open" ? 0x20 : 0) |
      (isBlocked(works) ? 0x08 : 0) |
      (works.drawerOpen ? 0x04 : 0) |
      (marks > 0 ? 0x02 : 0),
    0,
    0,
    fault === "paper_out" ? 0x0c : fault === "paper_low" ? 0x04 : 0,
    0,
    ((marks & 0x18) << 2) | ((marks & 0x07) << 1),
    0,
  ];
};

const asks = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x1b && bytes[at + 1] === 0x06 && bytes[at + 2] === 0x01;

export const starDialect: Dialect = {
  createParser: createStarParser,
  automaticAnswer: statusFrame,
  actInRealTime: (works, bytes) => {
    if (isMute(works)) return;
    for (let at = 0; at + 2 < bytes.length; at++)
      if (asks(bytes, at)) say(works, ...statusFrame(works));
  },
  actBesides: (works, command) => {
    if (command.kind !== "order") return;
    const [first = 0, second = 0] = command.parameters;
    switch (command.name) {
      case "ESC @":
        works.pulse = usualPulse;
        return;
      case "ESC BEL":
        works.pulse = { onMs: first * stepMs, offMs: second * stepMs };
        return;
      case "BEL":
      case "FS":
        openDrawer(works, { pin: 2, ...(works.pulse ?? usualPulse) });
        return;
      case "SUB":
      case "EM":
        openDrawer(works, { pin: 5, ...usualPulse });
        return;
      case "ESC RS E":
        works.marks = 0;
        return;
      case "ETB":
        works.marks = (works.marks + 1) % 32;
        return;
      default:
    }
  },
};
