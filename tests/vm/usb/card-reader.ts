// An ACS ACR122U as a USB device: smart card class (CCID 1.1) with one slot, short APDUs, and word of every insertion.
import { standardAnswers, type Identity } from "./descriptors.ts";
import type { UsbDevice } from "./usbip.ts";

const outPipe = 2;
const inPipe = 2;
const wordPipe = 1;
const headerBytes = 10;

/** Levels and features that an ACR122U names: automatic everything, exchange of short APDUs. */
const smartCardClass = (): Buffer => {
  const bytes = Buffer.alloc(54);
  bytes.set([54, 0x21, 0x10, 0x01, 0, 7]);
  bytes.writeUInt32LE(3, 6); // T=0 and T=1
  bytes.writeUInt32LE(4000, 10);
  bytes.writeUInt32LE(4000, 14);
  bytes.writeUInt32LE(9600, 19);
  bytes.writeUInt32LE(9600, 23);
  bytes.writeUInt32LE(254, 28);
  bytes.writeUInt32LE(0x000204ba, 40);
  bytes.writeUInt32LE(271, 44);
  bytes.set([0xff, 0xff], 48);
  bytes[53] = 1;
  return bytes;
};

const identity: Identity = {
  vendor: 0x072f,
  product: 0x2200,
  // libccid takes no ACR122U with a firmware before 2.
  version: 0x0214,
  maker: "ACS",
  name: "ACR122U PICC Interface",
  speed: "full",
  interfaces: [
    {
      class: [0x0b, 0, 0],
      extra: smartCardClass(),
      endpoints: [
        { address: outPipe, type: "bulk" },
        { address: 0x80 | inPipe, type: "bulk" },
        { address: 0x80 | wordPipe, type: "interrupt" },
      ],
    },
  ],
};

/** ATR that PC/SC part 3 gives a contactless storage card. */
const storageCard = Buffer.from("3B8F8001804F0CA000000306030001000000006A", "hex");

/** Undefined: the card has gone. */
export type CardAnswer = (apdu: Buffer) => Buffer | undefined;

export interface UsbCardReader {
  readonly device: UsbDevice;
  readonly lay: (card: CardAnswer) => void;
  readonly lift: () => void;
}

/** Answers of the slot: the message's type, and what of it stands behind the header. */
const createSlot = () => {
  let card: CardAnswer | undefined;
  let powered = false;
  const status = (): number => (card === undefined ? 2 : powered ? 0 : 1);
  const message = (type: number, sequence: number, body: Buffer, failed = false): Buffer => {
    const header = Buffer.alloc(headerBytes);
    header[0] = type;
    header.writeUInt32LE(body.length, 1);
    header[6] = sequence;
    header[7] = status() | (failed ? 0x40 : 0);
    header[8] = failed ? 0xfe : 0; // "the card does not answer"
    return Buffer.concat([header, body]);
  };
  const nothing = Buffer.alloc(0);
  const answer = (order: Buffer): Buffer => {
    const sequence = order[6] ?? 0;
    const given = order.subarray(headerBytes);
    switch (order[0] ?? 0) {
      case 0x62: // power on
        powered = card !== undefined;
        return message(0x80, sequence, powered ? storageCard : nothing, !powered);
      case 0x63: // power off
        powered = false;
        return message(0x81, sequence, nothing);
      case 0x6f: {
        const said = card?.(Buffer.from(given));
        return message(0x80, sequence, said ?? nothing, said === undefined);
      }
      case 0x6b: // escape: lamp and buzzer
        return message(0x83, sequence, Buffer.of(0x90, 0));
      case 0x61: // parameters, T=1
      case 0x6c:
      case 0x6d:
        return message(0x82, sequence, Buffer.from("18104500fe0000", "hex"));
      default:
        return message(0x81, sequence, nothing);
    }
  };
  return {
    answer,
    put: (next: CardAnswer | undefined): void => {
      card = next;
      powered = false;
    },
  };
};

export const usbCardReader = (): UsbCardReader => {
  const standard = standardAnswers(identity);
  const slot = createSlot();
  let give: (endpoint: number, bytes: Buffer) => void = () => undefined;
  let heard = Buffer.alloc(0);
  /** The slot has changed: with a card in it or without. */
  const change = (card: CardAnswer | undefined): void => {
    slot.put(card);
    give(wordPipe, Buffer.of(0x50, card === undefined ? 2 : 3));
  };
  return {
    lay: change,
    lift: () => change(undefined),
    device: {
      speed: identity.speed,
      control: (setup) => standard(setup) ?? Buffer.alloc(0),
      out: (_endpoint, bytes) => {
        heard = Buffer.concat([heard, bytes]);
        const size = headerBytes + (heard.length < 5 ? 0 : heard.readUInt32LE(1));
        if (heard.length < size) return Promise.resolve();
        give(inPipe, slot.answer(heard.subarray(0, size)));
        heard = heard.subarray(size);
        return Promise.resolve();
      },
      plugged: (say) => {
        give = say;
      },
      pulled: () => {
        give = () => undefined;
        slot.put(undefined);
      },
    },
  };
};
