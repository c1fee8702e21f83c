// A cashier types: the last four digits, the letters of a name, both; among 200,000 members. What is measured
// is what the till waits for: the question, the rows, masked. `--quick` takes a tenth of the members.
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { memberRow } from "../../gateway/members/member/view.ts";
import { membersNamed } from "../../gateway/server/member-search.ts";
import type { Store } from "../../gateway/store/contract.ts";
import { initialsOf } from "../../gateway/store/initials.ts";
import { openDatabase } from "../../gateway/store/sqlite/database.ts";
import { createStore } from "../../gateway/store/store.ts";
import { createVault, type Vault } from "../../gateway/store/vault.ts";
import { storeOptions, temporaryFolder } from "../support/test-store.ts";
import { type Bench, type Figure, limited, percentile, timed } from "./figures.ts";

const limitMs = 50;
const rowsShown = 8;
const rowsAtOnce = 5_000;
const surnames = Array.from("王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹");
const given = Array.from("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红娥玲芬");

interface Person {
  readonly name: string;
  readonly phone: string;
}

/** Always the same crowd: as many of a name as a town has. */
const personAt = (at: number): Person => {
  const pick = (list: readonly string[], by: number): string => list[by % list.length] ?? "";
  const name = pick(surnames, (at * 7) ^ (at >> 5)) + pick(given, at >> 3) + pick(given, at * 13);
  return { name, phone: `13${String((at * 7_919) % 1_000_000_000).padStart(9, "0")}` };
};

const fill = async (file: string, vault: Vault, members: number): Promise<void> => {
  const database = await openDatabase({ file });
  for (let from = 0; from < members; from += rowsAtOnce) {
    const keys: [string, string][] = [];
    const files: [string, string][] = [];
    for (let at = from; at < Math.min(members, from + rowsAtOnce); at += 1) {
      const { person, row } = vault.seal(personAt(at));
      keys.push([row.id, JSON.stringify(row.body)]);
      const member = { number: `N${at}`, person, class: "ordinary", accounts: [] };
      files.push([`m_${String(at).padStart(7, "0")}`, JSON.stringify(member)]);
    }
    await database.run(
      "INSERT INTO side (tab, id, body) SELECT 'member_key', value ->> 0, value ->> 1 FROM json_each(?)",
      JSON.stringify(keys),
    );
    await database.run(
      `INSERT INTO entity (kind, id, body, links)
       SELECT 'member', value ->> 0, value ->> 1, '[]' FROM json_each(?)`,
      JSON.stringify(files),
    );
  }
  await database.close();
};

const asked = (
  house: { readonly store: Store; readonly vault: Vault },
  text: string,
): Promise<number> =>
  timed(async () => {
    const ids = await membersNamed(house, text, rowsShown);
    const view = await house.store.view(ids.map((id) => ({ kind: "member", id })));
    const rows = ids.flatMap((id) => memberRow(view, id) ?? []);
    if (rows.length === 0) throw new Error(`nobody answers to ${text}`);
  });

const ways = {
  "last four digits": ({ phone }: Person) => phone.slice(-4),
  "pinyin initials": ({ name }: Person) => initialsOf(name),
  "initials and digits": ({ name, phone }: Person) => initialsOf(name) + phone.slice(-4),
} as const;

export const bench: Bench = {
  says: "a member found while she is typed, p95",
  run: async ({ quick }) => {
    using folder = temporaryFolder();
    const members = quick ? 20_000 : 200_000;
    const rounds = quick ? 50 : 400;
    const file = join(folder.path, "store.db");
    const store = await createStore(storeOptions(file));
    const vault = createVault({ masterKey: randomBytes(32), store });
    await fill(file, vault, members);
    const figures: Figure[] = [];
    for (const [way, typed] of Object.entries(ways)) {
      const taken: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const person = personAt((round * 104_729) % members);
        taken.push(await asked({ store, vault }, typed(person)));
      }
      figures.push(limited(`${way}, ${members} members`, percentile(taken, 0.95), limitMs));
    }
    await store.close();
    return figures;
  },
};
