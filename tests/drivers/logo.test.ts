// The store's mark: on receipts and nothing else, examined when its printer is opened.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { PrintDocument } from "../../drivers/contract.ts";
import { loadRaster } from "../../drivers/ports/raster.ts";
import { readLogo, withLogo } from "../../drivers/receipt-printer/logo.ts";
import { driverOf } from "../../drivers/registry.ts";
import { startHostProcess } from "./support/host-process.ts";
import { printerOnTcp } from "./support/contract-beds.ts";
import { receipt } from "./support/printer-bench.ts";

const folder = mkdtempSync(join(tmpdir(), "tallygate-logo-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const draw = async (name: string, width: number): Promise<string> => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="40"><rect width="${width}" height="40"/></svg>`;
  writeFileSync(join(folder, name), await (await loadRaster()).png(svg));
  return join(folder, name);
};

test("stands on top of each receipt and of its preview, and on no ticket", async () => {
  const logo = readLogo(await draw("logo.png", 200), 48);
  const document: PrintDocument = receipt("x");
  expect(withLogo(document, logo).blocks[0]).toBe(logo);
  expect(withLogo({ ...document, kind: "ticket" }, logo).blocks).toEqual(document.blocks);

  const bed = await printerOnTcp("epson-tm")();
  const host = startHostProcess({
    devices: [
      {
        device: "printer",
        driver: "escpos-tcp",
        options: { ...bed.options, logo: join(folder, "logo.png") },
      },
    ],
  });
  const gateway = await host.connect();
  await gateway.until(() => gateway.stateOf("printer") === "ready", "ready");
  await gateway.send({ do: "print", device: "printer", job: "x", attempt: 1, document });
  await gateway.until(() => gateway.jobStates("x").at(-1) === "printed", "printed");
  expect(bed.hands.text?.()).toMatch(/^\[picture 200×40\]\n +牡丹酒店 x\n/u);

  const svgOf = async (order: { readonly device?: string }): Promise<string> =>
    JSON.stringify(await gateway.send({ do: "preview", document, ...order }));
  expect(await svgOf({ device: "printer" })).toContain("<image");
  expect(await svgOf({})).not.toContain("<image");
  gateway.close();
  await host.close();
  await bed.close();
});

test("is refused with its reason when it is no PNG, not there, or wider than the paper", async () => {
  writeFileSync(join(folder, "text.png"), "not a picture, but long enough to be one");
  const wide = await draw("wide.png", 577);
  const open = (logo: string) => () =>
    driverOf("escpos-tcp")?.open(
      { host: "127.0.0.1", logo },
      {
        device: "x",
        nowMs: Date.now,
        emit: () => undefined,
        changed: () => undefined,
        log: () => undefined,
        sibling: () => undefined,
        recorded: (line) => line,
        pcsc: () => {
          throw new Error("not asked for");
        },
      },
    );
  expect(open(join(folder, "text.png"))).toThrow(/no PNG/u);
  expect(open(join(folder, "none.png"))).toThrow(/ENOENT/u);
  expect(open(wide)).toThrow(/577 × 40 dots, at most 576/u);
});
