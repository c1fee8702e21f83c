// Who is signed in: by a staff card, quick to change hands, taken away at once and never written down as it is;
// and for how long.
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { dutyLimits } from "../../../gateway/server/duty.ts";
import { filesWith } from "../../support/on-disk.ts";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let office: RawSocket;
let till: RawSocket;
beforeAll(async () => {
  gateway = await startTestGateway();
  office = await gateway.session("office");
  till = await gateway.session("cashier");
  await office.call("staff.signIn", { staff: "1002", pin: "5678" });
});
afterAll(() => gateway.close());

const token = "04F0E1D2C3B480";
let keys = 0;
const put = (staff: string, more: object) =>
  office.call("staff.put", {
    staff,
    name: staff === "1001" ? "林晓" : "陈晨",
    rights: ["cashier"],
    key: `staff-${++keys}`,
    ...more,
  });
const tap = (card = token) => till.call("staff.signInByCard", { card });
const whoIsThere = async (): Promise<unknown> => {
  const { error } = await till.call("member.find", { phone: "13812345678" });
  return error?.data?.params ?? "somebody";
};

test("a card nobody has opens nothing", async () => {
  expect((await tap()).error?.data?.code).toBe("card.unknown");
  expect(await whoIsThere()).toEqual({ need: "staff" });
});

test("a tap signs in, the next tap changes hands", async () => {
  await put("1001", { card: token });
  await put("1009", { card: "04AAAAAAAAAA80" });
  expect((await tap()).result).toMatchObject({ staff: { id: "1001", rights: ["cashier"] } });
  expect(await whoIsThere()).toBe("somebody");
  expect((await tap("04AAAAAAAAAA80")).result).toMatchObject({ staff: { id: "1009" } });
  await till.call("staff.signOut");
  expect(await whoIsThere()).toEqual({ need: "staff" });
});

test("one card has one holder", async () => {
  expect((await put("1009", { card: token })).error?.data?.code).toBe("card.in_use");
  expect((await put("1001", { card: token })).result).toMatchObject({ staff: "1001" });
});

test("other changes keep it; null takes it away, and an employee who left opens nothing", async () => {
  await put("1001", { name: "林小晓" });
  expect((await tap()).result).toMatchObject({ staff: { name: "林小晓" } });
  await put("1001", { active: false });
  expect((await tap()).error?.data?.code).toBe("card.unknown");
  await put("1001", { active: true });
  expect((await tap()).result).toBeDefined();
  await put("1001", { card: null });
  expect((await tap()).error?.data?.code).toBe("card.unknown");
});

test("an employee who is dismissed while signed in may do nothing from the next call on", async () => {
  await put("1009", { rights: ["cashier", "sales"] });
  await till.call("staff.signIn", { staff: "1001", pin: "1234" });
  expect(await whoIsThere()).toBe("somebody");
  await put("1001", { active: false });
  expect(await whoIsThere()).toEqual({ need: "staff" });
  await put("1001", { active: true });
});

describe("whoever is signed in", () => {
  /** The clock that only runs forward, some time later: other clocks stand where they stood. */
  const realNow = performance.now.bind(performance);
  let aheadMs = 0;
  const pass = (ms: number): void => {
    aheadMs += ms;
    vi.spyOn(performance, "now").mockImplementation(() => realNow() + aheadMs);
  };
  afterAll(() => vi.restoreAllMocks());
  const signIn = () => till.call("staff.signIn", { staff: "1001", pin: "1234" });
  const most = dutyLimits.idle - 10_000;

  test("is nobody once she has not called for a while", async () => {
    await signIn();
    pass(most);
    expect(await whoIsThere()).toBe("somebody");
    pass(most);
    expect(await whoIsThere()).toBe("somebody");
    pass(dutyLimits.idle);
    expect(await whoIsThere()).toEqual({ need: "staff" });
    await signIn();
    expect(await whoIsThere()).toBe("somebody");
  });

  test("is not kept by what asks for no employee, nor by a change of her rights", async () => {
    await signIn();
    pass(most);
    await till.call("session.ping");
    await office.call("staff.signIn", { staff: "1002", pin: "5678" });
    await put("1001", { rights: ["cashier", "sales"] });
    pass(20_000);
    expect(await whoIsThere()).toEqual({ need: "staff" });
  });

  test("is nobody after the longest of shifts, however often she called", async () => {
    await signIn();
    for (let passed = 0; passed < dutyLimits.age; passed += most) {
      expect(await whoIsThere()).toBe("somebody");
      pass(most);
    }
    expect(await whoIsThere()).toEqual({ need: "staff" });
  });

  test("stays when the store's clock jumps a day ahead", async () => {
    await signIn();
    const sim = await gateway.session("test");
    expect((await sim.call("sim.clock.advance", { ms: 86_400_000 })).result).toBeDefined();
    expect(await whoIsThere()).toBe("somebody");
  });

  test("with a program's own token has no limits", async () => {
    const program = await gateway.session("test");
    pass(dutyLimits.age);
    const { error } = await program.call("member.find", { phone: "13812345678" });
    expect(error).toBeUndefined();
    await office.call("staff.signIn", { staff: "1002", pin: "5678" });
  });
});

test("the token is nowhere in the books", () => {
  expect(filesWith(gateway.dir, "staff.put").length).toBeGreaterThanOrEqual(1);
  expect(filesWith(gateway.dir, token)).toEqual([]);
});

test("a station is renamed, at once for everybody and after a restart of the list", async () => {
  const rename = { station: "st_demo_kiosk", name: "Lobby, left", key: "rename-1" };
  expect((await office.call("station.rename", rename)).result).toMatchObject({
    name: "Lobby, left",
  });
  const { result } = await office.call("station.list");
  expect(result?.["stations"]).toContainEqual(
    expect.objectContaining({ station: "st_demo_kiosk", name: "Lobby, left" }),
  );
  const unknown = await office.call("station.rename", { ...rename, station: "x", key: "rename-2" });
  expect(unknown.error?.data?.code).toBe("not_found");
});
