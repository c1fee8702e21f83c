// The peer of the echo: a process that commits like ours, batch by batch, but with a driver that blocks its event loop
// (Node's own SQLite in the main thread): `node ledger-blocking.ts FILE SECONDS`. Says `{"echo": PORT}`, then
// `{"commits": N}`.
import { createServer } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DatabaseSync } from "node:sqlite";

const [file = "", seconds = "1"] = process.argv.slice(2);
const batch = 64;

const database = new DatabaseSync(file);
database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS entry (seq INTEGER PRIMARY KEY, key TEXT UNIQUE, body TEXT) STRICT;`);
const write = database.prepare(
  "INSERT INTO entry (key, body) SELECT value ->> 0, value ->> 1 FROM json_each(?)",
);

const echo = createServer((socket) => socket.setNoDelay(true).pipe(socket));
await new Promise<void>((resolve) => {
  echo.listen(0, "127.0.0.1", resolve);
});
const address = echo.address();
console.log(JSON.stringify({ echo: typeof address === "object" ? address?.port : undefined }));

const lines = Array.from({ length: 4 }, (_, line) => ({ account: `a${line}`, amount: line }));
let commits = 0;
const end = performance.now() + Number(seconds) * 1000;
while (performance.now() < end) {
  const rows = Array.from({ length: batch }, (_, at) => [
    `${process.pid}-${commits}-${at}`,
    JSON.stringify(lines),
  ]);
  write.run(JSON.stringify(rows));
  commits += 1;
  await nextTurn();
}
console.log(JSON.stringify({ commits }));
process.exit(0);
