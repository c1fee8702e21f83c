// What each family of receipt printers can do. A claim here is the most that is asked of a printer: whether it really
// answers is proven on the line, and `confirms` never says more than was proven.
import type { Confirms } from "../contract.ts";

export interface PrinterModel {
  readonly id: string;
  readonly title: string;
  /** cells of 12 dots on one line */
  readonly columns: 48 | 42 | 32;
  /** the widest claim: full = process-id echo (GS ( H), status = GS r and DLE EOT after the last byte */
  readonly confirms: Confirms;
  /** sends its status by itself (GS a) */
  readonly automaticStatus: boolean;
  /** has the four-byte characters of GB18030 in its font; without, such lines are printed as pictures */
  readonly fourByteCharacters: boolean;
  readonly qr: "native" | "raster";
  readonly cutter: boolean;
  readonly drawer: boolean;
}

const models = [
  {
    id: "epson-tm",
    title: "Epson TM-T82/T88/m30 and printers with process-id response, 80 mm",
    columns: 48,
    confirms: "full",
    automaticStatus: true,
    fourByteCharacters: true,
    qr: "native",
    cutter: true,
    drawer: true,
  },
  {
    id: "escpos-80",
    title: "ESC/POS 80 mm with status (Xprinter, Gprinter, Rongta, HPRT, Sunmi cloud)",
    columns: 48,
    confirms: "status",
    automaticStatus: true,
    fourByteCharacters: false,
    qr: "native",
    cutter: true,
    drawer: true,
  },
  {
    id: "escpos-58",
    title: "ESC/POS 58 mm with status, no cutter",
    columns: 32,
    confirms: "status",
    automaticStatus: false,
    fourByteCharacters: false,
    qr: "raster",
    cutter: false,
    drawer: true,
  },
  {
    id: "escpos-blind",
    title: "ESC/POS 80 mm that never answers (write-only cable or bridge)",
    columns: 48,
    confirms: "none",
    automaticStatus: false,
    fourByteCharacters: false,
    qr: "raster",
    cutter: true,
    drawer: true,
  },
] as const satisfies readonly PrinterModel[];

export const printerModels: readonly PrinterModel[] = models;
export const printerModelIds = models.map((model) => model.id);

export const printerModel = (id: string | undefined): PrinterModel => {
  const found = printerModels.find((model) => model.id === (id ?? "escpos-80"));
  if (found === undefined) throw new Error(`no printer model ${id}`);
  return found;
};
