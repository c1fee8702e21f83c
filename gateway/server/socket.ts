// One WebSocket: hello, proof within ten seconds, then requests, answers, events and pings until it ends.
import type { RawData, WebSocket } from "ws";
import { randomBytes } from "node:crypto";
import type { Writable } from "node:stream";
import type { Request } from "../protocol/frames.ts";
import {
  callRate,
  closeCodes,
  limits,
  protocolVersions,
  times,
  type Answer,
} from "../protocol/wire.ts";
import { createCallMeter } from "./call-meter.ts";
import type { Caller } from "./caller.ts";
import { type Dispatch, failed, refusalError, tooMany } from "./dispatch.ts";
import { readFrame } from "./frame.ts";
import type { Outgoing, Wire } from "./session.ts";
import type { Proven, StartSession, Started } from "./start-session.ts";

export interface SocketParts {
  readonly build: string;
  readonly boot: string;
  readonly simulating: boolean;
  readonly nowIso: () => string;
  readonly dispatch: Dispatch;
  readonly startSession: StartSession;
  /** `station.pair` and `enrolment.take`: besides `session.start` nothing else needs no session */
  readonly pair: (request: Request, local: boolean) => Promise<Answer>;
  readonly lost: (proven: Proven, wire: Wire) => void;
}

export interface Peer {
  readonly local: boolean;
  readonly origin: string | undefined;
  /** below the frames */
  readonly stream: Pick<Writable, "cork" | "uncork">;
}

/** Bytes that may wait for one slow client before its connection is closed. */
const bufferedMax = 8 * limits.frame;
const pingsMissedMax = 2;

export const openSocket = (socket: WebSocket, peer: Peer, parts: SocketParts): void => {
  const nonce = randomBytes(18).toString("base64url");
  let proven: Proven | undefined;
  let starting = false;
  let inflight = 0;
  const sendText = (text: string, sent?: () => void): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > bufferedMax) return end("tooSlow");
    socket.send(text, sent);
  };
  const send = (frame: object): void => sendText(JSON.stringify(frame));
  const end: Wire["close"] = (why) => socket.close(closeCodes[why], why);
  const event: Wire["event"] = (seq, told, sent) => sendText(eventText(seq, told), sent);
  const wire: Wire = { event, together: togetherOn(peer), close: end };
  const authTimer = setTimeout(() => end("notAuthenticated"), times.authenticate);
  const meter = peer.local ? undefined : createCallMeter(callRate);
  const pinging = startPinging({ ping: () => send(pingFrame), giveUp: () => end("tooSlow") });

  const start = async (request: Request): Promise<void> => {
    if (starting) return end("notAuthenticated");
    starting = true;
    const { params = {} } = request;
    const outcome = await parts.startSession({ params, nonce, peer, wire }).catch(() => tryLater);
    if ("close" in outcome) {
      if (outcome.refusal !== undefined) send(failed(request.id, refusalError(outcome.refusal)));
      return end(outcome.close);
    }
    clearTimeout(authTimer);
    // gone while it was being proved
    if (socket.readyState !== socket.OPEN) return parts.lost(outcome.proven, wire);
    proven = outcome.proven;
    send({ jsonrpc: "2.0", id: request.id, result: outcome.result });
    proven.session.release();
  };

  const call = async (request: Request, caller: Caller): Promise<void> => {
    if (inflight >= limits.inflight || meter?.take() === false)
      return send(failed(request.id, tooMany));
    inflight++;
    const answer = await parts.dispatch(request, caller);
    inflight--;
    send(answer);
  };

  const receive = (data: RawData, isBinary: boolean): void => {
    pinging.heard();
    const frame = isBinary ? broken : readFrame(textOf(data));
    if (frame.kind === "broken") return end("badFrame");
    if (frame.kind === "misshapen") return send(frame.answer);
    if (frame.kind === "answer") return;
    const { request } = frame;
    if (request.method === "session.ping") return send(pong(request.id, parts.nowIso()));
    if (proven !== undefined) return void call(request, proven.caller);
    if (request.method === "session.start") return void start(request);
    if (beforeSession.has(request.method) && !starting)
      return void parts.pair(request, peer.local).then(send);
    end("notAuthenticated");
  };

  socket.on("message", receive);
  socket
    .on("error", () => undefined)
    .on("close", () => {
      clearTimeout(authTimer);
      pinging.stop();
      if (proven !== undefined) parts.lost(proven, wire);
    });
  closeWithOurCodes(socket);
  send(helloFrame(nonce, peer, parts));
};

/** A browser that is to be a station and a machine that is to be a store come with nothing but a code. */
const beforeSession: ReadonlySet<string> = new Set(["station.pair", "enrolment.take"]);

const togetherOn =
  ({ stream }: Peer): Wire["together"] =>
  (send) => {
    stream.cork();
    send();
    stream.uncork();
  };

/** Any frame is a sign of life; two silent pings are the end. */
const startPinging = (peer: { readonly ping: () => void; readonly giveUp: () => void }) => {
  let missed = 0;
  const timer = setInterval(
    () => (missed++ < pingsMissedMax ? peer.ping() : peer.giveUp()),
    times.ping,
  );
  return {
    heard: (): void => {
      missed = 0;
    },
    stop: (): void => clearInterval(timer),
  };
};

const helloFrame = (nonce: string, { local }: Peer, parts: SocketParts): object => ({
  jsonrpc: "2.0",
  method: "hello",
  params: {
    gateway: "tallygate",
    build: parts.build,
    boot: parts.boot,
    protocol: protocolVersions,
    nonce,
    auth: ["key", "token", "pair", ...(parts.simulating && local ? ["demo"] : [])],
    time: parts.nowIso(),
    limits,
  },
});

/** The same event goes to many: only its number and the time it leaves are each one's own. */
const eventText = (seq: number, event: Outgoing): string => {
  const own = `"seq":${seq},"sentAt":"${new Date().toISOString()}"`;
  return `{"jsonrpc":"2.0","method":"event","params":{${own},${restOf(event)}`;
};

const restOf = (event: Outgoing): string => {
  const known = restTexts.get(event);
  if (known !== undefined) return known;
  const { atMs, topic, device, data } = event;
  const rest = { at: new Date(atMs).toISOString(), topic, device, data };
  const text = `${JSON.stringify(rest).slice(1)}}`;
  restTexts.set(event, text);
  return text;
};

const restTexts = new WeakMap<Outgoing, string>();

const pong = (id: string | number, time: string): object => ({
  jsonrpc: "2.0",
  id,
  result: { time },
});

const broken = { kind: "broken" } as const;
/** The store did not answer: the station may come back. */
const tryLater: Started = { close: "draining" };
const pingFrame = { jsonrpc: "2.0", id: "ping", method: "session.ping", params: {} };

const textOf = (data: RawData): string =>
  (Array.isArray(data)
    ? Buffer.concat(data)
    : data instanceof ArrayBuffer
      ? Buffer.from(data)
      : data
  ).toString("utf8");

/** `ws` closes by itself with 1009 (too big) and 1007 (not UTF-8); the protocol says 4400 for both. */
const closeWithOurCodes = (socket: WebSocket): void => {
  const close = socket.close.bind(socket);
  socket.close = (code, reason) => {
    const foreign = code === 1009 || code === 1007;
    close(foreign ? closeCodes.badFrame : code, foreign ? "badFrame" : reason);
  };
};
