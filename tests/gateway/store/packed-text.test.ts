// Packed texts come back as they were, packed or not, and damaged ones are told.
import { expect, test } from "vitest";
import { unpackAnswer } from "../../../gateway/store/packed-answer.ts";
import { textPacking } from "../../../gateway/store/packed-text.ts";
import { fc } from "../../support/seeded.ts";

const packing = textPacking({ mark: "z9:", dictionary: '{"kind":"row","left":"合计"', from: 40 });

test("any text comes back, and short ones are left alone", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      const json = JSON.stringify({ text });
      expect(packing.unpack(packing.pack(json))).toBe(json);
      if (json.length < 40) expect(packing.pack(json)).toBe(json);
    }),
  );
});

test("a damaged text throws, and never comes back as another", () => {
  const packed = packing.pack(JSON.stringify({ kind: "row", left: "合计".repeat(30) }));
  expect(packed).toMatch(/^z9:/u);
  expect(() => packing.unpack(packed.slice(0, packed.length / 2))).toThrow();
});

test("an answer that a version before packed is read", () => {
  const packed = "z1:wxeUxgbgYAQHKJSNFKS1sCADS9VCzTMyqAUA";
  const kept =
    '{"result":{"lines":[{"list":30000,"net":30000,"applied":[]}],"due":30000},"seq":20}';
  expect(unpackAnswer(packed)).toBe(kept);
  expect(unpackAnswer(kept)).toBe(kept);
});
