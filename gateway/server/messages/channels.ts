// The ways a message leaves the house: mail by SMTP, or a signed POST to a service that sends texts. Each says
// "taken", "failed, try again" or "gone": this address will never take it.
import { readFileSync } from "node:fs";
import { ConfigError } from "../../config.ts";
import type { OutwardHosts } from "../webhooks/hosts.ts";
import { type Tried, post } from "../webhooks/post.ts";
import { secretIn, signedHeaders } from "../webhooks/sign.ts";
import type { Words } from "./words.ts";

export interface Letter extends Words {
  /** the same at every try */
  readonly id: string;
  readonly to: string;
}

export interface Channel {
  readonly send: (letter: Letter, signal: AbortSignal) => Promise<Tried>;
  readonly close: () => void;
}

export interface ChannelSettings {
  /** `smtps://user:word@mail.example.com` */
  readonly smtp?: string;
  /** sender of mails */
  readonly from?: string;
  /** where texts are posted; its host must be among those of `--webhooks` */
  readonly http?: string;
  /** `whsec_…`, shared with that service: posts are signed as webhooks are */
  readonly secret?: string;
}

const timeoutMs = 15_000;
const connectionsMax = 2;

/** The technician's own file; a missing or wrong one is told at the start, not at the first message. */
export const channelSettings = (file: string): ChannelSettings => {
  const settings = settingsIn(file);
  const { smtp, from, http } = settings;
  for (const [name, url] of Object.entries({ smtp, http }))
    if (url !== undefined && !URL.canParse(url))
      throw new ConfigError(`${file}: ${name} is no URL.`);
  if (smtp !== undefined && from === undefined) throw new ConfigError(`${file}: smtp needs from.`);
  return settings;
};

const settingsIn = (file: string): ChannelSettings => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`--messages: ${why}`);
  }
};

/** Answers of 5xx are for ever, all else may pass (RFC 5321, 4.2.1). */
const triedOf = (error: unknown): Tried => {
  const why = error instanceof Error ? error.message : String(error);
  const code =
    error instanceof Error && "responseCode" in error ? Number(error.responseCode) : undefined;
  const isForEver = code !== undefined && code >= 500 && code < 600;
  return isForEver ? { kind: "gone" } : { kind: "failed", why: why.slice(0, 200) };
};

export const mailChannel = async (smtp: string, from: string): Promise<Channel> => {
  // a store without mail does not load it
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    url: smtp,
    pool: true,
    maxConnections: connectionsMax,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain =
    from
      .split("@")
      .at(-1)
      ?.replace(/[^\w.-]/gu, "") ?? "localhost";
  return {
    send: ({ id, to, subject, body }) =>
      transport
        .sendMail({ from, to: [to], subject, text: body, messageId: `<${id}@${domain}>` })
        .then((): Tried => ({ kind: "taken" }), triedOf),
    close: () => transport.close(),
  };
};

export const postChannel = (
  url: string,
  { hosts, secret }: { readonly hosts: OutwardHosts; readonly secret: string | undefined },
): Channel => ({
  send: ({ id, to, subject, body }, signal) => {
    const message = { id, body: JSON.stringify({ to, subject, text: body }) };
    const headers =
      secret === undefined
        ? { "webhook-id": id }
        : signedHeaders(message, { secrets: [secretIn(secret)], atMs: Date.now() });
    return post(url, { body: message.body, headers, hosts, signal });
  },
  close: () => undefined,
});
