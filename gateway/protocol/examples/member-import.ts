// Example of member.import: one row is entered, one is wrong.
import { type Examples, any } from "./example.ts";
import { member } from "./scenes.ts";

export const memberImportExamples: Examples = {
  "member.import": {
    given: member,
    as: "office",
    params: {
      import: "list-2024-03",
      rows: [
        { row: 1, name: "张伟", phone: "13987654321", sex: "male", marketing: true },
        { row: 2, name: "" },
      ],
      key: "import-1",
    },
    result: {
      rows: [
        { row: 1, state: "enrolled", member: any, number: any },
        { row: 2, state: "refused", code: "bad_row", at: "/name" },
      ],
    },
  },
};
