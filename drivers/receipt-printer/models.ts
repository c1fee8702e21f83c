// What each family of receipt printers can do. A claim here is the most that is asked of a printer: whether it really
// answers is proven on the line, and `confirms` never says more than was proven.
import type { Confirms } from "../contract.ts";
import { escposLanguage } from "./escpos-language.ts";
import type { PrinterLanguage } from "./language.ts";
import { starLanguage } from "./star-language.ts";

export interface PrinterModel {
  readonly id: string;
  readonly title: string;
  readonly dialect: "escpos" | "star-line" | "star-prnt";
  /** how text goes out */
  readonly text: "gb18030" | "utf8";
  /** cells of 12 dots on one line */
  readonly columns: 48 | 42 | 32;
  /** the widest claim: full = an echo that names the job, status = sensor or counter behind its last byte */
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
    dialect: "escpos",
    text: "gb18030",
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
    dialect: "escpos",
    text: "gb18030",
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
    dialect: "escpos",
    text: "gb18030",
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
    dialect: "escpos",
    text: "gb18030",
    columns: 48,
    confirms: "none",
    automaticStatus: false,
    fourByteCharacters: false,
    qr: "raster",
    cutter: true,
    drawer: true,
  },
  {
    id: "star-line-80",
    title: "Star TSP650II/TSP700II/TSP800II with Chinese font (Star Line Mode), 80 mm",
    dialect: "star-line",
    text: "gb18030",
    columns: 48,
    confirms: "status",
    automaticStatus: false,
    fourByteCharacters: false,
    qr: "raster",
    cutter: true,
    drawer: true,
  },
  {
    id: "star-prnt-80",
    title: "Star mC-Print3, TSP143IV (StarPRNT), 80 mm",
    dialect: "star-prnt",
    text: "utf8",
    columns: 48,
    confirms: "status",
    automaticStatus: false,
    fourByteCharacters: false,
    qr: "raster",
    cutter: true,
    drawer: true,
  },
  {
    id: "star-prnt-58",
    title: "Star mC-Print2, mPOP (StarPRNT), 58 mm",
    dialect: "star-prnt",
    text: "utf8",
    columns: 32,
    confirms: "status",
    automaticStatus: false,
    fourByteCharacters: false,
    qr: "raster",
    cutter: true,
    drawer: true,
  },
] as const satisfies readonly PrinterModel[];

export const printerModels: readonly PrinterModel[] = models;
export const printerModelIds = models.map((model) => model.id);

export const languageOf = ({ dialect }: PrinterModel): PrinterLanguage =>
  dialect === "escpos" ? escposLanguage : starLanguage;

export const printerModel = (id: string | undefined): PrinterModel => {
  const found = printerModels.find((model) => model.id === (id ?? "escpos-80"));
  if (found === undefined) throw new Error(`no printer model ${id}`);
  return found;
};
