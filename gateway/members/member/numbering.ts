// numbering.put: the masks of member and card numbers. They are a choice of the first day: once a number
// has been given out its mask stays, so that no two numbers can ever be the same.
import { refusal } from "../../refusals.ts";
import { type Decider, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import {
  type Numbered,
  formatOf,
  isNumberFormat,
  nextSequence,
  numberOf,
  numberingId,
} from "./number.ts";

export interface NumberingParams {
  readonly member?: string;
  readonly card?: string;
}

type NumberingSet = { type: "NumberingSet"; memberFormat?: string; cardFormat?: string };

const rows = ["member", "card"] as const satisfies readonly Numbered[];

/** → `{member, card, next: {member, card}}`: the masks in force and the numbers that come next */
export const putNumbering: Decider<NumberingParams> = {
  roots: () => [{ kind: "setting", id: numberingId }],
  decide: (params, view, context) => {
    for (const what of rows) {
      const format = params[what];
      if (format === undefined || format === formatOf(view, what)) continue;
      if (!isNumberFormat(format))
        return refused(refusal("not_permitted", { why: "format", what }));
      if (nextSequence(view, what) > 1) {
        return refused(refusal("not_permitted", { why: "in_use", what }));
      }
    }
    const inForce = {
      member: params.member ?? formatOf(view, "member"),
      card: params.card ?? formatOf(view, "card"),
    };
    const next = (what: Numbered): string =>
      numberOf(inForce[what], {
        prefix: context.store.prefix,
        businessDate: context.moment.businessDate,
        sequence: nextSequence(view, what),
      });
    const set = { memberFormat: inForce.member, cardFormat: inForce.card };
    return accepted({
      events: [happened<NumberingSet>({ type: "NumberingSet", ...set })],
      lines: [],
      result: { ...inForce, next: { member: next("member"), card: next("card") } },
    });
  },
};

export const numberingEvolvers = {
  NumberingSet: evolver<NumberingSet>((draft, { type: _type, ...formats }) =>
    draft.put("setting", numberingId, { ...draft.get("setting", numberingId), ...formats }),
  ),
};
