// Is the kiosk's page alive? The gateway asks every page to answer and hangs up on one that does not, so a browser
// that holds an open connection to the store's door has a page that answers. Seen from the kernel's own tables, which
// systemd has opened: the watch itself has no network.
import { readFileSync, readSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** `st` of an open connection in /proc/net/tcp: proc(5), include/net/tcp_states.h. */
const established = "01";
const looks = 6;
const betweenMs = 5_000;
const pieceBytes = 65_536;

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

/** The whole text of a file of the kernel that is open already: told anew whenever it is read from its start. */
const readAgain = (file: number): string => {
  const pieces: Buffer[] = [];
  for (let at = 0; ;) {
    const piece = Buffer.alloc(pieceBytes);
    const bytes = readSync(file, piece, 0, pieceBytes, at);
    if (bytes === 0) return Buffer.concat(pieces).toString("latin1");
    pieces.push(piece.subarray(0, bytes));
    at += bytes;
  }
};

/** Where a connection was seen: in the table of IPv4, or in that of IPv6. */
export type Heard = "tcp" | "tcp6";

export interface Tables {
  /** descriptor of the open /proc/net/tcp */
  readonly tcp: number;
  /** text of /proc/net/tcp6 as it was at the start */
  readonly tcp6: string;
}

/** Resolves as soon as the user's browser holds a connection; undefined: it held none for half a minute. */
export const whereHeard = async (
  user: string,
  port: number,
  { tcp, tcp6 }: Tables,
): Promise<Heard | undefined> => {
  const uid = uidIn(readFileSync("/etc/passwd", "utf8"), user);
  if (uid === undefined) return undefined;
  if (connectionsIn(tcp6, uid, port) > 0) return "tcp6";
  for (let look = 0; look < looks; look += 1) {
    if (look > 0) await sleep(betweenMs);
    if (connectionsIn(readAgain(tcp), uid, port) > 0) return "tcp";
  }
  return undefined;
};
