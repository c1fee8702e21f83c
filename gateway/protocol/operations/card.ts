// card.*: issuing, recognising, losing, replacing and refunding cards.
import Type from "typebox";
import { call, change } from "../operation.ts";
import {
  approval,
  balance,
  cardPin,
  channel,
  closed,
  date,
  id,
  identityProof,
  instant,
  maskedMember,
  nullable,
  oneOf,
  open,
  price,
  quantities,
  record,
  tenders,
  text,
} from "../values.ts";

const dryRun = { dryRun: Type.Optional(Type.Boolean()) };
const optionalToken = { token: Type.Optional(id) };
const validTo = nullable(date);

export const cardOperations = {
  "card.issue": change(
    { says: "Issues a card of a type to a member and opens its account.", who: "COI" },
    {
      member: id,
      type: id,
      ...optionalToken,
      pin: Type.Optional(cardPin),
      firstTopUp: Type.Optional(
        closed({ amount: price, tenders, channel: Type.Optional(channel) }),
      ),
      feeFrom: Type.Optional(oneOf(["tender", "stored"])),
      feeTenders: Type.Optional(tenders),
      seller: Type.Optional(id),
      gifted: Type.Optional(Type.Boolean()),
      trial: Type.Optional(closed({ bill: id })),
      facts: Type.Optional(record),
      ...dryRun,
    },
    {
      card: Type.String(),
      account: Type.String(),
      fee: balance,
      bonus: balance,
      validTo,
      commission: balance,
      receipt: Type.Optional(Type.String()),
      job: Type.Optional(Type.String()),
    },
  ),
  "card.identify": call(
    {
      says:
        "Recognises a card, a number, a phone with PIN or a code; kiosks pass their visit, and the one of " +
        "its `cards` that the guest chose.",
      who: "KCOI",
    },
    {
      ...optionalToken,
      card: Type.Optional(id),
      number: Type.Optional(text(40)),
      phone: Type.Optional(text(30)),
      pin: Type.Optional(cardPin),
      code: Type.Optional(text(400)),
      visit: Type.Optional(id),
    },
    open({
      card: Type.String(),
      account: Type.String(),
      member: maskedMember,
      type: Type.String(),
      tier: nullable(Type.String()),
      state: oneOf(["active", "expired", "pin_blocked"]),
      needsPin: Type.Boolean(),
      /** the card is for its holder alone: compare the face or the document */
      holderOnly: Type.Optional(Type.Boolean()),
      stalenessMs: Type.Integer(),
      number: Type.Optional(Type.String()),
      /** kiosks: the visit that may now act for this account */
      visit: Type.Optional(Type.String()),
      validTo: Type.Optional(validTo),
      /** the cards of the member one of which is meant, the one that answered first; absent: only that one */
      cards: Type.Optional(
        Type.Array(
          open({ card: Type.String(), number: Type.String(), type: Type.String(), validTo }),
        ),
      ),
    }),
  ),
  "card.checkPin": call(
    { says: "Checks a card's PIN; wrong tries are counted.", who: "KCOI" },
    { card: id, pin: cardPin },
    open({ ok: Type.Boolean() }),
  ),
  "card.setPin": change(
    { says: "Sets a card's PIN; the holder's document is needed.", who: "COI" },
    { card: id, pin: cardPin, identity: Type.Optional(identityProof) },
    { card: Type.String() },
  ),
  "card.reportLost": change(
    { says: "Freezes a lost card at the instant of the answer.", who: "KCOI" },
    {
      card: id,
      identity: Type.Optional(identityProof),
      by: Type.Optional(oneOf(["desk", "phone"])),
      /** when the holder lost it, by her own word */
      lostAt: Type.Optional(instant),
      ...dryRun,
    },
    {
      card: Type.String(),
      state: Type.String(),
      replaceFrom: date,
      /** false: later than the programme asks; what was spent before the report is the holder's */
      inTime: Type.Optional(Type.Boolean()),
    },
  ),
  "card.replace": change(
    { says: "Gives the holder of a lost card a new one.", who: "COI" },
    {
      card: id,
      ...optionalToken,
      identity: Type.Optional(identityProof),
      feeTenders: Type.Optional(tenders),
      pin: Type.Optional(cardPin),
      ...dryRun,
    },
    { card: Type.String(), account: Type.String(), fee: balance },
  ),
  "card.exchange": change(
    { says: "Changes a damaged card for a new one.", who: "COI" },
    {
      card: id,
      ...optionalToken,
      reason: oneOf(["damaged"]),
      feeTenders: Type.Optional(tenders),
      ...dryRun,
    },
    { card: Type.String(), account: Type.String(), fee: balance },
  ),
  "card.renew": change(
    {
      says: "One more period from the last valid day, or from today if that has passed.",
      who: "COI",
    },
    { card: id, feeTenders: Type.Optional(tenders), ...dryRun },
    { card: Type.String(), validTo, fee: balance },
  ),
  "card.block": change(
    { says: "Blocks a card, with a reason.", who: "COI" },
    { card: id, reason: text(), ...dryRun },
    { card: Type.String(), state: Type.String() },
  ),
  "card.unblock": change(
    { says: "Unblocks a card against the holder's document.", who: "COI" },
    { card: id, identity: Type.Optional(identityProof), ...dryRun },
    { card: Type.String(), state: Type.String() },
  ),
  "card.refund": change(
    {
      says: "Takes a card back and pays what is left, with a second person where the programme asks.",
      who: "CO",
    },
    {
      card: id,
      reason: Type.Optional(text()),
      pin: Type.Optional(cardPin),
      identity: Type.Optional(identityProof),
      registration: Type.Optional(Type.Boolean()),
      cardReturned: Type.Optional(Type.Boolean()),
      financeApproval: Type.Optional(approval),
      ...dryRun,
    },
    { pay: balance, forfeited: quantities },
  ),
};
