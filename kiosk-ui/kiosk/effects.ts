// What the kiosk's machine asks for, done: calls to the gateway, answers sent back as events. Knows no element.
import { CallLost, RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { KioskEvent } from "../charts/kiosk/events.ts";
import { type Gift, type Intent, referenceCode, type Stay } from "../charts/kiosk/visit.ts";
import { helpOf } from "./help.ts";
import { outcomeOf, post, type Post } from "./intents.ts";

export interface Effects {
  readonly identify: (params: {
    visit?: string;
    card?: string;
    phone?: string;
    pin?: string;
    code?: string;
  }) => void;
  readonly checkPin: (params: { card: string; pin: string }) => void;
  readonly findStay: (params: { code: string }) => void;
  readonly post: (params: Post) => void;
  readonly askKey: (params: { key: string }) => void;
  readonly reload: (params: { account: string }) => void;
  readonly askOffers: (params: { account: string }) => void;
  readonly profile: (params: { member: string }) => void;
  readonly draw: (params: { receipt?: string; code?: string }) => void;
  readonly drawReference: (params: { key: string }) => void;
  readonly callStaff: (params: { account: string | undefined }) => void;
  readonly speak: (params: { language: string }) => void;
  readonly endVisit: (params: { visit: string | undefined }) => void;
}

interface Around {
  readonly client: TallygateClient;
  readonly send: (event: KioskEvent) => void;
  readonly intent: () => Intent | undefined;
  readonly language: () => string;
}

const receiptsShown = 5;

/** An answer that never came is an unknown outcome; anything the gateway said is said on. */
const failed = (error: unknown): KioskEvent =>
  error instanceof RefusalError
    ? {
        type: "REFUSED",
        refused: {
          code: error.code,
          params: error.params,
          ...(error.cite === undefined ? {} : { cite: error.cite }),
        },
      }
    : error instanceof CallLost && error.sent
      ? { type: "LOST" }
      : { type: "REFUSED", refused: { code: "not_answered", params: {} } };

/** Bookings a guest may check in to on this day. */
const dueOn = (stays: readonly Stay[], day: string): readonly Stay[] =>
  stays.filter(
    ({ state, arrive = "", depart = "9" }) => state === "booked" && arrive <= day && day <= depart,
  );

/** The owner's catalogue; without it the programme's own prices count. */
const giftsOf = (client: TallygateClient): Promise<readonly Gift[]> =>
  client.call("gift.list", {}).then(
    ({ gifts }) => gifts,
    () => [],
  );

/** A picture that needs no script and no network: what the printer would print. */
const pictureOf = (svg: string): string => `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;

const symbolOf = (data = "", lang: string) => ({
  document: { kind: "slip" as const, lang, blocks: [{ kind: "qr" as const, data }] },
});

/** Recognising: who is it, what does she hold, which bookings wait for her. */
const recognise = ({
  client,
  send,
}: Around): Pick<Effects, "identify" | "checkPin" | "findStay"> => {
  const attempt = (work: () => Promise<void>): void => {
    void work().catch((error: unknown) => send(failed(error)));
  };
  const staysOf = (visit: string | undefined): Promise<readonly Stay[]> =>
    visit === undefined
      ? Promise.resolve([])
      : client.call("stay.find", { visit }).then(
          ({ stays }) => stays,
          () => [],
        );
  return {
    identify: (by) =>
      attempt(async () => {
        const person = await client.call("card.identify", by);
        const [account, stays, gifts] = await Promise.all([
          client.call("account.get", { account: person.account }),
          staysOf(person.visit),
          giftsOf(client),
        ]);
        send({
          type: "IDENTIFIED",
          person,
          account,
          gifts,
          stays: dueOn(stays, account.asOf.slice(0, 10)),
        });
      }),
    checkPin: (params) =>
      attempt(async () => {
        await client.call("card.checkPin", params);
        send({ type: "PIN_RIGHT" });
      }),
    findStay: ({ code }) =>
      attempt(async () => {
        const { stays } = await client.call("stay.find", { code });
        const { businessDate } = await client.call("store.info", {});
        send({ type: "STAYS_FOUND", stays: dueOn(stays, businessDate) });
      }),
  };
};

/** Looking: what cannot change anything and may fail in silence. */
const look = ({
  client,
  send,
  language,
}: Around): Pick<
  Effects,
  "reload" | "askOffers" | "profile" | "draw" | "drawReference" | "speak"
> => ({
  reload: ({ account }) => {
    if (account === "") return;
    void Promise.all([client.call("account.get", { account }), giftsOf(client)])
      .then(([fresh, gifts]) => send({ type: "ACCOUNT", account: fresh, gifts }))
      .catch(() => undefined);
  },
  askOffers: ({ account }) => {
    void client
      .call("account.quoteTopUp", { account })
      .then(({ offers }) => send({ type: "OFFERS", offers }))
      // Without an answer the amounts stand alone, and the desk tells the bonus.
      .catch(() => undefined);
  },
  profile: ({ member }) => {
    void Promise.all([
      client.call("member.get", { member }),
      client.call("member.history", { limit: 50 }),
    ])
      .then(([file, { entries }]) => {
        const { phone, consent, birthdayKnown } = file;
        send({
          type: "PROFILED",
          profile: {
            member,
            ...(phone === undefined ? {} : { phone }),
            marketing: consent?.marketing === true,
            birthday: birthdayKnown === true,
            receipts: entries
              .flatMap(({ receipt, op, at }) =>
                receipt === undefined ? [] : [{ receipt, op, at }],
              )
              .slice(0, receiptsShown),
          },
        });
      })
      .catch((error: unknown) => send(failed(error)));
  },
  draw: ({ receipt, code }) => {
    const lang = language();
    const what = receipt === undefined ? symbolOf(code, lang) : { receipt, lang, code: true };
    void client
      .call("print.preview", what)
      .then(({ svg }) => send({ type: "PICTURE", picture: pictureOf(svg) }))
      .catch((error: unknown) => send(failed(error)));
  },
  drawReference: ({ key }) => {
    void client
      .call("print.preview", symbolOf(referenceCode(key), language()))
      .then(({ svg }) => send({ type: "PICTURE", picture: pictureOf(svg) }))
      // The number alone will do; a symbol that is missing says nothing of the outcome.
      .catch(() => undefined);
  },
  speak: ({ language: lang }) => {
    void client.call("session.language", { lang }).catch(() => undefined);
  },
});

export const createEffects = (around: Around): Effects => {
  const { client, send } = around;
  /** Keys whose own call may still be answered, and the key that was not known when it was last asked for. */
  const out = new Set<string>();
  let missed = "";
  return {
    ...recognise(around),
    ...look(around),
    post: (what) => {
      out.add(what.key);
      void post(client, what)
        .then((result) => send({ type: "ACK", outcome: outcomeOf(what.intent, result) }))
        .catch((error: unknown) => send(failed(error)))
        .finally(() => out.delete(what.key));
    },
    askKey: ({ key }) => {
      const intent = around.intent();
      // A lost link is not an answer: the machine asks again by itself.
      void client
        .call("key.get", { key }, { timeoutMs: 1_500 })
        .then(({ known, result }) => {
          if (known && result !== undefined && intent !== undefined)
            send({ type: "ACK", outcome: outcomeOf(intent, result) });
          if (known || out.has(key)) return;
          // The question may have overtaken the booking; a second one, asked after its answer, has not.
          if (missed === key)
            send({ type: "REFUSED", refused: { code: "not_answered", params: {} } });
          missed = key;
        })
        .catch(() => undefined);
    },
    callStaff: ({ account }) => {
      void client
        .call("help.call", {
          key: client.newKey(),
          reason: "help",
          ...(account === undefined ? {} : { account }),
        })
        .then(({ state }) => send({ type: "HELPED", help: helpOf(state) }))
        // Nobody heard: the sentence that asks the guest to step over stays.
        .catch(() => undefined);
    },
    endVisit: ({ visit }) => {
      if (visit !== undefined) void client.call("visit.end", { visit }).catch(() => undefined);
    },
  };
};
