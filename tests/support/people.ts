// People, documents and cards for the tests of the members' room.
import type { JsonObject } from "../../gateway/json.ts";
import type { World } from "./given.ts";
import { seal } from "./seal.ts";

export const zhang = { type: "id-card", number: "110101199001010015", name: "张三" } as const;
export const li = { type: "id-card", number: "110101198502140024", name: "李四" } as const;

const consent = { rules: true, marketing: false };

/** Runs an operation with the protocol's own params, sealed as the server would. */
export const call = (world: World, op: string, params: JsonObject): JsonObject =>
  world.do(op, seal(op, params));

export const refusedCall = (world: World, op: string, params: JsonObject): string =>
  world.refused(op, seal(op, params));

/** A text of an answer, such as an id; anything else fails the test. */
export const textIn = (answer: JsonObject, field: string): string => {
  const text = answer[field];
  if (typeof text !== "string") throw new Error(`${field} is ${JSON.stringify(text)}`);
  return text;
};

export const enrolled = (
  world: World,
  who: typeof zhang | typeof li = zhang,
  more: JsonObject = {},
): string => {
  const { type, number, name } = who;
  const identity = { type, number };
  return textIn(call(world, "member.enrol", { name, identity, consent, ...more }), "member");
};

export interface Issued {
  readonly member: string;
  readonly card: string;
  readonly account: string;
}

/** A member with a card: for the bare `counter` programme nothing is asked, for others say what is. */
export const issued = (
  world: World,
  more: JsonObject = {},
  who: typeof zhang | typeof li = zhang,
): Issued => {
  const member = enrolled(world, who);
  const answer = call(world, "card.issue", { member, type: "basic", ...more });
  return { member, card: textIn(answer, "card"), account: textIn(answer, "account") };
};

/** A card of the programme that asks for a PIN, with money on it. */
export const issuedWithPin = (
  world: World,
  more: JsonObject = {},
  who: typeof zhang | typeof li = zhang,
): Issued =>
  issued(
    world,
    {
      type: "member",
      pin: "123456",
      firstTopUp: { amount: 50_000, tenders: [{ type: "cash", amount: 50_000 }] },
      ...more,
    },
    who,
  );

export const cash = (amount: number): JsonObject[] => [{ type: "cash", amount }];
