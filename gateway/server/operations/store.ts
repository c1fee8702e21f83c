// store.info, visit.end, key.get, session.*: what a page needs around its real work.
import { err, ok } from "../../result.ts";
import { isOperation, operationOf } from "../../protocol/operations.ts";
import { refusal } from "../../refusals.ts";
import { catalogueOf } from "../catalogue.ts";
import type { Handlers } from "../handler.ts";
import type { Simulation } from "../house.ts";
import { type Tools, plain } from "../tools.ts";

type Names =
  | "store.info"
  | "visit.end"
  | "key.get"
  | "key.find"
  | "calendar.put"
  | "numbering.put"
  | "day.close"
  | "session.start"
  | "session.ping"
  | "session.language"
  | "sync.status"
  | "ledger.verify"
  | "ledger.entry";

/** Languages the pages and receipts speak. */
const languages = ["zh-CN", "en"];

/** How long a guest may come back with the reference of an answer that never came. */
const soughtMs = 3 * 86_400_000;

/** A card of the demonstration with its note as the page's reader reads it. */
const cardIn =
  (lang: string) =>
  ({ token, name, nameInEnglish = name, says, saysInEnglish }: Simulation["cards"][number]) => ({
    token,
    ...(lang.startsWith("zh") ? { name, says } : { name: nameInEnglish, says: saysInEnglish }),
  });

export const storeHandlers = (tools: Tools): Handlers<Names> => {
  const { house } = tools;
  const moment = () => house.momentAt(house.clock.nowMs());
  return {
    "store.info": ({ lang = "zh-CN" }, caller) => {
      const programme = house.programmes.current();
      // PINs and cards to lay on: for who sits at this machine, not for the lobby's glass
      const isDesk = caller.local && caller.station.role !== "kiosk";
      const demo = isDesk ? house.simulation : undefined;
      return ok({
        ...catalogueOf(programme, lang),
        store: { id: house.storeId, name: house.storeName(lang) },
        currency: programme.currency,
        timeZone: programme.timeZone,
        businessDate: moment().businessDate,
        languages,
        simulated: house.simulation !== undefined,
        headOffice: house.headOffice(),
        ...(house.chain?.office === undefined ? {} : { role: "head-office" as const }),
        ...(demo === undefined
          ? {}
          : { demo: { staff: demo.staff, cards: demo.cards.map(cardIn(lang)) } }),
      });
    },
    "visit.end": ({ visit }, { station }) =>
      ok({ ended: house.visits.end(station.station, visit) }),
    "key.get": async ({ key }, { station }) => {
      const answered = await house.store.answered(key);
      if (answered === undefined) return ok({ known: false });
      const { account } = answered.result;
      const hers =
        account === undefined || account === house.visits.current(station.station)?.account;
      if (station.role === "kiosk" && !hers)
        return err(refusal("not_permitted", { need: "visit" }));
      return ok({ known: true, ...answered });
    },
    "key.find": async ({ tail }) => {
      const sinceMs = house.clock.nowMs() - soughtMs;
      const kept = await house.store.answeredEndingIn(tail.toLowerCase(), sinceMs);
      const found = kept
        .filter(({ op }) => isOperation(op) && operationOf(op).roles.includes("kiosk"))
        .map(({ key, op, atMs, result }) => ({ key, op, at: house.momentAt(atMs).at, result }));
      return ok({ found });
    },
    "calendar.put": plain(tools, "calendar.put"),
    "numbering.put": plain(tools, "numbering.put"),
    "day.close": async ({ businessDate }) => {
      if (businessDate > moment().businessDate)
        return err(refusal("not_permitted", { businessDate, why: "day" }));
      return ok({ businessDate, entries: await house.days.closeThrough(businessDate) });
    },
    // proved on the socket itself; a second one, or one by POST, has nothing to prove
    "session.start": () => err(refusal("not_permitted", { need: "socket" })),
    "session.ping": () => ok({ time: moment().at }),
    "session.language": ({ lang }, { session }) => {
      session?.speak(lang);
      return ok({ lang });
    },
    "sync.status": () =>
      ok({ headOffice: house.headOffice(), pending: 0, ...house.chain?.status() }),
    "ledger.verify": async () => {
      const { ok: sound, trialBalance, entries, findings, head } = await house.store.verify();
      return ok({ ok: sound, trialBalance, entries, findings, head });
    },
    "ledger.entry": async ({ entry }) => {
      const found = await house.store.entry(entry);
      return found === undefined ? err(refusal("not_found", { what: "entry" })) : ok(found);
    },
  };
};
