// Over the socket: words of a task are readable while its member is there, birthdays and waiting guests stand
// beside them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let till: RawSocket;
let keys = 0;
const key = (): string => `t-${++keys}`;

const enrol = async (name: string, more: object = {}): Promise<string> => {
  const consent = { rules: true, marketing: true };
  const { result } = await till.call("member.enrol", { name, consent, ...more, key: key() });
  const member = String(result?.["member"]);
  await till.call("card.issue", { member, type: "standard", key: key() });
  return member;
};
const list = async (): Promise<Readonly<Record<string, readonly object[]>>> =>
  ((await till.call("task.list", {})).result ?? {}) as Readonly<Record<string, readonly object[]>>;

beforeAll(async () => {
  gateway = await startTestGateway();
  till = await gateway.session("test");
  await till.call("sim.store.reset", { programme: "demo", now: "2024-01-10T10:00:00+08:00" });
});
afterAll(() => gateway.close());

describe("task.list", () => {
  test("shows what is owed with its words, and forgets them with the member", async () => {
    const member = await enrol("赵敏", { phone: "13812345678" });
    const what = "回访：茶是否满意";
    await till.call("task.put", { kind: "call_back", due: "2024-01-09", what, member, key: key() });
    expect((await list())["tasks"]).toMatchObject([
      { what, isLate: true, member: { name: "赵*", phone: "138****5678" } },
    ]);
    const erased = await till.call("member.erase", { member, reason: "她要求", key: key() });
    expect(erased.error).toBeUndefined();
    const [task] = (await list())["tasks"] ?? [];
    expect(task).toMatchObject({ due: "2024-01-09" });
    expect(task).not.toHaveProperty("what");
  });

  test("names today's birthdays of who wants to hear from the house, masked", async () => {
    await till.call("sim.clock.set", { now: "2024-01-20T10:00:00+08:00" });
    await enrol("今天", { birthday: { date: "1990-01-20", calendar: "solar" } });
    await enrol("明天", { birthday: { date: "1990-01-21", calendar: "solar" } });
    await enrol("不听", {
      birthday: { date: "1990-01-20", calendar: "solar" },
      consent: { rules: true, marketing: false },
    });
    expect((await list())["birthdays"]).toMatchObject([{ name: "今*" }]);
  });

  test("says who waits first for a room type, and how many rooms of it are left today", async () => {
    const room = { arrive: "2024-01-20", depart: "2024-01-21", roomType: "twin", nightly: 30_000 };
    for (const guest of ["甲乙", "丙丁"])
      await till.call("stay.put", { ...room, guest, state: "waiting", key: key() });
    const leaving = { ...room, arrive: "2024-01-19", depart: "2024-01-20" };
    const { result } = await till.call("stay.put", { ...leaving, guest: "戊己", key: key() });
    await till.call("stay.checkIn", { stay: result?.["stay"], room: "302", key: key() });
    expect((await list())["waiting"]).toMatchObject([
      { roomType: "twin", count: 2, guest: "甲*", leaving: 1 },
    ]);
  });
});

describe("slot.list", () => {
  test("shows a day in its order, guests masked", async () => {
    const massage = { service: "massage", name: "足疗", minutes: 90, capacity: 1 };
    await till.call("slot.offer", { ...massage, opens: "10:00", closes: "22:00", key: key() });
    for (const at of ["15:00", "10:30"])
      await till.call("slot.book", {
        service: "massage",
        on: "2024-02-01",
        at,
        guest: "李明明",
        phone: "13800001111",
        key: key(),
      });
    const { result } = await till.call("slot.list", { on: "2024-02-01" });
    expect(result).toMatchObject({
      services: [{ service: "massage", capacity: 1 }],
      bookings: [
        { at: "10:30", until: "12:00", name: "李**" },
        { at: "15:00", until: "16:30", name: "李**" },
      ],
    });
    expect(JSON.stringify(result)).not.toContain("明明");
  });
});
