// Tells systemd that the device host is alive, as often as its unit asks. One whose loop stands still says nothing, and
// is started anew. Elsewhere it is silent.

const beatsAPeriod = 3;

type Notify = (unsetEnvironment: number, state: string) => number;

/** `$WATCHDOG_USEC` and `$NOTIFY_SOCKET` as systemd gives them, sd_watchdog_enabled(3). Throws without libsystemd. */
export const startPulse = async (env: NodeJS.ProcessEnv): Promise<void> => {
  const periodMs = Number(env["WATCHDOG_USEC"]) / 1_000;
  if (env["NOTIFY_SOCKET"] === undefined || !(periodMs > 0)) return;
  const { default: koffi } = await import("koffi");
  const library = koffi.load("libsystemd.so.0");
  const notify: Notify = library.func("int sd_notify(int unset_environment, const char *state)");
  setInterval(() => notify(0, "WATCHDOG=1"), periodMs / beatsAPeriod).unref();
};
