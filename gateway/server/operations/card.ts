// card.*: PINs and documents are sealed here; a kiosk's visit becomes the card that was shown.
import type { ParamsOf } from "../../protocol/operations.ts";
import type { IdentifyParams } from "../../members/card/identify.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import { sealNewPin, sealPinIfAny } from "../new-pin.ts";
import { type Tools, plain, withoutKey } from "../tools.ts";
import type { Known, Visit } from "../visits.ts";

type Names =
  | "card.issue"
  | "card.identify"
  | "card.checkPin"
  | "card.setPin"
  | "card.reportLost"
  | "card.replace"
  | "card.exchange"
  | "card.renew"
  | "card.block"
  | "card.unblock"
  | "card.refund";

export const cardHandlers = (tools: Tools): Handlers<Names> => {
  const { house, execute, seal } = tools;

  return {
    "card.issue": async (params, caller) => {
      const { pin, ...rest } = withoutKey(params);
      const holder = { member: params.member };
      const kept = await sealPinIfAny(house, { pin, key: params.key, caller, holder });
      if (!kept.ok) return kept;
      return execute("card.issue", { ...rest, ...kept.value } as never, { params, caller });
    },
    "card.identify": identify(tools),
    "card.checkPin": async (params, caller) => {
      const proof = await seal.cardPin(params.card, params.pin);
      const sealed = { card: params.card, ...proof };
      const checked = await execute("card.checkPin", sealed, { params, caller });
      if (checked.ok && caller.station.role === "kiosk")
        house.visits.proved(caller.station.station);
      return checked.ok ? ok({ ...checked.value, ok: true }) : checked;
    },
    "card.setPin": async (params, caller) => {
      const { pin, key, card } = params;
      const kept = await sealNewPin(house, { pin, key, caller, holder: { card } });
      if (!kept.ok) return kept;
      const sealed = { card, pin: kept.value, ...seal.identity(params.identity) };
      return execute("card.setPin", sealed, { params, caller });
    },
    "card.reportLost": (params, caller) => {
      const { identity, by, ...rest } = withoutKey(params);
      const kiosk = caller.station.role === "kiosk";
      const visit = kiosk ? house.visits.current(caller.station.station) : undefined;
      const sealed = {
        ...rest,
        ...seal.identity(identity),
        ...(visit?.byPin === true ? { provenByPin: true } : {}),
        by: kiosk ? ("kiosk" as const) : (by ?? "desk"),
      };
      return execute("card.reportLost", sealed, { params, caller });
    },
    "card.replace": async (params, caller) => {
      const { identity, pin, ...rest } = withoutKey(params);
      const holder = { card: params.card };
      const kept = await sealPinIfAny(house, { pin, key: params.key, caller, holder });
      if (!kept.ok) return kept;
      const sealed = { ...rest, ...seal.identity(identity), ...kept.value };
      return execute("card.replace", sealed, { params, caller });
    },
    "card.exchange": plain(tools, "card.exchange"),
    "card.renew": plain(tools, "card.renew"),
    "card.block": plain(tools, "card.block"),
    "card.unblock": (params, caller) => {
      const { identity, ...rest } = withoutKey(params);
      return execute("card.unblock", { ...rest, ...seal.identity(identity) }, { params, caller });
    },
    "card.refund": async (params, caller) => {
      const { identity, pin, financeApproval, ...rest } = withoutKey(params);
      const approval = await seal.approval(financeApproval);
      const sealed = {
        ...rest,
        ...seal.identity(identity),
        ...(await seal.cardPin(params.card, pin)),
        ...(approval === undefined ? {} : { financeApproval: approval }),
      };
      return execute("card.refund", sealed, { params, caller });
    },
  };
};

/** How the guest was shown, and the visit that may act for her afterwards. */
interface Way {
  readonly shown: IdentifyParams;
  readonly visit?: Visit;
}

const identify = (tools: Tools): Handlers<"card.identify">["card.identify"] => {
  const { house, execute, seal } = tools;

  /** A kiosk sees by its own eyes only: its reader's visit, its scanner's last code, or phone and PIN. */
  const atKiosk = async (
    params: ParamsOf<"card.identify">,
    station: string,
  ): Promise<Result<Way, Refusal>> => {
    if (params.visit !== undefined) {
      const visit = house.visits.of(station, params.visit);
      if (visit === undefined) return err(refusal("visit.over"));
      if (params.card !== undefined)
        return visit.choice?.includes(params.card) === true
          ? ok({ shown: { card: params.card }, visit })
          : err(refusal("not_permitted", { need: "visit" }));
      return visit.token === undefined && visit.card !== undefined
        ? ok({ shown: { card: visit.card }, visit })
        : ok({ shown: { token: visit.token ?? "" }, visit });
    }
    const code = params.code && house.visits.scanned(station, params.code);
    if (code !== undefined) return ok({ shown: { code } });
    if (params.phone !== undefined && params.pin !== undefined)
      return ok({ shown: await seal.phone(params.phone, params.pin) });
    return err(refusal("not_permitted", { need: "visit" }));
  };

  const elsewhere = async (params: ParamsOf<"card.identify">): Promise<Result<Way, Refusal>> => {
    const { phone, pin, visit: _visit, ...shown } = params;
    if (phone !== undefined) return ok({ shown: await seal.phone(phone, pin) });
    return ok({ shown });
  };

  const take = async (result: object, way: Way, station: string): Promise<string | undefined> => {
    const known = recognisedIn(result);
    if (known === undefined) return undefined;
    const byPin = way.shown.phoneIndex !== undefined;
    const visit = way.visit ?? house.visits.open({ station, byPin });
    await house.visits.recognised(visit.visit, known);
    return visit.visit;
  };

  return async (params, caller: Caller) => {
    const { station, role } = caller.station;
    const way = role === "kiosk" ? await atKiosk(params, station) : await elsewhere(params);
    if (!way.ok) return way;
    const found = await execute("card.identify", way.value.shown, { params, caller });
    if (!found.ok || role !== "kiosk") return found;
    return ok({ ...found.value, visit: await take(found.value, way.value, station) });
  };
};

const recognisedIn = (result: object): Known | undefined => {
  if (!("account" in result && "card" in result && "member" in result)) return undefined;
  const { account, card, member } = result;
  if (typeof account !== "string" || typeof card !== "string") return undefined;
  const id =
    typeof member === "object" && member !== null && "member" in member ? member.member : undefined;
  if (typeof id !== "string") return undefined;
  const choice = choiceIn(result);
  return { account, card, member: id, ...(choice.length === 0 ? {} : { choice }) };
};

/** The cards the guest may choose from; none where only one is meant, or one has been chosen. */
const choiceIn = (result: object): readonly string[] =>
  "cards" in result && Array.isArray(result.cards)
    ? result.cards.flatMap(({ card }: { readonly card?: unknown }) =>
        typeof card === "string" ? [card] : [],
      )
    : [];
