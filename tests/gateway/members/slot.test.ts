// Booked times: never more parties than a service takes, at no minute; arrivals once. Tasks: open until one
// finishes them.
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../gateway/json.ts";
import { minuteOf } from "../../../gateway/members/slot/slot.ts";
import { guest, type Guest } from "../../support/guest.ts";
import { fc } from "../../support/seeded.ts";

const massage = {
  service: "massage",
  name: "足疗",
  minutes: 60,
  capacity: 2,
  opens: "10:00",
  closes: "22:00",
} as const;

const open = (capacity = 2): Guest => {
  const it = guest({ programme: "demo", type: "standard" });
  it.world.do("slot.offer", { ...massage, capacity });
  return it;
};
const ask = (at: string, more: JsonObject = {}): JsonObject => ({
  service: "massage",
  on: "2024-01-11",
  at,
  guest: "张*",
  ...more,
});
const book = (it: Guest, at: string, more: JsonObject = {}): string =>
  it.world.do("slot.book", ask(at, more))["booking"] as string;

describe("a booked time", () => {
  test("is refused where as many are there as the service takes, at any of its minutes", () => {
    const it = open();
    book(it, "10:00");
    book(it, "10:30");
    expect(it.world.refused("slot.book", ask("10:15"))).toBe("limit.reached");
    expect(it.world.refused("slot.book", ask("10:59"))).toBe("limit.reached");
    book(it, "11:00");
    book(it, "11:30");
  });

  test("is free again once somebody has cancelled or has not come, not when she has arrived", () => {
    const it = open(1);
    const first = book(it, "10:00");
    expect(it.world.refused("slot.book", ask("10:00"))).toBe("limit.reached");
    it.world.do("slot.move", { booking: first, state: "cancelled" });
    const second = book(it, "10:00");
    it.world.do("slot.move", { booking: second, state: "arrived" });
    expect(it.world.refused("slot.book", ask("10:00"))).toBe("limit.reached");
    for (const booking of [first, second])
      expect(it.world.refused("slot.move", { booking, state: "no_show" })).toBe("not_permitted");
  });

  test("lies inside the hours of its service, on a day to come, for somebody", () => {
    const it = open();
    expect(it.world.refused("slot.book", ask("09:59"))).toBe("outside_hours");
    expect(it.world.refused("slot.book", ask("21:01"))).toBe("outside_hours");
    book(it, "21:00");
    expect(it.world.refused("slot.book", ask("12:00", { on: "2024-01-09" }))).toBe("not_permitted");
    expect(it.world.refused("slot.book", ask("12:00", { on: "2024-02-30" }))).toBe("not_permitted");
    const { guest: _nobody, ...bare } = ask("12:00");
    expect(it.world.refused("slot.book", bare)).toBe("not_permitted");
    expect(it.world.refused("slot.book", ask("12:00", { member: "m_none" }))).toBe("not_found");
    expect(it.world.refused("slot.book", ask("12:00", { service: "sauna" }))).toBe("not_found");
    book(it, "12:00", { on: "2024-01-10", member: it.member });
  });

  test("of a service that is offered no more is refused; what was booked stays", () => {
    const it = open();
    const booking = book(it, "12:00");
    it.world.do("slot.offer", { ...massage, withdrawn: true });
    expect(it.world.refused("slot.book", ask("13:00"))).toBe("not_found");
    expect(it.world.do("slot.move", { booking, state: "arrived" })).toMatchObject({
      state: "arrived",
    });
    const narrow = { ...massage, opens: "10:00", closes: "10:30" };
    expect(it.world.refused("slot.offer", narrow)).toBe("not_permitted");
  });

  test("whatever is asked for, no minute of the day has more parties than the service takes", () => {
    const quarter = fc.integer({ min: 40, max: 84 });
    fc.assert(
      fc.property(
        fc.array(quarter, { maxLength: 40 }),
        fc.integer({ min: 1, max: 3 }),
        (asked, capacity) => {
          const it = open(capacity);
          const taken: number[] = [];
          for (const at of asked) {
            const time = `${Math.floor(at / 4)}:${String((at % 4) * 15).padStart(2, "0")}`;
            if (it.world.try("slot.book", ask(time)).ok) taken.push(minuteOf(time));
          }
          for (let minute = 600; minute < 1_320; minute += 1) {
            const there = taken.filter((from) => from <= minute && minute < from + 60).length;
            expect(there).toBeLessThanOrEqual(capacity);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a task", () => {
  const owed = { kind: "call_back", due: "2024-01-12", sealed: "p1.k.x" } as const;

  test("is open until one employee finishes it", () => {
    const it = guest({ programme: "demo", type: "standard" });
    const { task } = it.world.do("task.put", { ...owed, member: it.member });
    expect(it.world.get("lookup", "tasks:open")?.ids).toEqual([task]);
    it.world.do("task.finish", { task, state: "done" });
    expect(it.world.get("lookup", "tasks:open")?.ids).toEqual([]);
    expect(it.world.refused("task.finish", { task, state: "dropped" })).toBe("not_permitted");
    expect(it.world.refused("task.finish", { task: "task_x", state: "done" })).toBe("not_found");
  });

  test("names a day that is one and a member who is there", () => {
    const it = guest({ programme: "demo", type: "standard" });
    expect(it.world.refused("task.put", { ...owed, due: "2024-02-30" })).toBe("not_permitted");
    expect(it.world.refused("task.put", { ...owed, member: "m_none" })).toBe("not_found");
  });
});
