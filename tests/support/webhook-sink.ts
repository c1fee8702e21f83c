// A receiver of webhooks as another company would write it: verifies with the specification's own library, answers
// as it is told, and keeps what it took in the order in which it came.
import { once } from "node:events";
import { type IncomingMessage, type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

export interface Delivered {
  readonly id: string;
  readonly type: string;
  readonly data: {
    readonly seq: number;
    readonly entry: string;
    readonly account?: string;
    readonly member?: string;
    readonly [field: string]: unknown;
  };
}

export interface Sink {
  readonly url: string;
  /** `127.0.0.1:PORT`, as the gateway's list of hosts has it */
  readonly host: string;
  /** verified and answered with 200, with repetitions */
  readonly taken: readonly Delivered[];
  /** every request, also those it refused */
  readonly tries: readonly string[];
  /** ids whose signature did not verify */
  readonly forged: readonly string[];
  /** status for a message; default 200 */
  answer: (id: string, tries: number) => number | { status: number; location: string };
  /** the secrets of which one must verify; none yet: nothing is verified */
  secrets: readonly string[];
  /** resolves when `enough` says so of what was taken */
  until(enough: (taken: readonly Delivered[]) => boolean): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
};

export const startSink = async (): Promise<Sink> => {
  const taken: Delivered[] = [];
  const tries: string[] = [];
  const forged: string[] = [];
  const watchers = new Set<() => void>();

  const verified = (body: string, headers: Record<string, string>): boolean =>
    sink.secrets.length === 0 ||
    sink.secrets.some((secret) => {
      try {
        new Webhook(secret).verify(body, headers);
        return true;
      } catch {
        return false;
      }
    });

  const server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const headers = request.headers as Record<string, string>;
      const id = headers["webhook-id"] ?? "";
      tries.push(id);
      if (!verified(body, headers)) {
        forged.push(id);
        response.writeHead(401).end();
        return;
      }
      const told = sink.answer(id, tries.filter((one) => one === id).length);
      const { status, ...more } = typeof told === "number" ? { status: told } : told;
      if (status === 200) taken.push({ id, ...JSON.parse(body) });
      response.writeHead(status, more).end("thank you");
      for (const look of watchers) look();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sink: Sink = {
    url: `http://${host}/hook`,
    host,
    taken,
    tries,
    forged,
    answer: () => 200,
    secrets: [],
    until: (enough) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!enough(taken)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return sink;
};
