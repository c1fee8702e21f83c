// backup.create, diagnostics.bundle: running the store from the office.
import { ok } from "../../result.ts";
import type { Handlers } from "../handler.ts";
import type { Tools } from "../tools.ts";

type Names = "backup.create" | "diagnostics.bundle";

const jobsShown = 50;

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
});
