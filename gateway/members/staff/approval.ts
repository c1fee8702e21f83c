// The second person: another employee with the right and the right PIN. One person is never two.
import type { DomainEvent } from "../../ledger/entry.ts";
import { type Refusal, type RefusalCode, refusal } from "../../refusals.ts";
import { accepted, type Context, type Decider, type Ref, refused, type View } from "../contract.ts";
import type { Approval } from "../sealed.ts";
import { checkStaffPin } from "./staff.ts";

export interface Approved {
  /** undefined: approved */
  readonly refusal?: Refusal;
  /** counted PIN tries, to be recorded either way */
  readonly events: readonly DomainEvent[];
}

export const approvalRoots = (approval: Approval | undefined): readonly Ref[] =>
  approval === undefined ? [] : [{ kind: "staff", id: approval.staff }];

/** `missing` is the code for every way of not being approved. */
export const approve = (
  view: View,
  context: Context,
  ask: {
    readonly approval: Approval | undefined;
    /** one of these */
    readonly rights: readonly string[];
    readonly missing: Extract<RefusalCode, "missing.approval" | "missing.finance_approval">;
  },
): Approved => {
  const { approval, rights, missing } = ask;
  if (approval === undefined) return { refusal: refusal(missing), events: [] };
  if (approval.staff === context.actor.staff) {
    return { refusal: refusal(missing, { why: "same_person" }), events: [] };
  }
  const staff = view.get("staff", approval.staff);
  const { why, events } = checkStaffPin(approval.staff, staff, approval.pin);
  if (why !== undefined) return { refusal: refusal(missing, { why }), events };
  if (!rights.some((right) => staff?.rights.includes(right) === true)) {
    return { refusal: refusal(missing, { why: "right", rights }), events };
  }
  return { events };
};

export interface VouchParams {
  readonly approval: Approval;
  /** the right that will be asked for */
  readonly right: string;
}

/**
 * staff.vouch: tells at once whether the second person may approve, where the act itself comes later. Approves nothing:
 * the act asks again. → `{staff, name}`; `missing.approval` says why not, and a wrong PIN is counted.
 */
export const vouch: Decider<VouchParams> = {
  roots: ({ approval }) => approvalRoots(approval),
  decide: ({ approval, right }, view, context) => {
    const rights = [right];
    const asked = approve(view, context, { approval, rights, missing: "missing.approval" });
    if (asked.refusal !== undefined) return refused(asked.refusal, asked.events);
    const { staff } = approval;
    const name = view.get("staff", staff)?.name ?? "";
    return accepted({ events: asked.events, lines: [], result: { staff, name } });
  },
};
