// The client of the store protocol, for pages and programs: connects, proves itself, resumes without gaps,
// sends again what is safe to send again, and never pretends to know an outcome it does not know.
import { type Answered, createLink, type Link, type LinkOptions } from "./client-link.ts";
import type { Topic, StoreEvent } from "./events.ts";
import type { OperationName, ParamsOf, ResultOf } from "./operations.ts";
import { errorCodes, limits, type RpcError } from "./wire.ts";

/** The store said no. `code` is from the closed table; `params` fill its sentence; `cite` names the clause. */
export class RefusalError extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly cite: string | undefined;
  readonly retry: "never" | "later" | "after_release" | "ask_staff";
  constructor(error: RpcError) {
    super(error.data?.code ?? error.message);
    this.name = "RefusalError";
    this.code = error.data?.code ?? error.message;
    this.params = error.data?.params ?? {};
    this.cite = error.data?.cite;
    this.retry = error.data?.retry ?? "never";
  }
}

/** The call itself was wrong (-326xx): a defect of the caller. `at` points into the params. */
export class ProtocolError extends Error {
  readonly code: number;
  readonly at: string | undefined;
  constructor(error: RpcError) {
    super(error.message);
    this.name = "ProtocolError";
    this.code = error.code;
    this.at = error.data?.at;
  }
}

/** No answer came. `sent: true`: the outcome is unknown (ask `key.get`); false: it never left. */
export class CallLost extends Error {
  readonly op: string;
  readonly sent: boolean;
  readonly key: string | undefined;
  constructor(facts: { op: string; sent: boolean; key: string | undefined }) {
    super(`no answer to ${facts.op}`);
    this.name = "CallLost";
    this.op = facts.op;
    this.sent = facts.sent;
    this.key = facts.key;
  }
}

export type Session = ResultOf<"session.start">;

/** `replaced`: a newer connection of this station took over; `refused`: the gateway will not have us. */
export type LinkStatus =
  | { readonly state: "connecting" }
  | { readonly state: "online"; readonly session: Session }
  | { readonly state: "lost"; readonly closeCode?: number }
  | { readonly state: "refused"; readonly closeCode?: number; readonly error?: Error }
  | { readonly state: "replaced" }
  | { readonly state: "closed" };

export interface CallOptions {
  /** how long to wait for an answer, over reconnects; default 10,000 */
  readonly timeoutMs?: number;
}

export interface TallygateClient {
  /** Throws RefusalError, ProtocolError or CallLost. */
  call<O extends OperationName>(
    op: O,
    params: ParamsOf<O>,
    options?: CallOptions,
  ): Promise<ResultOf<O>>;
  /** Returns the function that ends the subscription. */
  on<T extends Topic>(topic: T, listener: (event: StoreEvent<T>) => void): () => void;
  /** Told at once of the present status, then of each change. */
  onStatus(listener: (status: LinkStatus) => void): () => void;
  /**
   * Told when a call was refused because nobody is signed in at this station: who was, is no longer.
   * Returns the function that ends the subscription.
   */
  onNobody(listener: () => void): () => void;
  status(): LinkStatus;
  /** A fresh idempotency key: make it when the person decides, keep it until answered. */
  newKey(): string;
  close(): void;
}

export type ClientOptions = Omit<LinkOptions, "onEvent" | "onStatus" | "onAnswer" | "onDown">;

interface Pending {
  readonly op: string;
  readonly params: object;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
  /** it has left at least once: it may have run */
  sent: boolean;
  /** it has left on this connection and is not answered yet */
  onTheWay: boolean;
}

const defaultTimeoutMs = 10_000;
/** A little less than the gateway's limit: the link's own requests need room too. */
const inflightMax = limits.inflight - 4;
/** Not keyed, yet not the same when done twice: lost with the connection instead of sent again. */
const notRepeatable: ReadonlySet<string> = new Set([
  "staff.signIn",
  "staff.signInByCard",
  "staff.vouch",
  "card.checkPin",
  "station.pair",
  "sim.clock.advance",
]);

/** Connects at once and keeps the connection until `close`. */
export const createClient = (options: ClientOptions): TallygateClient => {
  const pending = new Map<number, Pending>();
  const subscriptions = createSubscriptions();
  const statuses = createListeners<LinkStatus>();
  const nobody = createListeners<void>();
  let status: LinkStatus = { state: "connecting" };
  let lastId = 0;

  const link: Link = createLink({
    ...options,
    onEvent: subscriptions.tell,
    onStatus: (next) => {
      status = next;
      if (next.state === "online") transmitAll();
      statuses.tell(next);
    },
    onAnswer: (id, answer) => {
      const call = pending.get(id);
      if (call === undefined) return;
      forget(pending, id, call);
      settle(call, answer);
      if (isForNobody(answer)) nobody.tell();
      transmitAll();
    },
    onDown: () => {
      for (const [id, call] of pending) {
        call.onTheWay = false;
        if (!call.sent || isRepeatable(call)) continue;
        forget(pending, id, call);
        call.reject(lost(call));
      }
    },
  });

  /** In the order they were made, and never more at a time than the gateway takes. */
  const transmitAll = (): void => {
    let onTheWay = 0;
    for (const [id, call] of pending) {
      if (onTheWay++ >= inflightMax) return;
      if (!call.onTheWay) transmit(link, id, call);
    }
  };

  return {
    call: <O extends OperationName>(
      op: O,
      params: ParamsOf<O>,
      { timeoutMs = defaultTimeoutMs }: CallOptions = {},
    ) => {
      const answered = waitFor<ResultOf<O>>(pending, { id: ++lastId, op, params, timeoutMs });
      if (status.state === "online") transmitAll();
      return answered;
    },
    on: subscriptions.add,
    onStatus: (listener) => {
      listener(status);
      return statuses.add(listener);
    },
    onNobody: nobody.add,
    status: () => status,
    newKey,
    close: () => {
      link.close();
      for (const [id, call] of pending) {
        forget(pending, id, call);
        call.reject(lost(call));
      }
    },
  };
};

const createListeners = <T>() => {
  const listeners = new Set<(told: T) => void>();
  return {
    add: (listener: (told: T) => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (told: T): void => listeners.forEach((listener) => listener(told)),
  };
};

/** Listeners by topic: what is told under a topic has that topic's data. */
const createSubscriptions = () => {
  const byTopic = new Map<string, Set<(event: StoreEvent) => void>>();
  const add: TallygateClient["on"] = (topic, listener) => {
    const known = byTopic.get(topic) ?? new Set();
    byTopic.set(topic, known);
    const typed = listener as (event: StoreEvent) => void;
    known.add(typed);
    return () => known.delete(typed);
  };
  const tell = (event: StoreEvent): void =>
    byTopic.get(event.topic)?.forEach((listener) => listener(event));
  return { add, tell };
};

/** Enters a call into the list; it leaves when the link is up. */
const waitFor = <R>(
  pending: Map<number, Pending>,
  {
    id,
    timeoutMs,
    ...asked
  }: {
    readonly id: number;
    readonly timeoutMs: number;
    readonly op: string;
    readonly params: object;
  },
): Promise<R> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      pending.delete(id);
      reject(lost(call));
    }, timeoutMs);
    const settle = resolve as (result: unknown) => void;
    const call = { ...asked, resolve: settle, reject, timer, sent: false, onTheWay: false };
    pending.set(id, call);
  });

/**
 * 48 bits of time and 80 of chance in hex; works without a secure context. Keys made one after the other lie beside
 * each other in the store's index, as those of RFC 9562 section 5.7 do.
 */
export const newKey = (): string =>
  Date.now().toString(16).padStart(12, "0") +
  Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

const transmit = (link: Link, id: number, call: Pending): void => {
  const { op: method, params } = call;
  call.onTheWay = link.send({ jsonrpc: "2.0", id, method, params });
  call.sent ||= call.onTheWay;
};

const forget = (pending: Map<number, Pending>, id: number, call: Pending): void => {
  clearTimeout(call.timer);
  pending.delete(id);
};

const isRepeatable = ({ op, params }: Pending): boolean =>
  !notRepeatable.has(op) && !(op === "card.identify" && "pin" in params);

const lost = ({ op, sent, params }: Pending): CallLost => {
  const key = "key" in params ? params.key : undefined;
  return new CallLost({ op, sent, key: typeof key === "string" ? key : undefined });
};

const settle = ({ resolve, reject }: Pending, answer: Answered): void =>
  "error" in answer ? reject(errorOf(answer.error)) : resolve(answer.result);

const isForNobody = (answer: Answered): boolean =>
  "error" in answer &&
  answer.error.data?.code === "not_permitted" &&
  answer.error.data.params?.["need"] === "staff";

const errorOf = (error: RpcError): Error =>
  error.code === errorCodes.refusal ? new RefusalError(error) : new ProtocolError(error);
