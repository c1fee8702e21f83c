// What a lobby's page was told over its sockets, searched for what would be worth copying (PAGES.md K6): whole numbers
// of the guests, tokens of other stations, PINs, vouchers that are not the guest's own.
import { demoGuests } from "../../gateway/demo/members.ts";
import { demoStaff } from "../../gateway/demo/stations.ts";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { connectAs, type Reachable } from "./pages.ts";

interface KnownGuest {
  readonly token: string;
  readonly phone: string;
  /** of the identity document */
  readonly number?: string;
}

interface Told {
  readonly frames: readonly string[];
  readonly gateway: Reachable;
  /** beside those of the demonstration store */
  readonly guests?: readonly KnownGuest[];
  /** what this journey alone knows: a PIN that was typed, a voucher of somebody else */
  readonly secrets?: readonly string[];
}

/** Telephone, document and card's chip, card's and member's number; codes of the vouchers on each of the cards. */
const knownOf = async (
  till: TallygateClient,
  { token, phone, number }: KnownGuest,
): Promise<{ readonly whole: readonly string[]; readonly vouchers: readonly string[] }> => {
  const [member] = (await till.call("member.find", { token })).members;
  const file = await till.call("member.get", { member: member?.member ?? "" });
  const cards = member?.cards ?? [];
  if (cards.length === 0) throw new Error(`nobody holds ${token}: nothing to look for`);
  const views = await Promise.all(
    cards.map(({ account }) => till.call("account.get", { account })),
  );
  const whole = [phone, token, String(file.number), ...cards.map((card) => card.number)];
  return {
    whole: [...whole, ...(number === undefined ? [] : [number])].filter(
      (one) => !one.includes("*"),
    ),
    vouchers: views.flatMap(({ coupons }) => coupons.map(({ code }) => code)),
  };
};

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** The guest's own vouchers come with her account, and with nothing else. */
const withoutOwn = (frame: string): string =>
  JSON.stringify(JSON.parse(frame), (name, value: unknown) =>
    name === "coupons" ? undefined : value,
  );

/** Four digits are also part of a longer number, or of a masked one: as a text of their own only. */
const saysAlone = (text: string, secret: string): boolean =>
  new RegExp(`(?<![\\w*.])${secret}(?![\\w.])`, "u").test(text);

/** What the frames hold of that, each with its frame. */
export const secretsIn = async (told: Told): Promise<readonly string[]> => {
  const { frames, gateway, guests = [], secrets = [] } = told;
  const till = connectAs(gateway, "test");
  try {
    const known = await Promise.all([...demoGuests, ...guests].map((one) => knownOf(till, one)));
    const { kiosk: _own, ...tokens } = gateway.simulated.tokens;
    const never = [...known.flatMap(({ whole }) => whole), ...Object.values(tokens)];
    const vouchers = known.flatMap((one) => one.vouchers);
    const pins = [...demoStaff.map(({ pin }) => pin), ...secrets];
    return frames.flatMap((frame) => {
      const texts = textsIn(JSON.parse(frame));
      const bare = withoutOwn(frame);
      return [
        ...never.filter((number) => frame.includes(number)),
        ...vouchers.filter((code) => bare.includes(code)),
        ...pins.filter((pin) => texts.some((text) => saysAlone(text, pin))),
      ].map((secret) => `${secret} in ${frame}`);
    });
  } finally {
    till.close();
  }
};
