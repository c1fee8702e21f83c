// One connection after another to the gateway: hello, proof, session, resume, ping, back-off. Knows no calls.
import type { StoreEvent } from "./events.ts";
import type { Hello } from "./frames.ts";
import type { LinkStatus, Session } from "./client.ts";
import type { ParamsOf, ResultOf } from "./operations.ts";
import { closeCodes, protocolVersions, subProtocol, times, type RpcError } from "./wire.ts";

/** The part of WebSocket that is used; browsers, Node and `ws` all have it. */
export interface SocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number }) => void): void;
  addEventListener(type: "error", listener: () => void): void;
}

/** Proof of who we are: a token (programs), or station and signature of the challenge (`challengeOf`). */
export type Proof =
  | { readonly token: string }
  | { readonly station: string; readonly signature: string };

/** What may be asked before a session exists. */
export interface BeforeSession {
  pair(params: ParamsOf<"station.pair">): Promise<ResultOf<"station.pair">>;
}

/** A session and the last event of it that was heard. */
export interface Heard {
  readonly session: string;
  readonly seq: number;
}

export interface SessionMemory {
  readonly read: () => Heard | undefined;
  readonly write: (heard: Heard) => void;
}

export interface LinkOptions {
  /** e.g. `ws://127.0.0.1:8140/rpc` */
  readonly url: string;
  readonly authenticate: (hello: Hello, before: BeforeSession) => Promise<Proof>;
  /** default: the platform's WebSocket with sub-protocol `tallygate` */
  readonly open?: (url: string) => SocketLike;
  /** where a session is remembered over a reload of the page; it is good only with the station's own proof */
  readonly memory?: SessionMemory;
  readonly onEvent: (event: StoreEvent) => void;
  readonly onStatus: (status: LinkStatus) => void;
  readonly onAnswer: (id: number, answer: Answered) => void;
  /** the connection is gone: what was sent may have run */
  readonly onDown: () => void;
}

export type Answered = { readonly result: unknown } | { readonly error: RpcError };

export interface Link {
  /** false: not connected, nothing was sent */
  send(frame: object): boolean;
  close(): void;
}

const backOffMs = { first: 100, most: 2_000, refused: 10_000 } as const;
/** Answers to requests of the link itself carry string ids; those of calls are numbers. */
const ownIds = { pair: "pair", start: "start", ping: "ping" } as const;
const openState = 1;

export const createLink = (options: LinkOptions): Link => {
  let socket: SocketLike | undefined;
  let session: Session | undefined;
  const before = options.memory?.read();
  let seq = before?.seq ?? 0;
  let attempts = 0;
  let closed = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  const connect = (): void => {
    const current = (options.open ?? platformSocket)(options.url);
    socket = current;
    const conversation = converse(current, {
      ...options,
      resume: () => (session === undefined ? before : { session: session.session, seq }),
      started: (next) => {
        if (!next.resumed) seq = next.seq;
        session = next;
        attempts = 0;
        options.memory?.write({ session: next.session, seq });
        options.onStatus({ state: "online", session: next });
      },
      event: (event) => {
        if (event.seq <= seq) return;
        if (event.seq > seq + 1) return current.close(4000, "gap");
        seq = event.seq;
        if (session !== undefined) options.memory?.write({ session: session.session, seq });
        options.onEvent(event);
      },
    });
    current.addEventListener("close", ({ code }) => {
      conversation.end();
      socket = undefined;
      options.onDown();
      if (!closed) afterClose(code, conversation.failure());
    });
    // a close event always follows; without a listener some platforms would throw
    current.addEventListener("error", () => undefined);
  };

  const afterClose = (code: number, error: Error | undefined): void => {
    if (code === closeCodes.replaced) return options.onStatus({ state: "replaced" });
    const refused = error !== undefined || refusals.has(code);
    if (refused) session = undefined;
    options.onStatus({
      state: refused ? "refused" : "lost",
      closeCode: code,
      ...(error === undefined ? {} : { error }),
    });
    retryTimer = setTimeout(connect, refused ? backOffMs.refused : backOff(attempts++));
  };

  // after the caller has its Link: listeners may call `send` at once
  queueMicrotask(() => {
    if (!closed) connect();
  });
  return {
    send: (frame) => {
      if (socket?.readyState !== openState) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    close: () => {
      closed = true;
      clearTimeout(retryTimer);
      socket?.close(1000, "bye");
      options.onStatus({ state: "closed" });
    },
  };
};

/** Closing codes after which another try soon would end the same way. */
const refusals: ReadonlySet<number> = new Set([
  closeCodes.notAuthenticated,
  closeCodes.forbidden,
  closeCodes.version,
]);

/** Doubles up to the longest, and never quite the same for two clients. */
const backOff = (attempts: number): number =>
  Math.min(backOffMs.most, backOffMs.first * 2 ** attempts) * (0.5 + Math.random() / 2);

interface Conversation {
  end(): void;
  /** why authentication failed, if it did */
  failure(): Error | undefined;
}

interface Parts extends LinkOptions {
  readonly resume: () => { session: string; seq: number } | undefined;
  readonly started: (session: Session) => void;
  readonly event: (event: StoreEvent) => void;
}

/** One socket's life: hello → proof → session.start → frames and pings until it ends. */
const converse = (socket: SocketLike, parts: Parts): Conversation => {
  let failure: Error | undefined;
  let ended = false;
  let unansweredPings = 0;
  let pingTimer: ReturnType<typeof setInterval> | undefined;
  const waiting = new Map<string, (answer: Answered) => void>();

  const ask = <R>(id: string, method: string, params: object): Promise<R> =>
    new Promise((resolve, reject) => {
      waiting.set(id, (answer) => {
        if ("error" in answer) reject(new Error(answer.error.data?.code ?? answer.error.message));
        else resolve(answer.result as R);
      });
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
    });

  const greet = async (hello: Hello): Promise<void> => {
    try {
      const protocol = versionFor(hello);
      const proof = await parts.authenticate(hello, {
        pair: (params) => ask(ownIds.pair, "station.pair", params),
      });
      if (ended) return;
      const resume = parts.resume();
      const session = await ask<Session>(ownIds.start, "session.start", {
        protocol,
        ...proof,
        ...(resume === undefined ? {} : { resume }),
      });
      if (ended) return;
      pingTimer = setInterval(ping, times.ping);
      parts.started(session);
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      socket.close(1000, "no session");
    }
  };

  const ping = (): void => {
    if (unansweredPings++ >= 2) return socket.close(4000, "no answer");
    socket.send(`{"jsonrpc":"2.0","id":"${ownIds.ping}","method":"session.ping","params":{}}`);
  };

  socket.addEventListener("message", ({ data }) => {
    if (ended) return;
    const frame: unknown = JSON.parse(String(data));
    if (isNotice(frame, "hello")) void greet(frame.params as Hello);
    else if (isNotice(frame, "event")) parts.event(frame.params as StoreEvent);
    else if (isRequest(frame)) answerPing(socket, frame.id);
    else if (isAnswer(frame)) {
      if (frame.id === ownIds.ping) unansweredPings = 0;
      else if (typeof frame.id === "number") parts.onAnswer(frame.id, frame);
      else waiting.get(String(frame.id))?.(frame);
    }
  });
  return {
    end: () => {
      ended = true;
      clearInterval(pingTimer);
    },
    failure: () => failure,
  };
};

/** The newest version both sides speak. Throws where there is none: one side has to be renewed first. */
const versionFor = ({ protocol: { min, max } }: Hello): number => {
  const version = Math.min(protocolVersions.max, max);
  if (version >= Math.max(protocolVersions.min, min)) return version;
  throw new Error(`the gateway speaks protocol ${min} to ${max}`);
};

const answerPing = (socket: SocketLike, id: unknown): void =>
  socket.send(JSON.stringify({ jsonrpc: "2.0", id, result: { time: new Date().toISOString() } }));

const platformSocket = (url: string): SocketLike => new WebSocket(url, subProtocol);

const isObject = (frame: unknown): frame is Record<string, unknown> =>
  typeof frame === "object" && frame !== null;
const isNotice = (frame: unknown, method: string): frame is { params: unknown } =>
  isObject(frame) && frame["method"] === method && frame["id"] === undefined;
const isRequest = (frame: unknown): frame is { id: string | number } =>
  isObject(frame) && frame["method"] === "session.ping" && frame["id"] !== undefined;
const isAnswer = (frame: unknown): frame is { id: string | number } & Answered =>
  isObject(frame) && ("result" in frame || "error" in frame);
