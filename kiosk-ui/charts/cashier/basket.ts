// The cashier's basket as a value: lines, whose card was shown, what is typed before an item. Pure.

export interface BasketLine {
  readonly venue: string;
  readonly sku?: string;
  readonly description: string;
  /** per unit, minor units */
  readonly list: number;
  readonly quantity: number;
  readonly tags: readonly string[];
  /** taken off this line by hand, minor units */
  readonly off?: number;
}

export interface Basket {
  readonly lines: readonly BasketLine[];
  /** index of the marked line, -1 = none */
  readonly marked: number;
  /** quantity for the next item, typed as `3 *` */
  readonly nextQuantity: number;
  /** the card shown for this bill; its PIN is never kept */
  readonly card?: string;
  /** ids */
  readonly vouchers: readonly string[];
  /** why something was taken off by hand */
  readonly reason?: string;
  /** free words about this bill; on the receipt where `printed` */
  readonly note?: { readonly text: string; readonly printed: boolean };
}

/** Longest note, characters (`bill.settle {note}`). */
export const noteMax = 200;

export const emptyBasket: Basket = { lines: [], marked: -1, nextQuantity: 1, vouchers: [] };

export const linesMax = 500;
export const quantityMax = 9_999;

type Good = Omit<BasketLine, "quantity" | "off">;

/** Adds an item; the same item again counts up its line. A full basket stays as it is. */
export const addItem = (basket: Basket, good: Good): Basket => {
  const at = basket.lines.findIndex(
    (line) => line.sku !== undefined && line.sku === good.sku && line.list === good.list,
  );
  const next = { ...basket, nextQuantity: 1 };
  if (at >= 0)
    return setQuantity(
      { ...next, marked: at },
      (basket.lines[at]?.quantity ?? 0) + basket.nextQuantity,
    );
  if (basket.lines.length >= linesMax) return basket;
  return {
    ...next,
    lines: [...basket.lines, { ...good, quantity: basket.nextQuantity }],
    marked: basket.lines.length,
  };
};

/** Sets the marked line's quantity; 0 takes the line out. What was taken off was for the quantity it had. */
export const setQuantity = (basket: Basket, quantity: number): Basket => {
  if (basket.marked < 0 || quantity < 0 || quantity > quantityMax) return basket;
  const lines = basket.lines.flatMap((line, at) =>
    at !== basket.marked ? [line] : quantity === 0 ? [] : [{ ...withoutOff(line), quantity }],
  );
  return { ...basket, lines, marked: Math.min(basket.marked, lines.length - 1) };
};

const withoutOff = ({ off: _off, ...line }: BasketLine): BasketLine => line;

export const markLine = (basket: Basket, step: number): Basket => ({
  ...basket,
  marked: Math.max(
    basket.lines.length === 0 ? -1 : 0,
    Math.min(basket.lines.length - 1, basket.marked + step),
  ),
});

export const markAt = (basket: Basket, marked: number): Basket => ({ ...basket, marked });

export const forNextItem = (basket: Basket, quantity: number): Basket => ({
  ...basket,
  nextQuantity: Math.max(1, Math.min(quantityMax, quantity)),
});

export const showCard = (basket: Basket, card: string): Basket => ({ ...basket, card });

export const withoutCard = ({ card: _card, ...basket }: Basket): Basket => ({
  ...basket,
  vouchers: [],
});

/** An empty note is none. */
export const withNote = (
  { note: _note, ...basket }: Basket,
  note: { readonly text: string; readonly printed: boolean },
): Basket => {
  const text = note.text.trim().slice(0, noteMax);
  return text === "" ? basket : { ...basket, note: { text, printed: note.printed } };
};

export const addVoucher = (basket: Basket, voucher: string): Basket =>
  basket.vouchers.includes(voucher)
    ? basket
    : { ...basket, vouchers: [...basket.vouchers, voucher] };

const isSame = (one: BasketLine, other: BasketLine): boolean =>
  one === other || (one.sku !== undefined && one.sku === other.sku && one.list === other.list);

/** What has come in after `then` was handed over to be settled or parked: the next guest's, whoever that is. */
export const cameSince = (now: Basket, then: Basket): Basket => {
  const lines = now.lines.flatMap((line) => {
    const before = then.lines.find((one) => isSame(one, line));
    const quantity = line.quantity - (before?.quantity ?? 0);
    return quantity > 0 ? [{ ...withoutOff(line), quantity }] : [];
  });
  return {
    lines,
    marked: lines.length - 1,
    nextQuantity: now.nextQuantity,
    vouchers: now.vouchers.filter((one) => !then.vouchers.includes(one)),
  };
};

export const listTotal = (basket: Basket): number =>
  basket.lines.reduce((sum, line) => sum + line.list * line.quantity, 0);

/** The `Bill` of the protocol, without tenders; with the shown card's PIN where the guest has typed it. */
export const toBill = (
  basket: Basket,
  pin?: string,
): {
  lines: {
    venue: string;
    sku?: string;
    description?: string;
    list: number;
    quantity: number;
    tags: string[];
    off?: number;
  }[];
  card?: { card: string; pin?: string };
  vouchers?: string[];
} => ({
  lines: basket.lines.map(({ venue, sku, description, list, quantity, tags, off }) => ({
    venue,
    ...(sku === undefined ? {} : { sku }),
    description,
    list,
    quantity,
    tags: [...tags],
    ...(off === undefined ? {} : { off }),
  })),
  ...(basket.card === undefined
    ? {}
    : { card: { card: basket.card, ...(pin === undefined ? {} : { pin }) } }),
  ...(basket.vouchers.length === 0 ? {} : { vouchers: [...basket.vouchers] }),
});

/** Reads a basket that was kept as text; anything that is not one gives the empty basket. */
export const readBasket = (text: string | null): Basket => {
  try {
    const kept: unknown = JSON.parse(text ?? "null");
    return isBasket(kept) ? kept : emptyBasket;
  } catch {
    return emptyBasket;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isNote = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value["text"] === "string" &&
  value["text"].length <= noteMax &&
  typeof value["printed"] === "boolean";

const isBasket = (value: unknown): value is Basket =>
  isRecord(value) &&
  Array.isArray(value["lines"]) &&
  value["lines"].every(
    (line) =>
      isRecord(line) &&
      typeof line["venue"] === "string" &&
      Number.isSafeInteger(line["list"]) &&
      Number.isSafeInteger(line["quantity"]) &&
      Array.isArray(line["tags"]) &&
      (line["off"] === undefined || Number.isSafeInteger(line["off"])),
  ) &&
  (value["note"] === undefined || isNote(value["note"])) &&
  Number.isInteger(value["marked"]) &&
  Number.isInteger(value["nextQuantity"]) &&
  Array.isArray(value["vouchers"]);
