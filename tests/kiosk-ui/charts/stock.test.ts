// A delivery or a count as one sheet: typed, scanned, and what each row comes to.
import { expect, test } from "vitest";
import { after, scannedOnce, typedUnits } from "../../../kiosk-ui/charts/cashier/stock.ts";

const rows = [
  { sku: "cola", name: "可乐", onHand: 7 },
  { sku: "water", name: "水", onHand: -2 },
];

test("each scan is one more; a code nobody counts changes nothing", () => {
  const once = scannedOnce({}, rows, "cola");
  expect(scannedOnce(once, rows, "cola")).toEqual({ cola: 2 });
  expect(scannedOnce(once, rows, "ink")).toBe(once);
});

test("typed units stand as typed, an empty field leaves the sheet, no number is no change", () => {
  const sheet = { cola: 2, water: 5 };
  expect(typedUnits(sheet, "cola", " 12 ")).toEqual({ cola: 12, water: 5 });
  expect(typedUnits(sheet, "cola", "")).toEqual({ water: 5 });
  expect(typedUnits(sheet, "cola", "0")).toEqual({ cola: 0, water: 5 });
  for (const text of ["-1", "1.5", "x", "99999999", "9999999"])
    expect(typedUnits(sheet, "cola", text)).toBe(sheet);
});

test("a delivery adds, a count sets, what is not on the sheet stays", () => {
  const [cola, water] = rows as [(typeof rows)[number], (typeof rows)[number]];
  expect(after({ cola: 3 }, cola, "receive")).toBe(10);
  expect(after({ cola: 3 }, cola, "count")).toBe(3);
  expect(after({ water: 0 }, water, "count")).toBe(0);
  expect(after({ cola: 3 }, water, "receive")).toBeUndefined();
});
