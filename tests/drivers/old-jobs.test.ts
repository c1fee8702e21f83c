// What an earlier life of the host left in a printer's memory is printed, and never speaks for a new job or eats of it.
import { expect, test } from "vitest";
import type { PrintDocument } from "../../drivers/contract.ts";
import { loadRaster } from "../../drivers/ports/raster.ts";
import { printerModel } from "../../drivers/receipt-printer/models.ts";
import { receiptBytes } from "../../drivers/receipt-printer/receipt-bytes.ts";
import type { Dialect } from "../../drivers/simulated/dialect.ts";
import { dialectOf } from "../../drivers/simulated/dialects.ts";
import { createSimulatedPrinter } from "../../drivers/simulated/printer.ts";
import { starDialect } from "../../drivers/simulated/star-answers.ts";
import { openBench, receipt } from "./support/printer-bench.ts";

const patient = { stallMs: 150, confirmMs: 20_000, silentMs: 300 };
/** Both lives begin to count at the same number: the worst that can happen to marks that come again. */
const sameCount = (): number => 28_000;

/** by echo, by its sensor, by counted marks */
test.each(["epson-tm", "escpos-80", "star-line-80", "star-prnt-58"])(
  "a %s that prints an old job to its end has not confirmed the new one",
  async (model) => {
    const isEcho = model === "epson-tm";
    // Ids for an echo are many: they come from the clock and do not come again.
    const count = isEcho ? {} : { nowMs: sameCount };
    const options = { model, inProcess: true, times: patient, ...count };
    const far = { lineMs: 5, echoes: isEcho };
    const before = await openBench({ ...options, far });
    await before.isReady();
    before.far.faultAfter(2, "paper_out");
    before.print("old", 1, receipt("old", 8));
    await before.untilJob("old", "blocked");
    await before.close();

    const after = await openBench({ ...options, on: before.far });
    await after.until(() => after.printer.status().why === "paper_out", "paper_out");
    after.print("new", 1, receipt("new", 8));
    await after.untilJob("new", "blocked");
    // The rest of the old job comes out, and of the new one only the beginning.
    before.far.fault(null);
    before.far.faultAfter(14, "paper_out");
    await after.until(() => after.printer.status().state === "ready", "paper");
    await after.until(() => after.printer.status().why === "paper_out", "paper_out again");
    expect(after.cameOut("old")).toBe(1);
    expect(after.far.output().text).toContain("牡丹酒店 new");
    await after.untilJob("new", "blocked");
    expect(after.statesOf("new")).not.toContain("printed");
    before.far.fault(null);
    await after.untilJob("new", "printed");
    expect([after.cameOut("old"), after.cameOut("new")]).toEqual([1, 1]);
    await after.close();
  },
);

/** A receipt whose logo takes most of its bytes. */
const picture = async (model: string): Promise<Uint8Array> => {
  const raster = await loadRaster();
  const rect = `<rect width="400" height="300"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">${rect}</svg>`;
  const png = Buffer.from(await raster.png(svg)).toString("base64");
  const document: PrintDocument = { kind: "receipt", lang: "en", blocks: [{ kind: "image", png }] };
  return receiptBytes(document, { model: printerModel(model), raster });
};

test.each(["epson-tm", "escpos-80", "star-line-80", "star-prnt-80"])(
  "a %s that was left in the middle of a picture takes no row of it from the next job",
  async (model) => {
    const options = { model, inProcess: true, times: patient };
    const dialect = dialectOf(printerModel(model));
    const far = createSimulatedPrinter({ dialect, echoes: model === "epson-tm" });
    const line = far.connect({ deliver: () => undefined, drop: () => undefined });
    const bytes = await picture(model);
    await line.receive(bytes.subarray(0, bytes.length >> 1));
    line.gone();
    const bench = await openBench({ ...options, on: far });
    await bench.isReady();
    bench.print("next");
    await bench.untilJob("next", "printed");
    expect(far.output().text).toContain("牡丹酒店 next");
    expect(bench.cameOut("next")).toBe(1);
    await bench.close();
  },
);

test("a mark that is said too late makes no job printed that it does not stand behind", async () => {
  let unsaid: (() => void)[] = [];
  let isMute = true;
  const dialect: Dialect = {
    ...starDialect,
    actBesides: (works, command) => {
      const isMark = command.kind === "order" && ["ETB", "ESC RS E"].includes(command.name);
      const act = (): void => starDialect.actBesides(works, command);
      if (isMark && isMute) unsaid.push(act);
      else act();
    },
  };
  const times = { ...patient, confirmMs: 300 };
  const bench = await openBench({ model: "star-line-80", times, far: { dialect } });
  await bench.isReady();
  for (const job of ["first", "second"]) {
    bench.print(job);
    await bench.untilJob(job, "sent");
  }
  isMute = false;
  for (const say of unsaid) say();
  unsaid = [];
  bench.print("third");
  await bench.untilJob("third", "printed");
  for (const job of ["first", "second"]) {
    expect(bench.statesOf(job)).toEqual(["sending", "sent"]);
    expect(bench.cameOut(job)).toBe(1);
  }
  await bench.close();
});
