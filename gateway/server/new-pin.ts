// A PIN somebody has chosen: refused where it is too easy to guess for whoever it belongs to, else sealed.
// Existing PINs are never asked: what was set goes on working.
import type { NewPin } from "../members/sealed.ts";
import { type Refusal, refusal } from "../refusals.ts";
import { type Result, err, ok } from "../result.ts";
import { type PinContext, weakPin } from "./access/weak-pin.ts";
import type { Caller } from "./caller.ts";
import type { House } from "./house.ts";

interface Chosen {
  readonly pin: string;
  readonly key: string;
  readonly caller: Caller;
  /** whose it will be, by what is in the books of her already */
  readonly holder: { readonly card?: string; readonly member?: string; readonly staff?: string };
}

/** Refuses `pin.weak` with `why`. A call that was answered before is not judged again: it gets its answer. */
export const sealNewPin = async (
  house: House,
  { pin, key, caller, holder }: Chosen,
): Promise<Result<NewPin, Refusal>> => {
  const why = mayBeWeak(caller) ? undefined : weakPin(pin, await contextOf(house, holder));
  if (why !== undefined && (await house.store.answered(key)) === undefined)
    return err(refusal("pin.weak", { why }));
  return ok(await house.pins.fresh(pin));
};

/** As `sealNewPin`, for acts that may come without one: nothing is refused and nothing kept then. */
export const sealPinIfAny = async (
  house: House,
  { pin, ...chosen }: Omit<Chosen, "pin"> & { readonly pin: string | undefined },
): Promise<Result<{ readonly pin?: NewPin }, Refusal>> => {
  if (pin === undefined) return ok({});
  const sealed = await sealNewPin(house, { pin, ...chosen });
  return sealed.ok ? ok({ pin: sealed.value }) : sealed;
};

/** The simulation's own station speaks the rulebook's cases, whose cards all have 123456; no other store has one. */
const mayBeWeak = ({ station }: Caller): boolean => station.role === "test";

const contextOf = async (
  { store, vault }: House,
  { card, member, staff }: Chosen["holder"],
): Promise<PinContext> => {
  const at = await store.view([
    ...(card === undefined ? [] : [{ kind: "card" as const, id: card }]),
    ...(staff === undefined ? [] : [{ kind: "staff" as const, id: staff }]),
  ]);
  const shown = card === undefined ? undefined : at.get("card", card);
  const employee = staff === undefined ? undefined : at.get("staff", staff);
  const person = member ?? shown?.member ?? employee?.member;
  const numbers = [staff, shown?.number];
  if (person === undefined) return { numbers: numbers.filter((one) => one !== undefined) };
  const file = (await store.view([{ kind: "member", id: person }])).get("member", person);
  const open = file === undefined ? undefined : await vault.open(file.person.sealed);
  numbers.push(file?.number, open?.phone, open?.identity?.number);
  return {
    numbers: numbers.filter((one) => one !== undefined),
    ...(file?.birthday === undefined ? {} : { born: file.birthday }),
  };
};
