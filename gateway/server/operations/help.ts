// help.*, topup.*: calls for a person and intended top-ups, with the names of stations and masked guests.
import { liveIntents, openIntentRoots } from "../../members/intent/intent.ts";
import { openHelpIds, openHelpRoots } from "../../members/help/help.ts";
import type { ReadView } from "../../store/contract.ts";
import { ok } from "../../result.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import { type Tools, plain } from "../tools.ts";

type Names =
  | "help.call"
  | "help.cancel"
  | "help.list"
  | "help.answer"
  | "topup.intend"
  | "topup.cancel"
  | "topup.intents"
  | "topup.take";

export const helpHandlers = (tools: Tools): Handlers<Names> => {
  const { store, stations, clock } = tools.house;
  const nameOf = (station: string): string => stations.get(station)?.name ?? station;
  const isShown = (station: string, { station: asking }: Caller): boolean =>
    asking.role !== "kiosk" || asking.station === station;

  return {
    "help.call": plain(tools, "help.call"),
    "help.cancel": plain(tools, "help.cancel"),
    "help.answer": plain(tools, "help.answer"),
    "help.list": async (_params, caller) => {
      const view = await store.view(openHelpRoots);
      const calls = openHelpIds(view).flatMap((help) => {
        const call = view.get("help", help);
        if (call === undefined || !isShown(call.station, caller)) return [];
        return [{ help, ...call, name: nameOf(call.station), ...guestOf(view, call.account) }];
      });
      return ok({ calls });
    },
    "topup.intend": plain(tools, "topup.intend"),
    "topup.cancel": plain(tools, "topup.cancel"),
    "topup.take": plain(tools, "topup.take"),
    "topup.intents": async (_params, caller) => {
      const view = await store.view(openIntentRoots);
      const live = liveIntents(view, { epochMs: clock.nowMs() });
      const intents = live
        .filter(({ station }) => isShown(station, caller))
        .map((intent) => ({
          ...intent,
          name: nameOf(intent.station),
          ...guestOf(view, intent.account),
        }));
      return ok({ intents });
    },
  };
};

/** Masked, as everywhere. */
const guestOf = (view: ReadView, id: string | undefined): { member?: { name: string } } => {
  const account = id === undefined ? undefined : view.get("account", id);
  const member = account === undefined ? undefined : view.get("member", account.member);
  return member === undefined ? {} : { member: { name: member.person.maskedName } };
};
