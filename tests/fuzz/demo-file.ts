// The demonstration programme with something in it changed, missing or added: nearly right, as a typist leaves it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fc } from "../support/seeded.ts";
import { root } from "../support/sources.ts";
import { json } from "./inputs.ts";

const text = readFileSync(join(root, "gateway", "programmes", "counter.json"), "utf8");

interface Change {
  readonly steps: readonly number[];
  readonly put: unknown;
}

/** Goes down by the steps and changes what it finds there; undefined takes the member away. */
const changed = (value: unknown, { steps: [step, ...rest], put }: Change): unknown => {
  if (step === undefined || typeof value !== "object" || value === null) return put;
  const entries = Object.entries(value);
  const chosen = entries[step % Math.max(1, entries.length)];
  if (chosen === undefined) return put;
  const [name, inner] = chosen;
  const next = changed(inner, { steps: rest, put });
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === name ? next : item));
  return { ...value, [name]: next };
};

export const demoFile: fc.Arbitrary<unknown> = fc
  .array(
    fc.record({
      steps: fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
      put: fc.option(json, { nil: undefined }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((changes) => changes.reduce<unknown>(changed, JSON.parse(text)));
