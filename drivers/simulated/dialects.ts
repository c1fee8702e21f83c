// Which language a simulated printer of a model understands.
import type { PrinterModel } from "../receipt-printer/models.ts";
import type { Dialect } from "./dialect.ts";
import { escposDialect } from "./printer-answers.ts";
import { starDialect } from "./star-answers.ts";

export const dialectOf = ({ dialect }: PrinterModel): Dialect =>
  dialect === "escpos" ? escposDialect : starDialect;
