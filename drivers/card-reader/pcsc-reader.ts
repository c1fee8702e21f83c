// A card reader behind PC/SC (ACR122U, ACR1252U, contact readers): cards announced and cleared exactly once.
import { DeviceFault, type Device, type DeviceContext } from "../driver.ts";
import type { PresentCard } from "./card-watch.ts";

export interface PcscReaderOptions {
  /** part of the reader's name as PC/SC shows it; absent: any reader */
  readonly reader?: string;
}

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

export const createPcscReader = (options: PcscReaderOptions, context: DeviceContext): Device => {
  const service = context.pcsc();
  const counters = { presented: 0, unreadable: 0 };
  let name: string | undefined;
  let card: PresentCard | undefined;

  const event = ({ uid, atr, at }: PresentCard) =>
    ({
      event: "card.presented",
      uid,
      trust: "uid",
      at,
      ...(atr === undefined ? {} : { atr }),
    }) as const;

  const release = service.listen(options.reader ?? "", {
    reader: (now) => {
      name = now;
      context.changed();
    },
    presented: (there) => {
      card = there;
      counters.presented += 1;
      context.emit(event(there));
    },
    removed: (uid) => {
      card = undefined;
      context.emit({ event: "card.removed", uid, at: context.nowMs() });
    },
    unreadable: (why) => {
      counters.unreadable += 1;
      context.log(`${context.device}: a card could not be read: ${why}`);
    },
  });

  return {
    status: () => ({
      model: name ?? "PC/SC reader",
      identity: `pcsc:${name ?? options.reader ?? "any"}`,
      state: name === undefined ? "absent" : "ready",
      confirms: "none",
      counters: { ...counters, restarts: service.restarts() },
    }),
    current: () => (card === undefined ? [] : [event(card)]),
    beep: async (pattern) => {
      // Without a card most readers take no APDU; a beep that cannot sound is no fault.
      if (name === undefined || card === undefined || !/acr/iu.test(name)) return;
      await service.transmit(name, acsBeep(pattern)).catch(() => undefined);
    },
    selfTest: () => {
      if (name === undefined) throw new DeviceFault("absent", true, "the reader is not there");
      return Promise.resolve({ reader: name, card: card !== undefined });
    },
    close: () => {
      release();
      return Promise.resolve();
    },
  };
};
