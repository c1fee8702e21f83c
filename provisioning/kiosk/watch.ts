// Is the kiosk's page alive? The gateway asks every page to answer and hangs up on one that does not, so a browser
// that holds an open connection to the store's door has a page that answers. Seen from the kernel's own table.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** `st` of an open connection in /proc/net/tcp: proc(5), include/net/tcp_states.h. */
const established = "01";
const looks = 6;
const betweenMs = 5_000;

/** Open connections of one user to a port, counted in the text of /proc/net/tcp or tcp6. */
export const connectionsIn = (table: string, uid: number, port: number): number => {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, , remote = "", state, , , , owner]) =>
        remote.endsWith(`:${wanted}`) && state === established && Number(owner) === uid,
    ).length;
};

/** The number of a user in the text of /etc/passwd. */
export const uidIn = (passwd: string, user: string): number | undefined => {
  const row = passwd.split("\n").find((line) => line.startsWith(`${user}:`));
  return row === undefined ? undefined : Number(row.split(":")[2]);
};

/** True as soon as the user's browser holds a connection; false when it held none for half a minute. */
export const pageAnswers = async (user: string, port: number): Promise<boolean> => {
  const uid = uidIn(readFileSync("/etc/passwd", "utf8"), user);
  if (uid === undefined) return false;
  for (let look = 0; look < looks; look += 1) {
    if (look > 0) await sleep(betweenMs);
    const tables = ["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFileSync(file, "utf8"));
    if (tables.some((table) => connectionsIn(table, uid, port) > 0)) return true;
  }
  return false;
};
