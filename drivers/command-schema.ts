// The shape of every command that the gateway may send; what does not fit is answered and changes nothing.
import Type from "typebox";
import { Compile } from "typebox/compile";
import type { HostCommand } from "./contract.ts";
import { spokenLanguages, utteranceCharsMax } from "./speech/espeak.ts";

const id = Type.Integer({ minimum: 0 });
const device = Type.String({ minLength: 1, maxLength: 128 });
const job = Type.String({ minLength: 1, maxLength: 128 });
const text = Type.String({ maxLength: 20_000 });
const columns = Type.Optional(Type.Integer({ minimum: 24, maximum: 64 }));

const block = Type.Union([
  Type.Object({
    kind: Type.Literal("text"),
    text,
    size: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2)])),
    bold: Type.Optional(Type.Boolean()),
    align: Type.Optional(Type.Enum(["left", "center", "right"])),
  }),
  Type.Object({
    kind: Type.Literal("row"),
    left: text,
    right: text,
    bold: Type.Optional(Type.Boolean()),
  }),
  Type.Object({ kind: Type.Enum(["rule", "cut", "drawer"]) }),
  Type.Object({ kind: Type.Literal("space"), lines: Type.Optional(Type.Integer({ minimum: 0 })) }),
  Type.Object({ kind: Type.Literal("qr"), data: Type.String({ minLength: 1, maxLength: 1024 }) }),
  Type.Object({
    kind: Type.Literal("barcode"),
    data: Type.String({ minLength: 1, maxLength: 64 }),
    symbology: Type.Enum(["code128", "ean13"]),
  }),
  Type.Object({ kind: Type.Literal("image"), png: Type.String({ maxLength: 1_000_000 }) }),
]);

const document = Type.Object({
  kind: Type.Enum(["receipt", "ticket", "slip", "status"]),
  lang: Type.String({ maxLength: 16 }),
  blocks: Type.Array(block, { maxItems: 2000 }),
});

const verb = Type.Union([
  Type.Object({ verb: Type.Literal("present"), uid: Type.String({ maxLength: 64 }) }),
  Type.Object({ verb: Type.Literal("scan"), code: Type.String({ maxLength: 4096 }) }),
  Type.Object({
    verb: Type.Literal("fault"),
    fault: Type.Union([
      Type.Enum(["paper_low", "paper_out", "cover_open", "stall", "reset"]),
      Type.Null(),
    ]),
    afterLines: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  }),
  Type.Object({
    verb: Type.Literal("replay"),
    pieces: Type.Array(
      Type.Object({
        at: Type.Number(),
        way: Type.Enum(["out", "in", "open", "closed"]),
        hex: Type.Optional(Type.String({ pattern: "^([0-9a-f]{2})*$", maxLength: 1_048_576 })),
      }),
      { maxItems: 20_000 },
    ),
  }),
  Type.Object({ verb: Type.Literal("hold_drawer"), held: Type.Boolean() }),
  Type.Object({ verb: Type.Enum(["remove", "output", "drawer", "unplug", "plug"]) }),
]);

const tagOrder = Type.Union([
  Type.Object({ verb: Type.Literal("read") }),
  Type.Object({
    verb: Type.Literal("write"),
    uid: Type.String({ minLength: 8, maxLength: 32 }),
    address: Type.String({ minLength: 1, maxLength: 256 }),
  }),
]);

const order = <P extends Parameters<typeof Type.Object>[0]>(name: string, properties: P) =>
  Type.Object({ id, do: Type.Literal(name), ...properties });

const command = Type.Union([
  order("print", {
    device,
    job,
    attempt: Type.Integer({ minimum: 0 }),
    document,
    copy: Type.Optional(Type.Integer({ minimum: 1 })),
  }),
  order("cancel", { device, job }),
  order("drawer", {
    device,
    pin: Type.Optional(Type.Union([Type.Literal(2), Type.Literal(5)])),
  }),
  order("display", { device, lines: Type.Array(Type.String({ maxLength: 256 }), { maxItems: 8 }) }),
  order("beep", { device, pattern: Type.Enum(["ok", "no"]) }),
  order("selfTest", { device, level: Type.Enum(["inside", "loop", "ask"]) }),
  order("preview", { document, columns, device: Type.Optional(device) }),
  order("speak", {
    text: Type.String({ minLength: 1, maxLength: utteranceCharsMax }),
    lang: Type.Enum([...spokenLanguages]),
    volume: Type.Integer({ minimum: 1, maximum: 5 }),
  }),
  order("tag", { device, order: tagOrder }),
  order("sim", { device, verb }),
  order("trace", { device, seconds: Type.Integer({ minimum: 1, maximum: 600 }) }),
  order("list", {}),
]);

const check = Compile(command);

export const isHostCommand = (value: unknown): value is HostCommand => check.Check(value);

/** Where and why a frame is no command, for the answer. */
export const commandFault = (value: unknown): string => {
  const [first] = check.Errors(value);
  return first === undefined ? "not a command" : `${first.instancePath || "/"} ${first.message}`;
};
