// A drawer left open, at the till: since when, heard once an alarm, silent once it is shut or nobody can say.
import { expect, test } from "vitest";
import { watchDrawer } from "../../kiosk-ui/cashier/drawer-watch.ts";

type Parts = Parameters<typeof watchDrawer>[0];
type Client = Parts["client"];

const till = () => {
  const listeners = new Map<string, (data: object) => void>();
  let status: (state: string) => void = () => undefined;
  let heard = 0;
  let changes = 0;
  const client: Client = {
    on: (topic, listener) => {
      listeners.set(topic, (data) =>
        Reflect.apply(listener, undefined, [{ seq: 1, at: "", sentAt: "", topic, data }]),
      );
      return () => undefined;
    },
    onStatus: (listener) => {
      status = (state) => Reflect.apply(listener, undefined, [{ state }]);
      return () => undefined;
    },
  };
  const watch = watchDrawer({
    client,
    isOwn: (device) => device === "desk-drawer",
    nowMs: () => 100_000,
    changed: () => (changes += 1),
    heard: () => (heard += 1),
  });
  const alarm = (device: string, openForMs: number, code = "drawer.left_open"): void =>
    listeners.get("alert")?.({ code, device, openForMs });
  const moved = (open: boolean): void =>
    listeners.get("drawer.state")?.({ device: "desk-drawer", open });
  return {
    watch,
    alarm,
    moved,
    connection: (state: string) => status(state),
    heard: () => heard,
    changes: () => changes,
  };
};

test("says since when the drawer stands open, and is heard with each alarm until it is shut", () => {
  const { watch, alarm, moved, heard, changes } = till();
  moved(true);
  expect(watch.openSinceMs()).toBeUndefined();
  alarm("desk-drawer", 30_000);
  expect(watch.openSinceMs()).toBe(70_000);
  alarm("desk-drawer", 60_000);
  expect(watch.openSinceMs()).toBe(40_000);
  expect([heard(), changes()]).toEqual([2, 2]);
  moved(false);
  expect(watch.openSinceMs()).toBeUndefined();
  expect([heard(), changes()]).toEqual([2, 3]);
});

test("another desk's drawer and other alarms are none of its business", () => {
  const { watch, alarm, heard } = till();
  alarm("bar-drawer", 30_000);
  alarm("desk-drawer", 0, "printer.paper_low");
  expect(watch.openSinceMs()).toBeUndefined();
  expect(heard()).toBe(0);
});

test("what cannot be known while the gateway is away is not said; it is told again", () => {
  const { watch, alarm, connection } = till();
  alarm("desk-drawer", 30_000);
  connection("online");
  expect(watch.openSinceMs()).toBe(70_000);
  connection("connecting");
  expect(watch.openSinceMs()).toBeUndefined();
});
