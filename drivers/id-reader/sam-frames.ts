// Frames of the security module in readers of Chinese second-generation identity cards: AA AA AA 96 69, length of what
// follows, command or status, data, exclusive-or of everything behind the preamble. Knows no card.

const preamble = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69);
/** Text and picture of a card take 1,297 bytes; what claims to be much longer is noise. */
const bodyMaxBytes = 4096;

const checkOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum ^ byte, 0);

/** A command of two bytes, e.g. 20 01. */
export const samCommand = (command: number, parameter: number): Uint8Array => {
  const body = Uint8Array.of(0, 3, command, parameter);
  return Uint8Array.from([...preamble, ...body, checkOf(body)]);
};

/** An answer as a module gives it; for far ends. */
export const samAnswer = (status: number, data: Uint8Array): Uint8Array => {
  const length = data.length + 4;
  const body = Uint8Array.of(length >> 8, length & 0xff, 0, 0, status, ...data);
  return Uint8Array.from([...preamble, ...body, checkOf(body)]);
};

export interface SamAnswer {
  /** third status byte: 9F found, 90 done, 80 no card, others are errors */
  readonly status: number;
  readonly data: Uint8Array;
}

/** Cuts a stream into answers; what does not check is skipped to the next preamble. */
export const createSamReader = (
  onAnswer: (answer: SamAnswer) => void,
): ((bytes: Uint8Array) => void) => {
  let held = Buffer.alloc(0);

  /** Takes one answer off the head; false when more bytes are needed. */
  const takeOne = (): boolean => {
    const at = held.indexOf(preamble);
    if (at < 0) {
      held = held.subarray(Math.max(0, held.length - preamble.length + 1));
      return false;
    }
    held = held.subarray(at);
    const start = preamble.length;
    if (held.length < start + 2) return false;
    const length = held.readUInt16BE(start);
    if (length < 4 || length > bodyMaxBytes) {
      held = held.subarray(1);
      return true;
    }
    const end = start + 2 + length;
    if (held.length < end) return false;
    const body = held.subarray(start, end);
    if (checkOf(body) !== 0) {
      held = held.subarray(1);
      return true;
    }
    held = held.subarray(end);
    onAnswer({ status: body[4] ?? 0, data: Uint8Array.from(body.subarray(5, -1)) });
    return true;
  };

  return (bytes) => {
    held = Buffer.concat([held, bytes]);
    while (takeOne());
  };
};
