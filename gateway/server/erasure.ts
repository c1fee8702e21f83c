// Everything that was ever sealed for a member, found in her entries: her file as it was and is, and notes about her.
// Each was sealed under a key of its own; erasing her shreds them all.
import type { Json } from "../json.ts";
import type { Store } from "../store/contract.ts";
import { isSealed } from "../store/vault.ts";

const pageEntries = 500;

/** The sealed texts of a member's journal, each once, and of her file where another store of the chain wrote it. */
export const sealedTextsOf = async (
  store: Pick<Store, "entries" | "view">,
  member: string,
): Promise<ReadonlySet<string>> => {
  const found = new Set<string>();
  const view = await store.view([{ kind: "member", id: member }]);
  const now = view.get("member", member)?.person.sealed ?? "";
  if (isSealed(now)) found.add(now);
  for (let beforeSeq = Number.MAX_SAFE_INTEGER; ;) {
    const entries = await store.entries({ member, beforeSeq, limit: pageEntries });
    for (const { body } of entries) {
      // Events are JSON by construction.
      for (const event of body.events) collect(event as Json, found);
    }
    const last = entries.at(-1);
    if (last === undefined || entries.length < pageEntries) return found;
    beforeSeq = last.body.seq;
  }
};

const collect = (value: Json | undefined, found: Set<string>): void => {
  if (typeof value === "string") {
    if (isSealed(value)) found.add(value);
  } else if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) collect(member, found);
  }
};
