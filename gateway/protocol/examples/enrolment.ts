// Examples of enrolment.*.
import { type Examples, any } from "./example.ts";

const machine = "0123456789abcdef";
const offered = {
  call: "enrolment.offer",
  as: "office",
  params: { store: "store-0042", bundle: "dGFsbHlnYXRl", key: "offer-0042" },
  save: { enrolment: "/enrolment", code: "/code" },
} as const;

export const enrolmentExamples: Examples = {
  "enrolment.offer": {
    as: "office",
    params: { store: "store-0042", bundle: "dGFsbHlnYXRl", days: 7, key: "offer-0042" },
    result: { enrolment: any, code: any, expiresAt: any },
  },
  "enrolment.list": {
    given: [offered],
    as: "office",
    params: {},
    result: { enrolments: { $some: { store: "store-0042", code: any } } },
  },
  "enrolment.withdraw": {
    given: [offered],
    as: "office",
    params: { enrolment: "@enrolment", key: "withdraw-0042" },
    result: { enrolment: any },
  },
  "enrolment.take": {
    given: [offered],
    params: { code: "@code", machine },
    result: { store: "store-0042", bundle: "dGFsbHlnYXRl" },
  },
};
