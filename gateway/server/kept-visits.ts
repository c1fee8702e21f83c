// Where recognised visits are kept between runs: side rows of the store, without the card's token.
import type { Store } from "../store/contract.ts";
import type { Visit } from "./visits.ts";

const prefix = "visit:";
const text = (value: unknown): string | undefined =>
  typeof value === "string" ? value : undefined;

const readVisit = (body: Readonly<Record<string, unknown>>): readonly Visit[] => {
  const [visit, station, account, card, member] = [
    text(body["visit"]),
    text(body["station"]),
    text(body["account"]),
    text(body["card"]),
    text(body["member"]),
  ];
  const usedAtMs = body["usedAtMs"];
  if (visit === undefined || station === undefined || account === undefined) return [];
  if (card === undefined || member === undefined || typeof usedAtMs !== "number") return [];
  const byPin = body["byPin"] === true;
  const known = { account, card, member, ...choiceIn(body["choice"]) };
  return [{ visit, station, ...known, byPin, present: false, usedAtMs }];
};

const choiceIn = (value: unknown): { readonly choice?: readonly string[] } =>
  Array.isArray(value) ? { choice: value.flatMap((card) => text(card) ?? []) } : {};

export const keptVisits = async (store: Store): Promise<readonly Visit[]> =>
  (await store.sideRows("session"))
    .filter(({ id }) => id.startsWith(prefix))
    .flatMap(({ body }) => readVisit(body));

export const createVisitKeeper =
  (store: Store) =>
  (station: string, kept: Visit | undefined): Promise<void> => {
    const id = `${prefix}${station}`;
    if (kept === undefined) return store.side([{ table: "session", id, body: null }]);
    const { visit, account, card, member, choice, byPin, usedAtMs } = kept;
    const chosen = choice === undefined ? {} : { choice: [...choice] };
    const body = { visit, station, account, card, member, byPin, usedAtMs, ...chosen };
    return store.side([{ table: "session", id, body }]);
  };
