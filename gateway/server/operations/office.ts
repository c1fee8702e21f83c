// backup.create, diagnostics.*: running the store from the office, and helping it.
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import { writeAudit } from "../audit.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import type { Tools } from "../tools.ts";

type Names =
  | "backup.create"
  | "diagnostics.bundle"
  | "diagnostics.log"
  | "diagnostics.support"
  | "diagnostics.supportPart";

const jobsShown = 50;
const linesShown = 200;

const books = (house: House) => {
  const { areWhole, auditedMs, backedUpMs, backupsFailed } = house.booksHealth();
  const at = (epochMs: number) => (epochMs === 0 ? {} : { at: new Date(epochMs).toISOString() });
  return {
    whole: areWhole,
    readOnly: house.store.readOnlyReason() ?? false,
    audited: at(auditedMs),
    backup: { ...at(backedUpMs), failed: backupsFailed },
  };
};

export const officeHandlers = ({ house, execute }: Tools): Handlers<Names> => ({
  "backup.create": async (params, caller) => {
    if ((await house.store.answered(params.key)) !== undefined)
      return execute("backup.create", { result: {} }, { params, caller });
    const { file: _file, ...made } = await house.backUp();
    return execute(
      "backup.create",
      { result: { backup: made.madeAt, ...made } },
      { params, caller },
    );
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
        books: books(house),
        devices: house.hub.list(),
        jobs: house.queue.list({ limit: jobsShown }),
        sessions: house.sessions.all().map((session) => ({
          station: session.station.station,
          role: session.station.role,
          connected: session.isConnected(),
        })),
      },
    });
  },
  "diagnostics.log": ({ limit = linesShown }) =>
    ok({ lines: house.recentLog(limit).map((line) => ({ ...line, facts: { ...line.facts } })) }),
  "diagnostics.support": async (_params, caller) => {
    const made = await house.support.make();
    const event = { type: "SupportFileMade", bytes: made.bytes } as const;
    await writeAudit(house, { op: "diagnostics.support", caller, event });
    return ok({ ...made, files: [...made.files] });
  },
  "diagnostics.supportPart": ({ bundle, from }) => {
    const part = house.support.part(bundle, from);
    return part === undefined ? err(refusal("not_found", { bundle })) : ok(part);
  },
});
