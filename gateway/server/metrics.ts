// What Prometheus may know: counts and times by operation and outcome. No ids, no names.
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { createLoopStall } from "../../drivers/loop-stall.ts";
import type { Observed } from "./dispatch.ts";
import type { BooksHealth } from "./housekeeping.ts";

export interface Metrics {
  /** From here on somebody may wait: what the event loop does before is its start. */
  readonly serving: () => void;
  readonly observe: (observed: Observed) => void;
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export const createMetrics = (parts: {
  readonly connections: () => number;
  readonly devicesReady: () => number;
  /** epoch ms at which the certificate of the secure listener ends, where there is one */
  readonly certificateEndsMs: (() => number) | undefined;
  readonly books: () => BooksHealth & { readonly entries: number };
}): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Counter({
    name: "tallygate_calls_total",
    help: "Answered calls by operation, outcome and role.",
    labelNames: ["op", "outcome", "role"],
    registers,
  });
  const seconds = new Histogram({
    name: "tallygate_call_seconds",
    help: "From request to answer.",
    labelNames: ["op"],
    buckets: secondsBuckets,
    registers,
  });
  const gauge = (name: string, help: string, read: () => number): void => {
    const made: Gauge = new Gauge({ name, help, registers, collect: () => made.set(read()) });
  };
  const stall = createLoopStall();
  gauge(
    "tallygate_eventloop_own_max_seconds",
    "Longest stretch of own work that kept the event loop, of the last one to two minutes.",
    () => stall.longestMs() / 1_000,
  );
  gauge("tallygate_connections", "Sessions with an open socket.", parts.connections);
  gauge("tallygate_devices_ready", "Devices that could be used now.", parts.devicesReady);
  const { books, certificateEndsMs } = parts;
  if (certificateEndsMs !== undefined)
    gauge(
      "tallygate_certificate_ends_timestamp_seconds",
      "When the certificate of the store's network ends.",
      () => certificateEndsMs() / 1000,
    );
  gauge("tallygate_ledger_entries", "Number of the journal's last entry.", () => books().entries);
  gauge("tallygate_books_whole", "1 while nothing was found against the books.", () =>
    Number(books().areWhole),
  );
  gauge(
    "tallygate_audit_timestamp_seconds",
    "When the books were audited last.",
    () => books().auditedMs / 1000,
  );
  gauge(
    "tallygate_backup_timestamp_seconds",
    "When the last proved backup was made; 0 = never.",
    () => books().backedUpMs / 1000,
  );
  gauge(
    "tallygate_backups_failed",
    "Backups that failed since the start.",
    () => books().backupsFailed,
  );
  return {
    serving: stall.restart,
    observe: ({ op, outcome, tookMs, caller }) => {
      calls.inc({ op, outcome, role: caller.station.role });
      seconds.observe({ op }, tookMs / 1_000);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
