// A store that is lost: its box shut out of the chain, and what it kept for its guests given back to them.
import type { Steering } from "../../chain/steering.ts";
import { silentMs } from "../../head-office/fleet.ts";
import { freedMax, freeLeases } from "../../members/lease/lease.ts";
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import type { Store } from "../../store/contract.ts";
import { actorOf } from "../execute.ts";
import { type Answer, type Asked, nowOf, say } from "./office-call.ts";

const pageSize = 1_000;

/** How far the shutting out of a store has come; nothing where nobody ordered it. */
export const shutOutState = (
  steering: Pick<Steering, "get">,
  store: string,
): { readonly shutOut?: "ordered" | "done" } => {
  const ordered = steering.get("shutOut")?.stores.find((one) => one.store === store);
  if (ordered === undefined) return {};
  const isDone = steering
    .get("wasShutOut")
    ?.stores.some((one) => one.store === store && one.at === ordered.at);
  return { shutOut: isDone === true ? "done" : "ordered" };
};

/** Says it to whoever keeps the servers (`tallygate chain keep`): only she can take the files' worth away. */
export const shutOutStore = ({
  params: { store },
  ...asked
}: Asked<"chain.shutOutStore">): Answer<"chain.shutOutStore"> => {
  const { house, caller } = asked;
  const order = {
    store,
    at: nowOf(house),
    by: caller.employee()?.id ?? caller.station.station,
  };
  return say(asked, "shutOut", (known) => ({
    stores: [...(known?.stores ?? []).filter((one) => one.store !== store), order],
  }));
};

/** Frees them in entries of head office; only of a store that is silent, and only those that have run out. */
export const freeStoreLeases = async ({
  office,
  house,
  params: { store },
  caller,
}: Asked<"chain.freeLeases">): Answer<"chain.freeLeases"> => {
  const health = office.fleet.all().find(({ beat }) => beat.store === store);
  if (health !== undefined && Date.now() - health.heardMs <= silentMs)
    return err(refusal("not_permitted", { why: "live" }));
  const all = await openLeasesOf(house.store, store);
  let freed = 0;
  for (let at = 0; at < all.length; at += freedMax) {
    const answer = await house.store.execute({
      op: "lease.free",
      params: { store, leases: all.slice(at, at + freedMax) },
      decider: freeLeases,
      actor: actorOf(caller),
    });
    if (!answer.ok) return answer;
    freed += Number(answer.value.result["freed"]);
  }
  return ok({ freed, kept: all.length - freed });
};

const openLeasesOf = async (store: Pick<Store, "list">, of: string): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let after = ""; ;) {
    const page = await store.list("lease", after, pageSize);
    for (const { id, entity } of page)
      if (entity.state === "open" && entity.store === of) found.push(id);
    const end = page.at(-1);
    if (end === undefined || page.length < pageSize) return found;
    after = end.id;
  }
};
