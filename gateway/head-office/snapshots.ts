// Head office makes a snapshot of what its replica confirms when enough has happened since the last one, signs it and
// lays it down for stores that are new or have been away.
import { rm } from "node:fs/promises";
import type { ChainBooks } from "../chain/books.ts";
import { draftSnapshot, piecesOf, press, type SnapshotDraft } from "../chain/snapshot-file.ts";
import { type Manifest, type SnapshotShelf, manifestText } from "../chain/snapshot-shelf.ts";
import type { Signer } from "../store/options.ts";

/** So many entries after the last one another is made. */
const entriesBetween = 10_000;
const lookEveryMs = 60_000;

export interface Snapshots {
  /** Makes one now; one at a time. */
  take(): Promise<Manifest>;
  stop(): Promise<void>;
}

interface Parts {
  readonly books: Pick<ChainBooks, "snapshot" | "position">;
  readonly shelf: SnapshotShelf;
  readonly signer: Signer;
  /** where one lies until it is on the shelf */
  readonly file: string;
  readonly nowMs: () => number;
  /** resolves after so long, or at once when the signal ends it */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onFailed: (error: unknown) => void;
}

export const startSnapshots = (parts: Parts): Snapshots => {
  const ending = new AbortController();
  let last: Promise<unknown> = Promise.resolve();

  const take = (): Promise<Manifest> => {
    const made = last.then(() => make(parts));
    last = made.catch(() => undefined);
    return made;
  };

  const isDue = async (): Promise<boolean> => {
    const { stream, gseq } = parts.books.position();
    const newest = await parts.shelf.newest();
    const since = newest?.stream === stream ? gseq - newest.gseq : gseq;
    return since >= entriesBetween;
  };

  const run = async (): Promise<void> => {
    while (!ending.signal.aborted) {
      await parts.rest(lookEveryMs, ending.signal);
      if (ending.signal.aborted) return;
      try {
        if (await isDue()) await take();
      } catch (error) {
        parts.onFailed(error);
      }
    }
  };

  const done = run();
  return {
    take,
    stop: async () => {
      ending.abort();
      await done;
      await last;
    },
  };
};

const make = async ({ books, shelf, signer, file, nowMs }: Parts): Promise<Manifest> => {
  try {
    const draft = await draftSnapshot(file);
    const { stream, gseq, root } = await takenInto(draft, books);
    const place = await shelf.put(piecesOf(file));
    const made = { stream, gseq, root, at: nowMs(), ...place, digest: draft.digest() };
    const manifest = { ...made, signature: signer.sign(manifestText(made)) };
    await shelf.announce(manifest);
    return manifest;
  } finally {
    await rm(file, { force: true });
  }
};

/** All parts into the draft; where it was taken. */
const takenInto = async (draft: SnapshotDraft, books: Pick<ChainBooks, "snapshot">) => {
  try {
    return await books.snapshot((part) => draft.add(press(part)));
  } finally {
    await draft.close();
  }
};
