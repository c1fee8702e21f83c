// Constants and plain types of the wire, free of schemas, so that pages carry only these.

export const protocolVersions = { min: 1, max: 1 } as const;
export const subProtocol = "tallygate";

export const limits = {
  /** bytes of one frame */
  frame: 1_048_576,
  /** unanswered requests of one connection */
  inflight: 64,
  /** events kept for one session, sent or not */
  queue: 1_000,
} as const;

/** Calls of one connection over the network; loopback is exempt. More are refused `too_many`. */
export const callRate = { perSecond: 50, burst: 500 } as const;

/** Milliseconds of the connection's life. */
export const times = { authenticate: 10_000, ping: 10_000, grace: 5_000 } as const;

export const closeCodes = {
  badFrame: 4400,
  notAuthenticated: 4401,
  forbidden: 4403,
  version: 4406,
  tooSlow: 4408,
  replaced: 4409,
  tooMany: 4429,
  draining: 4503,
} as const;

export const errorCodes = {
  parse: -32_700,
  request: -32_600,
  method: -32_601,
  params: -32_602,
  internal: -32_603,
  refusal: -32_000,
} as const;

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: {
    readonly code?: string;
    readonly params?: Readonly<Record<string, unknown>>;
    readonly retry?: "never" | "later" | "after_release" | "ask_staff";
    readonly cite?: string;
    /** JSON pointer into params */
    readonly at?: string;
  };
}

export type Answer =
  | { readonly jsonrpc: "2.0"; readonly id: string | number | null; readonly result: unknown }
  | { readonly jsonrpc: "2.0"; readonly id: string | number | null; readonly error: RpcError };

/** What a station signs (ES256, raw r‖s, base64url) to prove its key: origin is empty for programs. */
export const challengeOf = (facts: {
  readonly nonce: string;
  readonly boot: string;
  readonly origin: string;
  readonly station: string;
}): string => `${facts.nonce}|${facts.boot}|${facts.origin}|${facts.station}`;
