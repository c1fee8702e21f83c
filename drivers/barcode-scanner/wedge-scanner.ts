// A scanner or stripe reader that types like a keyboard, read by hidraw before any page can take its keys.
import { type Device, type DeviceContext } from "../driver.ts";
import type { OpenLink } from "../ports/byte-link.ts";
import { keepLink } from "../ports/kept-link.ts";
import { createCodeEvents } from "./code-events.ts";
import { createCodeLineReader, type ScannedCode } from "./code-lines.ts";
import { createKeyboardReader } from "./keyboard-reports.ts";

/** Track 2 of ISO/IEC 7813 as stripe readers type it: `;number=rest?`. The number alone names the card. */
export const stripeNumber = (line: string): string | undefined =>
  /;(\d{4,19})(?:=\d*)?\?/u.exec(line)?.[1];

/** What a finished line means: a code, or a card that was drawn through. */
export type WedgeUse = "codes" | "cards";

/** Reports as they come from hidraw, made into lines. */
type ReportReader = (onCode: (code: ScannedCode) => void) => (report: Uint8Array) => void;

const keyboardReports: ReportReader = (onCode) => {
  const readLines = createCodeLineReader(onCode);
  return createKeyboardReader((text) => readLines(Buffer.from(text)));
};

export const createWedgeDevice = (
  given: {
    readonly open: OpenLink;
    readonly identity: string;
    readonly use: WedgeUse;
    readonly model?: string;
    /** absent: it types like a keyboard */
    readonly reports?: ReportReader;
    readonly repeatMs?: number;
  },
  context: DeviceContext,
): Device => {
  const counters = { lines: 0, unread: 0 };
  let arrivedAt = 0;

  const asCard = ({ code }: ScannedCode): void => {
    const uid = stripeNumber(code) ?? (/^\d{4,19}$/u.test(code) ? code : undefined);
    if (uid === undefined) {
      counters.unread += 1;
      return;
    }
    // A stripe has passed when it is read: there is nothing that lies there.
    context.emit({ event: "card.presented", uid, trust: "uid", at: arrivedAt });
    context.emit({ event: "card.removed", uid, at: arrivedAt });
  };

  const codes = createCodeEvents(context, given.repeatMs);
  const newReader = () =>
    (given.reports ?? keyboardReports)((code) => {
      counters.lines += 1;
      if (given.use === "cards") asCard(code);
      else codes.tell(code, arrivedAt);
    });
  let read = newReader();

  const link = keepLink(given.open, {
    bytes: (report, at) => {
      arrivedAt = at;
      read(report);
    },
    up: () => context.changed(),
    down: () => {
      read = newReader();
      context.changed();
    },
  });

  return {
    status: () => ({
      model: given.model ?? "keyboard wedge",
      identity: given.identity,
      state: link.isUp() ? "ready" : "absent",
      confirms: "none",
      counters: given.use === "cards" ? counters : codes.counters,
    }),
    close: () => {
      link.close();
      return Promise.resolve();
    },
  };
};
