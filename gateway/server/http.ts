// The one door: pages, health, documents and `/rpc`, behind exact Host and Origin lists. No GET has an effect.
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import websocket from "@fastify/websocket";
import type { RequestListener, Server } from "node:http";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { closeCodes, errorCodes, limits, type Answer } from "../protocol/wire.ts";
import type { Stations } from "./access/stations.ts";
import { type AllowList, isLoopback } from "./allow-list.ts";
import type { Caller } from "./caller.ts";
import { type Dispatch, failed } from "./dispatch.ts";
import { readFrame } from "./frame.ts";
import type { Metrics } from "./metrics.ts";
import type { Employee } from "./duty.ts";
import { addPages } from "./pages.ts";
import { type SocketParts, openSocket } from "./socket.ts";
import type { SpareDesk } from "./spare/desk.ts";
import type { KitFile } from "./tls/trust-kit.ts";
import { addTrustPages } from "./tls/trust-pages.ts";

export interface HttpParts {
  /** known once the port is */
  readonly allowList: () => AllowList;
  readonly isReady: () => { readonly ready: boolean; readonly why: readonly string[] };
  readonly isDraining: () => boolean;
  /** nobody new is let in: who asks once more is answered, and comes anew after that */
  readonly isShut: () => boolean;
  readonly openRpc: () => object;
  /** absent where the store names no contact */
  readonly securityTxt: () => string | undefined;
  readonly metrics: Metrics;
  readonly stations: Stations;
  readonly employeeOf: (staff: string) => Promise<Employee | undefined>;
  readonly dispatch: Dispatch;
  readonly socket: SocketParts;
  /** another machine that keeps a copy of the store at every moment */
  readonly openSpare?: SpareDesk["open"];
  /** folder of the built pages */
  readonly pages: string;
  /** the secure server of the store's network; absent: plain HTTP, for this machine */
  readonly secureServer?: (listener: RequestListener) => Server;
  /** what makes other machines trust that one */
  readonly trustKit?: () => readonly KitFile[];
}

/** Requests a minute from one address that is not this machine. */
const requestsPerMinute = 600;
/** `ws` gives up on frames larger than this before they fill the memory; ours is `limits.frame`. */
const payloadMax = 4 * limits.frame;
const requestTimeoutMs = 30_000;
const spareDoor = "/spare";
const hstsSeconds = 31_536_000;

const noCompiler = (): never => {
  throw new Error("no route has a schema: what comes in is held against the table of operations");
};
/** Fastify loads its own compilers of schemas where none are given: a twentieth of a start, for nothing. */
const noSchemas = { buildValidator: noCompiler, buildSerializer: noCompiler };

export const createHttp = async (parts: HttpParts): Promise<FastifyInstance> => {
  const { secureServer } = parts;
  const app = Fastify({
    logger: false,
    bodyLimit: limits.frame,
    return503OnClosing: false,
    requestTimeout: requestTimeoutMs,
    routerOptions: { maxParamLength: 200 },
    schemaController: { compilersFactory: noSchemas },
    ...(secureServer === undefined
      ? {}
      : {
          serverFactory: (listener: RequestListener) => {
            const server = secureServer(listener);
            server.requestTimeout = requestTimeoutMs;
            return server;
          },
        }),
  });
  app.addHook("onRequest", async (request, reply) => {
    if (isUpgrade(request)) {
      if (request.url === "/rpc" || request.url === spareDoor) return;
      reply.hijack();
      request.raw.socket.destroy();
      return;
    }
    if (parts.isShut()) reply.header("connection", "close");
    // pages set their own; what the store answers is nobody's to keep
    reply.header("cache-control", "no-store");
    const list = parts.allowList();
    if (!list.host(request.headers.host) || !list.origin(request.headers.origin))
      await reply.code(403).send({ error: "forbidden" });
  });
  await app.register(helmet, {
    ...securityHeaders,
    strictTransportSecurity: secureServer === undefined ? false : { maxAge: hstsSeconds },
  });
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    allowList: (request: FastifyRequest) => isLoopback(request.ip),
  });
  await app.register(websocket, {
    options: {
      maxPayload: payloadMax,
      perMessageDeflate: false,
      handleProtocols: (offered: Set<string>) => (offered.has("tallygate") ? "tallygate" : false),
    },
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    return reply.code(status).send({ error: words[status] ?? "error" });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "not found" }));
  addStatus(app, parts);
  addRpc(app, parts);
  addSpare(app, parts);
  if (parts.trustKit !== undefined) addTrustPages(app, parts.trustKit);
  await addPages(app, parts.pages);
  return app;
};

const words: Readonly<Record<number, string>> = {
  400: "bad request",
  413: "too large",
  415: "only application/json",
  429: "too many requests",
  500: "internal error",
};

const statusOf = (error: unknown): number => {
  const status =
    typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : 500;
  return typeof status === "number" && status in words ? status : 500;
};

const securityHeaders = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      // lengths and colours that are data (progress, charts) are set on elements
      styleSrcAttr: ["'unsafe-inline'"],
      imgSrc: ["'self'", "data:", "blob:"],
      connectSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  crossOriginEmbedderPolicy: false,
  referrerPolicy: { policy: "no-referrer" },
} as const;

/** Sockets are told by a closing code; their handler looks at Host and Origin itself. */
const isUpgrade = ({ headers: { upgrade } }: FastifyRequest): boolean => upgrade !== undefined;

const addStatus = (app: FastifyInstance, parts: HttpParts): void => {
  app.get("/healthz", () => ({ ok: true }));
  app.get("/readyz", (_request, reply) => {
    const { ready, why } = parts.isReady();
    return reply.code(ready ? 200 : 503).send({ ready, why });
  });
  app.get("/metrics", async (request, reply) => {
    if (!isLoopback(request.ip)) return reply.code(403).send({ error: "forbidden" });
    return reply.type(parts.metrics.contentType).send(await parts.metrics.text());
  });
  app.get("/openrpc.json", () => parts.openRpc());
  app.get("/.well-known/security.txt", (_request, reply) => {
    const text = parts.securityTxt();
    if (text === undefined) return reply.code(404).send({ error: "not found" });
    return reply.type("text/plain; charset=utf-8").send(text);
  });
};

const addRpc = (app: FastifyInstance, parts: HttpParts): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) =>
    done(null, body),
  );
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const caller = await callerByToken(request, parts);
    if (caller === undefined) return reply.code(401).send({ error: "token" });
    const { body } = request;
    return post(typeof body === "string" ? body : "", caller, parts.dispatch);
  };
  app.route({
    method: "POST",
    url: "/rpc",
    onRequest: async (request, reply) => {
      if (parts.isDraining()) return reply.code(503).send({ error: "draining" });
      if ((await callerByToken(request, parts)) === undefined)
        return reply.code(401).send({ error: "token" });
      return undefined;
    },
    handler,
  });
  app.route({
    method: "GET",
    url: "/rpc",
    handler: (_request, reply) => reply.code(426).send({ error: "upgrade to websocket" }),
    wsHandler: (socket, request) => {
      const list = parts.allowList();
      const { host, origin } = request.headers;
      if (!list.host(host) || !list.origin(origin))
        return socket.close(closeCodes.forbidden, "forbidden");
      if (parts.isDraining()) return socket.close(closeCodes.draining, "draining");
      const stream = request.raw.socket;
      openSocket(socket, { local: isLoopback(request.ip), origin, stream }, parts.socket);
    },
  });
};

/** For programs alone: a page's Origin is refused, whosever it is. */
const addSpare = (app: FastifyInstance, { openSpare, isDraining, allowList }: HttpParts): void => {
  app.route({
    method: "GET",
    url: spareDoor,
    handler: (_request, reply) => reply.code(426).send({ error: "upgrade to websocket" }),
    wsHandler: (socket, { headers: { host, origin } }) => {
      if (openSpare === undefined || !allowList().host(host) || origin !== undefined)
        return socket.close(closeCodes.forbidden, "forbidden");
      if (isDraining()) return socket.close(closeCodes.draining, "draining");
      openSpare(socket);
    },
  });
};

const post = (body: string, caller: Caller, dispatch: Dispatch): Promise<Answer> | Answer => {
  const frame = readFrame(body);
  if (frame.kind === "request") return dispatch(frame.request, caller);
  if (frame.kind === "misshapen") return frame.answer;
  const broken = frame.kind === "broken";
  return failed(null, {
    code: broken ? errorCodes.parse : errorCodes.request,
    message: broken ? "parse error" : "invalid request",
  });
};

/** Over `POST` an employee is only there if the token carries one. */
const callerByToken = async (
  request: FastifyRequest,
  parts: HttpParts,
): Promise<Caller | undefined> => {
  const [scheme, token] = (request.headers.authorization ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || token === undefined) return undefined;
  const station = parts.stations.byToken(token);
  const local = isLoopback(request.ip);
  if (station === undefined || station.revoked === true) return undefined;
  if (station.demo === true && !local) return undefined;
  const employee = station.staff === undefined ? undefined : await parts.employeeOf(station.staff);
  return {
    station: { station: station.station, role: station.role },
    local,
    employee: () => employee,
  };
};
