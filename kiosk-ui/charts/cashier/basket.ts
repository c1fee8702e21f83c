// The cashier's basket as a value: lines, whose card was shown, what is typed before an item. Pure.

export interface BasketLine {
  readonly venue: string;
  readonly sku?: string;
  readonly description: string;
  /** per unit, minor units */
  readonly list: number;
  readonly quantity: number;
  readonly tags: readonly string[];
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
}

export const emptyBasket: Basket = { lines: [], marked: -1, nextQuantity: 1, vouchers: [] };

export const linesMax = 500;
export const quantityMax = 9_999;

type Good = Omit<BasketLine, "quantity">;

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

/** Sets the marked line's quantity; 0 takes the line out. */
export const setQuantity = (basket: Basket, quantity: number): Basket => {
  if (basket.marked < 0 || quantity < 0 || quantity > quantityMax) return basket;
  const lines = basket.lines.flatMap((line, at) =>
    at !== basket.marked ? [line] : quantity === 0 ? [] : [{ ...line, quantity }],
  );
  return { ...basket, lines, marked: Math.min(basket.marked, lines.length - 1) };
};

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

export const addVoucher = (basket: Basket, voucher: string): Basket =>
  basket.vouchers.includes(voucher)
    ? basket
    : { ...basket, vouchers: [...basket.vouchers, voucher] };

export const listTotal = (basket: Basket): number =>
  basket.lines.reduce((sum, line) => sum + line.list * line.quantity, 0);

/** The `Bill` of the protocol, without tenders. */
export const toBill = (
  basket: Basket,
): {
  lines: {
    venue: string;
    sku?: string;
    description?: string;
    list: number;
    quantity: number;
    tags: string[];
  }[];
  card?: { card: string };
  vouchers?: string[];
} => ({
  lines: basket.lines.map(({ venue, sku, description, list, quantity, tags }) => ({
    venue,
    ...(sku === undefined ? {} : { sku }),
    description,
    list,
    quantity,
    tags: [...tags],
  })),
  ...(basket.card === undefined ? {} : { card: { card: basket.card } }),
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

const isBasket = (value: unknown): value is Basket =>
  isRecord(value) &&
  Array.isArray(value["lines"]) &&
  value["lines"].every(
    (line) =>
      isRecord(line) &&
      typeof line["venue"] === "string" &&
      Number.isSafeInteger(line["list"]) &&
      Number.isSafeInteger(line["quantity"]) &&
      Array.isArray(line["tags"]),
  ) &&
  Number.isInteger(value["marked"]) &&
  Number.isInteger(value["nextQuantity"]) &&
  Array.isArray(value["vouchers"]);
