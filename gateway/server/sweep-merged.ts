// What came in late at accounts whose files were merged (the return of an old bill) goes to the account they lead to.
import { isLeftBehind, sweepMerged } from "../members/member/merge.ts";
import type { Store } from "../store/contract.ts";

const pageSize = 1_000;
const actor = { station: "gateway", role: "gateway", rights: [] };

/** The file that ended in the survivor; looked for among all, as it is asked for seldom. */
const endedIn = async (store: Store, into: string): Promise<readonly string[]> => {
  const ended: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.list("member", after, pageSize);
    for (const { id, entity } of page) if (entity.mergedInto === into) ended.push(id);
    after = page.at(-1)?.id;
    if (page.length < pageSize) return ended;
  }
};

/** Survivors of a merge at whose ended accounts something is. */
const owedTo = async (store: Store): Promise<ReadonlySet<string>> => {
  const members = new Set<string>();
  for (let after: string | undefined; ;) {
    const page = await store.list("account", after, pageSize);
    for (const { entity } of page) if (isLeftBehind(entity)) members.add(entity.member);
    after = page.at(-1)?.id;
    if (page.length < pageSize) return members;
  }
};

/** One under a hold waits for the next day. Resolves with the number of entries written. */
export const sweepMergedAccounts = async (store: Store): Promise<number> => {
  let entries = 0;
  for (const into of await owedTo(store)) {
    const [member] = await endedIn(store, into);
    if (member === undefined) continue;
    const params = { member, into };
    const swept = await store.execute({ op: "member.merge", params, decider: sweepMerged, actor });
    if (swept.ok) entries += 1;
  }
  return entries;
};
