// The one PIN convention: compares verifiers, counts wrong tries, blocks. Never sees a PIN.
//
// The server computes `{verifier}` with the card's own salt before the call; deciders compare. A try
// that was counted comes back as an event, also when the operation is refused or goes on without a card.
import type { DomainEvent } from "../../ledger/entry.ts";
import type { Programme } from "../../programme/programme.ts";
import type { RefusalCode } from "../../refusals.ts";
import { evolver } from "../evolver.ts";
import type { PinProof } from "../sealed.ts";
import type { Card } from "../state.ts";

/** Wrong tries until a card is blocked at tills, where its card type names no number. */
const pinTriesDefault = 3;

export type PinRefusal = Extract<RefusalCode, "pin.required" | "pin.wrong" | "pin.blocked">;

export interface PinCheck {
  /** undefined: the PIN is right or this card type asks for none */
  readonly why?: PinRefusal;
  /** what has to be recorded whether or not the operation goes on */
  readonly events: readonly DomainEvent[];
}

type PinFailed = { type: "PinFailed"; card: string; wrong: number; blocked: boolean };
type PinPassed = { type: "PinPassed"; card: string };

export const needsPin = (programme: Programme, card: Card): boolean =>
  programme.cardType(card.type)?.pin === "required";

/** Checks the PIN shown with a card. A card type without PIN takes any answer for right. */
export const checkPin = (
  programme: Programme,
  subject: { readonly id: string; readonly card: Card },
  proof: PinProof | undefined,
): PinCheck => {
  const { id, card } = subject;
  if (!needsPin(programme, card)) return { events: [] };
  if (card.pin?.blocked === true) return { why: "pin.blocked", events: [] };
  if (proof === undefined || card.pin === undefined) return { why: "pin.required", events: [] };
  if (proof.verifier === card.pin.verifier) {
    return { events: card.pin.wrong === 0 ? [] : [{ type: "PinPassed", card: id }] };
  }
  const wrong = card.pin.wrong + 1;
  const tries = programme.cardType(card.type)?.pinTries ?? pinTriesDefault;
  return {
    why: "pin.wrong",
    events: [{ type: "PinFailed", card: id, wrong, blocked: wrong >= tries }],
  };
};

export const pinEvolvers = {
  PinFailed: evolver<PinFailed>((draft, { card: id, wrong, blocked }) => {
    const card = draft.get("card", id);
    if (card?.pin === undefined) return;
    draft.put("card", id, { ...card, pin: { ...card.pin, wrong, blocked } });
  }),
  PinPassed: evolver<PinPassed>((draft, { card: id }) => {
    const card = draft.get("card", id);
    if (card?.pin === undefined) return;
    draft.put("card", id, { ...card, pin: { ...card.pin, wrong: 0, blocked: false } });
  }),
};
