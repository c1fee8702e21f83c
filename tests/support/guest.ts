// A guest with a card, in a store in memory: the opening of most given/when/then stories.
import type { JsonObject } from "../../gateway/json.ts";
import type { Programme } from "../../gateway/programme/programme.ts";
import { createWorld, type World } from "./given.ts";
import { asText, seal } from "./seal.ts";

export interface Guest {
  readonly world: World;
  readonly member: string;
  readonly account: string;
  readonly card: string;
  /** an operation in the protocol's own words; throws when it is refused */
  do(op: string, params: JsonObject): JsonObject;
  /** the code an operation is refused with */
  refused(op: string, params: JsonObject): string;
  /** what `account.get` says of one asset */
  asset(id: string): JsonObject;
  /** one more guest in the same store */
  another(name: string, ask?: Omit<Ask, "programme" | "at">): Guest;
}

interface Ask {
  readonly programme: string | Programme;
  readonly type: string;
  readonly at?: string;
  readonly pin?: string;
  readonly topUp?: number;
  readonly fee?: number;
  readonly member?: JsonObject;
}

export const cash = (amount: number): readonly JsonObject[] => [{ type: "cash", amount }];

const enter = (world: World, name: string, ask: Omit<Ask, "programme" | "at">): Guest => {
  const call = (op: string, params: JsonObject): JsonObject => world.do(op, seal(op, params));
  const enrolled = call("member.enrol", {
    name,
    identity: { type: "id-card", number: `id of ${name}` },
    consent: { rules: true, marketing: false },
    ...ask.member,
  });
  const member = asText(enrolled["member"]);
  const issued = call("card.issue", {
    member,
    type: ask.type,
    ...(ask.pin === undefined ? {} : { pin: ask.pin }),
    ...(ask.fee === undefined ? {} : { feeTenders: cash(ask.fee) }),
    ...(ask.topUp === undefined
      ? {}
      : { firstTopUp: { amount: ask.topUp, tenders: cash(ask.topUp) } }),
  });
  const account = asText(issued["account"]);
  return {
    world,
    member,
    account,
    card: asText(issued["card"]),
    do: call,
    refused: (op, params) => world.refused(op, seal(op, params)),
    asset: (id) => {
      const assets = world.account(account)["assets"];
      const found = typeof assets === "object" && assets !== null && id in assets;
      if (!found) throw new Error(`no asset ${id}`);
      return (assets as Readonly<Record<string, JsonObject>>)[id] ?? {};
    },
    another: (other, more) => enter(world, other, { ...ask, member: {}, ...more }),
  };
};

/** Wednesday 10 January 2024, ten in the morning, unless said otherwise. */
export const guest = (ask: Ask): Guest =>
  enter(
    createWorld({ programme: ask.programme, at: ask.at ?? "2024-01-10T10:00:00+08:00" }),
    "张三",
    ask,
  );
