// The line to a printer: what was said last counts, however its words fall into one piece.
import { expect, test } from "vitest";
import type { ByteLinkListener } from "../../drivers/ports/byte-link.ts";
import { printerModel } from "../../drivers/receipt-printer/models.ts";
import { createPrinterLine } from "../../drivers/receipt-printer/printer-line.ts";

test("a status that the printer sends behind its answers is not undone by them", async () => {
  const opened = Promise.withResolvers<ByteLinkListener>();
  const line = createPrinterLine({
    model: printerModel("epson-tm"),
    open: (listener) => {
      opened.resolve(listener);
      return Promise.resolve({
        write: () => Promise.resolve(),
        close: () => listener.closed(),
      });
    },
    on: {
      changed: () => undefined,
      word: () => undefined,
      up: () => undefined,
      down: () => undefined,
    },
  });
  const printer = await opened.promise;
  await expect.poll(() => line.isUp(), { timeout: 30_000 }).toBe(true);
  const asked = line.ask();
  // DLE EOT 1 to 4: all is well; then by itself: offline, no paper.
  printer.bytes(Uint8Array.of(0x12, 0x12, 0x12, 0x12, 0x18, 0, 0x0c, 0), 0);
  expect((await asked)?.blocked).toBe("paper_out");
  expect(line.status().blocked).toBe("paper_out");
  line.close();
});
