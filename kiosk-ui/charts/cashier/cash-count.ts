// Counting a drawer by denominations: pieces → minor units. Pure; knows nothing of what should be there.

/** Notes and coins by currency, in minor units, largest first. */
const denominationsOf: Readonly<Record<string, readonly number[]>> = {
  CNY: [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10],
  EUR: [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  USD: [10_000, 5_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1],
};

export const denominations = (currency: string): readonly number[] =>
  denominationsOf[currency] ?? [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1];

/** Pieces by denomination. */
export type Pieces = Readonly<Record<number, number>>;

const piecesMax = 99_999;

/** The typed number of pieces; anything that is none counts as none. */
export const withPieces = (pieces: Pieces, denomination: number, typed: string): Pieces => {
  const count = /^\d{1,6}$/.test(typed.trim()) ? Number(typed.trim()) : 0;
  return { ...pieces, [denomination]: Math.min(piecesMax, count) };
};

export const totalOf = (pieces: Pieces): number =>
  Object.entries(pieces).reduce(
    (sum, [denomination, count]) => sum + Number(denomination) * count,
    0,
  );

/** Somebody has counted something: an untouched form is no count of zero. */
export const isCounted = (pieces: Pieces): boolean => Object.keys(pieces).length > 0;
