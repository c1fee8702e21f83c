// The server room, wired: dispatch, sockets, pages and the events that reach them. Opens no port by itself.
import { createServer as createHttpsServer } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { createDispatch, type Dispatch, type Observed } from "./dispatch.ts";
import { createDoor } from "./door.ts";
import type { Station } from "./access/stations.ts";
import type { Caller } from "./caller.ts";
import { createExecute } from "./execute.ts";
import type { House } from "./house.ts";
import type { HttpParts } from "./http.ts";
import { type Metrics, createMetrics } from "./metrics.ts";
import { createHandlers } from "./operations.ts";
import { jobViewOf } from "./operations/print.ts";
import { createSealer } from "./seal.ts";
import type { Employee } from "./duty.ts";
import { type StartSession, createStartSession } from "./start-session.ts";
import { createVisitGuard } from "./visit-guard.ts";
import { openRpcOf } from "./open-rpc.ts";
import { securityTxtOf } from "./security-txt.ts";
import type { SpareDesk } from "./spare/desk.ts";
import type { Lan } from "./tls/lan.ts";

export interface Server {
  readonly dispatch: Dispatch;
  /** Listens in plain HTTP, for this machine; resolves with the port. Throws EADDRINUSE. */
  readonly listen: (address: string, port: number, fd?: number) => Promise<number>;
  /** Listens in HTTPS for the store's network, where the house has one; resolves with the URL. */
  readonly listenOnLan: (fd?: number) => Promise<string | undefined>;
  /** Takes nothing new, lets what runs end (at most `drainMs`), says goodbye to every station. */
  readonly drain: () => Promise<void>;
}

interface Options {
  readonly pages: string;
  readonly isReady: () => { readonly ready: boolean; readonly why: readonly string[] };
  /** the store's network, if it has one */
  readonly lan: Lan | undefined;
  /** URI of whoever hears about vulnerabilities in this store, if it names somebody */
  readonly securityContact: string | undefined;
  /** who keeps a copy of it, if it may be followed */
  readonly spare?: SpareDesk;
}

const drainMs = 5_000;
const snapshotJobs = 50;

export const createServer = async (house: House, options: Options): Promise<Server> => {
  let draining = false;
  const { lan, securityContact } = options;
  let lanPort = 0;
  const metrics = metricsOf(house, lan);
  const running = new Set<Promise<unknown>>();
  const dispatch = countingDispatch(house, metrics, running);
  const employeeOf = employees(house);
  house.stations.onRevoked((station) => house.sessions.end(station, "forbidden"));

  const parts: Omit<HttpParts, "allowList" | "isShut"> = {
    isReady: options.isReady,
    isDraining: () => draining,
    openRpc: () => openRpcOf(house.build),
    securityTxt: () => securityTxtOf(securityContact, house.clock.nowMs()),
    metrics,
    stations: house.stations,
    employeeOf,
    dispatch,
    pages: options.pages,
    ...(options.spare === undefined ? {} : { openSpare: options.spare.open }),
    socket: {
      build: house.build,
      boot: house.boot,
      simulating: house.simulation !== undefined,
      nowIso: () => house.momentAt(house.clock.nowMs()).at,
      dispatch,
      startSession: loggedStart(
        house,
        createStartSession({
          boot: house.boot,
          stations: house.stations,
          sessions: house.sessions,
          employeeOf,
          snapshot: (station) => snapshotFor(house, station),
        }),
      ),
      pair: (request, local) => pairBySocket(dispatch, request, local),
      lost: ({ session }, wire) => house.sessions.lost(session, wire),
    },
  };
  const plain = await createDoor({
    ...parts,
    ...(lan === undefined ? {} : { trustKit: () => lan.kit(lanPort) }),
  });
  const secure =
    lan === undefined ? undefined : await createDoor({ ...parts, secureServer: secureServer(lan) });
  const doors = secure === undefined ? [plain] : [plain, secure];
  metrics.serving();

  return {
    dispatch,
    listen: (address, port, fd) => plain.open({ address, port, secure: false, names: [] }, fd),
    listenOnLan: async (fd) => {
      if (secure === undefined || lan === undefined) return undefined;
      const { address, port, hosts } = lan;
      lanPort = await secure.open({ address, port, secure: true, names: hosts }, fd);
      return lan.url(lanPort);
    },
    drain: async () => {
      await Promise.all(doors.map((door) => door.shut()));
      draining = true;
      await Promise.race([Promise.allSettled(running), wait(drainMs, undefined, { ref: false })]);
      house.sessions.closeAll("draining");
      await Promise.all(doors.map((door) => door.close()));
      lan?.certificate.close();
    },
  };
};

const metricsOf = (house: House, lan: Lan | undefined): Metrics =>
  createMetrics({
    connections: () => house.sessions.all().filter((session) => session.isConnected()).length,
    certificateEndsMs: lan && (() => lan.certificate.leaf().notAfterMs),
    devicesReady: () => house.hub.list().filter(({ state }) => state === "ready").length,
    books: () => ({ ...house.booksHealth(), entries: house.store.head().seq }),
  });

/** Every proof of a station is in the log, the failed ones with what the client called itself. */
const loggedStart =
  ({ log }: House, start: StartSession): StartSession =>
  async (facts) => {
    const started = await start(facts);
    const { local, origin } = facts.peer;
    if ("close" in started) log.warn({ local, origin, outcome: started.close }, "session refused");
    else log.info({ ...started.proven.session.station, local }, "session started");
    return started;
  };

/** TLS 1.3 with the store's certificate; another one is taken up between two connections. */
const secureServer =
  ({ certificate }: Lan): NonNullable<HttpParts["secureServer"]> =>
  (listener) => {
    const server = createHttpsServer(certificate.context(), listener);
    certificate.onChange((context) => server.setSecureContext(context));
    return server;
  };

/** Answers requests, counts and logs them, and knows which still run. */
const countingDispatch = (
  house: House,
  metrics: Metrics,
  running: Set<Promise<unknown>>,
): Dispatch => {
  const tools = { house, execute: createExecute(house), seal: createSealer(house) };
  const answer = createDispatch({
    handlers: createHandlers(tools),
    simulating: house.simulation !== undefined,
    log: house.log,
    mayActFor: createVisitGuard(house.visits),
    observe: (observed) => {
      metrics.observe(observed);
      logCall(house, observed);
    },
  });
  return (request, caller) => {
    const answered = answer(request, caller);
    running.add(answered);
    void answered.finally(() => running.delete(answered));
    return answered;
  };
};

/** Employees that programs carry, while they are active. */
const employees =
  ({ store }: House) =>
  async (staff: string): Promise<Employee | undefined> => {
    const view = await store.view([{ kind: "staff", id: staff }]);
    const found = view.get("staff", staff);
    return found?.active === true
      ? { id: staff, name: found.name, rights: found.rights }
      : undefined;
  };

/** What a station sees first: devices, its jobs, its claims. */
const snapshotFor = (house: House, { station, role }: Station): object => ({
  devices: house.hub.list(),
  jobs: house.queue
    .list({ limit: snapshotJobs, ...(role === "kiosk" ? { station } : {}) })
    .map(jobViewOf),
  claims: [],
});

/** `station.pair` and `enrolment.take` come before any station is known: the calls without a role. */
const pairBySocket = (
  dispatch: Dispatch,
  request: Parameters<Dispatch>[0],
  local: boolean,
): ReturnType<Dispatch> => dispatch(request, strangerAt(local));

const strangerAt = (local: boolean): Caller => ({
  station: { station: "unpaired", role: "technician" },
  local,
  employee: () => undefined,
});

const logCall = (house: House, { op, outcome, tookMs, caller }: Observed): void => {
  const { station, role } = caller.station;
  house.log.info({ op, outcome, tookMs: Math.round(tookMs * 10) / 10, station, role }, "call");
};
