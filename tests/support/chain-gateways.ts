// A chain of real gateways on a real cluster: each store and head office its own process, each store behind a proxy of
// its own where it can be cut off in both directions.
import { mkdirSync, writeFileSync } from "node:fs";
import { type Server, type Socket, connect, createServer } from "node:net";
import { once } from "node:events";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type TestCluster, startTestCluster } from "./chain-cluster.ts";
import { type GatewayProcess, startGatewayProcess } from "./gateway-process.ts";
import { type Answered, postRpc } from "./post-rpc.ts";
import { carryLate } from "./slow-line.ts";

export interface ChainStore {
  readonly id: string;
  readonly dir: string;
  /** the file it takes part with */
  readonly chain: string;
  process(): GatewayProcess;
  call(method: string, params?: Readonly<Record<string, unknown>>): Promise<Answered>;
  /** nothing passes between it and the cluster any more, in either direction */
  cutOff(): void;
  mend(): void;
  /** SIGKILL, and another process on the same data, or on what was made of it meanwhile */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  kill(): Promise<void>;
}

export interface TestChain {
  readonly cluster: TestCluster;
  store(id: string, role?: "store" | "head-office"): Promise<ChainStore>;
  /** another box in the name of a store, on data of its own that lie ready */
  twin(id: string, dir: string): Promise<ChainStore>;
  [Symbol.asyncDispose](): Promise<void>;
}

const settleTimeoutMs = 90_000;
const pollMs = 100;
const readyMs = 180_000;
let keys = 0;

/** Asks again until the answer is as wished; throws with the last answer after 90 s. */
export const until = async <T>(
  ask: () => Promise<T>,
  isWished: (answer: T) => boolean,
): Promise<T> => {
  const deadline = Date.now() + settleTimeoutMs;
  for (;;) {
    const answer = await ask().catch((error: unknown) => error);
    if (!(answer instanceof Error) && isWished(answer as T)) return answer as T;
    if (Date.now() > deadline)
      throw new Error(`never came: ${JSON.stringify(answer) || String(answer)}`);
    await wait(pollMs);
  }
};

/** The store has nothing left to send, and the chain answers. */
export const settled = (store: ChainStore): Promise<Answered> =>
  until(
    () => store.call("sync.status"),
    ({ state, pending }) => state === "online" && pending === 0,
  );

interface Line {
  readonly port: number;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** A line to one node: cut, it swallows both directions without a word, as a dead router does. */
const startLine = async (target: number, rttMs: number): Promise<Line> => {
  const pairs = new Set<readonly [Socket, Socket]>();
  let isCut = false;
  // As nobody on a real line does, a proxy would hold back small messages until the one before is acknowledged.
  const server: Server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target, host: "127.0.0.1", noDelay: true });
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      const carry = carryLate(to, rttMs / 2);
      from.on("data", (piece) => {
        if (!isCut) carry(piece);
      });
      from.on("error", () => undefined);
      from.on("close", () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return {
    port: address.port,
    cut: () => {
      isCut = true;
    },
    mend: () => {
      isCut = false;
      // what was swallowed is gone: these connections are beyond help
      for (const [near, far] of pairs) void (near.destroy(), far.destroy());
    },
    close: async () => {
      for (const [near, far] of pairs) void (near.destroy(), far.destroy());
      server.close();
      await once(server, "close");
    },
  };
};

export const startTestChain = async (
  options: {
    readonly cluster?: TestCluster;
    readonly gatewayArgs?: readonly string[];
    /** there and back between each store and the cluster */
    readonly lineRttMs?: number;
  } = {},
): Promise<TestChain> => {
  const cluster = options.cluster ?? (await startTestCluster());
  const lines: Line[] = [];
  const stores: ChainStore[] = [];

  const open = async (
    id: string,
    role: "store" | "head-office",
    dir = join(cluster.folder, `gateway-${id}`),
  ): Promise<ChainStore> => {
    const own = await Promise.all(
      cluster.plan.nodes.map((node) => startLine(node.clientPort, options.lineRttMs ?? 0)),
    );
    lines.push(...own);
    mkdirSync(dir, { recursive: true });
    const name = { zh: `${id} 店`, en: `Store ${id}` };
    writeFileSync(join(dir, "store.json"), JSON.stringify({ id, prefix: id, name }));
    const chain = join(cluster.folder, `${basename(dir)}.json`);
    const servers = own.map(({ port }) => `tls://127.0.0.1:${port}`);
    writeFileSync(chain, JSON.stringify({ ...(await cluster.file(id, role)), servers }));
    const args = ["--chain", chain, "--role", role, ...(options.gatewayArgs ?? [])];
    let running = await startGatewayProcess({ dir, args, readyMs });
    return {
      id,
      dir,
      chain,
      process: () => running,
      call: (method, params = {}) => postRpc(running, method, params),
      cutOff: () => own.forEach((line) => line.cut()),
      mend: () => own.forEach((line) => line.mend()),
      restart: async (meanwhile) => {
        await running.kill();
        await meanwhile?.();
        running = await running.again();
      },
      kill: () => running.kill(),
    };
  };

  return {
    cluster,
    store: async (id, role = "store") => {
      const store = await open(id, role);
      stores.push(store);
      return store;
    },
    twin: async (id, dir) => {
      const store = await open(id, "store", dir);
      stores.push(store);
      return store;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(stores.map((store) => store.kill()));
      await Promise.all(lines.map((line) => line.close()));
      if (options.cluster === undefined) await cluster[Symbol.asyncDispose]();
    },
  };
};

export const newKey = (what: string): string => `${what}-${(keys += 1)}-${process.pid}`;

export interface Holder {
  readonly member: string;
  readonly card: string;
  readonly account: string;
}

/** A member with a card and so much stored value. */
export const enrol = async (store: ChainStore, amount: number): Promise<Holder> => {
  const number = `${Date.now()}`.slice(-8);
  const { member } = await store.call("member.enrol", {
    name: "王秀英",
    phone: `139${number}`,
    consent: { rules: true, marketing: false },
    key: newKey("enrol"),
  });
  const { card, account } = await store.call("card.issue", {
    member,
    type: "standard",
    token: newKey(`tag-${store.id}`),
    firstTopUp: { amount, tenders: [{ type: "cash", amount }] },
    key: newKey("issue"),
  });
  return { member: String(member), card: String(card), account: String(account) };
};

/** A bill of so much, to be paid with stored value. */
export const billOf = (
  { card }: Pick<Holder, "card">,
  { amount, key = newKey("bill") }: { readonly amount: number; readonly key?: string },
) => ({
  lines: [{ venue: "shop", sku: "swimsuit", list: amount, quantity: 1 }],
  card: { card },
  tenders: [{ type: "stored" as const, amount }],
  key,
});

/** Pays so much with stored value; resolves with the bill, or throws with the refusal's code. */
export const spend = (
  store: ChainStore,
  holder: Pick<Holder, "card">,
  bill: Parameters<typeof billOf>[1],
): Promise<Answered> => store.call("bill.settle", billOf(holder, bill));

/** Stored value of an account as this store shows it. */
export const storedAt = async (
  store: ChainStore,
  { account }: Pick<Holder, "account">,
): Promise<number | undefined> => {
  const { assets } = await store.call("account.get", { account });
  const { stored }: { readonly stored?: { readonly available: number } } = Object(assets);
  return stored?.available;
};
