// What may come from the device host, checked where it enters: a host that parses hostile bytes is itself
// not trusted, and a frame of the wrong shape goes no further.
import Type from "typebox";
import { Compile } from "typebox/compile";
import type {
  DeviceDescription,
  HostAnswer,
  HostEvent,
  RecordedPiece,
} from "../../drivers/contract.ts";

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
  firmware: Type.Optional(text),
  simulated: Type.Boolean(),
  state: one("absent", "opening", "ready", "blocked", "failed"),
  why: Type.Optional(text),
  confirms: one("full", "status", "none"),
  counters: Type.Record(Type.String(), Type.Number()),
});

const event = <P extends Parameters<typeof Type.Object>[0]>(name: string, properties: P) =>
  Type.Object({ event: Type.Literal(name), ...properties });

const deviceList = Type.Object({ devices: Type.Array(deviceDescription, { maxItems: 256 }) });

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
    counter: Type.Optional(Type.Integer({ minimum: 0 })),
    at,
  }),
  event("card.removed", { device, uid: text, at }),
  event("card.unreadable", { device, why: one("mute", "left"), at }),
  event("code.scanned", {
    device,
    code: text,
    symbology: Type.Optional(text),
    gs1: Type.Optional(Type.Record(Type.String(), text)),
    at,
  }),
  event("identity.read", {
    device,
    name: text,
    sex: one("male", "female", "unknown"),
    nation: text,
    bornOn: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }),
    address: text,
    number: Type.String({ pattern: "^\\d{17}[0-9X]$" }),
    authority: text,
    validFrom: text,
    validTo: Type.Optional(text),
    at,
  }),
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

const recording = Type.Object({
  pieces: Type.Array(
    Type.Object({
      at,
      way: one("out", "in", "open", "closed"),
      hex: Type.Optional(Type.String()),
    }),
  ),
});

const listCheck = Compile(deviceList);
const recordingCheck = Compile(recording);

const isRecording = (value: unknown): value is { readonly pieces: readonly RecordedPiece[] } =>
  recordingCheck.Check(value);

/** The black box in an answer to `trace`; nothing where the host says something else. */
export const readRecording = (result: unknown): readonly RecordedPiece[] =>
  isRecording(result) ? result.pieces : [];

const isDeviceList = (
  value: unknown,
): value is { readonly devices: readonly DeviceDescription[] } => listCheck.Check(value);

/** The devices in an answer to `list`; none where the host says something else. */
export const readDeviceList = (result: unknown): readonly DeviceDescription[] =>
  isDeviceList(result) ? result.devices : [];

const isHostEvent = (value: unknown): value is HostEvent => eventCheck.Check(value);
const isHostAnswer = (value: unknown): value is HostAnswer => answerCheck.Check(value);

/** `strange`: a frame of no shape we know; it is dropped, and stands in the trace. */
export type HostFrame =
  | { readonly kind: "event"; readonly event: HostEvent }
  | { readonly kind: "answer"; readonly answer: HostAnswer }
  | { readonly kind: "strange" };

export const readHostFrame = (frame: unknown): HostFrame => {
  if (isHostEvent(frame)) return { kind: "event", event: frame };
  if (isHostAnswer(frame)) return { kind: "answer", answer: frame };
  return { kind: "strange" };
};
