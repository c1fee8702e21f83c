// From what happened at devices and in the ledger to the events of the sessions that may see it.
import type { DeviceEvent, JobView } from "../devices/contract.ts";
import type { House } from "./house.ts";
import { codeWithoutBankCards, withoutBankCards } from "./bank-cards.ts";
import type { News } from "./news.ts";
import { jobViewOf } from "./operations/print.ts";
import type { Outgoing } from "./session.ts";

type Announcer = Pick<House, "sessions" | "visits" | "stations"> & {
  readonly news: (news: News) => void;
};

/** A kiosk gets its visit where a staffed station gets the card. */
export const announceDevice = (house: Announcer, event: DeviceEvent): void => {
  const { station } = event.to;
  const frame = { atMs: event.at, device: event.device, topic: event.topic };
  switch (event.topic) {
    case "card.presented": {
      if (station === undefined) return;
      const { device, uid, trust } = event;
      // a bank's magnetic stripe swiped by mistake: the page may say so, nobody learns the number
      const token = withoutBankCards(uid);
      const kiosk = house.stations.get(station)?.role === "kiosk";
      const shown = kiosk
        ? { visit: house.visits.open({ station, token, device }).visit }
        : { token };
      return deliver(house, event, { ...frame, data: { device, class: trust, ...shown } });
    }
    case "card.removed": {
      const { device } = event;
      const visit =
        station === undefined ? undefined : house.visits.removed(station, device)?.visit;
      const data = { device, ...(visit === undefined ? {} : { visit }) };
      return deliver(house, event, { ...frame, data });
    }
    case "card.unreadable": {
      const { device, why } = event;
      return deliver(house, event, { ...frame, data: { device, why } });
    }
    case "code.scanned": {
      const { device, symbology, gs1 } = event;
      const code = codeWithoutBankCards(event.code);
      // it may be as good as a card: a lobby's page gets a word for it
      if (station !== undefined && house.stations.get(station)?.role === "kiosk") {
        const told = house.visits.sawCode(station, code);
        return deliver(house, event, { ...frame, data: { device, code: told } });
      }
      const kind = {
        ...(symbology === undefined ? {} : { symbology }),
        ...(gs1 === undefined ? {} : { gs1 }),
      };
      const data = { device, code, ...kind };
      return deliver(house, event, { ...frame, data });
    }
    case "identity.read": {
      // Address, nation and authority serve nothing here: they go no further.
      const { device, name, sex, bornOn, number, validTo } = event;
      const until = validTo === undefined ? {} : { validTo };
      const data = { device, name, sex, bornOn, number, ...until };
      return deliver(house, event, { ...frame, data });
    }
    case "job.state": {
      const job = jobViewOf(event.data as JobView);
      const { roles } = event.to;
      return house.news({
        about: `job ${job.job}`,
        event: { ...frame, data: job },
        station,
        roles,
      });
    }
    case "claim.asked":
    case "claim.lost":
    case "drawer.state":
    case "alert":
    case "device.state":
      return deliver(house, event, { ...frame, data: { ...event.data, device: event.device } });
  }
};

/** Each session gets an event once, by name or by role. */
const deliver = (
  { sessions }: Pick<House, "sessions">,
  { to }: DeviceEvent,
  event: Outgoing,
): void => {
  for (const session of sessions.all())
    if (session.station.station === to.station || to.roles.includes(session.station.role))
      session.offer(event);
};

/** Head office went away or came back: every page says so at once. */
export const announceSync = (
  { sessions }: Pick<House, "sessions">,
  facts: { readonly headOffice: "none" | "online" | "offline"; readonly atMs: number },
): void => {
  const data = { headOffice: facts.headOffice, pending: 0 };
  for (const session of sessions.all())
    session.offer({ topic: "sync.state", atMs: facts.atMs, data });
};

/** What the house told its pages changed: the one station it is about, or all. */
export const announceHouse = (
  { sessions }: Pick<House, "sessions">,
  facts: { readonly what: "screen" | "brand"; readonly station?: string; readonly atMs: number },
): void => {
  const { what, station, atMs } = facts;
  for (const session of sessions.all())
    if (station === undefined || session.station.station === station)
      session.offer({ topic: "house.changed", atMs, data: { what } });
};
