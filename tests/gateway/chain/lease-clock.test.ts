// By what time a store judges leases: clocks that are set, that stand, that run ahead, and none to ask.
import { describe, expect, test } from "vitest";
import { createLeaseClock } from "../../../gateway/chain/lease-clock.ts";

const hourMs = 3_600_000;
const noon = Date.parse("2026-03-02T12:00:00Z");

/** A box whose wall clock is set and whose uptime goes on. */
const boxAt = (wall: number, lastMs = 0) => {
  const box = { wall, steady: 5_000 };
  const clock = createLeaseClock({ wallMs: () => box.wall, steadyMs: () => box.steady, lastMs });
  return {
    clock,
    pass: (ms: number): void => {
      box.wall += ms;
      box.steady += ms;
    },
    set: (ms: number): void => {
      box.wall += ms;
    },
  };
};

describe("time by which leases are over", () => {
  test("goes on with the clock, as long as nobody sets it", () => {
    const { clock, pass } = boxAt(noon);
    clock.heard(noon);
    pass(3 * hourMs);
    expect(clock.now()).toEqual({ own: noon + 3 * hourMs, others: noon + 3 * hourMs });
  });

  test("is not turned back with the clock: what has passed has passed", () => {
    const { clock, pass, set } = boxAt(noon);
    clock.heard(noon);
    pass(hourMs);
    set(-30 * hourMs);
    pass(hourMs);
    expect(clock.now()).toEqual({ own: noon + 2 * hourMs, others: noon - 28 * hourMs });
  });

  test("is the later of the clock and of what head office's servers say; to give back, the earlier", () => {
    const { clock, pass } = boxAt(noon);
    clock.heard(noon + 2 * hourMs);
    pass(hourMs);
    expect(clock.now()).toEqual({ own: noon + 3 * hourMs, others: noon + hourMs });
    clock.heard(noon - 5 * hourMs);
    expect(clock.now()).toEqual({ own: noon + hourMs, others: noon - 5 * hourMs });
  });

  test("is not known once the clock ran ahead by more than a day, until head office is heard", () => {
    const { clock, set } = boxAt(noon);
    clock.heard(noon);
    set(24 * hourMs);
    expect(clock.now().own).toBe(noon + 24 * hourMs);
    set(1);
    expect(clock.now()).toEqual({ own: Infinity, others: noon });
    clock.heard(noon);
    expect(clock.now().own).toBe(noon + 24 * hourMs + 1);
  });

  test("is not known after a start behind the books, until head office is heard", () => {
    const { clock } = boxAt(noon, noon + 60_001);
    expect(clock.now()).toEqual({ own: Infinity, others: -Infinity });
    clock.heard(noon + 70_000);
    expect(clock.now()).toEqual({ own: noon + 70_000, others: noon });
    expect(boxAt(noon, noon + 60_000).clock.now().own).toBe(noon);
  });

  test("gives nothing back before head office was heard, and trusts it without a time of its own", () => {
    const { clock } = boxAt(noon);
    expect(clock.now()).toEqual({ own: noon, others: -Infinity });
    clock.heard(undefined);
    expect(clock.now()).toEqual({ own: noon, others: noon });
  });
});
