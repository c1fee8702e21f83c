// The kernel's table of connections, read for one user and one port, from a real connection of this process.
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { connectionsIn, uidIn, whereHeard } from "../../../provisioning/kiosk/watch.ts";

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

test("a page is heard by a table that was opened once, or by a picture of the other", async () => {
  const server = createServer((socket) => socket.resume()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const { port }: AddressInfo =
    address !== null && typeof address === "object" ? address : expect.fail("no port");
  const user = userInfo().username;
  const tcp = openSync("/proc/net/tcp", "r");
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  expect(await whereHeard(user, port, { tcp, tcp6: "none" })).toBe("tcp");
  const picture = readFileSync("/proc/net/tcp", "utf8");
  expect(await whereHeard(user, port, { tcp, tcp6: picture })).toBe("tcp6");
  expect(await whereHeard("nobody-here", port, { tcp, tcp6: picture })).toBeUndefined();
  socket.destroy();
  server.close();
  closeSync(tcp);
});
