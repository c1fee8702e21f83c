// Params of the protocol sealed for tests: readable stand-ins where the server has ciphers and hashes.
import type { JsonObject } from "../../gateway/json.ts";
import type { SealedPerson } from "../../gateway/members/state.ts";

interface Named {
  readonly name: string;
  readonly phone?: string;
  readonly identity?: { readonly type: string; readonly number: string };
}

/** A text where a text must be; anything else is a mistake of the test. */
export const asText = (value: unknown): string => {
  if (typeof value !== "string") throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
};

const masked = (text: string, shown: number): string =>
  text.slice(0, shown) + "*".repeat(Math.max(0, text.length - shown));

export const person = ({ name, phone, identity }: Named): SealedPerson => ({
  sealed: `sealed(${name})`,
  maskedName: masked(name, 1),
  nameIndex: `n:${name}`,
  ...(phone === undefined
    ? {}
    : { maskedPhone: `${phone.slice(0, 3)}****${phone.slice(-4)}`, phoneIndex: `p:${phone}` }),
  ...(identity === undefined
    ? {}
    : { identity: { type: identity.type, numberIndex: `i:${identity.number}` } }),
});

const proof = (pin: unknown): { verifier: string } => ({ verifier: `v:${asText(pin)}` });
const newPin = (pin: unknown): { salt: string; verifier: string } => ({
  salt: "salt",
  ...proof(pin),
});

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sealedIdentity = (given: unknown): JsonObject | undefined =>
  isObject(given)
    ? {
        type: given["type"] ?? "",
        numberIndex: `i:${asText(given["number"])}`,
        nameIndex: `n:${asText(given["name"])}`,
      }
    : undefined;

const withPin = (given: unknown): JsonObject | undefined => {
  if (!isObject(given)) return undefined;
  return given["pin"] === undefined ? given : { ...given, pin: proof(given["pin"]) };
};

const withApproval = (given: unknown): JsonObject | undefined => {
  if (!isObject(given)) return undefined;
  const approval = withPin(given["approval"]);
  return approval === undefined ? given : { ...given, approval };
};

/** Operations that are given a PIN to keep, as against one to compare. */
const keepsPin = new Set(["card.issue", "card.setPin", "staff.put"]);

const defined = (fields: Readonly<Record<string, JsonObject | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** What the server's sealer makes of the params of an operation. */
export const seal = (op: string, given: JsonObject): JsonObject => {
  const { key: _, ...params } = given;
  if (op === "member.enrol") {
    const { name, phone, identity, ...rest } = params;
    return { ...rest, person: { ...person({ name, phone, identity } as unknown as Named) } };
  }
  const pin = params["pin"];
  return {
    ...params,
    ...defined({
      identity: sealedIdentity(params["identity"]),
      card: withPin(params["card"]),
      approval: withPin(params["approval"]),
      byHand: withApproval(params["byHand"]),
      financeApproval: withPin(params["financeApproval"]),
      pin: pin === undefined ? undefined : keepsPin.has(op) ? newPin(pin) : proof(pin),
    }),
  };
};
