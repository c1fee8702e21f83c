// Whatever the protocol lets through, a decider answers: accepted and in balance, or refused. It never
// throws, and the books are what they were or what its entry says.
import { fc } from "../../support/seeded.ts";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { deciders } from "../../../gateway/members/registry.ts";
import { operations } from "../../../gateway/protocol/operations.ts";
import { arbitraryOf } from "../../support/arbitrary.ts";
import { createWorld, fromJournal, fromState, type World } from "../../support/given.ts";
import { cash, issued, issuedWithPin, li, textIn } from "../../support/people.ts";
import { person, seal } from "../../support/seal.ts";

/** The server hands these on with what it has read from the journal; they are tried in staff.test.ts. */
const notAlone = new Set(["day.close", "shift.open", "shift.count", "shift.close"]);

const tried = Object.keys(deciders).filter(
  (op) => Object.hasOwn(operations, op) && !notAlone.has(op),
);

const inhabited = (programme: string): World => {
  const world = createWorld({ programme, at: "2024-03-11T10:00:00+08:00" });
  world.do(
    "staff.put",
    seal("staff.put", { staff: "M1", name: "店长", pin: "1111", rights: ["manager", "finance"] }),
  );
  if (programme === "counter") {
    const { account } = issued(world, { token: "T1" });
    world.do("account.topUp", { account, amount: 10_000, tenders: cash(10_000) });
    world.do("pass.sell", { account, pass: "wash10", tenders: cash(30_000) });
    issued(world, {}, li);
  } else {
    issuedWithPin(world, { token: "T1" });
    issuedWithPin(world, {}, li);
  }
  const stay = { arrive: "2024-03-11", depart: "2024-03-12", roomType: "x", nightly: 100 };
  world.do("stay.checkIn", { stay: textIn(world.do("stay.put", stay), "stay") });
  return world;
};

/** Ids of everything in the world, and the programme's own words. */
const idsOf = (world: World): readonly string[] => [
  ...new Set([
    ...(JSON.stringify(world.journal).match(/"(?:[a-z]{1,4}_\d{32}|T1|M1)"/g) ?? []).map((id) =>
      id.slice(1, -1),
    ),
    ...world.programme.file.assets.map(({ id }) => id),
    ...world.programme.file.cards.map(({ type }) => type),
    ...Object.keys(world.programme.file.passes ?? {}),
  ]),
];

/** As the server seals: a changed file from the whole person, here from what was named. */
const sealedFor = (op: string, params: JsonObject): JsonObject => {
  // Who came to what is walked by the server, never asked for.
  if (op === "ranking.award")
    return { ...seal(op, params), winners: [{ account: "a_0", value: 1 }] };
  if (op === "points.adjust") return { reason: "", ...seal(op, params) };
  if (op !== "member.update") return seal(op, params);
  const { name, phone: _phone, identity: _identity, contacts: _contacts, ...file } = params;
  return typeof name === "string" ? { ...file, person: { ...person({ name }) } } : file;
};

describe.each(["counter", "zhaohua"])("in %s", (programme) => {
  test.each(tried)("%s answers whatever comes", (op) => {
    const params = operations[op as keyof typeof operations].params;
    let world = inhabited(programme);
    const hints = { ids: () => idsOf(world) };
    fc.assert(
      fc.property(arbitraryOf(params, hints), (given) => {
        if (world.journal.length > 60) world = inhabited(programme);
        const before = world.journal.length;
        const sealed = sealedFor(op, given as JsonObject);
        const answer = world.try(op, sealed);
        if (!answer.ok)
          expect(world.journal.slice(before).flatMap(({ lines }) => lines)).toEqual([]);
        for (const id of idsOf(world)) {
          const account = world.get("account", id);
          if (account !== undefined) {
            expect(fromState(id, account)).toEqual(fromJournal(world.journal, id));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
