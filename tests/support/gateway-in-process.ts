// A simulated store inside the test's own process, and raw sockets to it: what a client of another make would do.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";
import type { Config } from "../../gateway/config.ts";
import { type Gateway, startGateway } from "../../gateway/gateway.ts";

type Role = "kiosk" | "cashier" | "office" | "technician" | "integration" | "test";

export interface TestGateway {
  readonly url: string;
  /** of the secure listener, where `more` asked for one */
  readonly lanUrl: string;
  readonly dir: string;
  readonly tokens: Readonly<Record<Role, string>>;
  readonly cards: readonly { readonly token: string; readonly name: string }[];
  /** One call by `POST /rpc`; `token` undefined = no Authorization. */
  post(body: unknown, token?: string): Promise<Reply>;
  connect(headers?: Readonly<Record<string, string>>): Promise<RawSocket>;
  /** A started session of that demo station. */
  session(role: Role, resume?: { session: string; seq: number }): Promise<RawSocket>;
  close(): Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly body: Answer;
}

export interface Answer {
  readonly id?: string | number | null;
  readonly result?: Record<string, unknown>;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly data?: { readonly code?: string; readonly at?: string; readonly params?: object };
  };
}

export interface RawSocket {
  readonly hello: Record<string, unknown>;
  /** the result of `session.start`, for sockets made by `session` */
  readonly started: Record<string, unknown>;
  send(data: string | Buffer): void;
  call(method: string, params?: object): Promise<Answer>;
  /** resolves with the code */
  readonly closed: Promise<number>;
  readonly events: Record<string, unknown>[];
  nextEvent(topic: string): Promise<Record<string, unknown>>;
  close(): void;
  /** breaks the connection without a word */
  terminate(): void;
}

export const startTestGateway = async (
  programme = "demo",
  more: Partial<Config> = {},
): Promise<TestGateway> => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-test-"));
  const gateway: Gateway = await startGateway({
    data: dir,
    host: "127.0.0.1",
    port: 0,
    simulate: true,
    programme,
    logLevel: "silent",
    ...more,
  });
  const { tokens, cards } = JSON.parse(readFileSync(join(dir, "simulated.json"), "utf8"));
  const connect: TestGateway["connect"] = (headers = {}) => openRaw(gateway.url, headers);
  return {
    url: gateway.url,
    lanUrl: gateway.lan?.url ?? "",
    dir,
    tokens,
    cards,
    connect,
    post: (body, token) => post(gateway.url, body, token),
    session: async (role: Role, resume) => {
      const socket = await connect();
      const started = await socket.call("session.start", {
        protocol: 1,
        token: tokens[role],
        ...(resume === undefined ? {} : { resume }),
      });
      if (started.result === undefined) throw new Error(JSON.stringify(started.error));
      return { ...socket, started: started.result };
    },
    close: async () => {
      await gateway.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

const post = async (url: string, body: unknown, token?: string): Promise<Reply> => {
  const response = await fetch(`${url}/rpc`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const answered: Answer = JSON.parse(await response.text());
  return { status: response.status, body: answered };
};

const openRaw = async (
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<RawSocket> => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/rpc`, "tallygate", { headers });
  const events: Record<string, unknown>[] = [];
  const waiting = new Map<string | number, (answer: Answer) => void>();
  const watchers = new Set<() => void>();
  const hello = Promise.withResolvers<Record<string, unknown>>();
  const closed = new Promise<number>((resolve) => {
    socket.on("close", (code) => {
      hello.resolve({ closed: code });
      resolve(code);
    });
  });
  socket.on("error", () => undefined);
  socket.on("message", (data: Buffer) => {
    const frame = JSON.parse(data.toString("utf8"));
    if (frame.method === "hello") return hello.resolve(frame.params);
    if (frame.method === "event") {
      events.push(frame.params);
      return watchers.forEach((look) => look());
    }
    if (frame.method === "session.ping") return;
    const id = frame.id ?? "null";
    waiting.get(id)?.(frame);
    waiting.delete(id);
  });
  let lastId = 0;
  const answerTo = (id: string | number): Promise<Answer> =>
    Promise.race([
      new Promise<Answer>((resolve) => waiting.set(id, resolve)),
      closed.then((code) => ({ error: { code, message: "closed" } })),
    ]);
  return {
    hello: await hello.promise,
    started: {},
    closed,
    events,
    send: (data) => socket.send(data),
    call: (method, params = {}) => {
      const id = ++lastId;
      const answer = answerTo(id);
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
      return answer;
    },
    nextEvent: (topic) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find((event) => event["topic"] === topic);
          if (found === undefined) return;
          events.splice(events.indexOf(found), 1);
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
      }),
    close: () => socket.close(),
    terminate: () => socket.terminate(),
  };
};
