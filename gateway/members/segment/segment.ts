// segment.put: a question about members under a name. Who is in it is asked anew each time it is used.
import type { Match } from "../../programme/format.ts";
import { refusal } from "../../refusals.ts";
import { type Decider, accepted, refused } from "../contract.ts";
import { evolver, happened } from "../evolver.ts";
import type { Segment } from "../service-state.ts";
import { isSegmentFact } from "./facts.ts";

export interface PutSegmentParams {
  /** absent: a new one */
  readonly segment?: string;
  readonly name: string;
  readonly when: Match;
  /** true: no longer offered; campaigns that name it go on */
  readonly withdrawn?: boolean;
}

type SegmentPut = { type: "SegmentPut"; segment: string; file: Segment };

/** → `{segment}`; a fact nobody knows of a member is `not_found` */
export const putSegment: Decider<PutSegmentParams> = {
  roots: ({ segment }) => (segment === undefined ? [] : [{ kind: "segment", id: segment }]),
  decide: ({ segment, name, when, withdrawn = false }, view, context) => {
    if (segment !== undefined && view.get("segment", segment) === undefined)
      return refused(refusal("not_found", { segment }));
    const unknown = Object.keys(when).find((fact) => !isSegmentFact(fact));
    if (unknown !== undefined) return refused(refusal("not_found", { fact: unknown }));
    const id = segment ?? context.newId("seg");
    const file: Segment = { name, when, withdrawn };
    return accepted({
      events: [happened<SegmentPut>({ type: "SegmentPut", segment: id, file })],
      lines: [],
      result: { segment: id },
    });
  },
};

export const segmentEvolvers = {
  SegmentPut: evolver<SegmentPut>((draft, { segment, file }) =>
    draft.put("segment", segment, file),
  ),
};
