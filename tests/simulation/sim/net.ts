// The network between stores and the stream: late, out of order, twice, or not at all; and cut for as long as it lasts.
import type { Clock } from "./clock.ts";
import type { Rng } from "./rng.ts";

export interface Weather {
  readonly delayMs: readonly [least: number, most: number];
  /** of each message */
  readonly lost: number;
  readonly twice: number;
}

export interface Net {
  /** Carries a message of a store one way; it arrives once, twice or never. */
  carry(store: string, deliver: () => void): void;
  isUp(store: string): boolean;
  cut(store: string): void;
  mend(store: string): void;
}

export const createNet = (clock: Clock, rng: Rng, weather: Weather): Net => {
  const cut = new Set<string>();
  const [least, most] = weather.delayMs;
  return {
    carry: (store, deliver) => {
      if (cut.has(store) || rng.chance(weather.lost)) return;
      const times = rng.chance(weather.twice) ? 2 : 1;
      for (let time = 0; time < times; time += 1) {
        // What was under way when the cable was pulled is lost as well.
        clock.after(rng.between(least, most), () => {
          if (!cut.has(store)) deliver();
        });
      }
    },
    isUp: (store) => !cut.has(store),
    cut: (store) => cut.add(store),
    mend: (store) => cut.delete(store),
  };
};
