// How the device host is started and waited for: its socket, its command line, its first word. Starts nothing itself.
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Devices } from "./devices/devices.ts";

const linkWaitMs = 10_000;
const root = join(import.meta.dirname, "..");

/** A path of a Unix socket has about 100 bytes; a deep data folder gets one beside the temporary files. */
export const socketPathOf = (data: string): string => {
  const inside = join(data, "devices.sock");
  if (Buffer.byteLength(inside) <= 100) return inside;
  const name = createHash("sha256").update(data).digest("hex").slice(0, 16);
  return join(tmpdir(), `tallygate-${name}.sock`);
};

export const hostCommand = (data: string, simulate: boolean): [string, ...string[]] => [
  process.execPath,
  join(root, "drivers", "host.ts"),
  "--socket",
  socketPathOf(data),
  "--config",
  join(data, "devices.json"),
  ...(simulate ? ["--simulate"] : []),
];

/** Waits for the device host's first word; without it the store opens all the same and is not ready. */
export const linked = async ({ link }: Devices): Promise<void> => {
  if (link.isUp()) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const off = link.onLink((up) => {
    if (up) resolve();
  });
  const timer = setTimeout(resolve, linkWaitMs);
  await promise;
  clearTimeout(timer);
  off();
};
