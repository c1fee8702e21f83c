// One try: a signed POST to an endpoint. No redirect is followed, the answer's body is not read, time is bounded.
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { OutwardHosts } from "./hosts.ts";

export type Tried =
  | { readonly kind: "taken" }
  /** 410: the receiver wants no more of this */
  | { readonly kind: "gone" }
  | {
      readonly kind: "failed";
      readonly why: string;
      /** what the receiver asked for (Retry-After, seconds) */
      readonly retryAfterMs?: number;
    };

const timeoutMs = 15_000;
/** The most a receiver may ask us to wait. */
const retryAfterMaxMs = 3_600_000;

export const post = (
  url: string,
  {
    body,
    headers,
    hosts,
    signal,
  }: {
    readonly body: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly hosts: OutwardHosts;
    readonly signal: AbortSignal;
  },
): Promise<Tried> => {
  const refused = hosts.refuses(url);
  if (refused !== undefined) return Promise.resolve({ kind: "failed", why: `refused: ${refused}` });
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  const { promise, resolve } = Promise.withResolvers<Tried>();
  const failed = (why: string): void => resolve({ kind: "failed", why });
  const sent = send(
    url,
    {
      method: "POST",
      agent: false,
      lookup: hosts.lookup,
      timeout: timeoutMs,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      headers: {
        ...headers,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Tallygate-Webhooks/1",
      },
    },
    ({ statusCode = 0, headers: answered }) => {
      resolve(outcomeOf(statusCode, answered["retry-after"]));
      sent.destroy();
    },
  );
  sent.on("error", (error) => failed(error.message));
  sent.on("timeout", () => sent.destroy(new Error("timed out")));
  sent.end(body);
  return promise;
};

const outcomeOf = (status: number, retryAfter: string | undefined): Tried => {
  if (status >= 200 && status < 300) return { kind: "taken" };
  if (status === 410) return { kind: "gone" };
  const seconds = Number(retryAfter);
  const asked = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : undefined;
  return {
    kind: "failed",
    why: `status ${status}`,
    ...(asked === undefined ? {} : { retryAfterMs: Math.min(asked, retryAfterMaxMs) }),
  };
};
