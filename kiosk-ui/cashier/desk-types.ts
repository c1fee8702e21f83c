// What the till is told by its gateway, by name. Types only.
import type { EventData } from "../../gateway/protocol/events.ts";
import type { Basket } from "../charts/cashier/basket.ts";
import type { ResultOf } from "../../gateway/protocol/operations.ts";

export type Info = ResultOf<"store.info">;
export type Quote = ResultOf<"bill.quote">;
export type Account = ResultOf<"account.get">;
export type Identified = ResultOf<"card.identify">;
export type Glance = ResultOf<"member.glance">;
export type Employee = ResultOf<"staff.signIn">["staff"];
export type Device = ResultOf<"device.list">[number];

export interface JobState {
  readonly job: string;
  readonly state: string;
  readonly why?: string;
}

/** A keyed call without an answer: only `key.get` may settle it. */
export interface Unknown {
  readonly key: string;
  readonly op: string;
}

export interface Refused {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A basket, and whose, that was handed over to be settled or parked. */
export interface Leaving {
  readonly basket: Basket;
  readonly identified: Identified | undefined;
}

/** What a dialog takes from an identity card. */
export type PersonShown = Pick<EventData<"identity.read">, "name" | "number">;
