// Reports of scanners in HID POS mode (USB HID Point of Sale Usage Tables 1.02, usage page 8C, "scanned data report"):
// length, three signs of AIM identifier, up to 56 signs of data, and whether the next report goes on.
import { createCodeLineReader, type ScannedCode } from "./code-lines.ts";

const reportBytes = 64;
/** Offsets behind the report id. */
const offsets = { length: 1, aim: 2, data: 5, more: 63 } as const;
const dataMaxBytes = 56;
/** Longest code put together from reports; what goes on beyond it is noise. */
const partsMax = 80;

/** Takes whole reports with their id in front; others (status, trigger) are passed over. */
export const createPosReader = (
  onCode: (code: ScannedCode) => void,
): ((report: Uint8Array) => void) => {
  const read = createCodeLineReader(onCode);
  let aim: Uint8Array = new Uint8Array(0);
  let parts: Uint8Array[] = [];
  const forget = (): void => {
    parts = [];
  };
  return (report) => {
    const length = report[offsets.length] ?? 0;
    if (report.length !== reportBytes || length === 0 || length > dataMaxBytes) return;
    if (parts.length === 0) aim = report.slice(offsets.aim, offsets.data);
    parts.push(report.slice(offsets.data, offsets.data + length));
    if (((report[offsets.more] ?? 0) & 1) === 1) {
      if (parts.length > partsMax) forget();
      return;
    }
    // Scanners that know no identifier leave its three signs empty.
    const identified = aim[0] === 0x5d ? [aim] : [];
    const body = Buffer.concat(parts).filter((byte) => byte !== 0x0d && byte !== 0x0a);
    forget();
    read(Buffer.concat([...identified, body, Buffer.of(0x0a)]));
  };
};
