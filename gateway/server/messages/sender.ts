// Sends what the journal says is to be sent: opens the member's own data, fills in the words, hands them to the
// channel, and writes down what became of it. A power cut may send twice, under the same message id.
import type { Entry } from "../../ledger/entry.ts";
import { accountView } from "../../members/account/view.ts";
import type { JsonObject } from "../../json.ts";
import { endMessage } from "../../members/message/message.ts";
import type { MessageFile, MessageGift } from "../../members/service-state.ts";
import type { Member } from "../../members/state.ts";
import { systemClock } from "../../clock.ts";
import type { ReadView } from "../../store/contract.ts";
import type { PersonalData } from "../../store/vault.ts";
import type { Caller } from "../caller.ts";
import type { House } from "../house.ts";
import { contextOf } from "../tools.ts";
import { type Delivery, startDelivery } from "../webhooks/delivery.ts";
import type { Tried } from "../webhooks/post.ts";
import type { Channel, Letter } from "./channels.ts";
import { type Places, wordsFor } from "./words.ts";

export type Channels = Readonly<Partial<Record<MessageFile["channel"], Channel>>>;

const positionRow = "messages";
const minuteMs = 60_000;
/** A greeting a day late is none: given up after some hours. */
const backOffMs: readonly number[] = [
  1_000,
  10_000,
  minuteMs,
  10 * minuteMs,
  60 * minuteMs,
  240 * minuteMs,
];

const actor = { station: "gateway", role: "gateway", rights: [] };
const gateway: Caller = {
  station: { station: "gateway", role: "office" },
  local: true,
  employee: () => undefined,
};

const messageIn = ({ body }: Entry): string | undefined => {
  const message = body.events.find(({ type }) => type === "MessageQueued")?.["message"];
  return typeof message === "string" ? message : undefined;
};

export const startSender = async (house: House, channels: Channels): Promise<Delivery> => {
  const { store, log } = house;

  const ended = async (message: string, state: "sent" | "failed", why?: string): Promise<void> => {
    const params = { message, state, ...(why === undefined ? {} : { why }) };
    await store.execute({ op: "message.end", params, decider: endMessage, actor });
  };

  const send = async (entry: Entry, signal: AbortSignal): Promise<Tried> => {
    const id = messageIn(entry) ?? "";
    const file = (await store.view([{ kind: "message", id }])).get("message", id);
    if (file?.state !== "queued") return { kind: "taken" };
    const channel = channels[file.channel];
    const letter = await letterFor(house, id, file);
    if (channel === undefined || typeof letter === "string") {
      await ended(id, "failed", typeof letter === "string" ? letter : "no_channel");
      return { kind: "taken" };
    }
    const tried = await channel.send(letter, signal);
    if (tried.kind === "taken") await ended(id, "sent");
    return tried;
  };

  const position = (await store.sideRow("meta", positionRow))?.["after"];
  const delivery = startDelivery({
    store,
    isWanted: (entry) => messageIn(entry) !== undefined,
    after: typeof position === "number" ? position : 0,
    keep: (after) => store.side([{ table: "meta", id: positionRow, body: { after } }]),
    send,
    memberOf: ({ body }) => Promise.resolve(body.member ?? ""),
    exhausted: async (entry, why) => {
      await ended(messageIn(entry) ?? "", "failed", why === "gone" ? "refused" : "unreachable");
      return true;
    },
    emptied: () => undefined,
    failed: (err) => log.error({ err }, "messages have stopped until a restart"),
    nowMs: () => systemClock.nowMs(),
    backOffMs,
  });
  return {
    ...delivery,
    stop: async () => {
      await delivery.stop();
      for (const channel of Object.values(channels)) channel.close();
    },
  };
};

/** The letter, or why there is none. */
const letterFor = async (
  house: House,
  id: string,
  { member: of, template: from, channel, gift }: MessageFile,
): Promise<Letter | "erased" | "no_template" | "no_address"> => {
  const view = await house.store.view([
    { kind: "member", id: of },
    { kind: "template", id: from },
  ]);
  const member = view.get("member", of);
  const template = view.get("template", from);
  const person = member === undefined ? undefined : await house.vault.open(member.person.sealed);
  if (member === undefined || person === undefined) return "erased";
  if (template === undefined) return "no_template";
  const to = addressOf(person, channel);
  if (to === undefined) return "no_address";
  const language = languageOf(member);
  const places = placesOf(house, { view, member, name: person.name, language, gift });
  return { id, to, ...wordsFor(template, language, places) };
};

/** What she is written to in. */
export const languageOf = ({ attributes }: Member): string => {
  const spoken = attributes?.["language"];
  return typeof spoken === "string" ? spoken : "zh-CN";
};

/** What a template's places stand for, for one member. */
export const placesOf = (
  house: House,
  of: {
    readonly view: ReadView;
    readonly member: Member;
    /** in full only where it leaves the house */
    readonly name: string;
    readonly language: string;
    readonly gift?: MessageGift | undefined;
  },
): Places => {
  const { view, member, name, language, gift } = of;
  const [account] = member.accounts;
  const seen =
    account === undefined ? undefined : accountView(view, account, contextOf(house, gateway));
  return {
    name,
    number: member.number,
    store: house.storeName(language),
    balances: seen?.ok === true ? balancesOf(house, seen.value) : {},
    ...(gift === undefined
      ? {}
      : {
          coupon: gift.code,
          value: moneyOf(house)(gift.value),
          until: gift.until ?? "",
        }),
  };
};

const addressOf = (
  { phone, contacts }: PersonalData,
  channel: MessageFile["channel"],
): string | undefined => {
  if (channel === "http") return phone;
  const email = contacts?.["email"];
  return typeof email === "string" && /^[^\s@<>,]+@[^\s@<>,]+$/u.test(email) ? email : undefined;
};

/** Money as people write it. */
const moneyOf = ({ programmes }: House): ((minor: number) => string) => {
  const { currency } = programmes.current();
  const currencyDisplay = "narrowSymbol";
  const money = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  return (minor) => money.format(minor / 10 ** digits);
};

/** Money as people write it, all else as a number. */
const balancesOf = (house: House, { assets }: JsonObject): Readonly<Record<string, string>> => {
  const { file } = house.programmes.current();
  const money = moneyOf(house);
  const all = typeof assets === "object" && assets !== null ? Object.entries(assets) : [];
  return Object.fromEntries(
    all.flatMap(([asset, held]) => {
      const available =
        typeof held === "object" && held !== null && "available" in held ? held.available : 0;
      if (typeof available !== "number") return [];
      const isMoney = file.assets.find(({ id }) => id === asset)?.kind === "money";
      return [[asset, isMoney ? money(available) : String(available)]];
    }),
  );
};
