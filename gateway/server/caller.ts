// Who calls: a station, over a socket or a single request, with or without an employee.
import { type Refusal, refusal } from "../refusals.ts";
import type { Operation, Role } from "../protocol/operation.ts";
import type { Employee } from "./duty.ts";
import type { Session } from "./session.ts";

export interface Caller {
  readonly station: { readonly station: string; readonly role: Role };
  /** from this machine */
  readonly local: boolean;
  readonly employee: () => Employee | undefined;
  /** absent for `POST /rpc` */
  readonly session?: Session;
}

const needsEmployee: ReadonlySet<Role> = new Set(["cashier", "office", "integration", "test"]);

/** May this caller call this operation at all? Says nothing of what it is called with. */
export const mayCall = (operation: Operation, caller: Caller): Refusal | undefined => {
  const { role } = caller.station;
  if (!operation.roles.includes(role)) return refusal("not_permitted", { need: "role" });
  if (operation.simulation && !caller.local) return refusal("not_permitted", { need: "loopback" });
  if (!operation.staff || !needsEmployee.has(role)) return undefined;
  const employee = caller.employee();
  if (employee === undefined) return refusal("not_permitted", { need: "staff" });
  const hasRight =
    operation.rights.length === 0 ||
    operation.rights.some((right) => employee.rights.includes(right));
  return hasRight ? undefined : refusal("not_permitted", { need: "right" });
};
