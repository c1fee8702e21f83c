// The reference a kiosk shows for an answer that never came: the last signs of the call's key, typed or scanned.

const scheme = "tallygate:key";

/** In small letters, as the gateway is asked for it; undefined for what is no reference. */
export const readReference = (text: string): string | undefined => {
  const [path, query = ""] = text.trim().split("?");
  const tail =
    path === scheme ? new URLSearchParams(query).get("tail") : text.replaceAll(/[\s-]/g, "");
  return tail !== null && /^[0-9a-f]{8}$/iu.test(tail) ? tail.toLowerCase() : undefined;
};

/** Only the symbol says by itself what it is; eight signs may be anything. */
export const scannedReference = (code: string): string | undefined =>
  code.startsWith(`${scheme}?`) ? readReference(code) : undefined;
