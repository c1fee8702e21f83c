// A door of the store: one listener with the names it answers to. It is shut so that nobody is turned away: who comes
// waits at the socket, where that was handed over, for the next gateway; who is there is answered first.
import { once } from "node:events";
import { Server as Listener } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { type AllowList, type Listening, createAllowList } from "./allow-list.ts";
import { type HttpParts, createHttp } from "./http.ts";

/** So long those who were let in may ask once more, ms: they are told to come anew with the answer. */
const lastAskMs = 100;
/** How long answers under way and closing frames of stations may take, ms. */
const goodbyeMs = 1_000;

export interface Door {
  /** Listens; `fd`: a listening socket that was handed over, instead of one of our own. Resolves with the port. */
  readonly open: (listening: Listening, fd?: number) => Promise<number>;
  /** Lets nobody in any more; who is there is answered. */
  readonly shut: () => Promise<void>;
  /** Says goodbye to whoever still is there, and is gone. */
  readonly close: () => Promise<void>;
}

export const createDoor = async (parts: Omit<HttpParts, "allowList" | "isShut">): Promise<Door> => {
  let allowList: AllowList = createAllowList({ address: "", port: 0, secure: false, names: [] });
  let isShut = false;
  const app = await createHttp({ ...parts, allowList: () => allowList, isShut: () => isShut });
  const { server } = app;
  return {
    open: async (listening, fd) => {
      if (fd === undefined) await app.listen({ host: listening.address, port: listening.port });
      else await listenOn(app, fd);
      const bound = server.address();
      const port = typeof bound === "object" && bound !== null ? bound.port : listening.port;
      allowList = createAllowList({ ...listening, port });
      return port;
    },
    shut: async () => {
      isShut = true;
      if (!server.listening) return;
      // The listener's own way: that of HTTP also breaks connections whose first or next question is on its way.
      Listener.prototype.close.call(server);
      await wait(lastAskMs);
    },
    close: async () => {
      server.closeIdleConnections();
      await Promise.race([app.close(), wait(goodbyeMs, undefined, { ref: false })]);
      server.closeAllConnections();
    },
  };
};

const listenOn = async (app: FastifyInstance, fd: number): Promise<void> => {
  await app.ready();
  const listening = once(app.server, "listening");
  app.server.listen({ fd });
  await listening;
};
