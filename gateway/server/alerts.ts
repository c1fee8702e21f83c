// From committed entries to `alert` and `exception.opened` events: calls for a person and intended top-ups, to
// those who answer them and to the kiosk that waits; exceptions to the office. Two calls are never one.
import type { DomainEvent, Entry } from "../ledger/entry.ts";
import type { House } from "./house.ts";

const answering = ["cashier", "office", "test"];

/** What an event of the journal tells staff and the kiosk it names; undefined for all others. */
const alertOf = (event: DomainEvent): Alert | undefined => {
  const { type, station } = event;
  if (typeof station !== "string") return undefined;
  switch (type) {
    case "HelpCalled":
      return told("help.called", station, { help: event["help"], reason: event["reason"] });
    case "HelpAnswered":
      return told(`help.${text(event["state"])}`, station, { help: event["help"] });
    case "TopUpIntended":
      return told("topup.intended", station, { intent: event["intent"], amount: event["amount"] });
    case "IntentMoved":
      return told(`topup.${text(event["state"])}`, station, {
        intent: event["intent"],
        amount: event["amount"],
      });
    default:
      return undefined;
  }
};

const text = (value: unknown): string => (typeof value === "string" ? value : "");

interface Alert {
  readonly station: string;
  readonly data: object;
}

const told = (code: string, station: string, facts: object): Alert => ({
  station,
  data: { code, station, ...facts },
});

export const announceAlerts = (
  { sessions }: Pick<House, "sessions">,
  entries: readonly Entry[],
): void => {
  for (const { body } of entries) {
    for (const event of body.events) {
      if (event.type === "ExceptionOpened")
        sessions.toRoles(["office", "test"], {
          topic: "exception.opened",
          atMs: Date.parse(body.at),
          data: { exception: event["exception"], kind: event["kind"] },
        });
      const alert = alertOf(event);
      if (alert === undefined) continue;
      const outgoing = { topic: "alert", atMs: Date.parse(body.at), data: alert.data } as const;
      for (const session of sessions.all()) {
        const { station, role } = session.station;
        if (station === alert.station || answering.includes(role)) session.offer(outgoing);
      }
    }
  }
};
