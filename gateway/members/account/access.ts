// Finds the account an operation names and refuses it while its card is lost, blocked or closed.
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { accountRefusal } from "../card/recognise.ts";
import type { Ref, View } from "../contract.ts";
import { must } from "../must.ts";
import type { Holder } from "./facts.ts";

export const accountRoots = (account: string): readonly Ref[] => [{ kind: "account", id: account }];

/** The account with its card and member, whatever state they are in. */
export const holderOf = (view: View, account: string): Result<Holder, Refusal> => {
  const found = view.get("account", account);
  if (found === undefined) return err(refusal("not_found", { account }));
  return ok({
    account: found,
    card: must(view.get("card", found.card), `card ${found.card}`),
    member: must(view.get("member", found.member), `member ${found.member}`),
  });
};

/** As `holderOf`, for whatever changes value by account id. */
export const usableHolder = (view: View, account: string): Result<Holder, Refusal> => {
  const holder = holderOf(view, account);
  if (!holder.ok) return holder;
  const refused = accountRefusal(view, holder.value.account);
  return refused === undefined ? holder : err(refused);
};
