// Tasks, their rewards, and what the close of a day gives.
/* oxlint-disable unicorn/no-thenable -- `then` is a word of the programme format */
import { describe, expect, it } from "vitest";
import { closeTerms, tasksAt } from "../../../gateway/programme/tasks.ts";
import { programmeWith } from "./bills.ts";

const programme = programmeWith({
  tiers: [{ id: "gold", rank: 1 }],
  rules: [
    {
      id: "task.three_stays",
      cite: "4.1",
      at: "close",
      when: { member: true },
      then: {
        task: {
          goal: { staysInQuarter: { gte: 3 } },
          reward: [{ grant: { asset: "pts", qty: 500 } }, { benefit: { code: "free_breakfast" } }],
          every: "quarter",
        },
      },
    },
    {
      id: "task.weekend",
      at: "earn",
      then: {
        task: { goal: { weekday: ["sat", "sun"] }, reward: { tier: { to: "gold", for: "P3M" } } },
      },
    },
    {
      id: "birthday.points",
      cite: "5",
      at: "close",
      when: { birthdayToday: true },
      then: { grant: { asset: "pts", qty: 100 } },
    },
    {
      id: "birthday.cake",
      at: "close",
      when: { birthdayToday: true },
      then: { benefit: { code: "cake", perYear: 1 } },
    },
  ],
});

describe("tasks", () => {
  it("tell what is still missing, and all their rewards when they are reached", () => {
    const facts = { member: true, staysInQuarter: 2 };
    expect(tasksAt(programme, "close", facts)).toMatchObject([
      {
        rule: "task.three_stays",
        cite: "4.1",
        met: false,
        missing: "staysInQuarter",
        every: "quarter",
      },
    ]);
    const [reached] = tasksAt(programme, "close", { ...facts, staysInQuarter: 3 });
    expect(reached).toMatchObject({
      met: true,
      rewards: [{ grant: { asset: "pts", qty: 500 } }, { benefit: { code: "free_breakfast" } }],
    });
    expect(tasksAt(programme, "close", { member: false, staysInQuarter: 3 })).toEqual([]);
  });

  it("belong to their stage", () => {
    expect(tasksAt(programme, "earn", { weekday: "sun" })).toMatchObject([
      { rule: "task.weekend", met: true, rewards: [{ tier: { to: "gold", for: "P3M" } }] },
    ]);
  });
});

describe("the close of a day", () => {
  it("gives what its rules give", () => {
    expect(closeTerms(programme, { birthdayToday: true })).toMatchObject({
      grants: [{ asset: "pts", quantity: 100, rule: "birthday.points", cite: "5" }],
      benefits: [{ benefit: { code: "cake", perYear: 1 }, rule: "birthday.cake" }],
      tasks: [],
    });
    expect(closeTerms(programme, {})).toEqual({ grants: [], benefits: [], tasks: [] });
  });
});
