// The ledger under load, with every rule, receipt and hash on, beside the raw disk and beside PostgreSQL: rounds are
// interleaved and the medians count. Goals: the ledger's own, as ratios.
import { spawn } from "node:child_process";
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { diskShim } from "../support/disk-shim.ts";
import { temporaryFolder } from "../support/test-store.ts";
import { limited, median, percentile, type Bench, type Figure } from "./figures.ts";
import { millionMembers, proofs } from "./ledger-books.ts";
import { type Floor, sqliteAlone } from "./ledger-floor.ts";
import { throughSockets } from "./ledger-socket.ts";
import { startPostgres, type Postgres } from "./postgres.ts";

interface Load {
  /** calls a second; latencies in milliseconds; calls per fsync where it was counted */
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly perFsync: number;
  /** of the whole process for one call */
  readonly cpuMicroseconds: number;
  readonly echoP99: number;
}

interface LoadOptions {
  readonly file: string;
  readonly what: "bill" | "checkout";
  readonly clients: number;
  readonly seconds: number;
  readonly env?: Readonly<Record<string, string>>;
}

const script = new URL("ledger-load.ts", import.meta.url).pathname;
const blockingScript = new URL("ledger-blocking.ts", import.meta.url).pathname;

/** Runs ledger-load.ts and asks its echo all the while. */
const load = async ({ file, what, clients, seconds, env }: LoadOptions): Promise<Load> => {
  const child = spawn(process.execPath, [script, file, what, String(clients), String(seconds)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  const echoesMs: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const said: { readonly echo?: number } & Partial<Load> = JSON.parse(line);
    if (said.echo !== undefined) askEcho(said.echo, echoesMs);
    else if (said.rate !== undefined) {
      const { rate, p50 = NaN, p99 = NaN, perFsync = NaN, cpuMicroseconds = NaN } = said;
      return { rate, p50, p99, perFsync, cpuMicroseconds, echoP99: percentile(echoesMs, 0.99) };
    }
  }
  throw new Error("the load ended without figures");
};

/** How long the echo of a process takes that commits on such a disk with a blocking driver, p99, ms. */
const blockingEcho = async (
  file: string,
  seconds: number,
  env: Readonly<Record<string, string>>,
): Promise<number> => {
  const child = spawn(process.execPath, [blockingScript, file, String(seconds)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  const echoesMs: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const said: { readonly echo?: number } = JSON.parse(line);
    if (said.echo !== undefined) askEcho(said.echo, echoesMs);
  }
  return percentile(echoesMs, 0.99);
};

const askEcho = (port: number, echoesMs: number[]): void => {
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  let asked = 0;
  const ask = (): void => {
    asked = performance.now();
    socket.write("?");
  };
  socket.on("connect", ask);
  socket.on("data", () => {
    echoesMs.push(performance.now() - asked);
    setTimeout(ask, 2);
  });
  socket.on("error", () => undefined);
};

/** Latencies of overwriting 4 KiB and fdatasync, milliseconds. */
const rawSyncs = (file: string, seconds: number): readonly number[] => {
  const handle = openSync(file, "w");
  const page = Buffer.alloc(4096, 1);
  writeSync(handle, Buffer.alloc(1 << 20));
  const taken: number[] = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
    const start = performance.now();
    writeSync(handle, page, 0, page.length, (taken.length % 256) * page.length);
    fdatasyncSync(handle);
    taken.push(performance.now() - start);
  }
  closeSync(handle);
  return taken;
};

export const bench: Bench = {
  says: "bills settled in the engine, beside the raw disk and PostgreSQL",
  run: async ({ quick }) => {
    using folder = temporaryFolder();
    using postgres = startPostgres() ?? nobody;
    const seconds = quick ? 1 : 3;
    const rounds: Round[] = [];
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      rounds.push(await measureRound({ folder: folder.path, seconds, postgres }));
    }
    return [
      ...throughput(rounds),
      ...(await slowDisk(folder.path, seconds)),
      ...(await throughSockets(postgres, { rounds: quick ? 1 : 3, seconds })),
      ...(await proofs(folder.path)),
      ...(await millionMembers(folder.path, quick ? 100_000 : 1_000_000)),
    ];
  },
};

const nobody: Postgres = {
  ordinary: () => NaN,
  singleCall: () => NaN,
  [Symbol.dispose]: () => undefined,
};

interface Round {
  readonly syncs: readonly number[];
  readonly one: Load;
  readonly eight: Load;
  readonly many: Load;
  /** the rows of 64 and of one checkout at a time, by SQLite alone */
  readonly floor: Floor;
  readonly floorOfOne: Floor;
  readonly bills: Load;
  readonly ordinary: number;
  readonly singleCall: number;
}

const measureRound = async (options: {
  readonly folder: string;
  readonly seconds: number;
  readonly postgres: Postgres;
}): Promise<Round> => {
  const { folder, seconds, postgres } = options;
  const file = join(folder, "store.db");
  const syncs = rawSyncs(join(folder, "raw"), seconds / 2);
  const one = await load({ file, what: "checkout", clients: 1, seconds });
  const eight = await load({ file, what: "checkout", clients: 8, seconds });
  const many = await load({ file, what: "checkout", clients: 64, seconds });
  const floor = sqliteAlone(file, join(folder, "floor.db"), 64);
  const floorOfOne = sqliteAlone(file, join(folder, "floor.db"), 1);
  const bills = await load({ file, what: "bill", clients: 64, seconds });
  const ordinary = postgres.ordinary(8, seconds);
  const singleCall = Math.max(postgres.singleCall(8, seconds), postgres.singleCall(64, seconds));
  return { syncs, one, eight, many, floor, floorOfOne, bills, ordinary, singleCall };
};

const throughput = (rounds: readonly Round[]): readonly Figure[] => {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const rate = of(({ many }) => many.rate);
  const syncRate = of(({ syncs }) => (syncs.length / sum(syncs)) * 1000);
  const many = { what: "checkouts, 64 clients", ours: rate, unit: "/s" } as const;
  const ordinary = {
    peer: of((round) => round.ordinary),
    peerName: "PostgreSQL, four lines in an ordinary transaction, 8 clients",
  };
  const singleCall = {
    peer: of((round) => round.singleCall),
    peerName: "PostgreSQL, one call a checkout, the better of 8 and 64 clients",
  };
  const sync = { peer: of(({ syncs }) => median(syncs)), peerName: "raw fdatasync of 4 KiB, p50" };
  return [
    { ...many, ...singleCall, goal: 2 },
    { ...many, ...ordinary, goal: 12 },
    { ...many, peer: syncRate, peerName: "raw fdatasync of 4 KiB", goal: 2 },
    { ...many, peer: of(({ floor }) => floor.rate), peerName: "the same rows by SQLite alone" },
    {
      what: "bills with all rules, 64 clients",
      ours: of(({ bills }) => bills.rate),
      unit: "/s",
      ...ordinary,
    },
    { what: "checkouts, 8 clients", ours: of(({ eight }) => eight.rate), unit: "/s", ...ordinary },
    { what: "8 clients, p50", ours: of(({ eight }) => eight.p50), unit: "ms", ...sync },
    { what: "8 clients, p99", ours: of(({ eight }) => eight.p99), unit: "ms", ...sync },
    { what: "one client, p50", ours: of(({ one }) => one.p50), unit: "ms", ...sync, goal: 2.5 },
    {
      what: "one client, p50",
      ours: of(({ one }) => one.p50),
      unit: "ms",
      peer: of(({ floorOfOne }) => floorOfOne.p50),
      peerName: "the same rows by SQLite alone",
    },
    limited(
      "64 clients, p99",
      of((round) => round.many.p99),
      10,
    ),
    limited(
      "echo meanwhile, p99",
      of((round) => round.many.echoP99),
      3,
    ),
    limited(
      "processor time of a checkout",
      of((round) => round.many.cpuMicroseconds / 1000),
      0.1,
    ),
    limited(
      "processor time of a bill",
      of(({ bills }) => bills.cpuMicroseconds / 1000),
      0.5,
    ),
  ];
};

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** The same with a disk whose every fsync takes 5 ms longer. */
const slowDisk = async (folder: string, seconds: number): Promise<readonly Figure[]> => {
  const countIn = join(folder, "fsyncs");
  const env = diskShim(folder, { delayMicroseconds: 5000, countIn });
  const many = await load({
    file: join(folder, "slow.db"),
    what: "checkout",
    clients: 64,
    seconds,
    env,
  });
  return [
    {
      what: "5 ms disk: checkouts per fsync, 64 clients",
      ours: many.perFsync,
      peer: 1,
      peerName: "one fsync a checkout",
      unit: "/s",
      goal: 25,
    },
    {
      what: "5 ms disk: p50, 64 clients",
      ours: many.p50,
      peer: 5,
      peerName: "one fsync",
      unit: "ms",
      goal: 2,
    },
    limited("5 ms disk: echo meanwhile, p99", many.echoP99, 3),
    {
      what: "5 ms disk: echo meanwhile, p99",
      ours: many.echoP99,
      peer: await blockingEcho(join(folder, "blocking.db"), seconds, env),
      peerName: "a driver that blocks the event loop, on the same disk",
      unit: "ms",
      goal: 0.1,
    },
  ];
};
