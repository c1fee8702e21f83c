// message.*: what is written to members.
import { type Examples, type Given, any } from "./example.ts";
import { member } from "./scenes.ts";

const template = {
  name: "Points lapse soon",
  channel: "http",
  marketing: false,
  texts: {
    "zh-CN": { body: "{name}您好，您还有{balance:pts}分即将到期。{store}" },
    en: { body: "Dear {name}, {balance:pts} of your points lapse soon. {store}" },
  },
} as const;

const entered: readonly Given[] = [
  { call: "message.putTemplate", params: template, save: { template: "/template" } },
];

const sent: readonly Given[] = [
  ...member,
  ...entered,
  { call: "message.send", params: { template: "@template", members: ["@member"] } },
];

export const messageExamples: Examples = {
  "message.putTemplate": {
    as: "office",
    params: { ...template, key: "template-1" },
    result: { template: any },
  },
  "message.templates": {
    given: entered,
    as: "office",
    params: {},
    result: {
      channels: ["http"],
      templates: [{ template: "@template", name: "Points lapse soon", perWeek: 2, active: true }],
    },
  },
  "message.preview": {
    given: member,
    as: "office",
    params: { name: template.name, texts: template.texts, member: "@member", lang: "en" },
    result: { lang: "en", subject: "Points lapse soon", body: any },
  },
  "message.send": {
    given: [...member, ...entered],
    as: "office",
    params: { template: "@template", members: ["@member", "m_unknown"], key: "message-1" },
    result: { queued: 1, skipped: [{ member: "m_unknown", code: "not_found" }] },
  },
  "message.list": {
    given: sent,
    as: "office",
    params: { member: "@member" },
    result: { messages: [{ message: any, member: "@member", template: "@template" }] },
  },
};
