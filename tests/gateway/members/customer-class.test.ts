// Classes of customers from the days they came: each border from both sides.
import { expect, test } from "vitest";
import { customOf, lastVisitOf } from "../../../gateway/members/account/customer-class.ts";
import { addDays } from "../../../gateway/programme/dates.ts";

const today = "2024-06-30";
/** One visit on each of these days before today. */
const came = (...daysAgo: readonly number[]) =>
  daysAgo.map((days) => ({ on: addDays(today, -days), what: "visit", quantity: 1 }));
const every = (days: number, times: number, last = 0): readonly number[] =>
  Array.from({ length: times }, (_none, at) => last + at * days);

test.each([
  ["never", came(), "casual", 0],
  ["once", came(10), "passing", 1],
  ["twice", came(10, 20), "returning", 2],
  ["three times", came(10, 20, 30), "returning", 3],
  ["four times", came(10, 20, 30, 40), "regular", 4],
  ["eleven times", came(...every(7, 11)), "regular", 11],
  ["twelve times", came(...every(7, 12)), "loyal", 12],
  ["a year and a day ago", came(365), "casual", 0],
  ["364 days ago", came(364), "passing", 1],
  ["weekly, then not for 15 days", came(...every(7, 12, 15)), "lapsed", 12],
  ["weekly, then not for 14 days", came(...every(7, 12, 14)), "loyal", 12],
  ["monthly, then not for 59 days", came(...every(30, 5, 59)), "regular", 5],
  ["monthly, then not for 61 days", came(...every(30, 5, 61)), "lapsed", 5],
  ["daily, then not for 13 days", came(...every(1, 12, 13)), "loyal", 12],
])("who came %s", (_says, history, group, visits) => {
  expect(customOf(history, today)).toMatchObject({ class: group, visits });
});

test("a visit that was taken back is none", () => {
  const [visit] = came(3);
  const undone = [...came(3, 40), { on: today, what: "visit", quantity: -1 }];
  expect(customOf(undone, today)).toEqual({ class: "passing", visits: 1, lastVisit: visit?.on });
  expect(lastVisitOf(undone)).toBe(visit?.on);
  expect(lastVisitOf([])).toBeUndefined();
});

test("several visits of a day are counted, other rows are not", () => {
  const history = [
    { on: "2024-06-01", what: "visit", quantity: 4 },
    { on: "2024-06-01", what: "spend", quantity: 99_999 },
  ];
  expect(customOf(history, today)).toEqual({
    class: "regular",
    visits: 4,
    lastVisit: "2024-06-01",
  });
});
