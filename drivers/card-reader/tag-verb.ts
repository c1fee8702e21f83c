// The one verb with which a tag is looked at or personalised: no APDU ever comes from outside the drivers.
import type { TagOrder } from "../contract.ts";
import { DeviceFault } from "../driver.ts";
import type { PresentCard, Transmit } from "./card-watch.ts";
import { CardError } from "./exchange.ts";
import { addressMessage, ndefAddress } from "./ndef.ts";
import { readMessage, tagTypeOf, writeMessage, type TagType } from "./ndef-tags.ts";

export interface TagVerbOptions {
  /** the card that lies there now */
  readonly card: () => PresentCard | undefined;
  readonly transmit: Transmit;
}

interface TagAnswer {
  readonly uid: string;
  readonly type: TagType;
  /** absent: the tag holds none */
  readonly address?: string;
}

const messageOf = (address: string): Buffer => {
  try {
    return addressMessage(address);
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    throw new DeviceFault("address", false, fault.message);
  }
};

/** Faults: `card` (none, another, or it was taken away: try again), `unsuited` (no tag for addresses), `address`. */
export const createTagVerb =
  ({ card, transmit }: TagVerbOptions) =>
  async (order: TagOrder): Promise<TagAnswer> => {
    const lying = card();
    if (lying === undefined) throw new DeviceFault("card", true, "no card lies there");
    const type = tagTypeOf(lying.atr);
    if (type === undefined) throw new DeviceFault("unsuited", false, "no tag for addresses");
    const { uid } = lying;
    /** A card laid on in between must not get what was meant for the first. */
    const toThisCard: Transmit = (apdu) =>
      card() === lying ? transmit(apdu) : Promise.reject(new Error("the card was exchanged"));
    try {
      if (order.verb === "write") {
        if (order.uid !== uid) throw new DeviceFault("card", true, "another card lies there");
        await writeMessage(toThisCard, type, messageOf(order.address));
      }
      const address = ndefAddress(await readMessage(toThisCard, type));
      return { uid, type, ...(address === undefined ? {} : { address }) };
    } catch (fault) {
      if (!(fault instanceof CardError)) throw fault;
      throw new DeviceFault("card", true, fault.message);
    }
  };
