// What a station was told of its glass: by a technician, heard by that station alone, kept, and on the audit log.
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type RawSocket,
  type TestGateway,
  startTestGateway,
} from "../../support/gateway-in-process.ts";

let gateway: TestGateway;
let technician: RawSocket;
let kiosk: RawSocket;
beforeAll(async () => {
  gateway = await startTestGateway();
  technician = await gateway.session("technician");
  kiosk = await gateway.session("kiosk");
});
afterAll(() => gateway.close());

const stationOf = async (socket: RawSocket): Promise<string> =>
  String((await socket.call("station.settings")).result?.["station"]);
let keys = 0;
const configure = async (screen: object) =>
  technician.call("station.configure", {
    station: await stationOf(kiosk),
    screen,
    key: `screen-${++keys}`,
  });

test("a station that was told nothing knows its name only", async () => {
  const { result } = await kiosk.call("station.settings");
  expect(result).toMatchObject({ name: expect.any(String) });
  expect(result).not.toHaveProperty("screen");
});

test("what a technician says is heard there at once, and by nobody else", async () => {
  const heard = kiosk.nextEvent("house.changed");
  const screen = { umPerPx: 248, edgeMm: 700 };
  expect((await configure(screen)).result).toMatchObject({ screen });
  expect((await heard)["data"]).toEqual({ what: "screen" });
  expect((await kiosk.call("station.settings")).result).toMatchObject({ screen });
  expect((await technician.call("station.settings")).result).not.toHaveProperty("screen");
  const listed = (await technician.call("station.list")).result?.["stations"];
  expect(listed).toContainEqual(
    expect.objectContaining({ station: await stationOf(kiosk), screen }),
  );
});

test("the next word replaces the one before, an empty one takes it back", async () => {
  await configure({ diagonalMm: 546 });
  expect((await kiosk.call("station.settings")).result).toMatchObject({
    screen: { diagonalMm: 546 },
  });
  await configure({});
  expect((await kiosk.call("station.settings")).result?.["screen"]).toEqual({});
});

test("no glass is as large as a house, none hangs below the floor, no station is made up", async () => {
  for (const screen of [{ diagonalMm: 9_000 }, { edgeMm: -1 }, { umPerPx: 0 }])
    expect((await configure(screen)).error?.code).toBe(-32_602);
  const unknown = { station: "st_none", screen: {}, key: "none" };
  expect((await technician.call("station.configure", unknown)).error?.data?.code).toBe("not_found");
});
