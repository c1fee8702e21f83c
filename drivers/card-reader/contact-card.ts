// The number of a contact card (T=0 or T=1): where it stands is configured, for such cards have none of their own.
import Type from "typebox";
import type { Transmit } from "./card-watch.ts";
import { exchange } from "./exchange.ts";

const hexOf = (least: number, most: number) =>
  Type.String({ pattern: `^(?:[0-9A-Fa-f]{2}){${least},${most}}$` });

export const contactOptions = Type.Object(
  {
    /** application id, 5 to 16 bytes in hex */
    application: hexOf(5, 16),
    /** id of a transparent file in it, 2 bytes in hex; absent: the one that is selected already */
    file: Type.Optional(hexOf(2, 2)),
    /** where in the file the number begins */
    at: Type.Integer({ minimum: 0, maximum: 0x7fff }),
    bytes: Type.Integer({ minimum: 4, maximum: 16 }),
  },
  { additionalProperties: false },
);

export type ContactOptions = Type.Static<typeof contactOptions>;

const select = (transmit: Transmit, how: number, name: string): Promise<Buffer> => {
  const bytes = Buffer.from(name, "hex");
  return exchange(transmit, "select", [0, 0xa4, how, 0, bytes.length, ...bytes]);
};

/** Upper-case hex. Rejects with CardError when the card has no such file, or a shorter one. */
export const readContactNumber = async (
  transmit: Transmit,
  { application, file, at, bytes }: ContactOptions,
): Promise<string> => {
  await select(transmit, 4, application);
  if (file !== undefined) await select(transmit, 0, file);
  const number = await exchange(transmit, "read", [0, 0xb0, at >> 8, at & 0xff, bytes]);
  return number.subarray(0, bytes).toString("hex").toUpperCase();
};
