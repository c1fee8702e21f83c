// The kiosk's border: a call names only the member who stands there, or it is not permitted.
// Tokens, numbers and names never open anything from a kiosk: only what its own reader or scanner just saw.
import { type Refusal, refusal } from "../refusals.ts";
import type { OperationName } from "../protocol/operations.ts";
import type { Caller } from "./caller.ts";
import type { Visits } from "./visits.ts";

interface Named {
  readonly account?: unknown;
  readonly card?: unknown;
  readonly member?: unknown;
  readonly visit?: unknown;
}

/** Operations of the kiosk whose handler looks at the visit itself. */
const ownGuard: ReadonlySet<OperationName> = new Set(["card.identify", "visit.end", "stay.find"]);

export const createVisitGuard =
  (visits: Visits) =>
  (op: OperationName, params: object, { station }: Caller): Refusal | undefined => {
    if (station.role !== "kiosk" || ownGuard.has(op)) return undefined;
    const { account, card, member, visit }: Named = params;
    if (typeof visit === "string" && visits.of(station.station, visit) === undefined)
      return refusal("visit.over");
    const shown = cardOf(card);
    if (shown === "token") return notHers;
    const named = {
      ...(typeof account === "string" ? { account } : {}),
      ...(shown === undefined ? {} : { card: shown.card }),
      ...(typeof member === "string" ? { member } : {}),
    };
    if (Object.keys(named).length === 0) return undefined;
    return visits.acting(station.station, named) === undefined ? notHers : undefined;
  };

const notHers = refusal("not_permitted", { need: "visit" });

/** A card is named by its id, alone or in `{card, pin}`; a token in its place is a guess. */
const cardOf = (card: unknown): { readonly card: string } | "token" | undefined => {
  if (typeof card === "string") return { card };
  if (typeof card !== "object" || card === null) return undefined;
  if ("token" in card) return "token";
  return "card" in card && typeof card.card === "string" ? { card: card.card } : undefined;
};
