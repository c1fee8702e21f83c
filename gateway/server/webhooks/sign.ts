// Standard Webhooks: the secret of an endpoint and the signature of a message (webhook-id, -timestamp, -signature).
import { createHmac, hkdfSync } from "node:crypto";

const secretBytes = 24;

/** Derived, so that it is kept nowhere: from the store's key, the endpoint and the number of its rotation. */
export const secretOf = (key: Buffer, webhook: string, generation: number): Buffer =>
  Buffer.from(hkdfSync("sha256", key, "", `webhook ${webhook} ${generation}`, secretBytes));

/** As the receiver is given it. */
export const shownSecret = (secret: Buffer): string => `whsec_${secret.toString("base64")}`;

/** What a shown secret stands for. */
export const secretIn = (shown: string): Buffer =>
  Buffer.from(shown.replace(/^whsec_/u, ""), "base64");

export interface Message {
  /** the same at every try: a receiver knows it again by this */
  readonly id: string;
  readonly body: string;
}

/** Headers of one try; several secrets while one is being replaced. */
export const signedHeaders = (
  { id, body }: Message,
  by: { readonly secrets: readonly Buffer[]; readonly atMs: number },
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(by.atMs / 1_000));
  const signatures = by.secrets.map((secret) => {
    const mac = createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`);
    return `v1,${mac.digest("base64")}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
};
