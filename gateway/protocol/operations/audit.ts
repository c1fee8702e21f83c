// audit.list: who did and saw what.
import Type from "typebox";
import { call } from "../operation.ts";
import { date, id, instant, open, page, record, text } from "../values.ts";

export const auditOperations = {
  "audit.list": call(
    { says: "Who did and saw what, newest first.", who: "O" },
    {
      staff: Type.Optional(id),
      op: Type.Optional(text(60)),
      station: Type.Optional(id),
      account: Type.Optional(id),
      member: Type.Optional(id),
      /** business dates, both included */
      from: Type.Optional(date),
      to: Type.Optional(date),
      ...page,
    },
    open({
      records: Type.Array(
        open({
          entry: Type.String(),
          at: instant,
          op: Type.String(),
          station: Type.String(),
          role: Type.String(),
          staff: Type.Optional(Type.String()),
          member: Type.Optional(Type.String()),
          account: Type.Optional(Type.String()),
          facts: record,
        }),
      ),
      cursor: Type.Optional(Type.String()),
    }),
  ),
};
