// The pixels of a PNG as our raster writes it: eight bits a channel, RGBA, not interlaced. Knows no other kind.
import { inflateSync } from "node:zlib";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, row by row */
  readonly data: Uint8Array;
}

const signatureBytes = 8;
const channels = 4;

/** PNG specification, 9.4: the neighbour that is nearest to left + above − corner. */
const paeth = (left: number, above: number, corner: number): number => {
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((one) => Math.abs(guess - one));
  if (byLeft === undefined || byAbove === undefined || byCorner === undefined) return 0;
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
};

/** Throws where the picture is of another kind. */
export const pixelsOf = (png: Buffer): Pixels => {
  const packed: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = signatureBytes; at < png.length;) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      const isOurs = body[8] === 8 && body[9] === 6 && body[12] === 0;
      if (!isOurs) throw new Error("not an RGBA picture of eight bits");
    }
    if (kind === "IDAT") packed.push(body);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(packed));
  const rowBytes = width * channels;
  const data = new Uint8Array(rowBytes * height);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (rowBytes + 1)];
    for (let column = 0; column < rowBytes; column++) {
      const to = row * rowBytes + column;
      const left = column < channels ? 0 : (data[to - channels] ?? 0);
      const above = row === 0 ? 0 : (data[to - rowBytes] ?? 0);
      const corner = row === 0 || column < channels ? 0 : (data[to - rowBytes - channels] ?? 0);
      const byFilter = [0, left, above, (left + above) >> 1, paeth(left, above, corner)];
      const guess = byFilter[filter ?? -1];
      if (guess === undefined) throw new Error(`no such filter: ${filter ?? "none"}`);
      data[to] = ((raw[row * (rowBytes + 1) + 1 + column] ?? 0) + guess) & 0xff;
    }
  }
  return { width, height, data };
};
