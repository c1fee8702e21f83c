// member.import: each row under a key of its own, so that a list sent again goes on where it broke off. Personal data
// is sealed on its way in, as one member's is; whoever is here already by phone and name is not entered twice.
import type { JsonObject } from "../../json.ts";
import { filesInForce, foundMembers, searchRoots } from "../../members/member/view.ts";
import { importedMember, type ImportedMember } from "../../protocol/operations/member-import.ts";
import { ok } from "../../result.ts";
import type { PersonalData } from "../../store/vault.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import { shapeOf } from "../schemas.ts";
import type { Tools } from "../tools.ts";

interface RowAnswer {
  readonly row: number;
  readonly state: "enrolled" | "known" | "refused";
  readonly member?: string;
  readonly number?: string;
  readonly code?: string;
  readonly at?: string;
}

const shape = shapeOf(importedMember);

export const memberImportHandlers = (tools: Tools): Handlers<"member.import"> => ({
  "member.import": async ({ import: list, rows }, caller) =>
    ok({ rows: await Promise.all(rows.map((row) => take(tools, { list, row, caller }))) }),
});

const take = async (
  tools: Tools,
  given: { readonly list: string; readonly row: { readonly row: number }; readonly caller: Caller },
): Promise<RowAnswer> => {
  const { list, row, caller } = given;
  if (!shape.fits(row))
    return { row: row.row, state: "refused", code: "bad_row", at: shape.misfit(row).at };
  // its shape has just been checked
  const file = row as ImportedMember;
  const key = `member.import ${list} ${file.row}`;
  const before = await tools.house.store.answered(key);
  if (before !== undefined) return enrolled(file.row, before.result);
  const known = await knownMember(tools, file);
  if (known !== undefined) return { row: file.row, state: "known", ...known };
  const done = await enrol(tools, file, { key, caller });
  if (done.ok) return enrolled(file.row, done.value);
  return { row: file.row, state: "refused", code: done.error.code };
};

const enrolled = (row: number, result: Readonly<Record<string, unknown>>): RowAnswer => ({
  row,
  state: "enrolled",
  member: String(result["member"]),
  number: String(result["number"]),
});

/** The same name under the same phone number. */
const knownMember = async (
  { house }: Tools,
  { phone, name }: ImportedMember,
): Promise<{ readonly member: string; readonly number: string } | undefined> => {
  if (phone === undefined) return undefined;
  const by = {
    phoneIndex: house.vault.index("phone", phone),
    nameIndex: house.vault.index("name", name),
  };
  const [member] = foundMembers(await house.store.view(searchRoots(by)), by);
  if (member === undefined) return undefined;
  const view = await house.store.view([{ kind: "member", id: member }]);
  const [file = member] = filesInForce(view, [member]);
  return { member: file, number: view.get("member", file)?.number ?? "" };
};

const enrol = (
  { house, execute }: Tools,
  file: ImportedMember,
  { key, caller }: { readonly key: string; readonly caller: Caller },
) => {
  const { row: _row, name, phone, identity, marketing = false, attributes, ...rest } = file;
  const { person, row } = house.vault.seal({
    name,
    ...(phone === undefined ? {} : { phone }),
    ...(identity === undefined ? {} : { identity }),
  } satisfies PersonalData);
  const sealed = {
    ...rest,
    person,
    consent: { rules: true, marketing },
    ...(attributes === undefined ? {} : { attributes: attributes as JsonObject }),
  };
  return execute("member.enrol", sealed, { params: { ...file, key }, caller, rows: [row] });
};
