// The reference of an unknown outcome: as the kiosk shows it, as a cashier types it, and no other code taken for it.
import { expect, test } from "vitest";
import { readReference, scannedReference } from "../../../kiosk-ui/charts/cashier/reference.ts";
import { referenceCode, referenceOf } from "../../../kiosk-ui/charts/kiosk/visit.ts";

const key = "0190f3c2a1b2c3d4e5f60718293a4b5c";

test("what the kiosk shows is read at the till, typed or scanned", () => {
  expect(referenceOf(key)).toBe("293A\u00a04B5C");
  expect(readReference(referenceOf(key))).toBe("293a4b5c");
  expect(scannedReference(referenceCode(key))).toBe("293a4b5c");
});

test.each([
  [" 293a4b5c ", "293a4b5c"],
  ["293A-4B5C", "293a4b5c"],
  ["293a4b5", undefined],
  ["293a4b5cd", undefined],
  ["293a4b5g", undefined],
  ["tallygate:key?tail=293a4b5g", undefined],
  ["tallygate:key", undefined],
  ["", undefined],
])("typed %j", (text, tail) => {
  expect(readReference(text)).toBe(tail);
});

test.each(["293a4b5c", "6901234567892", "tallygate:enrol?lang=ja", "tallygate:keys?tail=293a4b5c"])(
  "scanned %s is something else",
  (code) => {
    expect(scannedReference(code)).toBeUndefined();
  },
);
