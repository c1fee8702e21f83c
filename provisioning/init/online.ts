// A store's bundle fetched with a code from head office: the same file that a stick would bring, proved by the same
// verifier. By TLS only, unless head office is this very machine; the code is in no argument of another program.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import WebSocket from "ws";
import type { Machine } from "../machine.ts";
import { machineIdOf } from "../site/store-facts.ts";
import { type Says, UsageError } from "../verb.ts";

export interface HeadOffice {
  /** e.g. `https://hq.example:8443` */
  readonly url: string;
  /** eight signs; case, dash and spaces do not matter */
  readonly code: string;
  /** PEM file of the CA head office's certificate is from; absent: the system's */
  readonly ca?: string | undefined;
}

/** Nothing was fetched; this machine is as it was. */
export class NotFetched extends Error {
  readonly code: "office_unreachable" | "code_refused" | "office_busy";
  readonly retryable = true;
  readonly says: Says;
  constructor(code: NotFetched["code"], says: Says) {
    super(says.en);
    this.name = "NotFetched";
    this.code = code;
    this.says = says;
  }
}

const answerTimeoutMs = 30_000;
const refusals: Readonly<Record<string, readonly [NotFetched["code"], Says]>> = {
  "pairing.failed": [
    "code_refused",
    {
      zh: "总部不认这个码：输错、过期，或另一台机器已经用过。",
      en: "Head office does not know this code: mistyped, over, or used by another machine.",
    },
  ],
  too_many: [
    "office_busy",
    {
      zh: "总部最近收到太多错码，一小时后再试。",
      en: "Head office has been asked for too many wrong codes: try again in an hour.",
    },
  ],
};

const unreachable = (why: string): NotFetched =>
  new NotFetched("office_unreachable", {
    zh: `总部没有应答：${why}`,
    en: `Head office does not answer: ${why}`,
  });

/** Plain text only to this machine: a code on the wire is a code given away. */
const rpcOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url?.protocol === "http:" && ["127.0.0.1", "localhost"].includes(url.hostname);
  if (url === undefined || !(isHere || url.protocol === "https:"))
    throw new UsageError({
      zh: `--office 须是 https://…：${text}`,
      en: `--office takes https://…: ${text}`,
    });
  return `${url.origin.replace(/^http/u, "ws")}/rpc`;
};

interface Frame {
  readonly method?: string;
  readonly id?: number;
  readonly result?: { readonly bundle: string };
  readonly error?: { readonly message: string };
}

const refusalOf = (message: string): NotFetched => {
  const known = refusals[message];
  return known === undefined ? unreachable(message) : new NotFetched(...known);
};

/** One frame out, one back, before any session. Throws NotFetched. */
const take = async ({ url, code, ca }: HeadOffice, machine: string): Promise<Buffer> => {
  const trusted = ca === undefined ? {} : { ca: readFileSync(ca) };
  const socket = new WebSocket(rpcOf(url), "tallygate", trusted);
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const timer = setTimeout(() => reject(unreachable("-")), answerTimeoutMs);
  socket.on("error", (fault) => reject(unreachable(fault.message)));
  socket.on("close", () => reject(unreachable("-")));
  socket.on("message", (data: Buffer) => {
    const frame: Frame = JSON.parse(data.toString());
    if (frame.method === "hello") {
      const params = { code, machine };
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "enrolment.take", params }));
    } else if (frame.id === 1) {
      if (typeof frame.result?.bundle === "string")
        resolve(Buffer.from(frame.result.bundle, "base64"));
      else reject(refusalOf(frame.error?.message ?? "-"));
    }
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    socket.terminate();
  }
};

/** Fetches the bundle, hands its file to `use`, and removes it whatever came of it. Throws NotFetched. */
export const withFetchedBundle = async <T>(
  machine: Machine,
  office: HeadOffice,
  use: (file: string) => Promise<T>,
): Promise<T> => {
  const bytes = await take(office, machineIdOf(machine));
  const folder = machine.at("/run/tallygate-online");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "enrol.tgb");
  try {
    writeFileSync(file, bytes, { mode: 0o600 });
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
