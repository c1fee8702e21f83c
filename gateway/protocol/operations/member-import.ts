// member.import: people who are members already, from another system's list. A row is checked by itself, so that
// one that is
// wrong keeps no other out.
import Type, { type Static } from "typebox";
import { change } from "../operation.ts";
import { closed, date, id, identity, oneOf, open, record, text } from "../values.ts";

/** Rows of one call; a list of any length is sent in calls one after the other. */
const importRowsMax = 200;

export const importedMember = closed({
  /** number of the row in the file, from 1; with `import` it is the row's own key for ever */
  row: Type.Integer({ minimum: 1 }),
  name: text(80),
  phone: Type.Optional(text(30)),
  sex: Type.Optional(oneOf(["female", "male"])),
  birthday: Type.Optional(closed({ date, calendar: oneOf(["solar", "lunar"]) })),
  identity: Type.Optional(identity),
  referrer: Type.Optional(id),
  attributes: Type.Optional(record),
  /** agreed to be written to; that the rules were agreed to is what the importer says of the whole list */
  marketing: Type.Optional(Type.Boolean()),
});
export type ImportedMember = Static<typeof importedMember>;

/** Only its number is sure: what else is wrong is said of the row alone. */
const numbered = Type.Unsafe<{ readonly row: number; readonly [field: string]: unknown }>(
  Type.Object({ row: Type.Integer({ minimum: 1 }) }),
);

export const memberImportOperations = {
  "member.import": change(
    {
      says:
        "Enters members out of a list, row by row: each is enrolled, known already or refused. Sent again " +
        "after a break, nobody is entered twice: `import` names the list for ever.",
      who: "O",
      rights: ["manager"],
    },
    {
      import: Type.String({ minLength: 1, maxLength: 40, pattern: "^[\\x21-\\x7e]+$" }),
      rows: Type.Array(numbered, {
        minItems: 1,
        maxItems: importRowsMax,
      }),
    },
    {
      rows: Type.Array(
        open({
          row: Type.Integer(),
          state: oneOf(["enrolled", "known", "refused"]),
          member: Type.Optional(Type.String()),
          number: Type.Optional(Type.String()),
          /** why it was refused; `bad_row` = its shape, `at` says where */
          code: Type.Optional(Type.String()),
          at: Type.Optional(Type.String()),
        }),
      ),
    },
  ),
};
