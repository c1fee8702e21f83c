// What a station has let be spent of stored value while head office was away: one setting a station.
import type { DomainEvent } from "../../ledger/entry.ts";
import type { Draft, Ref, View } from "../contract.ts";

const idOf = (station: string): string => `offline:${station}`;

/** Loaded with every command of the station, so that its bound holds within one batch. */
export const stationRef = (station: string): Ref => ({ kind: "setting", id: idOf(station) });

/** Minor units; 0 for a station that has none. */
export const stationSpent = (view: View, station: string): number => {
  const spent = view.get("setting", idOf(station))?.["spent"];
  return typeof spent === "number" ? spent : 0;
};

export const setStationSpent = (draft: Draft, station: string, spent: number): void =>
  draft.put("setting", idOf(station), { spent });

/** What events say was spent apart, minor units. */
export const spentApart = (events: readonly DomainEvent[]): number =>
  events.reduce(
    (sum, { type, amount }) =>
      type === "OfflineSpent" && typeof amount === "number" ? sum + amount : sum,
    0,
  );
