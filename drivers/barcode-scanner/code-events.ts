// From what a scanner read to what the gateway hears: the same look twice is one code, a GS1 code brings its values.
import type { DeviceContext } from "../driver.ts";
import type { ScannedCode } from "./code-lines.ts";
import { gs1Values } from "./gs1.ts";

/** A code held before the scanner is read over and over: within so long it is the same look. */
const usualRepeatMs = 500;

export interface CodeEvents {
  readonly tell: (scanned: ScannedCode, at: number) => void;
  readonly counters: { scans: number; repeated: number };
}

/** `repeatMs` 0: every reading counts. */
export const createCodeEvents = (
  context: Pick<DeviceContext, "emit">,
  repeatMs = usualRepeatMs,
): CodeEvents => {
  const counters = { scans: 0, repeated: 0 };
  let last: { readonly code: string; at: number } | undefined;
  return {
    counters,
    tell: (scanned, at) => {
      const isSame = last?.code === scanned.code && at - last.at < repeatMs;
      last = { code: scanned.code, at };
      if (isSame) {
        counters.repeated += 1;
        return;
      }
      counters.scans += 1;
      const gs1 =
        scanned.symbology?.startsWith("gs1-") === true ? gs1Values(scanned.code) : undefined;
      context.emit({
        event: "code.scanned",
        ...scanned,
        ...(gs1 === undefined ? {} : { gs1 }),
        at,
      });
    },
  };
};
