// Writing the audit log from the server, and reading it back out of the journal.
import type { Entry } from "../ledger/entry.ts";
import { type AuditEvent, auditEvolvers, recordAudit } from "../members/audit.ts";
import type { Caller } from "./caller.ts";
import { actorOf } from "./execute.ts";
import type { House } from "./house.ts";

/** Resolves once the record is durable; throws where it cannot be written, so that nothing happens unseen. */
export const writeAudit = async (
  { store }: Pick<House, "store">,
  facts: { readonly op: string; readonly caller: Caller; readonly event: AuditEvent },
): Promise<void> => {
  const written = await store.execute({
    op: facts.op,
    params: { event: facts.event },
    decider: recordAudit,
    actor: actorOf(facts.caller),
  });
  if (!written.ok) throw new Error(`audit record refused: ${written.error.code}`);
};

/** Operations that are on the audit log by themselves: somebody used a power over other people's money or data. */
const watchedOps: ReadonlySet<string> = new Set([
  "bill.reverse",
  "card.block",
  "card.unblock",
  "card.refund",
  "card.replace",
  "coupon.issue",
  "coupon.void",
  "exception.assign",
  "exception.resolve",
  "campaign.put",
  "campaign.run",
  "member.erase",
  "member.merge",
  "member.update",
  "points.adjust",
  "points.transfer",
  "ranking.award",
  "shift.cash",
  "shift.close",
  "staff.first",
  "staff.put",
  "voucher.hand",
  "voucher.takeBack",
]);

export const isAudited = ({ body }: Entry): boolean =>
  watchedOps.has(body.op) || body.events.some(({ type }) => Object.hasOwn(auditEvolvers, type));

/** A line of the log: who, where, when, what, about whom, and the reason given. */
export const auditRecord = ({ body }: Entry) => {
  const { type: _type, ...facts } = body.events.find(hasFacts) ?? { type: "" };
  return {
    entry: body.id,
    at: body.at,
    op: body.op,
    station: body.actor.station,
    role: body.actor.role,
    ...(body.actor.staff === undefined ? {} : { staff: body.actor.staff }),
    ...(body.member === undefined ? {} : { member: body.member }),
    ...(body.account === undefined ? {} : { account: body.account }),
    facts: plain(facts),
  };
};

const hasFacts = ({ type }: { readonly type: string }): boolean =>
  Object.hasOwn(auditEvolvers, type) || type !== "";

/** Only short plain values: nothing sealed, no PIN verifier, no whole file. */
const plain = (facts: object): object =>
  Object.fromEntries(
    Object.entries(facts).filter(
      ([, value]) => typeof value !== "object" && String(value).length <= 200,
    ),
  );
