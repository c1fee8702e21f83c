// One command to a card and its whole answer: also what T=0 hands out in pieces (ISO/IEC 7816-4, 61xx and 6Cxx).
import type { Transmit } from "./card-watch.ts";

/** The card or reader answered with a status that is not 9000, or not at all (`status` 0). */
export class CardError extends Error {
  readonly code = "card";
  readonly retryable = true;
  readonly status: number;
  constructor(status: number, what: string) {
    super(`${what}: status ${status.toString(16).padStart(4, "0")}`);
    this.status = status;
  }
}

/** Longest answer put together from pieces. */
const piecesMax = 16;

const statusOf = (answer: Buffer): number =>
  answer.length < 2 ? 0 : answer.readUInt16BE(answer.length - 2);

/** Resolves with the data without its status. Rejects with CardError, whose message begins with `what`. */
export const exchange = async (
  transmit: Transmit,
  what: string,
  apdu: readonly number[],
): Promise<Buffer> => {
  const send = async (bytes: readonly number[]): Promise<Buffer> =>
    Buffer.from(
      await transmit(Uint8Array.from(bytes)).catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new CardError(0, `${what}: ${why}`);
      }),
    );
  let answer = await send(apdu);
  // Wrong length: the card names the right one, and wants the same command again.
  if (statusOf(answer) >> 8 === 0x6c)
    answer = await send([...apdu.slice(0, 4), answer.at(-1) ?? 0]);
  const parts: Buffer[] = [answer.subarray(0, -2)];
  while (statusOf(answer) >> 8 === 0x61 && parts.length <= piecesMax) {
    answer = await send([0, 0xc0, 0, 0, answer.at(-1) ?? 0]);
    parts.push(answer.subarray(0, -2));
  }
  if (statusOf(answer) !== 0x9000) throw new CardError(statusOf(answer), what);
  return Buffer.concat(parts);
};
