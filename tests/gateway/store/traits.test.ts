// What books of before hold of a member's person in the open is moved beside her key, and is hers as it was.
import { join } from "node:path";
import { expect, test } from "vitest";
import { withoutTraits } from "../../../gateway/members/member/traits.ts";
import { migrations } from "../../../gateway/store/schema.ts";
import { openDatabase } from "../../../gateway/store/sqlite/database.ts";
import { createStore } from "../../../gateway/store/store.ts";
import { storeOptions, temporaryFolder } from "../../support/test-store.ts";

const before = 6;
const key = `k_${"0123456789abcdef".repeat(2)}`;
const traits = {
  birthday: { month: 11, day: 27, calendar: "solar" },
  sex: "female",
  attributes: { allergy: "花生", children: 2 },
};
const file = {
  number: "1",
  person: { sealed: `p1.${key}.c2VhbGVk`, maskedName: "张*", nameIndex: "n" },
  class: "ordinary",
  enrolledOn: "2024-01-10",
  consent: { rules: true, marketing: false, programmeVersion: 1, at: "2024-01-10T10:00:00+08:00" },
  accounts: [],
};

test("the migration moves them, and only where there are some", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "store.db");
  const older = await openDatabase({ file: path });
  await older.exec(`${migrations.slice(0, before).join("\n")} PRAGMA user_version = ${before};
    INSERT INTO property (name, value) VALUES ('store', 's_test'), ('epoch', '1');`);
  const insert = "INSERT INTO entity (kind, id, body, links) VALUES ('member', ?, ?, '[]')";
  await older.run(insert, "m_1", JSON.stringify({ ...file, ...traits }));
  await older.run(insert, "m_2", JSON.stringify({ ...file, person: { sealed: "" }, erased: true }));
  const wrapped = JSON.stringify({ wrapped: "d3JhcHBlZA" });
  await older.run("INSERT INTO side (tab, id, body) VALUES ('member_key', ?, ?)", key, wrapped);
  await older.close();

  const store = await createStore(storeOptions(path));
  const refs = ["m_1", "m_2"].map((id) => ({ kind: "member", id }) as const);
  const view = await store.view(refs);
  expect(view.get("member", "m_1")).toEqual({ ...file, ...traits });
  expect(view.get("member", "m_2")).toEqual({ ...file, person: { sealed: "" }, erased: true });
  expect(await store.sideRow("member_key", key)).toEqual({ wrapped: "d3JhcHBlZA", traits });
  expect(await store.sideRows("member_key")).toHaveLength(1);
  await store.close();
  const database = await openDatabase({ file: path, readOnly: true });
  const [row] = await database.all("SELECT body FROM entity WHERE id = 'm_1'");
  expect(JSON.parse(String(row?.["body"]))).toEqual(file);
  await database.close();
});

test("events of other kinds are kept as they happened", () => {
  const noted = { type: "MemberNoted", member: "m_1", note: "n_1", sealed: "…" };
  expect(withoutTraits(noted)).toBe(noted);
  const renamed = { type: "MemberChanged", member: "m_1", changes: { class: "special" } };
  expect(withoutTraits(renamed)).toBe(renamed);
  const enrolled = { type: "MemberEnrolled", member: "m_1", file: { number: "1", ...traits } };
  expect(withoutTraits(enrolled)).toEqual({ ...enrolled, file: { number: "1" } });
});
