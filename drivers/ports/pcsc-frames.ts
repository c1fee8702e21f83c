// What the PC/SC child and its supervisor tell each other over the process's message channel.
import Type from "typebox";
import { Compile } from "typebox/compile";

export const pcscWord = Type.Union([
  /** the library is there, the context is tried: from now on silence means that it is frozen */
  Type.Object({ word: Type.Literal("loaded") }),
  /** the context stands; sent again as a sign of life */
  Type.Object({ word: Type.Literal("alive") }),
  Type.Object({ word: Type.Literal("reader"), reader: Type.String() }),
  Type.Object({ word: Type.Literal("gone"), reader: Type.String() }),
  Type.Object({
    word: Type.Literal("presented"),
    reader: Type.String(),
    uid: Type.String(),
    atr: Type.Optional(Type.String()),
    at: Type.Number(),
  }),
  Type.Object({ word: Type.Literal("removed"), reader: Type.String(), uid: Type.String() }),
  Type.Object({
    word: Type.Literal("unreadable"),
    reader: Type.String(),
    why: Type.String(),
    how: Type.Union([Type.Literal("mute"), Type.Literal("left")]),
  }),
  Type.Object({
    word: Type.Literal("answer"),
    id: Type.Integer(),
    bytes: Type.Optional(Type.String()),
    fault: Type.Optional(Type.String()),
  }),
  Type.Object({ word: Type.Literal("failed"), why: Type.String() }),
]);

export type PcscWord = Type.Static<typeof pcscWord>;

/** Order to the child: one APDU to the card on a reader, in hex. */
export const pcscOrder = Type.Object({
  order: Type.Literal("transmit"),
  id: Type.Integer(),
  reader: Type.String(),
  apdu: Type.String(),
});

export type PcscOrder = Type.Static<typeof pcscOrder>;

const wordCheck = Compile(pcscWord);
const orderCheck = Compile(pcscOrder);

export const isPcscWord = (value: unknown): value is PcscWord => wordCheck.Check(value);
export const isPcscOrder = (value: unknown): value is PcscOrder => orderCheck.Check(value);
