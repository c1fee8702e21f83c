// A simulated card reader: cards are laid on it and taken away by word of `sim`. Its seam to the driver is the APDU.
import { createCardWatch, type CardWatch, type Transmit } from "../card-reader/card-watch.ts";
import { createTagVerb } from "../card-reader/tag-verb.ts";
import { DeviceFault, type Device, type DeviceContext } from "../driver.ts";
import { createSimulatedCard, type SimulatedCard } from "./card.ts";
import { simByVerb } from "./verbs.ts";

/** Throws DeviceFault `uid` when no card can have it. */
const cardOf = (uid: string): SimulatedCard => {
  try {
    return createSimulatedCard(uid);
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    throw new DeviceFault("uid", false, fault.message);
  }
};

/** The plate on which cards lie, and its plug. */
const createPlate = (watch: CardWatch, context: DeviceContext) => {
  let plugged = true;
  let card: SimulatedCard | undefined;
  const take = (): void => {
    card = undefined;
    watch.cleared();
  };
  const setPlugged = (now: boolean): void => {
    if (!now) take();
    plugged = now;
    context.changed();
  };
  const transmit: Transmit = (apdu) =>
    card === undefined
      ? Promise.reject(new Error("no card lies there"))
      : Promise.resolve(card.answer(apdu));
  const lay = async (laid: SimulatedCard): Promise<void> => {
    if (!plugged) throw new DeviceFault("absent", true, "the reader is unplugged");
    card = laid;
    await watch.inserted({ at: context.nowMs(), atr: laid.atr, transmit });
  };
  return { take, lay, setPlugged, isPlugged: () => plugged, lying: () => card, transmit };
};

export const createSimulatedReader = (context: DeviceContext): Device => {
  const counters = { presented: 0, unreadable: 0 };
  const watch = createCardWatch({
    presented: ({ uid, at }) => {
      counters.presented += 1;
      context.emit({ event: "card.presented", uid, trust: "simulated", at });
    },
    removed: (uid) => context.emit({ event: "card.removed", uid, at: context.nowMs() }),
    unreadable: (_why, why) => {
      counters.unreadable += 1;
      context.emit({ event: "card.unreadable", why, at: context.nowMs() });
    },
  });
  const plate = createPlate(watch, context);

  return {
    status: () => ({
      model: "simulated reader",
      identity: `simulated:${context.device}`,
      state: plate.isPlugged() ? "ready" : "absent",
      confirms: "none",
      counters,
    }),
    current: () => {
      const there = watch.card();
      return there === undefined
        ? []
        : [{ event: "card.presented", uid: there.uid, trust: "simulated", at: there.at }];
    },
    beep: () => Promise.resolve(),
    tag: createTagVerb({ card: watch.card, transmit: plate.transmit }),
    selfTest: () => Promise.resolve({ reader: plate.isPlugged() ? "up" : "down" }),
    sim: simByVerb({
      present: async ({ uid }) => {
        await plate.lay(cardOf(uid));
        return { uid: watch.card()?.uid ?? null };
      },
      remove: plate.take,
      unplug: () => plate.setPlugged(false),
      plug: () => plate.setPlugged(true),
      output: () => ({ text: plate.lying()?.uid ?? "", jobs: [] }),
    }),
    close: () => {
      // Whoever takes this reader's place knows nothing of the card on it.
      plate.take();
      return Promise.resolve();
    },
  };
};
