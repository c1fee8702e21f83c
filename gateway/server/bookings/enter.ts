// One booking row into the store: a new stay, the changed fields of a known one, or nothing where all stands so.
import { stayLookup } from "../../members/stay/lists.ts";
import { type StayPutParams, putStay } from "../../members/stay/put.ts";
import { lookup } from "../../members/member/lookups.ts";
import type { Stay } from "../../members/state.ts";
import type { Refusal } from "../../refusals.ts";
import { type Result, ok } from "../../result.ts";
import { maskedName } from "../../store/mask.ts";
import type { House } from "../house.ts";
import type { BookingRow } from "./booking-table.ts";

export type Entered = "booked" | "changed" | "unchanged" | "past";

const actor = { station: "bookings", role: "integration", rights: [] };

const sealed = (
  { vault }: Pick<House, "vault">,
  { guest, phone, ...row }: BookingRow,
): StayPutParams => ({
  ...row,
  ...(guest === undefined
    ? {}
    : { guest: maskedName(guest), guestIndex: vault.index("name", guest) }),
  ...(phone === undefined ? {} : { phoneIndex: vault.index("phone", phone) }),
});

/** The stay that this number was given last. */
const known = async (
  { store }: Pick<House, "store">,
  code: string,
): Promise<{ readonly id: string; readonly stay: Stay } | undefined> => {
  const list = stayLookup.code(code);
  const ids = (await store.view([lookup(list)])).get("lookup", list)?.ids ?? [];
  const id = ids.at(-1);
  const stay =
    id === undefined ? undefined : (await store.view([{ kind: "stay", id }])).get("stay", id);
  return id === undefined || stay === undefined ? undefined : { id, stay };
};

const says = (stay: Stay, wanted: StayPutParams): boolean =>
  Object.entries(wanted).every(([name, value]) => Reflect.get(stay, name) === value);

/** The same row again, after whatever failure or a year later, changes nothing. */
export const enterBooking = async (
  house: Pick<House, "store" | "vault">,
  row: BookingRow,
): Promise<Result<Entered, Refusal>> => {
  const wanted = sealed(house, row);
  const before = await known(house, row.code);
  if (before !== undefined) {
    if (before.stay.state === "in_house" || before.stay.state === "departed") return ok("past");
    if (says(before.stay, wanted)) return ok("unchanged");
  }
  const params = before === undefined ? wanted : { ...wanted, stay: before.id };
  const put = await house.store.execute({ op: "stay.put", params, decider: putStay, actor });
  return put.ok ? ok(before === undefined ? "booked" : "changed") : put;
};
