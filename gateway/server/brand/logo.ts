// Is this file a picture a page may show? A small PNG, or an SVG that draws and does nothing else. Decodes no pixels.

export const logoTypes = ["image/svg+xml", "image/png"] as const;
export interface Logo {
  readonly type: (typeof logoTypes)[number];
  /** base64 */
  readonly data: string;
}

export const logoBytesMax = 32 * 1024;
const pngSides = { least: 8, most: 4_096 } as const;
const pngMark = Buffer.from("89504e470d0a1a0a", "hex");

/**
 * What an SVG may not have: scripts, handlers, other documents, entities, and anything fetched. Pages show it as an
 * `<img>`, where none of it would run; it is refused all the same, so that nobody can be hurt by the file elsewhere.
 */
const forbiddenInSvg = [
  /<\s*(script|foreignObject|iframe|object|embed|audio|video|animate|set|handler)\b/i,
  /\son[a-z]+\s*=/i,
  /<!\s*(DOCTYPE|ENTITY)/i,
  /@import|javascript:|expression\s*\(/i,
  /(href|src)\s*=\s*["']?\s*(?!["']?#|["']?data:image\/png;base64,)/i,
  /url\(\s*["']?\s*(?!#|["']?#)/i,
] as const;

export type LogoFault = "size" | "picture" | "active";

/** What is wrong with the file; undefined where it may be shown. */
export const logoFault = ({ type, data }: Logo): LogoFault | undefined => {
  const bytes = Buffer.from(data, "base64");
  if (bytes.length === 0 || bytes.length > logoBytesMax) return "size";
  return type === "image/png" ? pngFault(bytes) : svgFault(bytes);
};

const pngFault = (bytes: Buffer): LogoFault | undefined => {
  const headed =
    bytes.length > 33 &&
    bytes.subarray(0, 8).equals(pngMark) &&
    bytes.toString("latin1", 12, 16) === "IHDR";
  if (!headed) return "picture";
  const sides = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return sides.every((side) => side >= pngSides.least && side <= pngSides.most)
    ? undefined
    : "picture";
};

const svgFault = (bytes: Buffer): LogoFault | undefined => {
  const text = bytes.toString("utf8");
  if (text.includes("\uFFFD") || !/^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*<svg[\s>]/.test(text))
    return "picture";
  return forbiddenInSvg.some((forbidden) => forbidden.test(text)) ? "active" : undefined;
};
