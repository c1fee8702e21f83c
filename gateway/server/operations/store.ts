// store.info, visit.end, key.get, session.*: what a page needs around its real work.
import { err, ok } from "../../result.ts";
import { refusal } from "../../refusals.ts";
import { catalogueOf } from "../catalogue.ts";
import type { Handlers } from "../handler.ts";
import { type Tools, plain } from "../tools.ts";

type Names =
  | "store.info"
  | "visit.end"
  | "key.get"
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

export const storeHandlers = (tools: Tools): Handlers<Names> => {
  const { house } = tools;
  const moment = () => house.momentAt(house.clock.nowMs());
  return {
    "store.info": ({ lang = "zh-CN" }, caller) => {
      const programme = house.programmes.current();
      const demo = caller.local ? house.simulation : undefined;
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
        ...(demo === undefined ? {} : { demo: { staff: demo.staff, cards: demo.cards } }),
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
