// Tells systemd that the gateway serves and is alive: READY=1 once, WATCHDOG=1 while every probe answers in time.
// Without a NOTIFY_SOCKET (a checkout, a test) it says nothing to anybody. sd_notify(3), sd_watchdog_enabled(3).
import type { Log } from "./server/log.ts";
import type { Store } from "./store/contract.ts";

/** Something that must answer for the gateway to count as alive. A refusal is an answer; silence is not. */
export interface Probe {
  readonly name: string;
  readonly ask: () => Promise<unknown>;
}

export interface Watchdog {
  readonly ready: () => void;
  readonly stopping: () => void;
}

type Notify = (state: string) => void;

export interface WatchdogOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly probes: readonly Probe[];
  readonly log: Pick<Log, "warn">;
  /** how a word reaches systemd */
  readonly notify?: Notify;
}

const silent: Watchdog = { ready: () => undefined, stopping: () => undefined };

/** libsystemd by its own name: it is there wherever systemd is. */
const byLibrary = async (): Promise<Notify> => {
  const { default: koffi } = await import("koffi");
  const library = koffi.load("libsystemd.so.0");
  const notify = library.func("int sd_notify(int unset_environment, const char *state)");
  return (state) => void notify(0, state);
};

/** Beats a watchdog expects in one of its periods. */
const beatsAPeriod = 3;

/** Rejects when a probe has not answered in time; its own refusal counts as an answer. */
const answered = async ({ name, ask }: Probe, withinMs: number): Promise<void> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(name)), withinMs);
  const asked = ask().then(
    () => undefined,
    () => undefined,
  );
  try {
    await Promise.race([asked, promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** A full disk or a read-only ledger answers; a writer that hangs does not. */
export const storeProbes = (store: Pick<Store, "side" | "sideRow">): readonly Probe[] => [
  { name: "writer", ask: () => store.side([{ table: "meta", id: "pulse", body: {} }]) },
  { name: "reader", ask: () => store.sideRow("meta", "pulse") },
];

export const createWatchdog = async (options: WatchdogOptions): Promise<Watchdog> => {
  const { env, probes, log } = options;
  if (env["NOTIFY_SOCKET"] === undefined) return silent;
  const notify = options.notify ?? (await byLibrary());
  const periodMs = Number(env["WATCHDOG_USEC"] ?? 0) / 1_000;
  let timer: NodeJS.Timeout | undefined;

  const beat = async (): Promise<void> => {
    try {
      await Promise.all(probes.map((probe) => answered(probe, periodMs / beatsAPeriod)));
      notify("WATCHDOG=1");
    } catch (error) {
      const probe = error instanceof Error ? error.message : String(error);
      log.warn({ probe }, "no pulse: a part of the gateway does not answer");
    }
    timer?.refresh();
  };

  return {
    ready: () => {
      notify("READY=1");
      if (periodMs <= 0) return;
      timer = setTimeout(() => void beat(), periodMs / beatsAPeriod);
    },
    stopping: () => {
      clearTimeout(timer);
      timer = undefined;
      notify("STOPPING=1");
    },
  };
};
