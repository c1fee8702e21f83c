// stay.*, arrival.*: bookings with masked guests; a kiosk finds only its guest's own, or one whose code she knows.
import type { ParamsOf } from "../../protocol/operations.ts";
import { type StaySearch, foundStays, stayRefs, staySearchRoots } from "../../members/stay/find.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { maskedName } from "../../store/mask.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import type { CheckInParams } from "../../members/stay/check-in.ts";
import type { Visit } from "../visits.ts";
import { type Tools, plain, withoutKey } from "../tools.ts";

type Names =
  | "stay.put"
  | "stay.find"
  | "stay.checkIn"
  | "stay.quoteCheckOut"
  | "stay.checkOut"
  | "arrival.checkIn";

export const stayHandlers = (tools: Tools): Handlers<Names> => {
  const { house, execute, seal } = tools;

  const notHers = err(refusal("not_permitted", { need: "visit" }));
  /** A kiosk's guest acts on bookings she has just been shown. */
  const isHers = (stay: string, { station }: Caller): boolean =>
    station.role !== "kiosk" || house.visits.hasSeenStay(station.station, stay);
  const quoteCheckOut = plain(tools, "stay.quoteCheckOut");
  const checkOut = plain(tools, "stay.checkOut");

  const find = finder(tools);

  return {
    "stay.put": (params, caller) => {
      const { guest, phone, ...rest } = withoutKey(params);
      const sealed = {
        ...rest,
        ...(guest === undefined
          ? {}
          : { guest: maskedName(guest), guestIndex: house.vault.index("name", guest) }),
        ...(phone === undefined ? {} : { phoneIndex: house.vault.index("phone", phone) }),
      };
      return execute("stay.put", sealed as never, { params, caller });
    },
    "stay.find": find,
    "stay.checkIn": async (params, caller) => {
      if (!isHers(params.stay, caller)) return notHers;
      const { card, visit: _visit, ...rest } = withoutKey(params);
      const sealed =
        caller.station.role === "kiosk"
          ? { stay: params.stay, ...ofVisit(house.visits.current(caller.station.station)) }
          : { ...rest, ...(await seal.shown(card)) };
      return execute("stay.checkIn", sealed, { params, caller });
    },
    "stay.quoteCheckOut": (params, caller) =>
      isHers(params.stay, caller) ? quoteCheckOut(params, caller) : notHers,
    "stay.checkOut": (params, caller) =>
      isHers(params.stay, caller) ? checkOut(params, caller) : notHers,
    "arrival.checkIn": (params, caller) => {
      const { visit: _visit, ...rest } = withoutKey(params);
      return execute("arrival.checkIn", rest, { params, caller });
    },
  };
};

/** At a kiosk the card is the visit's, the deposit the booking's: the guest chooses neither. */
const ofVisit = (visit: Visit | undefined): Pick<CheckInParams, "card"> =>
  visit?.card === undefined
    ? {}
    : { card: { card: visit.card, ...(visit.byPin ? { proven: true } : {}) } };

/** Staffed stations search as they like; a kiosk's guest sees her own bookings, or the one whose code she has. */
const finder = ({ house, execute, seal }: Tools): Handlers<"stay.find">["stay.find"] => {
  const search = async (by: StaySearch) => {
    const lists = await house.store.view(staySearchRoots(by));
    const refs = stayRefs(lists, by);
    return foundStays(await house.store.view(refs), refs, by);
  };

  /** What a kiosk's guest may look for: her own bookings, or the one whose code she has. */
  const ofGuest = async (
    params: ParamsOf<"stay.find">,
    caller: Caller,
  ): Promise<Result<StaySearch, Refusal>> => {
    const { station } = caller.station;
    const { code, phone, pin, visit } = params;
    // typed, or what stands for the one that was scanned
    if (code !== undefined) return ok({ code: house.visits.scanned(station, code) ?? code });
    if (visit !== undefined) {
      const member = house.visits.of(station, visit)?.member;
      return member === undefined ? err(refusal("visit.over")) : ok({ member });
    }
    if (phone === undefined || pin === undefined)
      return err(refusal("not_permitted", { need: "visit" }));
    const shown = await seal.phone(phone, pin);
    const found = await execute("card.identify", shown, { params: {}, caller });
    return found.ok ? ok({ phoneIndex: shown.phoneIndex ?? "" }) : found;
  };

  const elsewhere = (params: ParamsOf<"stay.find">): StaySearch => {
    const { guest, phone, pin: _pin, visit: _visit, ...by } = params;
    return {
      ...by,
      ...(guest === undefined ? {} : { guestIndex: house.vault.index("name", guest) }),
      ...(phone === undefined ? {} : { phoneIndex: house.vault.index("phone", phone) }),
    };
  };

  return async (params, caller) => {
    if (caller.station.role !== "kiosk") return ok(await search(elsewhere(params)));
    const by = await ofGuest(params, caller);
    if (!by.ok) return by;
    const stays = await search(by.value);
    const ids = stays.stays.map(({ stay }) => stay);
    house.visits.sawStays(caller.station.station, ids);
    return ok(stays);
  };
};
