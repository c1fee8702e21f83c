// Slips of simulated paper as one SVG: glyphs in their cells, bitmaps dot by dot, symbols really drawn.
import type { Bitmap, CodeSymbol, Glyph, Slip } from "./paper.ts";
import { barcodeBars, qrMatrix } from "./symbols.ts";

const marginDots = 16;
const gapDots = 24;

const signOf = (sign: string): string =>
  sign.replace(/[&<>]/gu, (found) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[found] ?? found);

const glyphSvg = (glyph: Glyph): string => {
  if (glyph.sign.trim() === "") return "";
  const width = glyph.cells * 12;
  const place = `translate(${glyph.x},${glyph.y}) scale(${glyph.scaleX},${glyph.scaleY})`;
  const ink = glyph.inverse ? "#fff" : "#000";
  return (
    `<g transform="${place}">` +
    (glyph.inverse ? `<rect width="${width}" height="24"/>` : "") +
    `<text x="${width / 2}" y="20" fill="${ink}"${glyph.bold ? ` stroke="${ink}"` : ""}>` +
    `${signOf(glyph.sign)}</text></g>`
  );
};

/** Runs of black dots of each row as one path. */
const bitmapSvg = ({ x, y, width, height, bits }: Bitmap): string => {
  const bytesWide = width / 8;
  const isInk = (row: number, column: number): boolean =>
    column < width &&
    (((bits[row * bytesWide + (column >> 3)] ?? 0) >> (7 - (column & 7))) & 1) === 1;
  let path = "";
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (!isInk(row, column)) continue;
      const start = column;
      while (isInk(row, column)) column += 1;
      path += `M${x + start},${y + row}h${column - start}v1h${start - column}z`;
    }
  }
  return path === "" ? "" : `<path d="${path}"/>`;
};

const qrSvg = ({ x, y, width, data }: CodeSymbol): string => {
  const matrix = qrMatrix(data);
  const step = width / matrix.length;
  const path = matrix.flatMap((row, top) =>
    [...row].flatMap((ink, left) =>
      ink === 1 ? [`M${x + left * step},${y + top * step}h${step}v${step}h${-step}z`] : [],
    ),
  );
  return `<path d="${path.join("")}"/>`;
};

const barcodeSvg = ({ x, y, width, height, data }: CodeSymbol): string => {
  let left = x;
  let path = "";
  for (const [index, bar] of barcodeBars(data, height).widths.entries()) {
    if (index % 2 === 1) path += `M${left},${y}h${bar}v${height}h${-bar}z`;
    left += bar;
  }
  return `<path d="${path}"/><text x="${x + width / 2}" y="${y + height + 20}">${signOf(data)}</text>`;
};

const slipSvg = (slip: Slip, dots: number): string =>
  [
    ...slip.glyphs.map(glyphSvg),
    ...slip.bitmaps.map(bitmapSvg),
    ...slip.symbols.map((symbol) => (symbol.kind === "qr" ? qrSvg(symbol) : barcodeSvg(symbol))),
    slip.cut
      ? `<path d="M0,${slip.heightDots + gapDots / 2}h${dots}" stroke="#888" stroke-dasharray="6 6"/>`
      : "",
  ].join("");

/** The slips one below the other, oldest on top. */
export const paperSvg = (slips: readonly Slip[], columns: number): string => {
  const dots = columns * 12;
  let y = marginDots;
  const parts = slips.map((slip) => {
    const part = `<g transform="translate(${marginDots},${y})">${slipSvg(slip, dots)}</g>`;
    y += slip.heightDots + gapDots;
    return part;
  });
  const width = dots + 2 * marginDots;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}">` +
    `<rect width="${width}" height="${y}" fill="#fff"/>` +
    `<g font-family="monospace" font-size="22" text-anchor="middle">${parts.join("")}</g></svg>`
  );
};
