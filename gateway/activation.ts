// Listening sockets that systemd opened and handed over (sd_listen_fds(3)): by the names of their units.

const firstFd = 3;

/** `http` and `https` as file descriptors, where a socket unit handed them to this very process. */
export const inheritedSockets = (
  env: Readonly<Record<string, string | undefined>>,
  pid: number,
): Readonly<Record<string, number>> => {
  if (Number(env["LISTEN_PID"]) !== pid) return {};
  const count = Number(env["LISTEN_FDS"] ?? 0);
  const names = (env["LISTEN_FDNAMES"] ?? "").split(":");
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [names[at] ?? `unnamed${at}`, firstFd + at]),
  );
};
