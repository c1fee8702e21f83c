// Cash drawers: on record before they open, alarmed about when they stay open, and a key that nobody asked for.
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DeviceEvent } from "../../../gateway/devices/contract.ts";
import { createScriptedHost, type ScriptedHost } from "./support/scripted-host.ts";
import { clerk, createStoreRoom, type Life, type StoreRoom } from "./support/store-room.ts";
import { createVirtualTime, type VirtualTime } from "./support/virtual-time.ts";

const device = "desk-drawer";

let room: StoreRoom;
let host: ScriptedHost;
let life: Life;
let time: VirtualTime;
let events: DeviceEvent[];

beforeEach(async () => {
  time = createVirtualTime();
  room = await createStoreRoom(time.during);
  host = createScriptedHost({
    socketPath: room.socketPath,
    stir: time.stir,
    printers: [],
    others: [{ device, kind: "cash-drawer" }],
    paper: { slips: [] },
  });
  events = [];
  await time.run(async () => {
    await host.start();
    life = await room.begin();
    life.on((event) => {
      time.stir();
      events.push(event);
    });
    await until(() => life.hub.device(device)?.state === "ready");
  });
});

afterEach(async () => {
  host.kill();
  await time.run(async () => room[Symbol.asyncDispose]());
  time[Symbol.dispose]();
});

const until = (isSo: () => boolean): Promise<void> => time.until(isSo, () => isSo.toString());

const moves = async (open: boolean): Promise<void> => {
  const before = events.length;
  host.say({ event: "drawer", device, open, at: Date.now() });
  await until(() => events.slice(before).some(({ topic }) => topic === "drawer.state"));
};
const alarms = () =>
  events.flatMap((event) =>
    event.topic === "alert" && event.data.code === "drawer.left_open" ? [event] : [],
  );
const kicks = () => host.commands.filter((command) => command["do"] === "drawer");

test("a drawer that stays open is alarmed about every 30 s, with who had it opened and for what", () =>
  time.run(async () => {
    const order = { device, reason: "sale", bill: "b_1", key: "k1", paramsHash: "k1" } as const;
    expect(await life.drawers.open({ ...order, actor: clerk })).toMatchObject({
      value: { kicked: true, replay: false },
    });
    await moves(true);
    await time.pass(29_000);
    expect(alarms()).toEqual([]);
    await time.pass(1_000);
    expect(alarms()).toMatchObject([
      {
        device,
        to: { roles: expect.arrayContaining(["cashier", "office"]) },
        data: { open: true, reason: "sale", bill: "b_1", staff: "1001" },
      },
    ]);
    await time.pass(30_000);
    expect(alarms()).toHaveLength(2);
    await moves(false);
    await time.pass(120_000);
    expect(alarms()).toHaveLength(2);
    expect(await life.drawers.openings()).toMatchObject([
      { reason: "sale", bill: "b_1", closedAtMs: expect.any(Number) },
    ]);
  }));

test("a drawer shut in time raises no alarm", () =>
  time.run(async () => {
    await life.drawers.open({ device, reason: "count", actor: clerk });
    await moves(true);
    await time.pass(20_000);
    await moves(false);
    await time.pass(120_000);
    expect(alarms()).toEqual([]);
  }));

test("the same key kicks once", () =>
  time.run(async () => {
    const order = { device, reason: "no_sale", key: "k1", paramsHash: "k1", actor: clerk } as const;
    await life.drawers.open(order);
    expect(await life.drawers.open(order)).toMatchObject({
      value: { replay: true, kicked: false },
    });
    expect(kicks()).toHaveLength(1);
  }));

test("a drawer opened by its key is on record as nobody's", () =>
  time.run(async () => {
    await moves(true);
    expect(await life.drawers.openings()).toMatchObject([{ station: "none", reason: "no_sale" }]);
  }));
