// A visit of nobody's, gone through once where nobody sees it while the idle screen is shown: the first guest's card
// finds the machine awake, and the page that is drawn of it (kiosk-frame.ts) parsed, its figures' type loaded.
import { createActor } from "xstate";
import { kioskMachine } from "../charts/kiosk/machine.ts";
import type { Account, Identified, Info, VisitContext } from "../charts/kiosk/visit.ts";

const held = { available: 888_888, principal: 888_888, bonus: 8_888, lots: [] };

const accountOf = ({ assets }: Info): Account => ({
  assets: Object.fromEntries(assets.map(({ id }) => [id, held])),
  tier: null,
  progress: {},
  benefits: [],
  coupons: [],
  card: "",
  type: "",
  state: "active",
  validTo: null,
  asOf: "",
  stalenessMs: 0,
});

const person: Identified = {
  card: "",
  account: "",
  member: { name: "＊" },
  type: "",
  tier: null,
  state: "active",
  needsPin: false,
  stalenessMs: 0,
  number: "0000",
  validTo: "2000-01-01",
};

/** From a card to the account page in a house that sells what this one sells; nobody is asked anything. */
export const nobodysVisit = (info: Info): VisitContext => {
  const actor = createActor(kioskMachine).start();
  actor.send({ type: "CARD", visit: "" });
  actor.send({ type: "IDENTIFIED", person, account: accountOf(info) });
  const { context } = actor.getSnapshot();
  actor.stop();
  return context;
};
