// Far ends that only talk or only listen: a scanner that types codes, a display that keeps what it was shown.
import iconv from "iconv-lite";
import type { FarEnd, NearEnd } from "../ports/byte-link.ts";

export interface SimulatedScanner extends FarEnd {
  /** Types the code and the scanner's line end. False while nobody listens. */
  readonly scan: (code: string) => boolean;
}

export const createSimulatedScanner = (lineEnd = "\r\n"): SimulatedScanner => {
  const nears = new Set<NearEnd>();
  return {
    connect: (near) => {
      nears.add(near);
      return { receive: () => Promise.resolve(), gone: () => void nears.delete(near) };
    },
    scan: (code) => {
      for (const near of nears) near.deliver(Buffer.from(`${code}${lineEnd}`, "utf8"));
      return nears.size > 0;
    },
  };
};

export interface SimulatedDisplay extends FarEnd {
  readonly lines: () => readonly string[];
}

export const createSimulatedDisplay = (): SimulatedDisplay => {
  let rows: string[] = [];
  const receive = (bytes: Uint8Array): Promise<void> => {
    const text = Buffer.from(bytes);
    let row = 0;
    for (let at = 0; at < text.length;) {
      const byte = text[at] ?? 0;
      if (byte === 0x0c) rows = [];
      if (byte === 0x1f && text[at + 1] === 0x24) {
        row = (text[at + 3] ?? 1) - 1;
        at += 4;
      } else if (byte === 0x1b) at += 2;
      else if (byte < 0x20) at += 1;
      else {
        const end = text.findIndex((other, index) => index > at && other < 0x20);
        const run = text.subarray(at, end < 0 ? text.length : end);
        rows[row] = iconv.decode(run, "gb18030").trimEnd();
        at += run.length;
      }
    }
    return Promise.resolve();
  };
  return { connect: () => ({ receive, gone: () => undefined }), lines: () => rows };
};
