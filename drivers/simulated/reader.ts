// A simulated card reader: cards are laid on it and taken away by word of `sim`. Its seam to the driver is the APDU.
import { createCardWatch } from "../card-reader/card-watch.ts";
import { DeviceFault, type Device, type DeviceContext } from "../driver.ts";
import { createSimulatedCard, type SimulatedCard } from "./card.ts";
import { simByVerb } from "./verbs.ts";

export const createSimulatedReader = (context: DeviceContext): Device => {
  let plugged = true;
  let card: SimulatedCard | undefined;
  const counters = { presented: 0, unreadable: 0 };

  const watch = createCardWatch({
    presented: ({ uid, at }) => {
      counters.presented += 1;
      context.emit({ event: "card.presented", uid, trust: "simulated", at });
    },
    removed: (uid) => context.emit({ event: "card.removed", uid, at: context.nowMs() }),
    unreadable: () => {
      counters.unreadable += 1;
    },
  });

  const lay = async (uid: string): Promise<void> => {
    if (!plugged) throw new DeviceFault("absent", true, "the reader is unplugged");
    try {
      card = createSimulatedCard(uid);
    } catch (fault) {
      if (!(fault instanceof RangeError)) throw fault;
      throw new DeviceFault("uid", false, fault.message);
    }
    const laid = card;
    await watch.inserted({
      at: context.nowMs(),
      transmit: (apdu) =>
        card === laid
          ? Promise.resolve(laid.answer(apdu))
          : Promise.reject(new Error("the card was taken away")),
    });
  };

  const take = (): void => {
    card = undefined;
    watch.cleared();
  };

  const setPlugged = (now: boolean): void => {
    plugged = now;
    context.changed();
  };

  const sim = simByVerb({
    present: async ({ uid }) => {
      await lay(uid);
      return { uid: watch.card()?.uid ?? null };
    },
    remove: take,
    unplug: () => {
      take();
      setPlugged(false);
    },
    plug: () => setPlugged(true),
    output: () => ({ text: card?.uid ?? "", jobs: [] }),
  });

  return {
    status: () => ({
      model: "simulated reader",
      identity: `simulated:${context.device}`,
      state: plugged ? "ready" : "absent",
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
    selfTest: () => Promise.resolve({ reader: plugged ? "up" : "down" }),
    sim,
    close: () => Promise.resolve(),
  };
};
