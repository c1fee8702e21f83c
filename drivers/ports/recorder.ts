// The black box of one device: the last minutes of bytes on its line, both ways, bounded in time and size.
// The record of a printer runs again in the simulated one (simulated/replay.ts).
import type { RecordedPiece } from "../contract.ts";
import type { OpenLink } from "./byte-link.ts";

export type { RecordedPiece };

/** What bytes from the device become in the black box. */
export type Veil = (bytes: Uint8Array) => Uint8Array;

const veiled = 0x78;
const lineEnds = new Set([0x0a, 0x0d]);

/** Of a line of text only its length and its end: a code is as good as the card that shows it. */
export const veilText: Veil = (bytes) => bytes.map((byte) => (lineEnds.has(byte) ? byte : veiled));

/** Of a report only which of its bytes are set. */
export const veilReport: Veil = (bytes) => bytes.map((byte) => (byte === 0 ? 0 : veiled));

const asTheyCome: Veil = (bytes) => bytes;

export interface Recorder {
  /** The same line, recorded. */
  readonly record: (open: OpenLink, veil?: Veil) => OpenLink;
  /** What happened since then, oldest first. */
  readonly since: (atMs: number) => readonly RecordedPiece[];
}

const keptMs = 600_000;
const keptBytes = 512 * 1024;
/** A piece without bytes costs memory as well. */
const pieceBytes = 64;

export const createRecorder = (nowMs: () => number): Recorder => {
  let pieces: RecordedPiece[] = [];
  let sizeBytes = 0;
  const sizeOf = (piece: RecordedPiece): number => pieceBytes + (piece.hex?.length ?? 0) / 2;

  const note = (way: RecordedPiece["way"], bytes?: Uint8Array): void => {
    const at = nowMs();
    const piece: RecordedPiece =
      bytes === undefined ? { at, way } : { at, way, hex: Buffer.from(bytes).toString("hex") };
    pieces.push(piece);
    sizeBytes += sizeOf(piece);
    if (sizeBytes <= keptBytes && (pieces[0]?.at ?? at) >= at - keptMs) return;
    // Dropped by quarters, so that keeping the limit does not cost a copy for every piece.
    const dropped = pieces.slice(0, Math.ceil(pieces.length / 4));
    pieces = pieces.slice(dropped.length);
    sizeBytes -= dropped.reduce((sum, old) => sum + sizeOf(old), 0);
  };

  return {
    since: (atMs) => pieces.filter((piece) => piece.at >= atMs),
    record:
      (open, veil = asTheyCome) =>
      async (on) => {
        const link = await open({
          bytes: (bytes, at) => {
            note("in", veil(bytes));
            on.bytes(bytes, at);
          },
          closed: (fault) => {
            note("closed");
            on.closed(fault);
          },
        });
        note("open");
        return {
          write: (bytes) => {
            note("out", bytes);
            return link.write(bytes);
          },
          close: link.close,
        };
      },
  };
};
