// Which PINs are too easy to guess to be set. Knows nothing of the store: digits in, a reason out.
// Shapes and lists: Markert et al., "This PIN Can Be Easily Guessed", IEEE S&P 2020 (the ten most chosen of
// four and of six digits); Berry, "PIN number analysis", DataGenetics 2012 (years, days, columns of the keypad).

export type WeakPin = "repeated" | "run" | "common" | "date" | "personal";

/** What anybody who knows the holder would try first. */
export interface PinContext {
  /** phone, document, card, employee: as they are written, separators and letters too */
  readonly numbers: readonly string[];
  readonly born?: { readonly year?: number; readonly month: number; readonly day: number };
}

/** Of the two lists, what no rule below finds: words on the keypad, its columns and its diagonals. */
const common = new Set(["5683", "2580", "0852", "1004", "159753", "789456"]);
const columns = /^(?:147|258|369|741|852|963){2}$/;

/** Why this PIN (4 to 8 digits) is too easy to guess; undefined: it may be set. */
export const weakPin = (
  pin: string,
  { numbers, born }: PinContext = { numbers: [] },
): WeakPin | undefined => {
  if (isRepeated(pin)) return "repeated";
  if (isRun(pin)) return "run";
  if (common.has(pin) || columns.test(pin)) return "common";
  if (/^(?:19|20)\d\d$/.test(pin) || (born !== undefined && daysOf(born).has(pin))) return "date";
  return numbers.some((number) => isWithin(pin, number)) ? "personal" : undefined;
};

/** Two different digits at most (1212, 666666), or one block again and again (123123). */
const isRepeated = (pin: string): boolean => new Set(pin).size < 3 || /^(\d{2,4})\1+$/.test(pin);

/** One or two up or down each time (1234, 890123, 2468); doubled (112233) or there and back (123321). */
const isRun = (pin: string): boolean => {
  const isSteady = (digits: string): boolean => {
    const each = Array.from(digits, Number);
    const steps = new Set(each.slice(1).map((digit, at) => (digit - (each[at] ?? 0) + 10) % 10));
    return steps.size === 1 && [1, 2, 8, 9].some((step) => steps.has(step));
  };
  const half = pin.slice(0, pin.length / 2);
  const isMirrored = pin === half + Array.from(half).toReversed().join("");
  const isDoubled = /^(?:(\d)\1)+$/.test(pin);
  const undoubled = pin.replaceAll(/(\d)\1/g, "$1");
  return isSteady(pin) || (isMirrored && isSteady(half)) || (isDoubled && isSteady(undoubled));
};

/** A day of birth in all the orders people write it. */
const daysOf = ({ year, month, day }: NonNullable<PinContext["born"]>): ReadonlySet<string> => {
  const [mm, dd] = [month, day].map((part) => String(part).padStart(2, "0")) as [string, string];
  const short = [mm + dd, dd + mm];
  if (year === undefined) return new Set(short);
  const full = String(year);
  const years = [full, full.slice(2)].flatMap((yy) => [
    ...short.flatMap((days) => [yy + days, days + yy]),
    yy + mm,
    mm + yy,
  ]);
  return new Set([full, ...short, ...years]);
};

/** Part of the number, or the number part of it: employee 1002 is not to sign in with 1002 or 100210. */
const isWithin = (pin: string, number: string): boolean => {
  const digits = number.replaceAll(/\D/g, "");
  return digits.includes(pin) || (digits.length >= 4 && pin.includes(digits));
};
