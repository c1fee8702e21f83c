// A receiver of the store's webhooks in one function: verified (Standard Webhooks), each told once, in order.
import { createHmac, timingSafeEqual } from "node:crypto";
import { type IncomingMessage, type Server, createServer } from "node:http";

export interface Hook {
  readonly id: string;
  /** the operation that happened, e.g. `stay.checkOut` */
  readonly type: string;
  readonly data: {
    readonly entry: string;
    readonly account?: string;
    readonly member?: string;
    readonly stay?: string;
    readonly bill?: string;
    readonly receipt?: string;
    /** minor units by venue, and what paid for them by tender */
    readonly sales: Readonly<Record<string, number>>;
    readonly tenders: Readonly<Record<string, number>>;
    /** units of the member's own assets, as she sees them */
    readonly changes: Readonly<Record<string, number>>;
  };
}

/** Older than this is a replay; the store signs each try anew. */
const toleranceS = 300;
const bodyMax = 1 << 20;

/** `secret` as `webhook.put` told it. */
export const isGenuine = ({ headers }: IncomingMessage, body: string, secret: string): boolean => {
  const id = String(headers["webhook-id"]);
  const timestamp = String(headers["webhook-timestamp"]);
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > toleranceS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest();
  return String(headers["webhook-signature"])
    .split(" ")
    .map((signature) => Buffer.from(signature.replace(/^v1,/, ""), "base64"))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = "";
  request.setEncoding("utf8");
  for await (const part of request) {
    body += String(part);
    if (body.length > bodyMax) throw new Error("too long");
  }
  return body;
};

/** `take` is awaited before the store is told "taken": what throws comes again. */
export const receiveHooks = (parts: {
  readonly port: number;
  readonly secret: string;
  readonly take: (hook: Hook) => Promise<void>;
}): Server => {
  // Twice is possible, after a power cut on either side. Keep these with your own data, not in memory.
  const seen = new Set<string>();
  const server = createServer((request, response) => {
    const answer = (status: number): void => void response.writeHead(status).end();
    void bodyOf(request)
      .then(async (body) => {
        if (!isGenuine(request, body, parts.secret)) return answer(401);
        const id = String(request.headers["webhook-id"]);
        if (!seen.has(id)) await parts.take({ id, ...JSON.parse(body) });
        seen.add(id);
        return answer(204);
      })
      .catch(() => answer(500));
  });
  return server.listen(parts.port, "127.0.0.1");
};
