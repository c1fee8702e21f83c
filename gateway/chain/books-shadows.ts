// Which entities are kept apart, confirmed from shown, because own entries that nobody has ordered yet touched them.
// The tills add to them between two folds, so they are asked for anew each time.
import type { EntityKind } from "../members/state.ts";
import type { ExclusiveBooks } from "../store/contract.ts";
import { integer, text } from "./books-desk.ts";
import { addressOf, type Change, type Shadow } from "./replica.ts";

const columns = "chain_shadow.kind, chain_shadow.id, chain_shadow.up_to";

const named = /* sql */ `
SELECT ${columns} FROM json_each(?1) AS wanted JOIN chain_shadow
  ON chain_shadow.kind = wanted.value ->> 0 AND chain_shadow.id = wanted.value ->> 1`;

const namedAndDue = /* sql */ `${named}
UNION SELECT ${columns} FROM chain_shadow WHERE up_to <= ?2`;

export interface Shadows {
  readonly known: ReadonlyMap<string, Shadow & Pick<Change, "kind" | "id">>;
  /** Those at these addresses, and all that no entry behind `folded` has touched. */
  readDue(folded: number, addresses: Iterable<string>): Promise<void>;
  /** Those at the addresses nobody has asked about; false where that made no difference. */
  readMore(at: readonly Pick<Change, "kind" | "id">[]): Promise<boolean>;
}

export const openShadows = (books: ExclusiveBooks): Shadows => {
  const known = new Map<string, Shadow & Pick<Change, "kind" | "id">>();
  const asked = new Set<string>();

  const read = async (
    sql: string,
    addresses: Iterable<string>,
    ...params: readonly number[]
  ): Promise<number> => {
    const pairs: (readonly [string, string])[] = [];
    for (const address of addresses) {
      asked.add(address);
      const at = address.indexOf(" ");
      pairs.push([address.slice(0, at), address.slice(at + 1)]);
    }
    const rows = await books.all(sql, JSON.stringify(pairs), ...params);
    for (const row of rows) {
      const [kind, id] = [text(row["kind"]) as EntityKind, text(row["id"])];
      known.set(addressOf(kind, id), { kind, id, upTo: integer(row["up_to"]) });
    }
    return rows.length;
  };
  return {
    known,
    readDue: async (folded, addresses) => {
      await read(namedAndDue, addresses, folded);
    },
    readMore: async (at) => {
      const addresses = at.map(({ kind, id }) => addressOf(kind, id));
      const unasked = addresses.filter((address) => !asked.has(address) && !known.has(address));
      return unasked.length > 0 && (await read(named, unasked)) > 0;
    },
  };
};
