// exception.*: what needs a person – conflicts between stores, losses, fraud signals – and how it ended.
import Type from "typebox";
import { call, change } from "../operation.ts";
import { balance, closed, date, id, instant, oneOf, open, page, record, text } from "../values.ts";

const exceptionView = open({
  exception: Type.String(),
  kind: Type.String(),
  state: oneOf(["open", "resolved"]),
  at: instant,
  on: date,
  ageDays: Type.Integer(),
  owner: Type.String(),
  /** ids, amounts and instants that show it */
  evidence: record,
  /** what `exception.resolve` takes, and what each does: `none`, `give`, `forgive`, `charge` */
  outcomes: Type.Array(
    closed({ outcome: Type.String(), effect: oneOf(["none", "give", "forgive", "charge"]) }),
  ),
  account: Type.Optional(Type.String()),
  member: Type.Optional(open({ name: Type.String() })),
  asset: Type.Optional(Type.String()),
  amount: Type.Optional(balance),
  staff: Type.Optional(Type.String()),
  station: Type.Optional(Type.String()),
  outcome: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
  resolvedBy: Type.Optional(Type.String()),
  resolvedAt: Type.Optional(instant),
});

export const exceptionOperations = {
  "exception.list": call(
    {
      says: "What needs a person, oldest first: conflicts, losses, fraud signals, with evidence.",
      who: "O",
    },
    {
      state: Type.Optional(oneOf(["open", "resolved"])),
      /** a kind, or the beginning of some: `fraud.` */
      kind: Type.Optional(text(60)),
      owner: Type.Optional(id),
      staff: Type.Optional(id),
      ...page,
    },
    open({ exceptions: Type.Array(exceptionView), cursor: Type.Optional(Type.String()) }),
  ),
  "exception.assign": change(
    { says: "Gives an open exception to an employee.", who: "O" },
    { exception: id, owner: id },
    { exception: Type.String(), owner: Type.String() },
  ),
  "exception.resolve": change(
    {
      says:
        "Ends an exception by one of its outcomes, as an entry that moves what the outcome says; " +
        "never by the employee it is about.",
      who: "O",
      rights: ["manager", "finance"],
    },
    { exception: id, outcome: text(60), note: Type.Optional(text(1_000)) },
    {
      exception: Type.String(),
      state: Type.String(),
      outcome: Type.String(),
      moved: balance,
    },
  ),
};
