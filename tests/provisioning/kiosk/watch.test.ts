// The kernel's table of connections, read for one user and one port, from a real connection of this process.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { connectionsIn, uidIn } from "../../../provisioning/kiosk/watch.ts";

const tables = (): readonly string[] =>
  ["/proc/net/tcp", "/proc/net/tcp6"].map((file) => readFileSync(file, "utf8"));
const me = process.getuid?.() ?? 0;

test("an open connection to the door is seen, for its own user and while it lasts", async () => {
  const server = createServer((socket) => socket.resume()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const { port }: AddressInfo =
    address !== null && typeof address === "object" ? address : expect.fail("no port");
  const count = (uid: number): number =>
    tables().reduce((sum, table) => sum + connectionsIn(table, uid, port), 0);
  expect(count(me)).toBe(0);
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  expect(count(me)).toBe(1);
  expect(count(me + 4_242)).toBe(0);
  socket.destroy();
  await expect.poll(() => count(me), { timeout: 30_000 }).toBe(0);
  server.close();
});

test("a user's number comes from the machine's own list", () => {
  expect(uidIn(readFileSync("/etc/passwd", "utf8"), "root")).toBe(0);
  expect(uidIn("root:x:0:0::/root:/bin/sh", "nobody-here")).toBeUndefined();
});
