// programme.check/publish, audit.list, backup.create, diagnostics.bundle: running the store from the office.
import { checkProgramme } from "../../programme/check.ts";
import { type Programme, parseProgramme } from "../../programme/programme.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import type { Entry } from "../../ledger/entry.ts";
import type { JsonObject } from "../../json.ts";
import { auditRecord, isAudited, writeAudit } from "../audit.ts";
import { createCaseGate } from "../case-gate.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import type { Tools } from "../tools.ts";

type Names =
  | "programme.check"
  | "programme.publish"
  | "audit.list"
  | "backup.create"
  | "diagnostics.bundle";

const pageDefault = 50;
/** Journal entries read at a time while looking for audited ones, and at most for one page. */
const scanStep = 500;
const scanMax = 20_000;

export const officeHandlers = ({ house }: Tools, gate = createCaseGate()): Handlers<Names> => ({
  "programme.check": ({ file }) => {
    const findings = checkProgramme(file);
    return ok({ ok: findings.every(({ level }) => level !== "error"), findings });
  },
  "programme.publish": async ({ file, cases = [], effectiveFrom }, caller) => {
    const parsed = parseProgramme(file);
    if (!parsed.ok) return err(refusal("programme.invalid", { findings: briefly(parsed.error) }));
    const programme = parsed.value;
    const { id, version } = house.programmes.current();
    if (programme.id === id && programme.version <= version)
      return err(refusal("programme.invalid", { why: "version", version }));
    const day = dayRefusal(
      programme,
      house.momentAt(house.clock.nowMs()).businessDate,
      effectiveFrom,
    );
    if (day !== undefined) return err(day);
    const failures = await gate.failures(file as JsonObject, cases as readonly JsonObject[]);
    if (failures === undefined) return err(refusal("too_many", { what: "cases" }));
    if (failures.length > 0) return err(refusal("programme.case_failed", { failures }));
    await house.publish(programme);
    const facts = { programme: programme.id, version: programme.version, cases: cases.length };
    const event = { type: "ProgrammePublished", ...facts } as const;
    await writeAudit(house, { op: "programme.publish", caller, event });
    return ok({ programme: { id: programme.id, version: programme.version } });
  },
  "audit.list": async ({ staff, op, cursor, limit = pageDefault }) => {
    const wanted = ({ body }: Entry): boolean =>
      (staff === undefined || body.actor.staff === staff) && (op === undefined || body.op === op);
    const { found, before } = await scan(house, {
      wanted,
      limit,
      before: cursor === undefined ? undefined : Number(cursor),
    });
    return ok({
      records: found.map(auditRecord),
      ...(before === undefined ? {} : { cursor: String(before) }),
    });
  },
  "backup.create": async () => {
    const { file: _file, ...made } = await house.backUp();
    return ok({ backup: made.madeAt, ...made });
  },
  "diagnostics.bundle": () => {
    const { rss, heapUsed } = process.memoryUsage();
    return ok({
      bundle: {
        build: house.build,
        node: process.version,
        store: house.storeId,
        at: house.momentAt(house.clock.nowMs()).at,
        uptimeS: Math.round(process.uptime()),
        memory: { rss, heapUsed },
        programme: {
          id: house.programmes.current().id,
          version: house.programmes.current().version,
        },
        headOffice: house.headOffice(),
        devices: house.hub.list(),
        jobs: house.queue.list({ limit: pageDefault }),
        sessions: house.sessions.all().map((session) => ({
          station: session.station.station,
          role: session.station.role,
          connected: session.isConnected(),
        })),
      },
    });
  },
});

/**
 * A programme is published into force on the day it is published: never for days that are over, and not
 * before its own first or after its own last day.
 */
const dayRefusal = (
  { file: { effective } }: Programme,
  today: string,
  asked = today,
): Refusal | undefined => {
  if (asked < today) return refusal("programme.invalid", { why: "backwards", today });
  const from = asked > effective.from ? asked : effective.from;
  if (from > today) return refusal("programme.invalid", { why: "not_yet", from, today });
  if (effective.to !== undefined && effective.to < today)
    return refusal("programme.invalid", { why: "over", to: effective.to, today });
  return undefined;
};

const briefly = (findings: readonly { code: string; at: string; message: string }[]) =>
  findings.slice(0, 20).map(({ code, at, message }) => ({ code, at, message }));

/** Walks the journal backwards until enough audited entries are found; `before` = where to go on. */
const scan = async (
  house: House,
  ask: {
    readonly wanted: (entry: Entry) => boolean;
    readonly limit: number;
    readonly before: number | undefined;
  },
): Promise<{ readonly found: readonly Entry[]; readonly before: number | undefined }> => {
  const found: Entry[] = [];
  let { before } = ask;
  for (let scanned = 0; scanned < scanMax; scanned += scanStep) {
    const entries = await house.store.entries({
      limit: scanStep,
      ...(before === undefined ? {} : { beforeSeq: before }),
    });
    for (const entry of entries) {
      if (!isAudited(entry) || !ask.wanted(entry)) continue;
      found.push(entry);
      if (found.length === ask.limit) return { found, before: entry.body.seq };
    }
    before = entries.at(-1)?.body.seq;
    if (entries.length < scanStep) return { found, before: undefined };
  }
  return { found, before };
};
