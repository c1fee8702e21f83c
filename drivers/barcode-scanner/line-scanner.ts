// A scanner that sends lines over a byte link (serial port, USB serial, TCP), opened again when the line breaks.
import type { Device, DeviceContext } from "../driver.ts";
import type { OpenLink } from "../ports/byte-link.ts";
import { keepLink } from "../ports/kept-link.ts";
import { createCodeEvents } from "./code-events.ts";
import { createCodeLineReader } from "./code-lines.ts";

export const createLineScanner = (
  open: OpenLink,
  identity: string,
  context: DeviceContext,
  repeatMs?: number,
): Device => {
  const codes = createCodeEvents(context, repeatMs);
  let opened = 0;
  let arrivedAt = 0;
  const newReader = () => createCodeLineReader((scanned) => codes.tell(scanned, arrivedAt));
  let read = newReader();
  const link = keepLink(open, {
    bytes: (bytes, at) => {
      arrivedAt = at;
      read(bytes);
    },
    up: () => {
      opened += 1;
      context.changed();
    },
    down: () => {
      // Half a line from before the break must not become the head of another code.
      read = newReader();
      context.changed();
    },
  });

  return {
    status: () => ({
      model: "line scanner",
      identity,
      state: link.isUp() ? "ready" : "absent",
      confirms: "none",
      counters: { ...codes.counters, opened },
    }),
    close: () => {
      link.close();
      return Promise.resolve();
    },
  };
};
