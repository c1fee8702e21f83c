// Draws the pictures of the operator's manual: `node tests/provisioning/pictures.ts`. The status ticket as a printer
// prints it, a visit and the doctor as a terminal shows them, and head office's page.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadRaster } from "../../drivers/ports/raster.ts";
import { printerModel } from "../../drivers/receipt-printer/models.ts";
import { receiptBytes } from "../../drivers/receipt-printer/receipt-bytes.ts";
import { paperSvg } from "../../drivers/simulated/paper-picture.ts";
import { createSimulatedPrinter } from "../../drivers/simulated/printer.ts";
import { statusTicket } from "../../gateway/protocol/status-ticket.ts";
import { drawVisit } from "../appliance/pictures.ts";
import { root } from "../support/sources.ts";
import { drawHeadOffice } from "./head-office-picture.ts";

const model = printerModel("escpos-80");
const ticket = statusTicket({
  store: "store-0042",
  device: "till-printer",
  version: "0.1.0",
  at: "2026-03-01T10:00:00Z",
  nonce: "482915",
});
const printer = createSimulatedPrinter({ columns: model.columns });
const link = printer.connect({ deliver: () => undefined, drop: () => undefined });
await link.receive(await receiptBytes(ticket, { model }));
const raster = await loadRaster();
const picture = await raster.png(paperSvg(printer.output().slips, model.columns));
writeFileSync(join(root, "docs/pictures/status-ticket.png"), picture);
await drawVisit();
await drawHeadOffice();
