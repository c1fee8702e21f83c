// programme.publish as far as the books know of it: which version, from which day, and who stood by.
import { accepted, type Decider, refused } from "../contract.ts";
import { happened } from "../evolver.ts";
import type { Approval } from "../sealed.ts";
import { approvalRoots, approve } from "../staff/approval.ts";

export interface PublishParams {
  /** id of the programme; checked, with its cases run, by the caller */
  readonly programme: string;
  readonly version: number;
  /** first business date in force */
  readonly from: string;
  /** how many cases passed */
  readonly cases: number;
  /** an office needs a second manager */
  readonly approval?: Approval;
}

export type ProgrammePublished = {
  type: "ProgrammePublished";
  programme: string;
  version: number;
  from: string;
  cases: number;
  approvedBy?: string;
};

/** → `{programme: {id, version}, from}` */
export const publish: Decider<PublishParams> = {
  roots: ({ approval }) => approvalRoots(approval),
  decide: ({ approval, ...publication }, view, context) => {
    const { programme: id, version, from } = publication;
    const published = happened<ProgrammePublished>({
      type: "ProgrammePublished",
      ...publication,
      ...(approval === undefined ? {} : { approvedBy: approval.staff }),
    });
    const result = { programme: { id, version }, from };
    if (context.actor.role !== "office" && approval === undefined)
      return accepted({ events: [published], lines: [], result });
    const ask = { approval, rights: ["manager"], missing: "missing.approval" } as const;
    const { refusal: no, events } = approve(view, context, ask);
    return no === undefined
      ? accepted({ events: [...events, published], lines: [], result })
      : refused(no, events);
  },
};
