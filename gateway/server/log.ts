// Structured logs that cannot tell a secret: what could hold one is redacted by name, at every depth used here.
import { type Logger, destination, pino } from "pino";
import { withoutBankCards } from "./bank-cards.ts";

export type Log = Logger;

const secret = [
  "pin",
  "token",
  "signature",
  "name",
  "phone",
  "number",
  "identity",
  "contacts",
  "guest",
  "authorization",
  "cookie",
];
const redacted = secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]);

/** JSON lines on standard error; standard output belongs to the banner. */
export const createLog = (level: string): Log =>
  pino(
    {
      level,
      base: null,
      redact: { paths: redacted, censor: "[redacted]" },
      hooks: { streamWrite: withoutBankCards },
    },
    destination(2),
  );
