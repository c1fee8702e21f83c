// What the parsers are fed: anything, and what is nearly right.
import { fc } from "../support/seeded.ts";

export const text = fc.string({ unit: "binary", maxLength: 200 });
export const json = fc.jsonValue({ maxDepth: 5 });
export const bytes = fc.uint8Array({ maxLength: 600 });

/** A right text with some characters changed, doubled or gone. */
export const damaged = (right: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(fc.nat(right.length), fc.integer({ min: 0, max: 4 }), fc.string({ maxLength: 4 })),
      { maxLength: 4 },
    )
    .map((cuts) =>
      cuts.reduce((so, [at, gone, put]) => so.slice(0, at) + put + so.slice(at + gone), right),
    );

/** Right bytes, repeated, with others between them. */
export const bytesLike = (right: string | Uint8Array): fc.Arbitrary<Uint8Array> => {
  const whole = Uint8Array.from(Buffer.from(right));
  const part = fc.oneof(
    fc.constant(whole),
    fc.uint8Array({ maxLength: 24 }),
    fc.nat(whole.length).map((end) => whole.subarray(0, end)),
  );
  return fc.array(part, { maxLength: 12 }).map((parts) => Uint8Array.from(Buffer.concat(parts)));
};
