// Members whom an entry took the name of: every store shreds what it had sealed for them itself. Pure.
import type { EntryBody } from "../ledger/entry.ts";

export const takenOut = ({ events }: Pick<EntryBody, "events">): readonly string[] =>
  events.flatMap(({ type, member }) =>
    (type === "MemberErased" || type === "MembersMerged") && typeof member === "string"
      ? [member]
      : [],
  );
