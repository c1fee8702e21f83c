// A two-line customer display of 20 cells (ESC/POS pole display commands, GB18030), over any byte link.
import iconv from "iconv-lite";
import { DeviceFault, type Device, type DeviceContext } from "../driver.ts";
import type { OpenLink } from "../ports/byte-link.ts";
import { keepLink } from "../ports/kept-link.ts";
import { cellsOf, inGbkText } from "../receipt-printer/receipt-source.ts";

const columns = 20;
const rows = 2;

/** As many characters as fit in `cells`, filled up with blanks. */
const fitted = (text: string, cells: number): string => {
  let kept = "";
  let used = 0;
  for (const sign of text) {
    const width = cellsOf(sign);
    if (used + width > cells) break;
    kept += sign;
    used += width;
  }
  return kept + " ".repeat(cells - used);
};

/** ESC @, then each line at its place (US $ column row). */
export const displayBytes = (lines: readonly string[]): Uint8Array =>
  Buffer.concat([
    Uint8Array.of(0x1b, 0x40, 0x0c),
    ...lines
      .slice(0, rows)
      .flatMap((line, row) => [
        Uint8Array.of(0x1f, 0x24, 1, row + 1),
        iconv.encode(fitted(inGbkText(line), columns), "gb18030"),
      ]),
  ]);

export const createLineDisplay = (
  open: OpenLink,
  identity: string,
  context: DeviceContext,
): Device => {
  let shown: readonly string[] = [];
  const link = keepLink(open, {
    bytes: () => undefined,
    up: () => {
      context.changed();
      // A display that lost power has lost its text.
      if (shown.length > 0) link.write(displayBytes(shown)).catch(() => undefined);
    },
    down: () => context.changed(),
  });

  return {
    status: () => ({
      model: `${rows} × ${columns}`,
      identity,
      state: link.isUp() ? "ready" : "absent",
      confirms: "none",
      counters: {},
    }),
    show: async (lines) => {
      shown = lines;
      if (!link.isUp()) throw new DeviceFault("offline", true);
      await link.write(displayBytes(lines));
    },
    close: () => {
      link.close();
      return Promise.resolve();
    },
  };
};
