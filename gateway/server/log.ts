// Structured logs that cannot tell a secret: what could hold one is redacted by name, at every depth used here.
import { type Logger, destination, pino } from "pino";
import { withoutBankCards } from "./bank-cards.ts";
import { type RecentLog, createRecentLog } from "./recent-log.ts";

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

/** JSON lines on standard error; standard output belongs to the banner. The last ones are kept, redacted once more. */
export const createLog = (level: string): { readonly log: Log; readonly recentLog: RecentLog } => {
  const out = destination(2);
  const { heard, lines } = createRecentLog();
  const log = pino(
    {
      level,
      base: null,
      redact: { paths: redacted, censor: "[redacted]" },
      hooks: { streamWrite: withoutBankCards },
    },
    {
      write: (line: string) => {
        out.write(line);
        heard(line);
      },
    },
  );
  return { log, recentLog: lines };
};
