// message.*: templates and messages. One entry a member, so that each is decided, sent and told by itself.
import { queueMessage } from "../../members/message/message.ts";
import type { JsonObject } from "../../json.ts";
import { refusal } from "../../refusals.ts";
import { err, ok } from "../../result.ts";
import { actorOf } from "../execute.ts";
import { languageOf, placesOf } from "../messages/sender.ts";
import { wordsFor } from "../messages/words.ts";
import type { Handlers } from "../handler.ts";
import { type Tools, plain } from "../tools.ts";

type Names =
  | "message.putTemplate"
  | "message.templates"
  | "message.preview"
  | "message.send"
  | "message.list";

/** What a voucher's places show before there is a voucher. */
const sampleGift = { code: "7K2M9QXW4T8B1RPD", value: 2_000, until: "2026-12-31" } as const;

const pageDefault = 50;
const readStep = 500;

export const messageHandlers = (tools: Tools): Handlers<Names> => {
  const { house, execute } = tools;
  const { store, outward } = house;
  return {
    "message.putTemplate": plain(tools, "message.putTemplate"),
    "message.templates": async () => {
      const all = await store.list("template");
      const templates = all.map(({ id, entity }) => ({ template: id, ...entity }));
      return ok({ channels: outward.channels(), templates });
    },
    "message.preview": previewed(tools),
    "message.send": async (params, caller) => {
      const { template, members, key } = params;
      if ((await store.answered(key)) !== undefined)
        return execute("message.send", { result: {} }, { params, caller });
      const file = (await store.view([{ kind: "template", id: template }])).get(
        "template",
        template,
      );
      if (file === undefined) return err(refusal("not_found", { template }));
      if (!outward.channels().includes(file.channel))
        return err(refusal("not_permitted", { why: "channel", channel: file.channel }));
      const digest = house.pins.digest(key);
      const asked = await Promise.all(
        [...new Set(members)].map(async (member) => {
          // A call cut off half-way and sent again writes to nobody twice.
          const own = house.pins.digest(`${digest} ${member}`).slice(0, 64);
          const queued = await store.execute({
            op: "message.send",
            key: own,
            params: { template, member },
            decider: queueMessage,
            actor: actorOf(caller),
          });
          if (queued.ok) return [];
          const { code, params: why } = queued.error;
          return [{ member, code, ...(why === undefined ? {} : { params: why }) }];
        }),
      );
      const skipped = asked.flat();
      const result = { queued: asked.length - skipped.length, skipped } as unknown as JsonObject;
      return execute("message.send", { result }, { params, caller });
    },
    "message.list": async ({ member, state, cursor, limit = pageDefault }) => {
      const found = [];
      for (let after = cursor; ;) {
        const rows = await store.list("message", after, readStep);
        for (const { id, entity } of rows)
          if (
            (member === undefined || entity.member === member) &&
            (state === undefined || entity.state === state)
          )
            found.push({ message: id, ...entity });
        after = rows.at(-1)?.id;
        if (found.length > limit || rows.length < readStep) break;
      }
      const messages = found.slice(0, limit);
      const last = messages.at(-1)?.message;
      const isMore = found.length > limit && last !== undefined;
      return ok({ messages, ...(isMore ? { cursor: last } : {}) });
    },
  };
};

/** Words as one member would read them; her name stays masked. */
const previewed =
  ({ house }: Tools): Handlers<"message.preview">["message.preview"] =>
  async ({ member: id, ...draft }) => {
    const view = await house.store.view([{ kind: "member", id }]);
    const member = view.get("member", id);
    if (member === undefined || member.erased === true)
      return err(refusal("not_found", { member: id }));
    const language = draft.lang ?? languageOf(member);
    const name = member.person.maskedName;
    const places = placesOf(house, { view, member, name, language, gift: sampleGift });
    const words = wordsFor({ name: draft.name, texts: draft.texts }, language, places);
    return ok({ lang: language, ...words });
  };
