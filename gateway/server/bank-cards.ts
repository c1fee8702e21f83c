// Bank card numbers do not belong in this house: found where they come in, refused or cut down to the last four.
import { type Refusal, refusal } from "../refusals.ts";
import { type Result, err, ok } from "../result.ts";

/**
 * Ids, keys and digests (hex with or without the dashes of a UUID), which are passed over whole;
 * else 13 to 19 digits, in groups or not, and no part of a longer number.
 */
const candidate =
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}|(?<![\d.])\d(?:[ -]?\d){12,18}(?!\d)/gi;

/** What issuers give out, by length (ISO/IEC 7812): other numbers of that length are goods, papers, members. */
const issuers: Readonly<Record<number, RegExp>> = {
  13: /^4/,
  14: /^3(0[0-5]|[689])/,
  15: /^(3[47]|2131|1800)/,
  16: /^(4|5|6|35|22[2-9]|2[3-6]|27[0-2])/,
  17: /^6/,
  18: /^6/,
  19: /^(4|5|6)/,
};

/** True for a number that could be charged: issuer, length, check digit; a Chinese identity number is none. */
export const isBankCard = (digits: string): boolean =>
  issuers[digits.length]?.test(digits) === true &&
  luhnSum(digits) % 10 === 0 &&
  !isIdentity(digits);

const luhnSum = (digits: string): number => {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48;
    const twice = at % 2 === 1 ? 2 * digit : digit;
    sum += twice > 9 ? twice - 9 : twice;
  }
  return sum;
};

const identityWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const identityShape = /^\d{6}(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{4}$/;

/** 18 digits with a birthday and a right check digit (GB 11643). */
const isIdentity = (digits: string): boolean => {
  if (!identityShape.test(digits)) return false;
  const sum = identityWeights.reduce((so, weight, at) => so + weight * Number(digits[at]), 0);
  return (12 - (sum % 11)) % 11 === Number(digits[17]);
};

const digitsOf = (text: string): string => text.replaceAll(/\D/g, "");

const masked = (text: string, shortest: number): string =>
  text.replaceAll(candidate, (found) => {
    if (/[a-f]/i.test(found)) return found;
    const digits = digitsOf(found);
    const isCard = digits.length >= shortest && isBankCard(digits);
    return isCard ? `****${digits.slice(-4)}` : found;
  });

const shortestCard = 13;
/** Goods have numbers of 13 and 14 digits (GTIN); cards of that length are no longer issued. */
const longerThanGoods = 15;

/** Every bank card number in a text as stars and its last four digits. */
export const withoutBankCards = (text: string): string => masked(text, shortestCard);

/** The same for what a scanner read: the numbers of goods pass. */
export const codeWithoutBankCards = (code: string): string => masked(code, longerThanGoods);

/** Members that may hold the number of goods. */
const goods: ReadonlySet<string> = new Set(["sku", "code", "data"]);
/** References of payments made elsewhere: the last four are what a person compares. */
const cutDown: ReadonlySet<string> = new Set(["reference"]);

/** The params without bank card numbers; refused with the place where a number may not even be cut down. */
export const clearOfBankCards = (params: object): Result<object, Refusal> => {
  const at = placeOf(params, "");
  if (at !== undefined) return err(refusal("bank_card.refused", { at }));
  return ok(hasReference(params) ? (cut(params) as object) : params);
};

const holdsBankCard = (text: string, name: string): boolean =>
  masked(text, goods.has(name) ? longerThanGoods : shortestCard) !== text;

const placeOf = (value: unknown, at: string, name = ""): string | undefined => {
  if (typeof value === "string" || typeof value === "number") {
    if (cutDown.has(name)) return undefined;
    return holdsBankCard(String(value), name) ? at : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [member, inner] of Object.entries(value)) {
    if (holdsBankCard(member, "")) return at;
    const found = placeOf(inner, `${at}/${member}`, Array.isArray(value) ? name : member);
    if (found !== undefined) return found;
  }
  return undefined;
};

const hasReference = (params: object): boolean =>
  "tenders" in params || "feeTenders" in params || "firstTopUp" in params || "reference" in params;

const cut = (value: unknown, name = ""): unknown => {
  if (typeof value === "string") return cutDown.has(name) ? withoutBankCards(value) : value;
  if (Array.isArray(value)) return value.map((inner) => cut(inner, name));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cut(inner, key)]));
};
