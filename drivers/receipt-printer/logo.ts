// The store's mark on top of each receipt: a PNG that is read and examined once, when its printer is opened.
import { readFileSync } from "node:fs";
import type { DocumentBlock, PrintDocument } from "../contract.ts";
import { DeviceFault } from "../driver.ts";

const signature = Buffer.from("89504e470d0a1a0a", "hex");
/** A logo taller than this (60 mm) would be most of the paper. */
const heightMaxDots = 480;
const cellDots = 12;

const notGood = (path: string, why: string): never => {
  throw new DeviceFault("options", false, `logo ${path}: ${why}`);
};

const read = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (fault) {
    return notGood(path, fault instanceof Error ? fault.message : String(fault));
  }
};

/** The block that prints it. Throws DeviceFault `options`: no file, no PNG, or larger than `columns` cells allow. */
export const readLogo = (path: string, columns: number): DocumentBlock => {
  const file = read(path);
  // IHDR is the first chunk: width and height stand at 16 and 20.
  if (file.length < 24 || !file.subarray(0, 8).equals(signature)) return notGood(path, "no PNG");
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  if (width > columns * cellDots || height > heightMaxDots)
    return notGood(
      path,
      `${width} × ${height} dots, at most ${columns * cellDots} × ${heightMaxDots}`,
    );
  return { kind: "image", png: file.toString("base64") };
};

/** Receipts carry it; tickets, slips and self-tests do not. */
export const withLogo = (document: PrintDocument, logo: DocumentBlock | undefined): PrintDocument =>
  logo === undefined || document.kind !== "receipt"
    ? document
    : { ...document, blocks: [logo, ...document.blocks] };
