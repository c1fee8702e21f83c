// staff.*: employees sign in at a station by number and PIN; the office enters them.
import { ok } from "../../result.ts";
import type { Handlers } from "../handler.ts";
import type { Employee } from "../session.ts";
import { type Tools, withoutKey } from "../tools.ts";

type Names = "staff.signIn" | "staff.signOut" | "staff.put" | "staff.list";

export const staffHandlers = ({ house, execute, seal }: Tools): Handlers<Names> => ({
  "staff.signIn": async (params, caller) => {
    const { staff, pin } = params;
    const sealed = { staff, pin: await seal.staffPin(staff, pin) };
    const signed = await execute("staff.signIn", sealed, { params, caller });
    if (signed.ok && isEmployee(signed.value["staff"]))
      caller.session?.signIn(signed.value["staff"]);
    return signed;
  },
  "staff.signOut": (_params, caller) => {
    caller.session?.signIn(undefined);
    return ok({ signedOut: true });
  },
  "staff.put": async (params, caller) => {
    const { pin, ...rest } = withoutKey(params);
    const kept = pin === undefined ? {} : { pin: await house.pins.fresh(pin) };
    return execute("staff.put", { ...rest, ...kept }, { params, caller });
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

const isEmployee = (value: unknown): value is Employee =>
  typeof value === "object" && value !== null && "id" in value && "rights" in value;
