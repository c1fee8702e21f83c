// A card reader behind PC/SC (ACR122U, ACR1252U, contact readers): cards announced and cleared exactly once.
import Type from "typebox";
import { DeviceFault, type Device, type DeviceContext, type DeviceEvent } from "../driver.ts";
import {
  createCardProof,
  KeyFileError,
  proofOptions,
  type CardProof,
  type ProveCard,
} from "./card-proof.ts";
import type { PresentCard } from "./card-watch.ts";

export const pcscReaderOptions = Type.Object(
  {
    /** part of the reader's name as PC/SC shows it; absent: any reader */
    reader: Type.Optional(Type.String({ maxLength: 128 })),
    /** how cards prove themselves; absent: by their number alone */
    proof: Type.Optional(proofOptions),
  },
  { additionalProperties: false },
);

export type PcscReaderOptions = Type.Static<typeof pcscReaderOptions>;

/** ACR122U/ACR1252U: lamp and buzzer (FF 00 40). Red or green on, buzzer in the first half. */
const acsBeep = (pattern: "ok" | "no"): Uint8Array =>
  Uint8Array.of(
    0xff,
    0,
    0x40,
    pattern === "ok" ? 0x8a : 0x45,
    4,
    1,
    1,
    pattern === "ok" ? 1 : 3,
    1,
  );

const createProofOf = (options: PcscReaderOptions): ProveCard => {
  try {
    return createCardProof(options.proof ?? {});
  } catch (fault) {
    if (!(fault instanceof KeyFileError)) throw fault;
    throw new DeviceFault("options", false, fault.message);
  }
};

type PresentedEvent = Extract<DeviceEvent, { event: "card.presented" }>;

const eventOf = ({ uid, atr, at }: PresentCard, proof: CardProof): PresentedEvent => ({
  event: "card.presented",
  uid,
  at,
  ...proof,
  ...(atr === undefined ? {} : { atr }),
});

export const createPcscReader = (options: PcscReaderOptions, context: DeviceContext): Device => {
  const prove = createProofOf(options);
  const service = context.pcsc();
  const counters = { presented: 0, unreadable: 0 };
  let name: string | undefined;
  /** the card that lies there, announced or still proving itself */
  let lying: PresentCard | undefined;
  let announced: PresentedEvent | undefined;

  const present = async (card: PresentCard, reader: string): Promise<void> => {
    lying = card;
    const proof = await prove((apdu) => service.transmit(reader, apdu), card.uid);
    if (lying !== card) return;
    announced = eventOf(card, proof);
    counters.presented += 1;
    context.emit(announced);
  };

  const unreadable = (why: string): void => {
    counters.unreadable += 1;
    context.log(`${context.device}: a card could not be read: ${why}`);
  };

  const release = service.listen(options.reader ?? "", {
    reader: (now) => {
      name = now;
      context.changed();
    },
    presented: (card) => {
      present(card, name ?? "").catch((fault: unknown) =>
        unreadable(fault instanceof Error ? fault.message : String(fault)),
      );
    },
    removed: (uid) => {
      lying = undefined;
      const gone = announced;
      announced = undefined;
      if (gone !== undefined) context.emit({ event: "card.removed", uid, at: context.nowMs() });
    },
    unreadable,
  });

  return {
    status: () => ({
      model: name ?? "PC/SC reader",
      identity: `pcsc:${name ?? options.reader ?? "any"}`,
      state: name === undefined ? "absent" : "ready",
      confirms: "none",
      counters: { ...counters, restarts: service.restarts() },
    }),
    current: () => (announced === undefined ? [] : [announced]),
    beep: async (pattern) => {
      // Without a card most readers take no APDU; a beep that cannot sound is no fault.
      if (name === undefined || lying === undefined || !/acr/iu.test(name)) return;
      await service.transmit(name, acsBeep(pattern)).catch(() => undefined);
    },
    selfTest: () => {
      if (name === undefined) throw new DeviceFault("absent", true, "the reader is not there");
      return Promise.resolve({ reader: name, card: lying !== undefined });
    },
    close: () => {
      release();
      return Promise.resolve();
    },
  };
};
