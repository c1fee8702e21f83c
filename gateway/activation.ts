// Listening sockets that systemd opened and handed over (sd_listen_fds(3)): by the names of their units.

const firstFd = 3;

/**
 * `http` and `https` as file descriptors, where a socket unit handed them to this very process. Throws where a unit
 * listens at two addresses: callers of the second would wait for ever.
 */
export const inheritedSockets = (
  env: Readonly<Record<string, string | undefined>>,
  pid: number,
): Readonly<Record<string, number>> => {
  if (Number(env["LISTEN_PID"]) !== pid) return {};
  const count = Number(env["LISTEN_FDS"] ?? 0);
  const names = (env["LISTEN_FDNAMES"] ?? "").split(":");
  const sockets = new Map<string, number>();
  for (let at = 0; at < count; at++) {
    const name = names[at] ?? `unnamed${at}`;
    if (sockets.has(name))
      throw new Error(`the socket unit of ${name} has two addresses: it can have one`);
    sockets.set(name, firstFd + at);
  }
  return Object.fromEntries(sockets);
};
