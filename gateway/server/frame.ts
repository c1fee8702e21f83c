// What one text frame is: a request, the answer to our ping, a mistake to be told, or no frame at all.
import type { Request } from "../protocol/frames.ts";
import { errorCodes, limits, type Answer } from "../protocol/wire.ts";
import { failed } from "./dispatch.ts";
import { requestShape } from "./schemas.ts";

export type Frame =
  | { readonly kind: "request"; readonly request: Request }
  | { readonly kind: "answer" }
  /** valid JSON of the wrong shape: told, and the connection stays */
  | { readonly kind: "misshapen"; readonly answer: Answer }
  /** not JSON, or no object: the connection ends */
  | { readonly kind: "broken" };

/** Larger than the limit is broken as well. */
export const readFrame = (text: string): Frame => {
  if (Buffer.byteLength(text) > limits.frame) return { kind: "broken" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "broken" };
  }
  if (typeof value !== "object" || value === null) return { kind: "broken" };
  if (isRequest(value)) return { kind: "request", request: value };
  if ("id" in value && !("method" in value) && ("result" in value || "error" in value))
    return { kind: "answer" };
  const error = { code: errorCodes.request, message: "invalid request" };
  return { kind: "misshapen", answer: failed(idOf(value), error) };
};

const isRequest = (value: object): value is Request => requestShape.fits(value);

const idOf = (value: object): string | number | null =>
  "id" in value && (typeof value.id === "string" || typeof value.id === "number") ? value.id : null;
