// An inbox that begins from head office's newest snapshot where much lies between it and the stream: a new store, a
// spare, a store that was away for longer than the stream is kept. One that is not head office's own is not loaded.
import { rm } from "node:fs/promises";
import { isSignedBy } from "../store/signer.ts";
import type { ChainBooks } from "./books.ts";
import type { Inbox } from "./pump.ts";
import { draftSnapshot, partsOf } from "./snapshot-file.ts";
import { type Manifest, type SnapshotShelf, isWorth, manifestText } from "./snapshot-shelf.ts";

interface Parts<I extends Inbox> {
  readonly inbox: I;
  readonly books: Pick<ChainBooks, "position" | "load">;
  readonly shelf: SnapshotShelf;
  /** public key of head office, SPKI, base64url */
  readonly headOffice: string;
  /** where it lies until it was checked and loaded */
  readonly file: string;
  /** `error`: why the newest one is not loaded; the stream is read instead, if it still can be */
  readonly onLoaded: (outcome: { readonly gseq: number; readonly error?: unknown }) => void;
}

/** Thrown where a snapshot is not what head office signed. */
export class SnapshotRefused extends Error {
  readonly code = "snapshot_refused";
  readonly retryable = false;
}

const never = new AbortController().signal;

export const beginFromSnapshot = <I extends Inbox>(parts: Parts<I>): I => {
  const { inbox, books, shelf, onLoaded } = parts;
  return {
    ...inbox,
    begin: async (info) => {
      const manifest = await shelf.newest();
      if (manifest !== undefined && isWorth(books.position(), info, manifest)) {
        const { gseq } = manifest;
        try {
          await load(parts, manifest);
          onLoaded({ gseq });
        } catch (error) {
          onLoaded({ gseq, error });
        }
      }
      return inbox.begin(info);
    },
  };
};

const load = async (
  { books, shelf, headOffice, file }: Parts<Inbox>,
  manifest: Manifest,
): Promise<void> => {
  if (!isSignedBy(headOffice, manifestText(manifest), manifest.signature))
    throw new SnapshotRefused("The snapshot is not signed by head office.");
  try {
    const draft = await draftSnapshot(file);
    try {
      for await (const piece of shelf.read(manifest, never)) await draft.add(piece);
    } finally {
      await draft.close();
    }
    if (draft.digest() !== manifest.digest)
      throw new SnapshotRefused("The snapshot is not the one that head office signed.");
    await books.load(partsOf(file));
  } finally {
    await rm(file, { force: true });
  }
};
