// Where head office lays down its snapshots and stores find the newest one; and whom to believe about one: it is signed
// with head office's own key, whose public half every store was given with its chain file.
import type { StreamInfo } from "./stream.ts";

/** What a snapshot is, said and signed by head office. Integers, hex and base64url only. */
export interface Manifest {
  /** taken at this place of this stream, where the rolling hash was so */
  readonly stream: string;
  readonly gseq: number;
  readonly root: string;
  /** epoch ms */
  readonly at: number;
  /** parts as they lie on the shelf, from the first to the last, and their bytes there */
  readonly first: number;
  readonly last: number;
  readonly bytes: number;
  /** SHA-256 over the texts of all parts, hex */
  readonly digest: string;
  /** Ed25519 over `manifestText` */
  readonly signature: string;
}

export interface SnapshotShelf {
  /** Lays parts down, in order. Throws StreamFault. */
  put(parts: AsyncIterable<Uint8Array>): Promise<Pick<Manifest, "first" | "last" | "bytes">>;
  announce(manifest: Manifest): Promise<void>;
  /** The newest one, if it has the shape of one. Throws StreamFault. */
  newest(): Promise<Manifest | undefined>;
  /** Throws StreamFault where a newer one has taken its place meanwhile. */
  read(manifest: Pick<Manifest, "first" | "last">, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** The text that is signed. */
export const manifestText = ({ stream, gseq, root, digest }: Omit<Manifest, "signature">): string =>
  ["tallygate snapshot 1", stream, gseq, root, digest].join("\n");

/** Fewer entries are folded in less time than a snapshot takes to come. */
export const worthEntries = 2_000;

/** Whether a replica at a place should begin from the snapshot rather than read what lies between. */
export const isWorth = (
  at: { readonly stream: string; readonly gseq: number; readonly root: string },
  { epoch, first, last, base }: StreamInfo,
  { stream, gseq }: Pick<Manifest, "stream" | "gseq">,
): boolean => {
  if (stream !== epoch || gseq > last) return false;
  // Head office has said where the stream goes on, and it is not where this replica stands.
  if (at.stream !== "" && at.stream !== epoch)
    return base !== undefined && (at.gseq !== base.gseq || at.root !== base.root);
  const isBehind = at.gseq + 1 < first;
  return gseq > at.gseq && (isBehind || gseq - at.gseq >= worthEntries);
};
