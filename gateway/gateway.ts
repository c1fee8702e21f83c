// The gateway process in one function: opens the rooms in order, wires them, and closes them again.
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { type Demo, createDemo } from "./demo/demo.ts";
import { type SimulatedClock, openSimulatedClock } from "./demo/simulated-clock.ts";
import { announceSimulated } from "./demo/announce-simulated.ts";
import { demoTokens } from "./demo/stations.ts";
import { hostCommand, linked, socketPathOf } from "./device-host.ts";
import { type Devices, createDevices } from "./devices/devices.ts";
import { type NewId, createIds } from "./ids.ts";
import { applyLines } from "./members/account/apply-lines.ts";
import type { Context } from "./members/contract.ts";
import { links } from "./members/links.ts";
import { evolvers } from "./members/registry.ts";
import { createCalendar, momentOf } from "./programme/calendar.ts";
import type { Programme } from "./programme/programme.ts";
import { createReports } from "./reports/desk.ts";
import { readCredential } from "./server/access/credential.ts";
import { createEnrolments } from "./server/access/enrolments.ts";
import { firstCode } from "./server/access/first-code.ts";
import { createInvitations } from "./server/access/invitations.ts";
import { createPins } from "./server/access/pins.ts";
import { secretOf } from "./server/access/secrets.ts";
import { openBrand } from "./server/brand/brand.ts";
import { openStations } from "./server/access/stations.ts";
import { createAccountNews } from "./server/account-news.ts";
import { announceDevice } from "./server/announce.ts";
import { buildName } from "./build-name.ts";
import { startAttendants } from "./server/attendants.ts";
import { type StoreCalendar, openCalendar } from "./server/calendar.ts";
import { createDayCloser, noteOpening, openingOf } from "./server/day-close.ts";
import type { House } from "./server/house.ts";
import { type Housekeeping, createHousekeeping } from "./server/housekeeping.ts";
import { keepDays } from "./server/keep-days.ts";
import { createLog } from "./server/log.ts";
import { type ProgrammeBook, createProgrammeBook, loadProgramme } from "./server/programme-book.ts";
import { receiptLayout } from "./server/receipts.ts";
import { createServer } from "./server/server.ts";
import type { Network } from "./server/chain/network.ts";
import { createSessions } from "./server/sessions.ts";
import { type SpareDesk, createSpareDesk } from "./server/spare/desk.ts";
import { createSupportDesk } from "./server/support-file.ts";
import { createVisitKeeper, keptVisits } from "./server/kept-visits.ts";
import { openLan } from "./server/tls/lan.ts";
import { createVisits } from "./server/visits.ts";
import { createNews } from "./server/news.ts";
import { createOutward } from "./server/outward.ts";
import { type StoreIdentity, readIdentity } from "./server/store-identity.ts";
import { createWatchdog, storeProbes } from "./watchdog.ts";
import type { Store } from "./store/contract.ts";
import { createBackup, lastBackupMs } from "./store/backup.ts";
import { backupFolder, databaseFile } from "./store/files.ts";
import { refuseSuperseded } from "./store/follow/superseded.ts";
import { createSigner } from "./store/signer.ts";
import { createStore } from "./store/store.ts";
import { createVault } from "./store/vault.ts";

export interface Gateway {
  readonly url: string;
  /** HTTPS for the store's network, and where the kit to trust it is (this machine only) */
  readonly lan?: { readonly url: string; readonly trust: string };
  readonly identity: StoreIdentity;
  readonly programme: string;
  /** the SQLite driver in use */
  readonly driver: Store["driver"];
  /** a store without any station shows this code for its first technician */
  readonly firstCode?: string;
  /** Drains, closes devices and store; safe to call twice. */
  readonly close: () => Promise<void>;
}

const root = join(import.meta.dirname, "..");

/** A store of its own loads nothing of a chain. */
const joinIfAsked = async (config: Config, opened: Opened) => {
  if (config.chain === undefined) return undefined;
  const { joinChain } = await import("./server/chain/join.ts");
  return joinChain(config, { ...opened, rules: { evolvers } });
};

export const startGateway = async (config: Config): Promise<Gateway> => {
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  refuseSuperseded(config.data);
  const opened = await openHouse(config);
  const { store, devices, demo, calendar } = opened;
  const chain = await joinIfAsked(config, opened);
  const part = chain === undefined ? {} : { chain: chain.desk, store: chain.store };
  const house: House = { ...opened.house, ...part };
  let isOpen = false;
  try {
    const server = await createServer(house, {
      lan: await openLan(config, house.log),
      securityContact: config.securityContact,
      spare: opened.spare,
      pages: join(root, "kiosk-ui", "dist"),
      isReady: () => readiness(config, { store, devices, isOpen }),
    });
    const port = await server.listen(config.host, config.port, config.sockets?.["http"]);
    const url = addressOf(config.host, port);
    const lanUrl = await server.listenOnLan(config.sockets?.["https"]);
    opened.spare.expect();
    if (demo !== undefined) {
      demo.enter({ house, dispatch: server.dispatch, calendar });
      await demo.furnish((await openingOf(store)) === undefined);
      if (config.role !== "head-office") await linked(devices);
      announceSimulated(config.data, { url, tokens: demo.tokens, house });
    } else if ((await openingOf(store)) === undefined) {
      await noteOpening(store, house.momentAt(house.clock.nowMs()).businessDate);
    }
    const stopDays = await keepDays(house, demo?.setClock);
    const attendants = await startAttendants(house, config.bookings);
    isOpen = true;
    const watchdog = await createWatchdog({
      env: process.env,
      probes: storeProbes(store),
      log: house.log,
    });
    watchdog.ready();
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      stopDays();
      watchdog.stopping();
      await server.drain();
      await chain?.close();
      await attendants.stop();
      await opened.housekeeping.stop();
      await devices.close();
      await house.reports.close();
      await store.close();
    };
    return {
      url,
      ...(lanUrl === undefined ? {} : { lan: { url: lanUrl, trust: `${url}/trust/` } }),
      identity: opened.identity,
      programme: house.programmes.current().id,
      driver: store.driver,
      ...firstCode(house),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await chain?.close();
    await devices.close();
    await house.reports.close();
    await store.close();
    throw error;
  }
};

const addressOf = (host: string, port: number): string =>
  `http://${host.includes(":") ? `[${host}]` : host}:${port}`;

/** What is not ready yet, by name; ready where the list is empty. */
const readiness = (
  { role }: Config,
  { store, devices, isOpen }: Pick<Opened, "store" | "devices"> & { readonly isOpen: boolean },
): { readonly ready: boolean; readonly why: readonly string[] } => {
  const why = [
    ...(isOpen ? [] : ["store"]),
    ...(store.readOnlyReason() === undefined ? [] : ["books"]),
    ...(role === "head-office" || devices.link.isUp() ? [] : ["device host"]),
  ];
  return { ready: why.length === 0, why };
};

interface Opened {
  readonly house: House;
  readonly store: Store;
  readonly devices: Devices;
  readonly calendar: StoreCalendar;
  readonly identity: StoreIdentity;
  readonly demo: Demo | undefined;
  readonly housekeeping: Housekeeping;
  readonly network: Ground["network"];
  readonly spare: SpareDesk;
}

/** What stands before the store opens: who we are, what time it is, which programme runs. */
interface Ground extends ReturnType<typeof createLog> {
  readonly config: Config;
  readonly identity: StoreIdentity;
  readonly simulatedClock: SimulatedClock | undefined;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly book: ProgrammeBook;
  readonly momentAt: House["momentAt"];
  /** the simulation may send head office away */
  readonly network: Network;
}

const prepare = (config: Config): Ground => {
  const { data, simulate } = config;
  const simulatedClock = simulate ? openSimulatedClock(data, config.clockMs) : undefined;
  const clock = simulatedClock ?? systemClock;
  const book = createProgrammeBook(
    loadProgramme(config.programme ?? "demo"),
    (timeZone) => momentOf(clock.nowMs(), timeZone).businessDate,
  );
  return {
    config,
    identity: readIdentity(data, simulate),
    simulatedClock,
    clock,
    newId: createIds(() => clock.nowMs()),
    ...createLog(config.logLevel),
    book,
    momentAt: (epochMs) => momentOf(epochMs, book.current().timeZone),
    network: { headOffice: "none", awaySinceMs: 0 },
  };
};

/** Opens the one writer under the programme it ran before, or the one that was asked for. */
const openBooks = async (
  ground: Ground,
): Promise<{ readonly store: Store; readonly calendar: StoreCalendar }> => {
  const { config, book, network } = ground;
  let workdays: Context["calendar"] = createCalendar([]);
  const store = await createStore({
    file: databaseFile(config.data),
    store: ground.identity,
    clock: ground.clock,
    momentAt: ground.momentAt,
    newId: ground.newId,
    programmes: { current: book.current, at: book.at },
    calendar: () => workdays,
    headOffice: () => network.headOffice,
    chain: () => network.chain?.(),
    headOfficeAwayMs: () =>
      network.headOffice === "offline" ? ground.clock.nowMs() - network.awaySinceMs : 0,
    domain: { evolvers, links, applyLines },
    signer: createSigner(readCredential(config.data, "signing")),
  });
  const kept = await book.restore(store);
  const asked = config.programme === undefined ? undefined : loadProgramme(config.programme);
  if (!kept || (asked !== undefined && !isSame(asked, book.current())))
    await book.put(asked ?? book.current(), store);
  const calendar = await openCalendar(store);
  workdays = { isWorkday: (date) => calendar.current().isWorkday(date) };
  return { store, calendar };
};

const isSame = (one: Programme, other: Programme): boolean =>
  one.id === other.id && one.version === other.version;

const openHouse = async (config: Config): Promise<Opened> => {
  const ground = prepare(config);
  const { data, simulate } = config;
  const { identity, newId, log, book, network, simulatedClock } = ground;
  const { store, calendar } = await openBooks(ground);
  const devices = await createDevices({
    store,
    clock: ground.clock,
    newId,
    ...(ground.config.devices === undefined
      ? { socketPath: socketPathOf(data), hostCommand: hostCommand(data, simulate) }
      : { socketPath: ground.config.devices }),
    onHostEnd: (how) => log[how.code === 0 ? "info" : "warn"](how, "the device host ended"),
  });
  const demo =
    simulatedClock === undefined
      ? undefined
      : createDemo({
          clock: simulatedClock,
          tokens: demoTokens(data),
          book,
          setNetwork: (up) => {
            network.headOffice = up ? "none" : "offline";
            network.awaySinceMs = simulatedClock.nowMs();
          },
        });
  const housekeeping = housekeepingOf(ground, store);
  const rooms = { ground, store, calendar, devices, demo, housekeeping };
  const house: House = {
    ...ofStore(rooms),
    ...(await ofGuests(rooms)),
    ...ofPeople(rooms),
    stations: await openStations(store),
  };
  const announcing = { ...house, news: createNews(house) };
  devices.on((event) => announceDevice(announcing, event));
  const tellOfAccounts = createAccountNews(announcing);
  store.onCommitted((entries) => {
    calendar.follow(entries);
    tellOfAccounts(entries);
  });
  const spare = createSpareDesk({
    store,
    storeId: identity.id,
    data,
    backupKey: readCredential(data, "backup"),
    nowIso: () => new Date(systemClock.nowMs()).toISOString(),
    log,
  });
  return { house, store, devices, calendar, identity, demo, housekeeping, network, spare };
};

interface Rooms {
  readonly ground: Ground;
  readonly store: Store;
  readonly calendar: StoreCalendar;
  readonly devices: Devices;
  readonly demo: Demo | undefined;
  readonly housekeeping: Housekeeping;
}

const housekeepingOf = ({ config, clock, momentAt, log }: Ground, store: Store): Housekeeping =>
  createHousekeeping({
    store,
    log,
    businessDate: () => momentAt(clock.nowMs()).businessDate,
    nowMs: () => clock.nowMs(),
    backedUpMs: () => lastBackupMs(backupFolder(config.data)),
    takeBackup: () =>
      createBackup({
        file: databaseFile(config.data),
        folder: backupFolder(config.data),
        key: readCredential(config.data, "backup"),
        clock,
      }),
  });

/** The parts of the house that know the books. */
const ofStore = ({ ground, store, calendar, demo, housekeeping }: Rooms) => {
  const { identity, clock, newId, log, recentLog, book, momentAt, network } = ground;
  return {
    build: buildName(),
    boot: randomBytes(9).toString("base64url"),
    storeId: identity.id,
    storePrefix: identity.prefix,
    clock,
    newId,
    log,
    recentLog,
    support: createSupportDesk(ground.config.data, newId),
    store,
    programmes: book,
    calendar: calendar.current,
    momentAt,
    headOffice: () => network.headOffice,
    backUp: housekeeping.backUp,
    booksHealth: housekeeping.health,
    reports: createReports({
      books: databaseFile(ground.config.data),
      file: join(ground.config.data, "reports.db"),
    }),
    days: createDayCloser({
      store,
      storeId: ground.identity.id,
      programmeOn: book.on,
      moment: () => momentAt(clock.nowMs()),
      calendar: calendar.current,
      openedOn: async () => (await openingOf(store)) ?? momentAt(clock.nowMs()).businessDate,
      ...(demo === undefined ? {} : { beforeDay: demo.holdAtEndOf }),
    }),
    ...(demo === undefined ? {} : { simulation: demo }),
  };
};

/** Devices, and the visits and sessions that follow them: these live in real time, whatever the store's clock. */
const ofGuests = async ({ ground, store, devices }: Rooms) => {
  const { newId, book, identity } = ground;
  const visits = createVisits({
    clock: systemClock,
    newId,
    kept: await keptVisits(store),
    keep: createVisitKeeper(store),
  });
  const brand = await openBrand(store);
  const storeName = (lang: string) => brand.nameIn(lang) ?? nameFor(identity, lang);
  return {
    brand,
    storeName,
    hub: devices.hub,
    queue: devices.queue,
    drawers: devices.drawers,
    layOut: receiptLayout({ programme: book.current, storeName }),
    visits,
    sessions: createSessions({
      newId,
      onConnected: (station) => devices.hub.stationConnected(station),
      onLost: ({ station }) => devices.hub.stationLost(station),
      onGone: ({ station }) => void visits.end(station),
    }),
  };
};

/** Who may come in, and what nobody may read. */
const ofPeople = ({ ground: { config }, store }: Rooms) => ({
  vault: createVault({ masterKey: secretOf(config, "master"), store }),
  pins: createPins(secretOf(config, "pepper")),
  invitations: createInvitations(systemClock),
  enrolments: createEnrolments(join(config.data, "enrolments"), systemClock),
  outward: createOutward(config),
  ...(config.lan === undefined ? {} : { trustKit: "/trust/" }),
});

const nameFor = ({ name }: StoreIdentity, lang: string): string =>
  lang.startsWith("zh") ? name.zh : name.en;
