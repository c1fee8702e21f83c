// What is plugged in and which driver fits it: a score from what is known for sure, and a tie is said, never guessed.
import type { Found } from "./ports/detect.ts";

/** One thing that a row of the driver table recognises. Vendor and product in lower-case hex. */
interface Hint {
  readonly driver: string;
  readonly title: string;
  readonly transport: Found["transport"];
  readonly vendor?: string;
  readonly product?: string;
  /** part of the product's name, any case */
  readonly name?: RegExp;
}

const hints: readonly Hint[] = [
  { driver: "pcsc-reader", title: "ACS ACR122U", transport: "pcsc", name: /acr122/iu },
  { driver: "pcsc-reader", title: "ACS ACR1252U", transport: "pcsc", name: /acr1252/iu },
  { driver: "pcsc-reader", title: "PC/SC reader", transport: "pcsc" },
  { driver: "escpos-file", title: "Epson TM printer", transport: "file", vendor: "04b8" },
  { driver: "escpos-file", title: "USB receipt printer", transport: "file" },
  { driver: "serial-scanner", title: "Honeywell scanner", transport: "serial", vendor: "0c2e" },
  { driver: "serial-scanner", title: "Zebra scanner", transport: "serial", vendor: "05e0" },
  { driver: "serial-scanner", title: "Datalogic scanner", transport: "serial", vendor: "05f9" },
  { driver: "serial-scanner", title: "Newland scanner", transport: "serial", vendor: "1eab" },
  {
    driver: "serial-scanner",
    title: "scanner",
    transport: "serial",
    name: /scan|barcode|\bqr\b/iu,
  },
  { driver: "escpos-serial", title: "printer", transport: "serial", name: /printer|\bpos\b/iu },
  { driver: "wedge-scanner", title: "Honeywell scanner", transport: "hid", vendor: "0c2e" },
  { driver: "wedge-scanner", title: "Zebra scanner", transport: "hid", vendor: "05e0" },
  { driver: "wedge-scanner", title: "Newland scanner", transport: "hid", vendor: "1eab" },
  { driver: "wedge-scanner", title: "scanner", transport: "hid", name: /scan|barcode/iu },
  { driver: "wedge-card-reader", title: "MagTek stripe reader", transport: "hid", vendor: "0801" },
  {
    driver: "wedge-card-reader",
    title: "stripe reader",
    transport: "hid",
    name: /magnetic|stripe|swipe|card ?reader/iu,
  },
];

const points = { product: 8, vendor: 4, name: 2, transport: 1 } as const;

/** undefined: the hint contradicts what was found. */
const scoreOf = (hint: Hint, found: Found): number | undefined => {
  if (hint.transport !== found.transport) return undefined;
  let score: number = points.transport;
  if (hint.vendor !== undefined) {
    if (hint.vendor !== found.vendor) return undefined;
    score += points.vendor;
  }
  if (hint.product !== undefined) {
    if (hint.product !== found.product) return undefined;
    score += points.product;
  }
  if (hint.name !== undefined) {
    if (!hint.name.test(found.name)) return undefined;
    score += points.name;
  }
  return score;
};

export interface Match {
  readonly found: Found;
  /** The one driver that fits best; absent when none does or several do equally. */
  readonly driver?: string;
  readonly title?: string;
  /** drivers that fit equally well: a person decides */
  readonly tie: readonly string[];
  /** why this device cannot be told from another one */
  readonly warning?: string;
}

const matchOne = (found: Found): Match => {
  const scored = hints
    .map((hint) => ({ hint, score: scoreOf(hint, found) ?? 0 }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  const best = scored.filter(({ score }) => score === scored[0]?.score);
  const names = [...new Set(best.map(({ hint }) => hint.driver))];
  const [first] = best;
  if (first === undefined || names.length > 1) return { found, tie: names };
  return { found, driver: first.hint.driver, title: first.hint.title, tie: [] };
};

/** Two alike without serial numbers can only be told apart by their ports. */
const isTwin = (found: Found, all: readonly Found[]): boolean =>
  found.serial === undefined &&
  found.vendor !== undefined &&
  all.some(
    (other) =>
      other !== found &&
      other.transport === found.transport &&
      other.vendor === found.vendor &&
      other.product === found.product,
  );

/** Everything found with what fits it. Pure: the same things give the same matches. */
export const matchDrivers = (found: readonly Found[]): readonly Match[] =>
  found.map((one) => ({
    ...matchOne(one),
    ...(isTwin(one, found)
      ? { warning: "two alike without serial numbers: pin each to its port" }
      : {}),
  }));
