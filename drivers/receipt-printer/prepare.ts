// What the first receipt of a process needs and no other: tables of GB18030, the layout, the package that draws.
// A tenth of a second on a small machine, so it is loaded before anybody waits.
import { loadRaster, rasterProblem } from "../ports/raster.ts";
import { printerModel } from "./models.ts";
import { receiptBytes } from "./receipt-bytes.ts";

export const prepareReceipts = async (): Promise<void> => {
  if ((await rasterProblem()) === undefined) await loadRaster();
  await receiptBytes(
    { kind: "receipt", lang: "zh-CN", blocks: [{ kind: "row", left: "合计", right: "1.00" }] },
    { model: printerModel("epson-tm"), plainRuns: false },
  );
};
