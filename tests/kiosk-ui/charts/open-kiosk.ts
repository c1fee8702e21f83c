// The kiosk's machine on a bench: a clock that is turned by hand, effects noted instead of done, a guest at the card.
import { createActor, SimulatedClock } from "xstate";
import type { KioskEvent } from "../../../kiosk-ui/charts/kiosk/events.ts";
import { kioskMachine } from "../../../kiosk-ui/charts/kiosk/machine.ts";
import type { Account } from "../../../kiosk-ui/charts/kiosk/visit.ts";

export const person = {
  card: "c_1",
  account: "a_1",
  member: { name: "张*" },
  type: "member",
  tier: null,
  state: "active",
  needsPin: false,
  stalenessMs: 0,
} as const;
export const account: Account = {
  assets: { spa: { available: 7, lots: [] }, pts: { available: 300, lots: [] } },
  tier: null,
  progress: {},
  benefits: [],
  coupons: [],
  type: "member",
  state: "active",
  validTo: null,
  card: "c_1",
  asOf: "2026-01-01T10:00:00+08:00",
  stalenessMs: 0,
};
export const booked = {
  stay: "s_1",
  state: "booked",
  priority: 0,
  arrive: "2026-01-01",
  depart: "2026-01-03",
  roomType: "king",
} as const;
export const profile = {
  member: "m_1",
  marketing: false,
  birthday: true,
  receipts: [{ receipt: "r_1", op: "pass.punch", at: "2026-01-01T10:00:00+08:00" }],
} as const;
export const refused = { code: "card.lost", params: {} };
export const outcome = { before: 7, after: 6, receipt: "r_1" };

export const openKiosk = () => {
  const clock = new SimulatedClock();
  const effects: { readonly name: string; readonly params: unknown }[] = [];
  const note =
    (name: string) =>
    (_at: unknown, params: unknown): void => {
      effects.push({ name, params });
    };
  const actor = createActor(
    kioskMachine.provide({
      actions: {
        identify: note("identify"),
        post: note("post"),
        askKey: note("askKey"),
        endVisit: note("endVisit"),
        callStaff: note("callStaff"),
        checkPin: note("checkPin"),
        findStay: note("findStay"),
        draw: note("draw"),
        profile: note("profile"),
        askOffers: note("askOffers"),
      },
    }),
    { clock },
  );
  actor.start();
  const context = () => actor.getSnapshot().context;
  const posts = (): readonly unknown[] =>
    effects.filter(({ name }) => name === "post").map(({ params }) => params);
  const journey = (): unknown => actor.getSnapshot().value.journey;
  const send = (...events: readonly KioskEvent[]): void =>
    events.forEach((event) => actor.send(event));
  return { actor, clock, context, effects, journey, posts, send };
};

export const identified: KioskEvent = { type: "IDENTIFIED", person, account };
export const toHome: readonly KioskEvent[] = [{ type: "CARD", visit: "v_1" }, identified];
export const toPosting: readonly KioskEvent[] = [
  ...toHome,
  { type: "PUNCH", asset: "spa" },
  { type: "CONFIRM", key: "k_1" },
];
