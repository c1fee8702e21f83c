// The design on a glass of any size at any height: as large as hands and eyes need, and told where they do not get it.
import { describe, expect, test } from "vitest";
import { fitOf, reachMm } from "../../../kiosk-ui/charts/kiosk/screen-fit.ts";
import { fc } from "../../support/seeded.ts";

const standing = { widthPx: 1080, heightPx: 1920 } as const;
const diagonal = (inches: number): number => Math.round(inches * 25.4);

describe("a glass of known size", () => {
  test("21.5 inches standing is what the design was drawn for: a millimetre is a millimetre", () => {
    const fit = fitOf({ diagonalMm: diagonal(21.5), edgeMm: 700 }, standing);
    expect(fit).toMatchObject({ lift: 0, low: false, faults: [] });
    const { mmPerPx } = { mmPerPx: diagonal(21.5) / Math.hypot(1080, 1920) };
    expect(fit.mmPx * mmPerPx).toBeCloseTo(1, 2);
  });

  test("nothing told: it fills the glass, and nothing is claimed", () => {
    expect(fitOf({}, standing)).toEqual({ mmPx: 1080 / 268, lift: 0, low: false, faults: [] });
    expect(fitOf({}, { widthPx: 768, heightPx: 1024 }).mmPx).toBeCloseTo(1024 / 476, 5);
  });

  test("15 inches: the technician hears that print and targets are too small", () => {
    expect(fitOf({ diagonalMm: diagonal(15.6), edgeMm: 800 }, standing).faults).toEqual([
      "type",
      "target",
    ]);
  });

  test("the ruler wins over the diagonal", () => {
    const told = { umPerPx: 500, diagonalMm: diagonal(21.5) };
    expect(fitOf(told, standing)).toEqual(fitOf({ umPerPx: 500 }, standing));
  });

  test("a large glass that hangs high is not filled, one that stands low is raised", () => {
    const high = fitOf({ diagonalMm: diagonal(32), edgeMm: 900 }, standing);
    expect(high.mmPx).toBeLessThan(1080 / 268);
    expect(high.faults).toEqual([]);
    const tall = { widthPx: 1080, heightPx: 2560 };
    const low = fitOf({ diagonalMm: diagonal(38), edgeMm: 200 }, tall);
    expect(low.lift).toBeGreaterThan(0);
    expect(low.faults).toEqual([]);
  });

  test("above every hand: low reach is on, and the technician hears it", () => {
    expect(fitOf({ diagonalMm: diagonal(21.5), edgeMm: 1_100 }, standing)).toMatchObject({
      low: true,
      faults: ["reach"],
    });
  });

  test("whatever is told: it fits the glass, and without a fault the controls lie in the band", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 250, max: 1_400 }),
        fc.integer({ min: 0, max: 1_400 }),
        fc.constantFrom(
          standing,
          { widthPx: 1920, heightPx: 1080 },
          { widthPx: 1080, heightPx: 2560 },
        ),
        (diagonalMm, edgeMm, screen) => {
          const { mmPx, lift, faults } = fitOf({ diagonalMm, edgeMm }, screen);
          const upright = screen.heightPx > screen.widthPx;
          const [short, long] = upright ? [268, 476] : [476, 268];
          expect(mmPx * short).toBeLessThanOrEqual(screen.widthPx + 1);
          expect(mmPx * (long + lift)).toBeLessThanOrEqual(screen.heightPx + 1);
          if (faults.length > 0) return;
          const scale = (mmPx * diagonalMm) / Math.hypot(screen.widthPx, screen.heightPx);
          const [lowest, highest] = upright ? [14, 267] : [10, 245];
          expect(edgeMm + (lowest + lift) * scale).toBeGreaterThanOrEqual(reachMm.lowest - 1);
          expect(edgeMm + (highest + lift) * scale).toBeLessThanOrEqual(reachMm.highest + 1);
        },
      ),
    );
  });
});
