// member.duplicates, member.merge: two files of one person. Who may be one is told by blind indexes alone; the second
// file's personal data is shredded in the commit that ends it.
import type { Ref } from "../../members/contract.ts";
import { memberRow } from "../../members/member/view.ts";
import { ok } from "../../result.ts";
import { sealedTextsOf } from "../erasure.ts";
import type { Handlers } from "../handler.ts";
import { type Tools, withoutKey } from "../tools.ts";

type Names = "member.duplicates" | "member.merge";

const pairsDefault = 50;
const pageSize = 1_000;
const ways = ["phone", "identity"] as const;

const memberRef = (id: string): Ref => ({ kind: "member", id });

/** Pointers that name more than one member, of one kind. */
async function* shared(
  { house }: Tools,
  way: (typeof ways)[number],
): AsyncGenerator<readonly string[], void, undefined> {
  const start = `${way}:`;
  for (let after = start; ;) {
    const page = await house.store.list("lookup", after, pageSize);
    for (const { id, entity } of page) {
      if (!id.startsWith(start)) return;
      if (entity.kind === "member" && entity.ids.length > 1) yield entity.ids;
    }
    after = page.at(-1)?.id ?? after;
    if (page.length < pageSize) return;
  }
}

export const mergeHandlers = (tools: Tools): Handlers<Names> => {
  const { house, execute, seal } = tools;
  return {
    "member.duplicates": async ({ limit = pairsDefault }) => {
      const seen = new Set<string>();
      const pairs = [];
      for (const way of ways)
        for await (const ids of shared(tools, way)) {
          if (pairs.length >= limit) break;
          const name = ids.toSorted().join(" ");
          if (seen.has(name)) continue;
          seen.add(name);
          const view = await house.store.view(ids.map(memberRef));
          const files = ids.filter((id) => view.get("member", id)?.mergedInto === undefined);
          const byName = Map.groupBy(files, (id) => view.get("member", id)?.person.nameIndex);
          const row = (id: string) => memberRow(view, id) ?? [];
          for (const same of byName.values())
            if (same.length > 1) pairs.push({ why: way, sure: true, members: same.flatMap(row) });
          const others = [...byName.values()].flatMap(([first]) => first ?? []);
          if (others.length > 1)
            pairs.push({ why: way, sure: false, members: others.flatMap(row) });
        }
      return ok({ pairs: pairs.toSorted((one, other) => Number(other.sure) - Number(one.sure)) });
    },
    "member.merge": async (params, caller) => {
      const { approval, ...rest } = withoutKey(params);
      const second = await seal.approval(approval);
      const sealed = await sealedTextsOf(house.store, params.member);
      const rows = [...sealed].map((text) => house.vault.shred(text));
      const approved = second === undefined ? {} : { approval: second };
      return execute("member.merge", { ...rest, ...approved }, { params, caller, rows });
    },
  };
};
