// pool.join, pool.leave: an account that several members use. The owner stays the owner.
import { type Refusal, refusal } from "../../refusals.ts";
import { accountRoots, usableHolder } from "../account/access.ts";
import { accepted, type Context, type Decider, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import { must } from "../must.ts";
import type { Account } from "../state.ts";

export interface PoolParams {
  readonly account: string;
  readonly member: string;
}

type PoolChanged = { type: "PoolJoined" | "PoolLeft"; account: string; member: string };

const roots = (params: PoolParams) => [
  ...accountRoots(params.account),
  { kind: "member" as const, id: params.member },
];

/** Owner and members of a shared account at most; 0 where the programme shares none. */
const poolSize = ({ programme }: Context): number =>
  Math.max(0, ...programme.file.assets.map(({ transfer }) => transfer?.poolSize ?? 0));

const joinRefusal = (
  params: PoolParams,
  account: Account,
  context: Context,
): Refusal | undefined => {
  const size = poolSize(context);
  const members = [account.member, ...(account.pooled ?? [])];
  if (size === 0) return refusal("not_permitted", { why: "no pools" });
  if (members.includes(params.member)) return refusal("already_exists", { member: params.member });
  return members.length >= size ? refusal("limit.reached", { limit: size }) : undefined;
};

export const joinPool: Decider<PoolParams> = {
  roots,
  decide: (params, view, context) => {
    const holder = usableHolder(view, params.account);
    if (!holder.ok) return refused(holder.error);
    const member = view.get("member", params.member);
    if (member === undefined || member.erased === true) {
      return refused(refusal("not_found", { member: params.member }));
    }
    const { account } = holder.value;
    const no = joinRefusal(params, account, context);
    if (no !== undefined) return refused(no);
    return accepted({
      events: [happened<PoolChanged>({ type: "PoolJoined", ...params })],
      lines: [],
      member: account.member,
      account: params.account,
      result: {
        account: params.account,
        members: [account.member, ...(account.pooled ?? []), params.member],
      },
    });
  },
};

export const leavePool: Decider<PoolParams> = {
  roots,
  decide: (params, view) => {
    const account = view.get("account", params.account);
    if (account?.pooled?.includes(params.member) !== true) {
      return refused(refusal("not_found", { member: params.member }));
    }
    const others = account.pooled.filter((member) => member !== params.member);
    return accepted({
      events: [happened<PoolChanged>({ type: "PoolLeft", ...params })],
      lines: [],
      member: account.member,
      account: params.account,
      result: { account: params.account, members: [account.member, ...others] },
    });
  },
};

const changed = evolver<PoolChanged>((draft, { type, account: id, member: memberId }) => {
  const account = must(draft.get("account", id), `account ${id}`);
  const member = must(draft.get("member", memberId), `member ${memberId}`);
  const others = (account.pooled ?? []).filter((pooled) => pooled !== memberId);
  const accounts = member.accounts.filter((own) => own !== id);
  const joins = type === "PoolJoined";
  draft.put("account", id, { ...account, pooled: joins ? [...others, memberId] : others });
  draft.put("member", memberId, { ...member, accounts: joins ? [...accounts, id] : accounts });
});

export const poolEvolvers = { PoolJoined: changed, PoolLeft: changed };
