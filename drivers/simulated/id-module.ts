// The security module of an identity card reader without its card: answers find, select and read as a real one does.
import { samAnswer } from "../id-reader/sam-frames.ts";
import { isIdentityNumber } from "../id-reader/identity-text.ts";
import type { FarEnd } from "../ports/byte-link.ts";

const pictureBytes = 1024;
const found = 0x9f;
const done = 0x90;
const noCard = 0x80;

export interface PersonOnCard {
  readonly name: string;
  readonly number: string;
  /** yyyymmdd; absent: for life */
  readonly validTo?: string;
}

/** A field of UTF-16LE, filled up with blanks. */
const field = (text: string, bytes: number): Buffer =>
  Buffer.from(text.padEnd(bytes / 2).slice(0, bytes / 2), "utf16le");

/** 256 bytes of text as the card holds them; birthday and sex follow from the number (GB 11643). */
export const identityText = ({ name, number, validTo }: PersonOnCard): Buffer =>
  Buffer.concat([
    field(name, 30),
    field(Number(number[16]) % 2 === 1 ? "1" : "2", 2),
    field("01", 4),
    field(number.slice(6, 14), 16),
    field("样本市样本区样本路1号", 70),
    field(number, 36),
    field("样本市公安局", 30),
    field("20200101", 16),
    field(validTo ?? "长期", 16),
    field("", 36),
  ]);

export interface SimulatedIdModule extends FarEnd {
  /** Throws RangeError when no card can bear this number. */
  readonly lay: (person: PersonOnCard) => void;
  readonly lift: () => void;
}

export const createSimulatedIdModule = (): SimulatedIdModule => {
  let lying: Buffer | undefined;
  /** A real module finds a card once: it must be taken away before it is found again. */
  let isRead = false;
  const answer = (order: string): Uint8Array | undefined => {
    const there = lying !== undefined && !isRead;
    if (order === "17/255") return samAnswer(done, new Uint8Array(0));
    if (order === "32/1") return samAnswer(there ? found : noCard, new Uint8Array(4));
    if (order === "32/2") return samAnswer(there ? done : 0x81, new Uint8Array(8));
    if (order !== "48/1") return undefined;
    if (lying === undefined || isRead) return samAnswer(0x41, new Uint8Array(0));
    isRead = true;
    const lengths = Buffer.of(lying.length >> 8, lying.length & 0xff, pictureBytes >> 8, 0);
    return samAnswer(done, Buffer.concat([lengths, lying, Buffer.alloc(pictureBytes)]));
  };
  return {
    connect: (near) => ({
      receive: (bytes) => {
        const said = answer(`${bytes[7]}/${bytes[8]}`);
        if (said !== undefined) near.deliver(said);
        return Promise.resolve();
      },
      gone: () => undefined,
    }),
    lay: (person) => {
      if (!isIdentityNumber(person.number)) throw new RangeError("not the number of a person");
      lying = identityText(person);
      isRead = false;
    },
    lift: () => {
      lying = undefined;
    },
  };
};
