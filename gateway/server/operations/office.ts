// audit.list, backup.create, diagnostics.bundle: running the store from the office.
import { ok } from "../../result.ts";
import type { Entry } from "../../ledger/entry.ts";
import { auditRecord, isAudited } from "../audit.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import type { Tools } from "../tools.ts";

type Names = "audit.list" | "backup.create" | "diagnostics.bundle";

const pageDefault = 50;
/** Journal entries read at a time while looking for audited ones, and at most for one page. */
const scanStep = 500;
const scanMax = 20_000;

export const officeHandlers = ({ house }: Tools): Handlers<Names> => ({
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
