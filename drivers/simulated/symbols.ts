// The symbols that a printer draws by itself, as modules and bars.
import receiptline from "receiptline";

/** Rows of modules, 1 = ink. */
export const qrMatrix = (data: string): readonly Uint8Array[] =>
  receiptline.qrcode.generate({ data, type: "qrcode", cell: 3, level: "m" });

export interface Bars {
  readonly length: number;
  /** widths in dots: gap, bar, gap, bar … */
  readonly widths: readonly number[];
}

export const barcodeBars = (data: string, height: number): Bars => {
  const type = /^\d{12,13}$/u.test(data) ? "ean" : "code128";
  const form = receiptline.barcode.generate({ data, type, width: 2, height, hri: true });
  return { length: form.length ?? 0, widths: form.widths ?? [] };
};
