// What a spend with its verdict cannot take less than: the question on the disk, one message to the servers and back,
// the verdict on the disk, the bill on the disk; by SQLite and the servers alone, with nobody deciding or folding.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createNatsStream } from "../../gateway/chain/nats/nats-stream.ts";
import type { ChainFile } from "../../gateway/chain/nats/chain-file.ts";
import { sampleEntries } from "../support/chain-cluster.ts";
import { median, timed } from "./figures.ts";

const never = new AbortController().signal;

/** Median ms. What it writes into the stream is no store's: nobody follows the cluster's stream after it. */
export const bareVerdict = async (file: ChainFile, rounds: number): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-bench-"));
  using database = new DatabaseSync(join(folder, "bare.db"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE row (body)");
  const insert = database.prepare("INSERT INTO row VALUES (?)");
  const stream = createNatsStream(file);
  await stream.info(never);
  const entries = sampleEntries(file.name, { count: rounds });
  const waits: number[] = [];
  for (const entry of entries)
    waits.push(
      await timed(async () => {
        insert.run(entry.body);
        await stream.append([entry], never);
        insert.run(entry.body);
        insert.run(entry.body);
      }),
    );
  await stream.close();
  rmSync(folder, { recursive: true, force: true });
  return median(waits);
};
