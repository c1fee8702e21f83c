// Which rights a decision needs that its store does not have yet: units it takes beyond the store's leases, and what
// may be done once only. Pure.
import type { DomainEvent } from "../ledger/entry.ts";
import { movementOf } from "../members/account/apply-lines.ts";
import type { Accepted, View } from "../members/contract.ts";
import type { Lease } from "../members/state.ts";
import { chainExceptionPrefix } from "./shared.ts";

export interface Rights {
  readonly units: Lease["units"];
  readonly once: Lease["once"];
  /** it takes a deposit that was placed apart and has no place in the order yet: nobody knows what is behind it */
  readonly isUncertain: boolean;
}

/** Operations that take units because a rule or a person says so, not because a guest spends them. */
const ofTheHouse: ReadonlySet<string> = new Set(["day.close", "exception.resolve", "member.merge"]);

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const countOf = (value: unknown): number => (typeof value === "number" ? value : 0);

/**
 * Rights a decision needs beyond the leases its store has; none for what only brings in. `held`: single uses that
 * were granted to this very operation.
 */
export const rightsNeeded = (
  op: string,
  decision: Pick<Accepted, "events" | "lines">,
  { view, held = [] }: { readonly view: View; readonly held?: Lease["once"] },
): Rights => {
  const needed = new Map<string, { account: string; asset: string; amount: number }>();
  const need = (account: string, asset: string, amount: number): void => {
    const key = `${account} ${asset}`;
    const before = needed.get(key)?.amount ?? 0;
    needed.set(key, { account, asset, amount: before + amount });
  };
  for (const { account: name, amount } of decision.lines) {
    const movement = movementOf({ account: name, unit: "", amount });
    if (movement?.kind !== "lot" || movement.part === "pending") continue;
    const asset = name.split(":").slice(1, -3).join(":");
    const lot = view.get("account", movement.account)?.lots.find((one) => one.lot === movement.lot);
    if (lot?.debt !== true) need(movement.account, asset, amount);
  }
  const once: Lease["once"][number][] = [];
  let isUncertain = false;
  for (const event of decision.events) {
    const right = onceOf(event);
    const isHeld = held.some(({ kind, id }) => kind === right?.kind && id === right.id);
    if (right !== undefined && !isHeld) once.push(right);
    if (event.type === "LeaseUsed" || event.type === "HoldPlaced") {
      const sign = event.type === "LeaseUsed" ? -1 : 1;
      const [account, asset] = [textOf(event["account"]), textOf(event["asset"])];
      need(account, asset, sign * countOf(event["amount"]));
    }
    // What a hold of the member's own has set aside is free for this entry.
    const hold = /^Hold(Captured|Released|Expired)$/.test(event.type)
      ? heldAs(view, textOf(event["hold"]))
      : undefined;
    if (hold !== undefined) need(hold.account, hold.asset, -hold.amount);
    if (hold?.apart === true && event.type === "HoldCaptured") isUncertain = true;
  }
  const opened = new Set(
    decision.events.map((event) =>
      event.type === "AccountOpened" ? textOf(event["account"]) : "",
    ),
  );
  const units = [...needed.values()].filter(
    ({ account, amount }) => amount > 0 && !opened.has(account) && !ofTheHouse.has(op),
  );
  return { units, once, isUncertain };
};

/** What a hold sets aside in its account. */
const heldAs = (view: View, id: string) => {
  const account = view.get("hold", id)?.account;
  if (account === undefined) return undefined;
  const held = view.get("account", account)?.holds.find(({ hold }) => hold === id);
  return held === undefined ? undefined : { ...held, account };
};

const onceOf = (event: DomainEvent): Lease["once"][number] | undefined => {
  if (event.type === "VoucherUsed" || event.type === "VoucherVoided")
    return { kind: "coupon", id: textOf(event["coupon"]) };
  if (event.type === "BillReversed") return { kind: "bill", id: textOf(event["bill"]) };
  const exception = textOf(event["exception"]);
  if (event.type === "ExceptionResolved" && exception.startsWith(chainExceptionPrefix))
    return { kind: "exception", id: exception };
  if (event.type === "HoldCaptured") return { kind: "hold", id: textOf(event["hold"]) };
  return undefined;
};

export const needsNothing = ({ units, once, isUncertain }: Rights): boolean =>
  units.length === 0 && once.length === 0 && !isUncertain;
