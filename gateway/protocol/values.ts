// The values of the protocol as schemas: money, dates, ids, tenders, documents. Knows no operation.
import Type from "typebox";

const MONEY_MAX = 100_000_000_000;

/** Closed object for params: an unknown member is a mistake the caller wants to hear about. */
export const closed = <const P extends Type.TProperties>(properties: P): Type.TObject<P> =>
  Type.Object(properties, { additionalProperties: false });
/** Open object for results: fields may be added between versions. */
export const open = <const P extends Type.TProperties>(properties: P): Type.TObject<P> =>
  Type.Object(properties);

export const text = (maxLength = 200): Type.TString => Type.String({ minLength: 1, maxLength });
export const id = Type.String({ minLength: 1, maxLength: 128, pattern: "^[\\x21-\\x7e]+$" });
/** Idempotency key: 1–64 printable characters, made by the caller before it sends. */
export const key = Type.String({ minLength: 1, maxLength: 64, pattern: "^[\\x20-\\x7e]+$" });
/** Minor units of the programme's currency, zero or more. */
export const money = Type.Integer({ minimum: 0, maximum: MONEY_MAX });
/** Minor units, more than zero. */
export const price = Type.Integer({ minimum: 1, maximum: MONEY_MAX });
/** Minor units of either sign, in results. */
export const balance = Type.Integer();
export const count = Type.Integer({ minimum: 1, maximum: 1_000_000_000 });
export const quantity = Type.Integer();
export const basisPoints = Type.Integer({ minimum: 0, maximum: 100_000 });
export const date = Type.String({
  pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
});
export const instant = Type.String({
  pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$",
});
export const cardPin = Type.String({ pattern: "^\\d{6}$" });
export const staffPin = Type.String({ pattern: "^\\d{4,8}$" });
export const currency = Type.String({ pattern: "^[A-Z]{3}$" });
export const language = Type.String({ minLength: 2, maxLength: 35 });
export const oneOf = <const V extends readonly string[]>(values: V): Type.TUnsafe<V[number]> =>
  Type.Unsafe<V[number]>(Type.Enum([...values]));
export const nullable = <T extends Type.TSchema>(schema: T): Type.TUnion<[T, Type.TNull]> =>
  Type.Union([schema, Type.Null()]);
/** Free-form facts and attributes; bounded by the size of the frame. */
export const record = Type.Record(Type.String({ maxLength: 64 }), Type.Unknown());
export const quantities = Type.Record(Type.String(), Type.Integer());

export const tender = closed({
  type: text(40),
  amount: money,
  reference: Type.Optional(text(80)),
  hold: Type.Optional(id),
});
export const tenders = Type.Array(tender, { maxItems: 20 });
export const identity = closed({ type: text(40), number: text(40) });
/** Number and name together prove the holder. */
export const identityProof = closed({ type: text(40), number: text(40), name: text(80) });
/** A second person: an employee and the PIN that proves it. */
export const approval = closed({ staff: id, pin: staffPin });
export const channel = oneOf(["desk", "kiosk", "ota", "corporate"]);
export const shownCard = closed({
  token: Type.Optional(id),
  card: Type.Optional(id),
  pin: Type.Optional(cardPin),
});
export const benefit = open({
  code: Type.String(),
  until: Type.Optional(Type.String()),
  left: Type.Optional(Type.Integer()),
  /** the clause of the programme that promises it */
  cite: Type.Optional(Type.String()),
});
export const maskedMember = open({
  name: Type.String(),
  phone: Type.Optional(Type.String()),
  number: Type.Optional(Type.String()),
  member: Type.Optional(Type.String()),
});
export const programmeRef = open({ id: Type.String(), version: Type.Integer() });
export const page = {
  cursor: Type.Optional(text(200)),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
};

const align = oneOf(["left", "center", "right"]);
const block = Type.Union([
  closed({
    kind: Type.Literal("text"),
    text: Type.String({ maxLength: 2_000 }),
    size: Type.Optional(Type.Unsafe<1 | 2>(Type.Integer({ minimum: 1, maximum: 2 }))),
    bold: Type.Optional(Type.Boolean()),
    align: Type.Optional(align),
  }),
  closed({
    kind: Type.Literal("row"),
    left: Type.String({ maxLength: 400 }),
    right: Type.String({ maxLength: 400 }),
    bold: Type.Optional(Type.Boolean()),
  }),
  closed({ kind: Type.Literal("rule") }),
  closed({
    kind: Type.Literal("space"),
    lines: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
  }),
  closed({ kind: Type.Literal("qr"), data: text(1_000) }),
  closed({ kind: Type.Literal("barcode"), data: text(80), symbology: oneOf(["code128", "ean13"]) }),
  closed({ kind: Type.Literal("image"), png: Type.String({ maxLength: 400_000 }) }),
  closed({ kind: Type.Literal("cut") }),
  closed({ kind: Type.Literal("drawer") }),
]);
/** A document is typed, never bytes. */
export const document = closed({
  kind: oneOf(["receipt", "ticket", "slip", "status"]),
  lang: language,
  blocks: Type.Array(block, { minItems: 1, maxItems: 500 }),
});
