// message.putTemplate, message.send: what may be written to a member, and that it is to be. Consent and the number
// of messages a week are decided here; words are filled in and sent elsewhere, so that the journal holds no name.
import type { DomainEvent } from "../../ledger/entry.ts";
import { addDays } from "../../programme/dates.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import { type Context, type Decider, type Ref, type View, accepted, refused } from "../contract.ts";
import { type At, evolver, happened } from "../evolver.ts";
import type { MessageFile, MessageGift, Template } from "../service-state.ts";

/** Marketing messages in seven days, where the template says nothing. */
const perWeekDefault = 2;
const weekDays = 7;

export interface TemplateParams {
  readonly template?: string;
  readonly name: string;
  readonly channel: Template["channel"];
  readonly marketing: boolean;
  readonly perWeek?: number;
  readonly texts: Template["texts"];
  readonly active?: boolean;
}

type TemplatePut = { type: "TemplatePut"; template: string; file: Template };
type MessageQueued = {
  type: "MessageQueued";
  message: string;
  member: string;
  template: string;
  channel: Template["channel"];
  marketing: boolean;
  gift?: MessageGift;
};
type MessageEnded = {
  type: "MessageEnded";
  message: string;
  state: "sent" | "failed";
  why?: string;
};

/** → `{template}` */
export const putTemplate: Decider<TemplateParams> = {
  roots: ({ template }) => (template === undefined ? [] : [{ kind: "template", id: template }]),
  decide: ({ template, perWeek = perWeekDefault, active = true, ...given }, view, context) => {
    if (template !== undefined && view.get("template", template) === undefined)
      return refused(refusal("not_found", { template }));
    const id = template ?? context.newId("t");
    const file = { ...given, perWeek, active };
    const events = [happened<TemplatePut>({ type: "TemplatePut", template: id, file })];
    return accepted({ events, lines: [], result: { template: id } });
  },
};

/** When the member was last written to for marketing: one setting a member, a week long. */
const postbox = (member: string): Ref => ({ kind: "setting", id: `messages:${member}` });

const datesIn = (view: Pick<View, "get">, member: string): readonly string[] => {
  const dates = view.get("setting", postbox(member).id)?.["marketing"];
  return Array.isArray(dates) ? dates.filter((date) => typeof date === "string") : [];
};

const refusalOf = (
  view: View,
  { moment }: Context,
  ask: { readonly template: Template; readonly member: string },
): Refusal | undefined => {
  const { template, member: id } = ask;
  const member = view.get("member", id);
  if (member === undefined || member.erased === true || member.mergedInto !== undefined)
    return refusal("not_found", { member: id });
  if (!template.marketing) return undefined;
  if (!member.consent.marketing) return refusal("missing.consent", { what: "marketing" });
  const from = addDays(moment.businessDate, 1 - weekDays);
  const lately = datesIn(view, id).filter((date) => date >= from);
  return lately.length < template.perWeek
    ? undefined
    : refusal("limit.reached", { limit: template.perWeek });
};

export interface SendParams {
  readonly template: string;
  readonly member: string;
}

/** What must be loaded besides the template for a message to a member to be decided. */
export const messageRoots = (member: string): readonly Ref[] => [
  { kind: "member", id: member },
  postbox(member),
];

/** One message to one member, as a part of whatever is being decided; its template and `messageRoots` are loaded. */
export const messageTo = (
  view: View,
  context: Context,
  to: SendParams & { readonly gift?: MessageGift },
): Result<{ readonly message: string; readonly events: readonly DomainEvent[] }, Refusal> => {
  const { template: id, member, gift } = to;
  const template = view.get("template", id);
  if (template?.active !== true) return err(refusal("not_found", { template: id }));
  const no = refusalOf(view, context, { template, member });
  if (no !== undefined) return err(no);
  const message = context.newId("msg");
  const { channel, marketing } = template;
  const about = gift === undefined ? {} : { gift };
  const queued = { message, member, template: id, channel, marketing, ...about } as const;
  return ok({ message, events: [happened<MessageQueued>({ type: "MessageQueued", ...queued })] });
};

/** One message to one member → `{message}` */
export const queueMessage: Decider<SendParams> = {
  roots: ({ template, member }) => [{ kind: "template", id: template }, ...messageRoots(member)],
  decide: (params, view, context) => {
    const { template, member } = params;
    const queued = messageTo(view, context, { template, member });
    if (!queued.ok) return refused(queued.error);
    const { message, events } = queued.value;
    return accepted({ events, lines: [], result: { message }, member });
  },
};

/** The gateway's own: what became of it. */
export const endMessage: Decider<Omit<MessageEnded, "type">> = {
  roots: ({ message }) => [{ kind: "message", id: message }],
  decide: (ended, view) => {
    const { message } = ended;
    const isOpen = view.get("message", message)?.state === "queued";
    const events = [happened<MessageEnded>({ type: "MessageEnded", ...ended })];
    return accepted({ events: isOpen ? events : [], lines: [], result: { message } });
  },
};

export const messageEvolvers = {
  TemplatePut: evolver<TemplatePut>((draft, { template, file }) =>
    draft.put("template", template, file),
  ),
  MessageQueued: evolver<MessageQueued>((draft, event, { at, businessDate }: At) => {
    const { message, member, template, channel, marketing, gift } = event;
    const about = gift === undefined ? {} : { gift };
    draft.put("message", message, { member, template, channel, state: "queued", at, ...about });
    if (!marketing) return;
    const from = addDays(businessDate, 1 - weekDays);
    const kept = datesIn(draft, member).filter((date) => date >= from);
    draft.put("setting", postbox(member).id, { marketing: [...kept, businessDate] });
  }),
  MessageEnded: evolver<MessageEnded>((draft, { message, state, why }, { at }: At) => {
    const file: MessageFile | undefined = draft.get("message", message);
    if (file === undefined) return;
    const reason = why === undefined ? {} : { why };
    draft.put("message", message, { ...file, state, endedAt: at, ...reason });
  }),
};
