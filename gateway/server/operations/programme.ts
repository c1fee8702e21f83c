// programme.get/check/publish: what is in force, what is to come, and how it gets there.
import type { JsonObject } from "../../json.ts";
import type { PublishParams } from "../../members/programme/publish.ts";
import { checkProgramme } from "../../programme/check.ts";
import { type Programme, parseProgramme } from "../../programme/programme.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { createCaseGate } from "../case-gate.ts";
import type { Handlers } from "../handler.ts";
import { type ProgrammeBook, type Publication, shippedCases } from "../programme-book.ts";
import type { Tools } from "../tools.ts";

type Names = "programme.get" | "programme.check" | "programme.publish";

export const programmeHandlers = (
  { house, execute, seal }: Tools,
  gate = createCaseGate(),
): Handlers<Names> => {
  const { programmes } = house;
  let isPublishing = false;
  const publishable = async (
    file: JsonObject,
    ask: { readonly cases?: readonly JsonObject[]; readonly effectiveFrom?: string },
  ): Promise<Result<Publication, Refusal>> => {
    const parsed = parseProgramme(file);
    if (!parsed.ok) return err(refusal("programme.invalid", { findings: briefly(parsed.error) }));
    const programme = parsed.value;
    const today = house.momentAt(house.clock.nowMs()).businessDate;
    const from = ask.effectiveFrom ?? later(programme.file.effective.from, today);
    const no = refused(programme, programmes, { from, today });
    if (no !== undefined) return err(no);
    const cases = ask.cases ?? keptCases(programmes, programme.id);
    const failures = await gate.failures(file, cases);
    if (failures === undefined) return err(refusal("too_many", { what: "cases" }));
    if (failures.length > 0) return err(refusal("programme.case_failed", { failures }));
    return ok({ programme, from, cases });
  };
  return {
    "programme.get": ({ version }) => {
      const current = programmes.current();
      const programme = version === undefined ? current : programmes.at(version);
      if (programme === undefined) return err(refusal("not_found", { what: "programme" }));
      const { id, file } = programme;
      const scheduled = programmes
        .scheduled()
        .map(({ programme: next, from }) => ({ id: next.id, version: next.version, from }));
      return ok({ id, version: programme.version, file, scheduled });
    },
    "programme.check": ({ file }) => {
      const findings = checkProgramme(file);
      return ok({ ok: findings.every(({ level }) => level !== "error"), findings });
    },
    "programme.publish": async (params, caller) => {
      const { file, cases, effectiveFrom, approval } = params;
      const second = await seal.approval(approval);
      const approved = second === undefined ? {} : { approval: second };
      // asked before: the answer stands, whatever has come into force since
      if ((await house.store.answered(params.key)) !== undefined)
        return execute("programme.publish", { ...nothing, ...approved }, { params, caller });
      if (isPublishing) return err(refusal("too_many", { what: "publications" }));
      isPublishing = true;
      try {
        const found = await publishable(file as JsonObject, {
          ...(cases === undefined ? {} : { cases: cases as readonly JsonObject[] }),
          ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
        });
        if (!found.ok) return found;
        const publication = found.value;
        const { programme, from } = publication;
        const sealed: PublishParams = {
          programme: programme.id,
          version: programme.version,
          from,
          cases: publication.cases.length,
          ...approved,
        };
        const rows = [programmes.rowOf(publication)];
        const done = await execute("programme.publish", sealed, { params, caller, rows });
        if (done.ok) programmes.take(publication);
        return done;
      } finally {
        isPublishing = false;
      }
    },
  };
};

/** Never decided upon: the call is answered from its key. */
const nothing: PublishParams = { programme: "", version: 0, from: "", cases: 0 };

const later = (one: string, other: string): string => (one > other ? one : other);

/** Cases left out are those of the last publication, or those a shipped programme travels with. */
const keptCases = (programmes: ProgrammeBook, id: string): readonly JsonObject[] => {
  const kept = programmes.published(id)?.cases ?? [];
  return kept.length > 0 ? kept : shippedCases(id);
};

/** Versions go up, also from one programme to another, and none applies to days that are over. */
const refused = (
  { version, file: { effective } }: Programme,
  programmes: ProgrammeBook,
  { from, today }: { readonly from: string; readonly today: string },
): Refusal | undefined => {
  const invalid = (facts: JsonObject): Refusal => refusal("programme.invalid", facts);
  const newest = programmes.newest();
  if (version <= newest) return invalid({ why: "version", version: newest });
  if (from < today) return invalid({ why: "backwards", today });
  if (from < effective.from) return invalid({ why: "not_yet", from: effective.from, today });
  if (effective.to !== undefined && effective.to < from)
    return invalid({ why: "over", to: effective.to, today });
  return undefined;
};

const briefly = (findings: readonly { code: string; at: string; message: string }[]) =>
  findings.slice(0, 20).map(({ code, at, message }) => ({ code, at, message }));
