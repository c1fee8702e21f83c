// What the lobby's glass and the slips of its printer may hold of a guest: of a card's or member's number its last four
// signs. Knows no operation.
import type { ReceiptFacts } from "../members/contract.ts";
import type { Caller } from "./caller.ts";

/** `****1234`: enough for a guest to know her card, nothing to copy it by. */
export const lastFour = (number: string): string => `****${number.slice(-4)}`;

/** A kiosk's answer with every `number` in it cut down (PAGES.md K6); pages name cards by their id. */
export const forLobbyEyes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(forLobbyEyes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      name === "number" && typeof field === "string" ? lastFour(field) : forLobbyEyes(field),
    ]),
  );
};

/** What is printed for a caller: slips of a kiosk lie about in the lobby. */
export const slipFor = (
  facts: ReceiptFacts,
  { station }: Pick<Caller, "station">,
): ReceiptFacts => {
  if (station.role !== "kiosk") return facts;
  const { member, card } = facts;
  return {
    ...facts,
    ...(member === undefined ? {} : { member: { ...member, number: lastFour(member.number) } }),
    ...(card === undefined ? {} : { card: lastFour(card) }),
  };
};
