// What a chain costs in bytes: an entry in the store that wrote it, in every other replica and in head office's
// archive; a member in a snapshot.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { press } from "../../gateway/chain/snapshot-file.ts";
import type { StoreEntry } from "../../gateway/chain/stream.ts";
import { openArchive } from "../../gateway/head-office/archive.ts";
import { type ChainedShop, openShop } from "../support/chain-stores.ts";
import { longJournal } from "../support/long-journal.ts";
import type { Figure } from "./figures.ts";

const portion = 1_000;

const sizeOf = (file: string): number => statSync(file).size;

const foldAll = async (shop: ChainedShop, entries: readonly StoreEntry[]): Promise<void> => {
  const ordered = entries.map((entry, at) => ({ gseq: at + 1, entry }));
  for (let at = 0; at < ordered.length; at += portion)
    await shop.books.fold(ordered.slice(at, at + portion));
};

const archived = async (file: string, entries: readonly StoreEntry[]): Promise<number> => {
  const archive = await openArchive(file);
  const ordered = entries.map((entry, at) => ({ gseq: at + 1, entry }));
  for (let at = 0; at < ordered.length; at += portion)
    await archive.take("cost", ordered.slice(at, at + portion));
  await archive.close();
  return sizeOf(file);
};

const bytes = (what: string, ours: number, peer: number): Figure => ({
  what,
  ours: Math.round(ours),
  peer: Math.round(peer),
  peerName: "its text",
  unit: "bytes",
});

/** Of a store that tops members up: its entries carry a receipt, as most do. */
export const cost = async (count: number): Promise<readonly Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-bench-"));
  try {
    const entries = await longJournal(folder, { store: "costs", count });
    const text = entries.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    const each = text / entries.length;
    const own = sizeOf(join(folder, "costs.db"));
    const shop = await openShop(folder, "reader", []);
    const empty = sizeOf(join(folder, "reader.db"));
    await foldAll(shop, entries);
    let pressed = 0;
    await shop.books.snapshot(async (part) => {
      pressed += press(part).length;
    });
    const members = (await shop.store.list("member", "", count)).length;
    await shop.close();
    const reader = sizeOf(join(folder, "reader.db")) - empty;
    const archive = await archived(join(folder, "archive.db"), entries);
    return [
      bytes("an entry in the books of the store that wrote it", own / entries.length, each),
      bytes("an entry in every other replica", reader / entries.length, each),
      bytes("an entry in head office's archive", archive / entries.length, each),
      bytes("a member with card and account in a snapshot", pressed / members, each),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
