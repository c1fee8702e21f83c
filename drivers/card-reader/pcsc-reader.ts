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
import type { UnreadableCard } from "../contract.ts";
import type { PresentCard, Transmit } from "./card-watch.ts";
import { contactOptions, readContactNumber, type ContactOptions } from "./contact-card.ts";
import { readerModelOf } from "./reader-models.ts";
import { createTagVerb } from "./tag-verb.ts";

export const pcscReaderOptions = Type.Object(
  {
    /** part of the reader's name as PC/SC shows it; absent: any reader */
    reader: Type.Optional(Type.String({ maxLength: 128 })),
    /** how cards prove themselves; absent: by their number alone */
    proof: Type.Optional(proofOptions),
    /** where the number of contact cards stands; absent: they are not read */
    contact: Type.Optional(contactOptions),
  },
  { additionalProperties: false },
);

export type PcscReaderOptions = Type.Static<typeof pcscReaderOptions>;

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

/** The card as the gateway knows it: contact cards get their number from where it is configured to stand. */
const numbered = async (
  card: PresentCard,
  transmit: Transmit,
  contact: ContactOptions | undefined,
): Promise<PresentCard> => {
  if (card.uid !== "") return card;
  if (contact === undefined) throw new Error("a contact card, and no `contact` in the options");
  return { ...card, uid: await readContactNumber(transmit, contact) };
};

/** The card with what it proves. Rejects when it can be neither named nor asked. */
const eventFor = async (
  card: PresentCard,
  transmit: Transmit,
  by: { readonly prove: ProveCard; readonly contact: ContactOptions | undefined },
): Promise<PresentedEvent> => {
  const known = await numbered(card, transmit, by.contact);
  // What stands in a contact card's file proves nothing but its number.
  return eventOf(known, card.uid === "" ? { trust: "uid" } : await by.prove(transmit, known.uid));
};

const messageOf = (fault: unknown): string =>
  fault instanceof Error ? fault.message : String(fault);

/** What the reader is called and whether it is there; `name` as PC/SC shows it. */
const looksOf = (name: string | undefined, { reader = "any" }: PcscReaderOptions) =>
  ({
    model: name === undefined ? "PC/SC reader" : (readerModelOf(name)?.title ?? name),
    identity: `pcsc:${name ?? reader}`,
    state: name === undefined ? "absent" : "ready",
  }) as const;

export const createPcscReader = (options: PcscReaderOptions, context: DeviceContext): Device => {
  const prove = createProofOf(options);
  const service = context.pcsc();
  const counters = { presented: 0, unreadable: 0 };
  let name: string | undefined;
  /** the card that lies there, announced or still proving itself */
  let lying: PresentCard | undefined;
  let announced: PresentedEvent | undefined;
  const transmit: Transmit = (apdu) => service.transmit(name ?? "", apdu);

  const present = async (card: PresentCard): Promise<void> => {
    lying = card;
    const event = await eventFor(card, transmit, { prove, contact: options.contact });
    // another card lies there by now and is told itself
    if (lying === undefined) return unreadable("taken away while it proved itself", "left");
    if (lying !== card) return;
    announced = event;
    counters.presented += 1;
    context.emit(announced);
  };

  const unreadable = (why: string, how: UnreadableCard): void => {
    counters.unreadable += 1;
    context.emit({ event: "card.unreadable", why: how, at: context.nowMs() });
    context.log(`${context.device}: a card could not be read: ${why}`);
  };

  const release = service.listen(options.reader ?? "", {
    reader: (now) => {
      name = now;
      context.changed();
    },
    presented: (card) => {
      present(card).catch((fault: unknown) =>
        unreadable(messageOf(fault), lying === card ? "mute" : "left"),
      );
    },
    removed: () => {
      lying = undefined;
      const gone = announced;
      announced = undefined;
      if (gone === undefined) return;
      context.emit({ event: "card.removed", uid: gone.uid, at: context.nowMs() });
    },
    unreadable,
  });

  return {
    status: () => ({
      ...looksOf(name, options),
      confirms: "none",
      counters: { ...counters, restarts: service.restarts() },
    }),
    current: () => (announced === undefined ? [] : [announced]),
    beep: async (pattern) => {
      // Without a card most readers take no APDU; a beep that cannot sound is no fault.
      const signal = readerModelOf(name ?? "")?.signal?.[pattern];
      if (lying !== undefined && signal) await transmit(signal).catch(() => undefined);
    },
    tag: createTagVerb({ card: () => lying, transmit }),
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
