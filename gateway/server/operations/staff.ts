// staff.*: employees sign in at a station by number and PIN; the office enters them.
import type { ParamsOf } from "../../protocol/operations.ts";
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import type { Employee } from "../duty.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import { sealNewPin, sealPinIfAny } from "../new-pin.ts";
import { type Tools, withoutKey } from "../tools.ts";

type Names =
  | "staff.signIn"
  | "staff.signInByCard"
  | "staff.signOut"
  | "staff.vouch"
  | "staff.first"
  | "staff.put"
  | "staff.list";

export const staffHandlers = ({ house, execute, seal }: Tools): Handlers<Names> => ({
  "staff.signIn": async (params, caller) => {
    const { staff, pin } = params;
    const sealed = { staff, pin: await seal.staffPin(staff, pin) };
    const signed = await execute("staff.signIn", sealed, { params, caller });
    if (signed.ok && isEmployee(signed.value["staff"]))
      caller.session?.duty.signIn(signed.value["staff"]);
    return signed;
  },
  "staff.signInByCard": async (params, caller) => {
    const card = digestOf(house, params.card);
    const staff = await holderOf(house, card);
    if (staff === undefined) return err(refusal("card.unknown"));
    const signed = await execute("staff.signInByCard", { staff, card }, { params, caller });
    if (signed.ok && isEmployee(signed.value["staff"]))
      caller.session?.duty.signIn(signed.value["staff"]);
    return signed;
  },
  "staff.signOut": (_params, caller) => {
    caller.session?.duty.signIn(undefined);
    return ok({ signedOut: true });
  },
  "staff.vouch": async (params, caller) => {
    const { right = "manager" } = params;
    const { staff, pin } = params.approval;
    const approval = { staff, pin: await seal.staffPin(staff, pin) };
    return execute("staff.vouch", { approval, right }, { params, caller });
  },
  "staff.first": async (params, caller) => {
    const known = await house.store.answered(params.key);
    if (known === undefined && (await hasManager(house)))
      return err(refusal("already_exists", { what: "manager" }));
    const { pin, ...rest } = withoutKey(params);
    const holder = { staff: params.staff };
    const kept = await sealNewPin(house, { pin, key: params.key, caller, holder });
    if (!kept.ok) return kept;
    const sealed = { ...rest, rights: firstRights, pin: kept.value };
    return execute("staff.first", sealed, { params, caller });
  },
  "staff.put": async (params, caller) => {
    const { pin, card, ...rest } = withoutKey(params);
    const { staff, member, key } = params;
    const shown = typeof card === "string" ? digestOf(house, card) : card;
    const cardOf = typeof shown === "string" ? await holderOf(house, shown) : undefined;
    if (cardOf !== undefined && cardOf !== staff) return err(refusal("card.in_use"));
    const holder = { staff, ...(member === undefined ? {} : { member }) };
    const chosen = await sealPinIfAny(house, { pin, key, caller, holder });
    if (!chosen.ok) return chosen;
    const kept = { ...chosen.value, ...(shown === undefined ? {} : { card: shown }) };
    const put = await execute("staff.put", { ...rest, ...kept }, { params, caller });
    if (put.ok) refreshSignedIn(house, params);
    return put;
  },
  "staff.list": async () => {
    const all = await house.store.list("staff");
    return ok({
      staff: all.map(({ id, entity: { name, rights, active, member } }) => ({
        staff: id,
        name,
        rights,
        active,
        ...(member === undefined ? {} : { member }),
      })),
    });
  },
});

/** Somebody must be able to enter the others, and to stand by where two are needed. */
const firstRights = ["cashier", "sales", "manager", "finance"];

const hasManager = async ({ store }: House): Promise<boolean> =>
  (await store.list("staff")).some(
    ({ entity: { active, rights } }) => active && rights.includes("manager"),
  );

/** Who is signed in works with the new rights from the next call on; who has left is signed out everywhere. */
const refreshSignedIn = (
  { sessions }: House,
  { staff, name, rights, active = true }: ParamsOf<"staff.put">,
): void => {
  for (const { duty } of sessions.all()) {
    if (duty.employee()?.id !== staff) continue;
    if (active) duty.refresh({ id: staff, name, rights });
    else duty.signIn(undefined);
  }
};

/** A staff card's token is kept as a digest: the books say who signed in, never with what. */
const digestOf = ({ pins }: House, token: string): string => pins.digest(`staff card ${token}`);

const holderOf = async ({ store }: House, card: string): Promise<string | undefined> => {
  const all = await store.list("staff");
  return all.find(({ entity }) => entity.card === card)?.id;
};

const isEmployee = (value: unknown): value is Employee =>
  typeof value === "object" && value !== null && "id" in value && "rights" in value;
