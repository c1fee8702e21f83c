// What comes over the socket of the device host, as lines of JSON: cut, parsed and checked here.
// A host that parses hostile bytes is itself not trusted: a frame of the wrong shape goes no further.
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { HostAnswer, HostEvent } from "../../drivers/contract.ts";

/** One frame; a picture of a printed page is the largest. */
export const frameBytesMax = 4 * 1024 * 1024;

const text = Type.String({ maxLength: 4096 });
const device = Type.String({ minLength: 1, maxLength: 128 });
const at = Type.Number();
const one = (...values: readonly string[]) => Type.Enum([...values]);

const deviceDescription = Type.Object({
  device,
  kind: one(
    "card-reader",
    "receipt-printer",
    "barcode-scanner",
    "cash-drawer",
    "customer-display",
    "id-reader",
  ),
  role: Type.Optional(text),
  model: text,
  driver: text,
  identity: text,
  simulated: Type.Boolean(),
  state: one("absent", "opening", "ready", "blocked", "failed"),
  why: Type.Optional(text),
  confirms: one("full", "status", "none"),
  counters: Type.Record(Type.String(), Type.Number()),
});

const event = <P extends Parameters<typeof Type.Object>[0]>(name: string, properties: P) =>
  Type.Object({ event: Type.Literal(name), ...properties });

const hostEvent = Type.Union([
  event("hello", {
    pid: Type.Integer(),
    boot: text,
    devices: Type.Array(deviceDescription, { maxItems: 256 }),
  }),
  event("device", { device: deviceDescription, at }),
  event("gone", { device, at }),
  event("card.presented", {
    device,
    uid: text,
    atr: Type.Optional(text),
    trust: one("uid", "sector", "cryptogram", "simulated"),
    at,
  }),
  event("card.removed", { device, uid: text, at }),
  event("code.scanned", { device, code: text, symbology: Type.Optional(text), at }),
  event("drawer", { device, open: Type.Boolean(), at }),
  event("job", {
    device,
    job: text,
    attempt: Type.Integer(),
    state: one("sending", "sent", "printed", "blocked", "lost", "refused"),
    why: Type.Optional(text),
    at,
  }),
]);

const hostAnswer = Type.Union([
  Type.Object({
    id: Type.Integer(),
    ok: Type.Literal(true),
    result: Type.Optional(Type.Unknown()),
  }),
  Type.Object({
    id: Type.Integer(),
    ok: Type.Literal(false),
    fault: text,
    retryable: Type.Boolean(),
  }),
]);

const eventCheck = Compile(hostEvent);
const answerCheck = Compile(hostAnswer);

const isHostEvent = (value: unknown): value is HostEvent => eventCheck.Check(value);
const isHostAnswer = (value: unknown): value is HostAnswer => answerCheck.Check(value);

/** `strange`: JSON, but nothing we know (dropped and counted); `broken`: not JSON (ends the link). */
export type HostFrame =
  | { readonly kind: "event"; readonly event: HostEvent }
  | { readonly kind: "answer"; readonly answer: HostAnswer }
  | { readonly kind: "strange" }
  | { readonly kind: "broken" };

export const parseHostFrame = (line: string): HostFrame => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: "broken" };
  }
  if (isHostEvent(value)) return { kind: "event", event: value };
  if (isHostAnswer(value)) return { kind: "answer", answer: value };
  return { kind: "strange" };
};

/** Cuts a byte stream into lines. `push` returns undefined when a line grows beyond `bytesMax`. */
export const createLineCutter = (bytesMax: number) => {
  let rest: Buffer[] = [];
  let restBytes = 0;
  return {
    push: (chunk: Buffer): readonly string[] | undefined => {
      const lines: string[] = [];
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        const piece = chunk.subarray(start, end);
        if (restBytes + piece.length > bytesMax) return undefined;
        lines.push(
          rest.length === 0 ? piece.toString() : Buffer.concat([...rest, piece]).toString(),
        );
        rest = [];
        restBytes = 0;
        start = end + 1;
      }
      if (start < chunk.length) {
        rest.push(chunk.subarray(start));
        restBytes += chunk.length - start;
      }
      return restBytes > bytesMax ? undefined : lines;
    },
  };
};
