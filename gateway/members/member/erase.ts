// member.erase: the person goes, the books stay. Her key is shredded by the server in the same commit;
// here her file, her pointers and her cards end. Refused while the store still owes her money.
import { refusal } from "../../refusals.ts";
import { isOver } from "../account/lots.ts";
import { payoutOf } from "../card/payout.ts";
import { type Context, type Decider, type View, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { must } from "../must.ts";
import type { Approval } from "../sealed.ts";
import { approvalRoots, approve } from "../staff/approval.ts";
import type { Account, Member } from "../state.ts";
import { personLookups, unpoint } from "./lookups.ts";

export interface EraseParams {
  readonly member: string;
  readonly reason?: string;
  /** a cashier needs a manager beside her */
  readonly approval?: Approval;
}

type MemberErased = { type: "MemberErased"; member: string; reason?: string };

const accountsOf = (view: View, member: Member): readonly { id: string; account: Account }[] =>
  member.accounts.flatMap((id) => {
    const account = view.get("account", id);
    return account === undefined ? [] : [{ id, account }];
  });

const isOwed = (context: Context, account: Account): boolean =>
  (account.receivable ?? 0) > 0 ||
  account.holds.some((hold) => !isOver(hold.expiresAt, context.moment)) ||
  account.lots.some((lot) => (lot.parts["principal"] ?? 0) > 0 || (lot.deferred ?? 0) > 0);

/** → `{member, erased: true}`; what is left of points and gifts is forfeited */
export const erase: Decider<EraseParams> = {
  roots: ({ member, approval }) => [{ kind: "member", id: member }, ...approvalRoots(approval)],
  decide: (params, view, context) => {
    const member = view.get("member", params.member);
    if (member === undefined) return refused(refusal("not_found", { member: params.member }));
    const result = { member: params.member, erased: true };
    if (member.erased === true) return accepted({ events: [], lines: [], result });
    const approved =
      context.actor.role === "cashier"
        ? approve(view, context, {
            approval: params.approval,
            rights: ["manager"],
            missing: "missing.approval",
          })
        : { events: [] };
    if (approved.refusal !== undefined) return refused(approved.refusal, approved.events);
    const accounts = accountsOf(view, member);
    if (accounts.some(({ account }) => isOwed(context, account))) {
      return refused(refusal("not_permitted", { why: "balance" }), approved.events);
    }
    const { reason } = params;
    const done = happened<MemberErased>({
      type: "MemberErased",
      member: params.member,
      ...(reason === undefined ? {} : { reason }),
    });
    return accepted({
      events: [...approved.events, done],
      lines: accounts.flatMap(({ id, account }) => payoutOf(context, id, account).lines),
      result,
      member: params.member,
    });
  },
};

/** A file without a person. */
export const nobody = { sealed: "", maskedName: "*", nameIndex: "" } as const;

export const eraseEvolvers = {
  MemberErased: evolver<MemberErased>((draft, { member: id }) => {
    const member = must(draft.get("member", id), `member ${id}`);
    for (const at of [...personLookups(member.person), ...(member.aliases ?? [])])
      unpoint(draft, at, id);
    const { number, enrolledOn, consent, accounts } = member;
    draft.put("member", id, {
      number,
      person: nobody,
      class: member.class,
      enrolledOn,
      consent,
      accounts,
      erased: true,
    });
    for (const account of accounts) {
      const cardId = draft.get("account", account)?.card;
      const card = cardId === undefined ? undefined : draft.get("card", cardId);
      if (cardId !== undefined && card !== undefined) {
        draft.put("card", cardId, { ...card, state: "closed" });
      }
    }
  }),
};
