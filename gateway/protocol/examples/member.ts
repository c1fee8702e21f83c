// Examples of member.*: the people of the programme.
import { type Examples, type Given, any } from "./example.ts";
import { cardHolder, member } from "./scenes.ts";

const other = {
  call: "member.enrol",
  params: {
    name: "张伟",
    phone: "13987654321",
    consent: { rules: true, marketing: true },
  },
  save: { other: "/member" },
} as const;

/** Her second file, from a day on which nobody looked her up: `@second` */
const twice: readonly Given[] = [
  ...member,
  {
    call: "member.enrol",
    params: { name: "王芳", phone: "13812345678", consent: { rules: true, marketing: false } },
    save: { second: "/member" },
  },
];

export const memberExamples: Examples = {
  "member.enrol": {
    as: "cashier",
    params: {
      name: "王芳",
      phone: "13812345678",
      birthday: { date: "1990-05-20", calendar: "solar" },
      consent: { rules: true, marketing: false },
      key: "enrol-1",
    },
    result: { member: any, number: any },
  },
  "member.get": {
    given: cardHolder,
    as: "cashier",
    params: { member: "@member" },
    result: {
      member: "@member",
      name: "王*",
      phone: "138****5678",
      accounts: ["@account"],
      cards: [{ card: "@card", type: "standard", state: "active" }],
    },
  },
  "member.find": {
    given: cardHolder,
    as: "cashier",
    params: { phone: "13812345678" },
    result: { members: [{ member: "@member", name: "王*" }] },
  },
  "member.glance": {
    given: cardHolder,
    as: "cashier",
    params: { account: "@account" },
    result: { class: "casual", visits: 0, flags: [] },
  },
  "member.update": {
    given: member,
    as: "cashier",
    params: { member: "@member", phone: "13700001111", key: "update-1" },
    result: { member: "@member" },
  },
  "member.relate": {
    given: [...member, other],
    as: "cashier",
    params: { member: "@member", other: "@other", as: "spouse", key: "relate-1" },
    result: { member: "@member", relations: [{ member: "@other", as: "spouse" }] },
  },
  "member.duplicates": {
    given: twice,
    as: "office",
    params: {},
    result: { pairs: [{ why: "phone", sure: true, members: [any, any] }] },
  },
  "member.merge": {
    given: twice,
    as: "office",
    params: {
      member: "@second",
      into: "@member",
      approval: { staff: "1003", pin: "9012" },
      key: "merge-1",
    },
    result: { member: "@second", into: "@member", moved: {} },
  },
  "member.history": {
    given: cardHolder,
    as: "cashier",
    params: { account: "@account", limit: 10 },
    result: { entries: { $some: { op: "card.issue", entry: any, at: any } } },
  },
  "member.note": {
    given: member,
    as: "cashier",
    params: { member: "@member", text: "Prefers a room by the garden.", key: "note-1" },
    result: { note: any },
  },
  "member.export": {
    given: member,
    as: "office",
    params: { member: "@member" },
    result: { member: { name: "王芳" } },
  },
  "member.erase": {
    given: member,
    as: "office",
    params: { member: "@member", reason: "asked by letter", key: "erase-1" },
    result: { member: "@member", erased: true },
  },
};
