// exception.*, event.import: what needs a person, and what other systems send in.
import { type Examples, type Given, any } from "./example.ts";
import { cardHolder } from "./scenes.ts";

/** `@exception`: a row of a web shop that was refused. */
const refusedRow: readonly Given[] = [
  {
    call: "event.import",
    as: "integration",
    params: {
      source: "web-shop",
      events: [{ type: "refund", id: "r-1", order: "o-1", reason: "too small" }],
    },
  },
  { call: "exception.list", params: {}, save: { exception: "/exceptions/0/exception" } },
];

export const exceptionExamples: Examples = {
  "exception.list": {
    given: refusedRow,
    as: "office",
    params: { state: "open", kind: "import." },
    result: {
      exceptions: [
        {
          exception: "@exception",
          kind: "import.refused",
          state: "open",
          owner: "manager",
          ageDays: 0,
          evidence: { source: "web-shop", id: "r-1", code: "not_found" },
          outcomes: { $some: { outcome: "entered_by_hand", effect: "none" } },
        },
      ],
    },
  },
  "exception.assign": {
    given: refusedRow,
    as: "office",
    params: { exception: "@exception", owner: "1002", key: "exception-1" },
    result: { exception: "@exception", owner: "1002" },
  },
  "exception.resolve": {
    given: refusedRow,
    as: "office",
    params: {
      exception: "@exception",
      outcome: "entered_by_hand",
      note: "Rung up at the till",
      key: "exception-2",
    },
    result: { state: "resolved", outcome: "entered_by_hand", moved: 0 },
  },
};

export const importExamples: Examples = {
  "event.import": {
    given: cardHolder,
    as: "integration",
    params: {
      source: "web-shop",
      events: [
        {
          type: "order",
          id: "o-1",
          at: "2024-03-11T09:40:00+08:00",
          card: { card: "@card" },
          lines: [{ venue: "shop", sku: "swimsuit", list: 9_900, quantity: 1 }],
          tenders: [{ type: "wechat", amount: 9_900 }],
        },
        { type: "refund", id: "r-1", order: "o-0", reason: "too small" },
      ],
      key: "import-1",
    },
    result: {
      accepted: 1,
      known: 0,
      refused: 1,
      rows: [
        { row: 0, id: "o-1", state: "accepted", bill: any, receipt: any },
        { row: 1, id: "r-1", state: "refused", code: "not_found" },
      ],
    },
  },
};
