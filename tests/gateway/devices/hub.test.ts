// The hub over a real socket: devices as the host tells them, events to those they are for.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DeviceEvent } from "../../../gateway/devices/contract.ts";
import { createScriptedHost, type ScriptedHost } from "./support/scripted-host.ts";
import { clerk, createStoreRoom, until, type Life, type StoreRoom } from "./support/store-room.ts";

const kiosk = { station: "st_kiosk", role: "kiosk" };
const till = { station: "st_till", role: "cashier" };

let room: StoreRoom;
let host: ScriptedHost;
let life: Life;
let events: DeviceEvent[];

beforeEach(async () => {
  room = await createStoreRoom();
  host = createScriptedHost({
    socketPath: room.socketPath,
    printers: ["lobby-printer", "desk-printer"],
    others: [
      { device: "lobby-reader", kind: "card-reader" },
      { device: "desk-reader", kind: "card-reader" },
      { device: "desk-scanner", kind: "barcode-scanner" },
      { device: "desk-drawer", kind: "cash-drawer" },
      { device: "desk-display", kind: "customer-display" },
    ],
    paper: { slips: [] },
  });
  await host.start();
  life = await room.begin();
  events = [];
  life.on((event) => events.push(event));
  await until(() => life.hub.list().length === 7);
});

afterEach(async () => {
  await room[Symbol.asyncDispose]();
  host.kill();
});

const topics = (topic: DeviceEvent["topic"]) => events.filter((event) => event.topic === topic);
const card = (device: string, uid = "04A1B2C3") => ({
  event: "card.presented",
  device,
  uid,
  trust: "uid",
  at: Date.now(),
});

describe("the hub", () => {
  test("shows the devices' counters as they are now, and the last ones where the host hangs", async () => {
    const printers = () => life.hub.device("lobby-printer")?.counters;
    host.count("lobby-printer", { jobs: 7 });
    expect(printers()).toEqual({});
    await Promise.all([life.hub.count(), life.hub.count()]);
    expect(printers()).toEqual({ jobs: 7 });
    expect(host.commands.filter((command) => command["do"] === "list")).toHaveLength(1);
    host.count("lobby-printer", { jobs: 8 });
    host.mute = true;
    await life.hub.count();
    expect(printers()).toEqual({ jobs: 7 });
  });

  test("knows each station's own devices by its role", () => {
    expect(life.hub.ownDevice(kiosk, "receipt-printer")).toBe("lobby-printer");
    expect(life.hub.ownDevice(till, "receipt-printer")).toBe("desk-printer");
    expect(life.hub.ownDevice(till, "barcode-scanner")).toBe("desk-scanner");
    expect(life.hub.resolve("nowhere")).toBeUndefined();
  });

  test("gives a card to the station that armed its own reader, and to no other", async () => {
    expect(life.hub.arm(kiosk, { expect: ["card"], forMs: 10_000 })).toMatchObject({
      value: { devices: ["lobby-reader"] },
    });
    expect(life.hub.arm(till, { expect: ["card", "code"], forMs: 10_000 })).toMatchObject({
      value: { devices: ["desk-reader", "desk-scanner"] },
    });
    host.say(card("lobby-reader"));
    await until(() => topics("card.presented").length === 1);
    expect(topics("card.presented")).toMatchObject([
      { to: { station: "st_kiosk", roles: [] }, device: "lobby-reader", uid: "04A1B2C3" },
    ]);
  });

  test("lets a reader say 'not now' when nobody waits for a card", async () => {
    host.say(card("lobby-reader"));
    await until(() => host.commands.some((command) => command["do"] === "beep"));
    expect(topics("card.presented")).toEqual([]);
    expect(life.hub.device("lobby-reader")?.counters["notArmed"]).toBe(1);
  });

  test("arms all devices or none", () => {
    life.hub.arm(kiosk, { device: "desk-scanner", expect: ["code"], forMs: 10_000 });
    expect(life.hub.arm(till, { expect: ["card", "code"], forMs: 10_000 })).toMatchObject({
      error: { code: "claim.held" },
    });
    expect(life.hub.arm(kiosk, { device: "desk-reader", expect: ["card"], forMs: 10_000 }).ok).toBe(
      true,
    );
  });

  test("shows who holds a device, and asks the holder before another gets it", async () => {
    await life.hub.claim(kiosk, { device: "lobby-reader", mode: "exclusive", ttlMs: 10_000 });
    expect(life.hub.device("lobby-reader")?.holder).toBe("st_kiosk");
    const waiting = life.hub.claim(till, {
      device: "lobby-reader",
      mode: "exclusive",
      ttlMs: 10_000,
      waitMs: 50,
    });
    expect(topics("claim.asked")).toMatchObject([
      { to: { station: "st_kiosk" }, data: { by: "st_till" } },
    ]);
    expect((await waiting).ok).toBe(true);
    expect(topics("claim.lost")).toMatchObject([
      { to: { station: "st_kiosk" }, data: { why: "yielded" } },
    ]);
  });

  test("does not let a station write to a display that another holds", async () => {
    await life.hub.claim(till, { device: "desk-display", mode: "exclusive", ttlMs: 10_000 });
    const lines = ["合计 38.00", "谢谢"];
    expect(await life.hub.display(kiosk, { device: "desk-display", lines })).toMatchObject({
      error: { code: "claim.held" },
    });
    expect(await life.hub.display(till, { device: "desk-display", lines, fence: 1 })).toMatchObject(
      { error: { code: "claim.stale" } },
    );
    expect(await life.hub.display(till, { device: "desk-display", lines })).toMatchObject({
      value: { shown: 2 },
    });
  });

  test("says that devices are absent while the host is away, and raises an alert", async () => {
    host.kill();
    await until(() => topics("alert").length > 0);
    expect(life.hub.list().every(({ state }) => state === "absent")).toBe(true);
    await host.start();
    await until(() => life.hub.list().every(({ state }) => state === "ready"));
    expect(topics("alert")).toMatchObject([
      { data: { code: "host.down" } },
      { data: { code: "host.back" } },
    ]);
  });

  test("keeps a trace without card numbers", async () => {
    life.hub.arm(kiosk, { expect: ["card"], forMs: 10_000 });
    host.say(card("lobby-reader", "04A1B2C3D4"));
    await until(() => topics("card.presented").length === 1);
    const trace = life.hub.trace("lobby-reader");
    expect(trace.some(({ frame }) => frame["event"] === "card.presented")).toBe(true);
    expect(JSON.stringify(trace)).not.toContain("04A1B2C3");
  });

  test("drops a frame of no known shape, and goes on", async () => {
    host.say({ event: "card.presented", device: 5 });
    host.say({ event: "weather", sunny: true });
    life.hub.arm(kiosk, { expect: ["card"], forMs: 10_000 });
    host.say(card("lobby-reader"));
    await until(() => topics("card.presented").length === 1);
    expect(life.link.isUp()).toBe(true);
  });
});

describe("a drawer", () => {
  const request = { device: "desk-drawer", reason: "sale", bill: "b_1", actor: clerk } as const;
  const moved = (open: boolean) =>
    host.say({ event: "drawer", device: "desk-drawer", open, at: Date.now() });

  test("is opened once a key, and the opening is on record with who, why and how long", async () => {
    const first = await life.drawers.open({ ...request, key: "d1", paramsHash: "d1" });
    const again = await life.drawers.open({ ...request, key: "d1", paramsHash: "d1" });
    expect(first).toMatchObject({ value: { kicked: true, replay: false } });
    expect(again).toMatchObject({ value: { kicked: false, replay: true } });
    expect(host.commands.filter((command) => command["do"] === "drawer")).toHaveLength(1);
    moved(true);
    await until(() => life.drawers.state("desk-drawer").open);
    expect(life.drawers.state("desk-drawer")).toMatchObject({ reason: "sale", staff: "1001" });
    moved(false);
    await until(() => !life.drawers.state("desk-drawer").open);
    await until(() => topics("drawer.state").length === 2);
    const [record] = await life.drawers.openings();
    expect(record).toMatchObject({ reason: "sale", bill: "b_1", staff: "1001" });
    expect(record?.closedAtMs).toBeGreaterThanOrEqual(record?.openedAtMs ?? Infinity);
  });

  test("opened without being asked is on record as nobody's", async () => {
    moved(true);
    await until(() => life.drawers.state("desk-drawer").open);
    moved(false);
    await until(() => topics("drawer.state").length === 2);
    expect(await life.drawers.openings()).toMatchObject([{ reason: "no_sale", station: "none" }]);
  });

  test("is refused where there is none", async () => {
    const open = (device: string) => life.drawers.open({ ...request, device });
    expect(await open("nowhere")).toMatchObject({ error: { code: "device.unknown" } });
    expect(await open("lobby-printer")).toMatchObject({ error: { code: "device.unsuited" } });
    expect(host.commands.filter((command) => command["do"] === "drawer")).toHaveLength(0);
  });
});
