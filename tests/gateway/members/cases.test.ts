// Every executable case of the rulebooks, run against the pure rooms in memory. The same files run
// against a real gateway through its socket in tests/journeys/cases.test.ts.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../gateway/json.ts";
import { accountView } from "../../../gateway/members/account/view.ts";
import { billRoots, type BillParams } from "../../../gateway/members/bill/ask.ts";
import { billQuote } from "../../../gateway/members/bill/quote.ts";
import { couponView } from "../../../gateway/members/coupon/coupon.ts";
import { couponRoots } from "../../../gateway/members/coupon/find.ts";
import { foundStays, staySearchRoots, stayRefs } from "../../../gateway/members/stay/find.ts";
import type { Refusal } from "../../../gateway/refusals.ts";
import { type Result, ok } from "../../../gateway/result.ts";
import { createWorld, type World } from "../../support/given.ts";
import { asText, seal } from "../../support/seal.ts";

interface Step {
  readonly call?: string;
  readonly params?: JsonObject;
  readonly expect?: Json;
  readonly save?: Readonly<Record<string, string>>;
  readonly refused?: string | number;
  readonly together?: number;
  readonly outcome?: Readonly<Record<string, number>>;
  readonly clock?: string;
  readonly restart?: string;
}
interface Case {
  readonly id: string;
  readonly programme: string;
  readonly clock: string;
  readonly says: string;
  readonly steps: readonly Step[];
}

const folder = new URL("../../../gateway/programmes/", import.meta.url);
const cases = ["generic", "mudan", "zhaohua", "retail", "demo", "chain-hotel"]
  .map((id) => `${id}.cases.json`)
  .flatMap((name): readonly Case[] => {
    const file = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    return Array.isArray(file) ? file : file.cases;
  });

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `@name` stands for a saved value, `@@` for an at sign. */
const filled = (value: unknown, saved: ReadonlyMap<string, Json>): unknown => {
  if (typeof value === "string" && value.startsWith("@@")) return value.slice(1);
  if (typeof value === "string" && value.startsWith("@")) return saved.get(value.slice(1));
  if (Array.isArray(value)) return value.map((item) => filled(item, saved));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, filled(item, saved)]),
  );
};

const at = (value: unknown, pointer: string): Json =>
  pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((found, name) => (found as Record<string, unknown>)[name], value) as Json;

/** Subset match: objects by named members, arrays element by element, matchers `$some $none $absent $any`. */
const mismatch = (found: unknown, wanted: unknown, path = ""): string | undefined => {
  if (isObject(wanted)) {
    if (wanted["$any"] === true) return found === undefined ? `${path} is absent` : undefined;
    if (wanted["$absent"] === true) return found === undefined ? undefined : `${path} is there`;
    const items: readonly unknown[] = Array.isArray(found) ? found : [];
    const holds = (item: Json | undefined): boolean =>
      items.some((one) => mismatch(one, item) === undefined);
    if ("$some" in wanted) return holds(wanted["$some"]) ? undefined : `${path} lacks one`;
    if ("$none" in wanted) return holds(wanted["$none"]) ? `${path} has one` : undefined;
    if (!isObject(found)) return `${path} is ${JSON.stringify(found)}`;
    return Object.entries(wanted)
      .map(([name, item]) => mismatch(found[name], item, `${path}/${name}`))
      .find((fault) => fault !== undefined);
  }
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length) {
      return `${path} is ${JSON.stringify(found)}`;
    }
    return wanted
      .map((item, index) => mismatch(found[index], item, `${path}/${index}`))
      .find((fault) => fault !== undefined);
  }
  return found === wanted
    ? undefined
    : `${path} is ${JSON.stringify(found)}, not ${String(wanted)}`;
};

const textOf = (params: JsonObject, field: string): string => asText(params[field]);

const reads: Readonly<
  Record<string, (world: World, params: JsonObject) => Result<JsonObject, Refusal>>
> = {
  "account.get": (world, params) => {
    const id = textOf(params, "account");
    return accountView(world.view([{ kind: "account", id }]), id, world.context());
  },
  "bill.quote": (world, params) => {
    const bill = params as unknown as BillParams;
    return billQuote(bill, world.view(billRoots(bill)), world.context());
  },
  "coupon.get": (world, params) => {
    const id = textOf(params, "coupon");
    return couponView(world.view(couponRoots(id)), id, world.context());
  },
  "stay.find": (world, params) => {
    const refs = stayRefs(world.view(staySearchRoots(params)), params);
    const found = foundStays(world.view(refs), refs, params);
    return ok(JSON.parse(JSON.stringify(found)));
  },
  "sim.network": (world, params) => {
    world.network(params["up"] === true);
    return ok({});
  },
};

/** In memory there are no keys: a retry is told apart by what was answered before. */
const call = (
  world: World,
  answers: Map<string, { params: string; result: JsonObject }>,
  step: { readonly op: string; readonly params: JsonObject },
): Result<JsonObject, Refusal> => {
  const { op, params } = step;
  const sealed = seal(op, params);
  const read = reads[op];
  if (read !== undefined) return read(world, sealed);
  const key = params["key"];
  const text = JSON.stringify([op, sealed]);
  const known = typeof key === "string" ? answers.get(key) : undefined;
  if (known !== undefined && known.params === text) return ok({ ...known.result, replay: true });
  if (known !== undefined) return { ok: false, error: { code: "key.conflict" } };
  const done = world.try(op, sealed);
  if (done.ok && typeof key === "string") answers.set(key, { params: text, result: done.value });
  return done;
};

const runCase = (given: Case): readonly string[] => {
  const world = createWorld({ programme: given.programme, at: given.clock });
  const saved = new Map<string, Json>();
  const answers = new Map<string, { params: string; result: JsonObject }>();
  const faults: string[] = [];
  given.steps.forEach((step, index) => {
    if (step.clock !== undefined) world.clock(step.clock);
    // Whether amounts are whole is the schema's business, which stands before the deciders.
    if (step.call === undefined || typeof step.refused === "number") return;
    const params = filled(step.params ?? {}, saved) as JsonObject;
    const says = (fault: string): number => faults.push(`step ${index} ${step.call}: ${fault}`);
    const outcome: Record<string, number> = {};
    for (let time = 0; time < (step.together ?? 1); time += 1) {
      const done = call(world, answers, { op: step.call, params });
      const code = done.ok ? "ok" : done.error.code;
      outcome[code] = (outcome[code] ?? 0) + 1;
      if (step.outcome !== undefined) continue;
      if ((step.refused ?? "ok") !== code) says(`${code} ${JSON.stringify(done)}`);
      if (!done.ok) continue;
      const fault = mismatch(done.value, filled(step.expect ?? {}, saved));
      if (fault !== undefined) says(fault);
      for (const [name, pointer] of Object.entries(step.save ?? {})) {
        saved.set(name, at(done.value, pointer));
      }
    }
    if (step.outcome === undefined) return;
    const fault = mismatch(outcome, step.outcome);
    if (fault !== undefined) says(fault);
  });
  return faults;
};

describe("the rulebooks' cases, decided in memory", () => {
  test.each(cases)("$id $says", (given) => {
    expect(runCase(given)).toEqual([]);
  });
});
