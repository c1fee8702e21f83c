// Cash drawers: who had which one opened, why, for which bill, and how long it stood open. The opening is
// on record before the kick, and a drawer left open raises an alarm. Knows no amounts.
import type { Clock } from "../clock.ts";
import type { NewId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { refusal } from "../refusals.ts";
import { err, ok } from "../result.ts";
import type { Executed, SideRow, Store } from "../store/contract.ts";
import type { DeviceEvent, DrawerOpening, DrawerState, Drawers, HostLink } from "./contract.ts";
import { isDeviceFault } from "./device-fault.ts";
import type { DeviceTable } from "./device-table.ts";
import { overseers } from "./hub.ts";
import { createListeners } from "./listeners.ts";
import { systemTimers, type Timers } from "./timers.ts";

const leftOpenMs = 30_000;
const openingsMax = 500;
const rowPrefix = "drawer:";

export interface DrawersDependencies {
  readonly store: Store;
  readonly link: HostLink;
  readonly table: DeviceTable;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly timers?: Timers;
}

interface Standing {
  readonly open: boolean;
  readonly sinceMs: number;
  readonly opening: DrawerOpening | undefined;
  readonly cancelAlarm: () => void;
}

interface Desk extends DrawersDependencies {
  readonly timers: Timers;
  readonly emit: (event: DeviceEvent) => void;
  /** openings asked for whose drawer has not moved yet */
  readonly kicked: Map<string, DrawerOpening>;
  readonly standing: Map<string, Standing>;
}

const rowOf = (opening: DrawerOpening): SideRow => ({
  table: "meta",
  id: `${rowPrefix}${opening.opening}`,
  body: { ...opening },
});

const isOpening = (body: JsonObject): body is JsonObject & DrawerOpening =>
  typeof body["opening"] === "string" &&
  typeof body["device"] === "string" &&
  typeof body["atMs"] === "number";

const openingIn = ({ result }: Pick<Executed, "result">): string =>
  typeof result["opening"] === "string" ? result["opening"] : "";

const kick = async (desk: Desk, device: string): Promise<boolean> => {
  try {
    await desk.link.send({ do: "drawer", device });
    return true;
  } catch (error) {
    if (!isDeviceFault(error)) throw error;
    return false;
  }
};

const refuseDevice = ({ table }: Desk, device: string) => {
  const found = table.get(device);
  if (found === undefined) return refusal("device.unknown", { device });
  if (found.kind !== "cash-drawer") return refusal("device.unsuited", { device });
  return found.state === "ready" || found.state === "blocked"
    ? undefined
    : refusal("device.absent", { device });
};

const open = async (
  desk: Desk,
  request: Parameters<Drawers["open"]>[0],
): ReturnType<Drawers["open"]> => {
  const { device, reason, note, bill, actor, key, paramsHash } = request;
  const opening: DrawerOpening = {
    opening: desk.newId("d"),
    device,
    reason,
    ...(note === undefined ? {} : { note }),
    ...(bill === undefined ? {} : { bill }),
    station: actor.station,
    ...(actor.staff === undefined ? {} : { staff: actor.staff }),
    atMs: desk.clock.nowMs(),
  };
  const executed = await desk.store.execute<JsonObject>({
    op: "drawer.open",
    ...(key === undefined ? {} : { key }),
    ...(paramsHash === undefined ? {} : { paramsHash }),
    actor,
    params: { device, reason, bill },
    decider: {
      roots: () => [],
      decide: () => {
        const refused = refuseDevice(desk, device);
        return refused === undefined
          ? { kind: "accepted", events: [], lines: [], result: { opening: opening.opening } }
          : { kind: "refused", refusal: refused };
      },
    },
    also: () => [rowOf(opening)],
  });
  if (!executed.ok) return err(executed.error);
  const { replay } = executed.value;
  if (replay) return ok({ opening: openingIn(executed.value), kicked: false, replay });
  desk.kicked.set(device, opening);
  const kicked = await kick(desk, device);
  if (!kicked && desk.kicked.get(device) === opening) desk.kicked.delete(device);
  return ok({ opening: opening.opening, kicked, replay });
};

const stateOf = (desk: Desk, device: string): DrawerState => {
  const standing = desk.standing.get(device);
  if (standing?.open !== true) return { open: false };
  const { opening } = standing;
  return {
    open: true,
    openForMs: desk.clock.nowMs() - standing.sinceMs,
    ...(opening === undefined ? {} : { opening: opening.opening, reason: opening.reason }),
    ...(opening?.staff === undefined ? {} : { staff: opening.staff }),
    ...(opening?.bill === undefined ? {} : { bill: opening.bill }),
  };
};

const tellState = (desk: Desk, device: string, at: number): void =>
  desk.emit({
    topic: "drawer.state",
    to: { roles: overseers },
    at,
    device,
    data: stateOf(desk, device),
  });

const alarm = (desk: Desk, device: string): void => {
  desk.emit({
    topic: "alert",
    to: { roles: overseers },
    at: Date.now(),
    device,
    data: { code: "drawer.left_open", ...stateOf(desk, device) },
  });
  const standing = desk.standing.get(device);
  if (standing?.open !== true) return;
  const cancelAlarm = desk.timers.after(leftOpenMs, () => alarm(desk, device));
  desk.standing.set(device, { ...standing, cancelAlarm });
};

/** Opened by its key, or by a kick that nobody here sent: on record too, as nobody's. */
const unasked = (desk: Desk, device: string): DrawerOpening => ({
  opening: desk.newId("d"),
  device,
  reason: "no_sale",
  station: "none",
  atMs: desk.clock.nowMs(),
});

/** The drawer's own word. */
const moved = (
  desk: Desk,
  device: string,
  { isOpen, at }: { isOpen: boolean; at: number },
): void => {
  const before = desk.standing.get(device);
  if ((before?.open ?? false) === isOpen) return;
  before?.cancelAlarm();
  const nowMs = desk.clock.nowMs();
  const opening = isOpen ? (desk.kicked.get(device) ?? unasked(desk, device)) : before?.opening;
  if (isOpen) desk.kicked.delete(device);
  const cancelAlarm = isOpen
    ? desk.timers.after(leftOpenMs, () => alarm(desk, device))
    : () => undefined;
  desk.standing.set(device, { open: isOpen, sinceMs: nowMs, opening, cancelAlarm });
  const tell = (): void => tellState(desk, device, at);
  const times = isOpen
    ? { openedAtMs: nowMs }
    : { openedAtMs: before?.sinceMs ?? nowMs, closedAtMs: nowMs };
  // That it was asked for is durable already; a disk that fails now must not silence the drawer.
  if (opening === undefined) tell();
  else desk.store.side([rowOf({ ...opening, ...times })]).then(tell, tell);
};

export const createDrawers = (
  dependencies: DrawersDependencies,
): Drawers & { readonly on: (listener: (event: DeviceEvent) => void) => () => void } => {
  const events = createListeners<DeviceEvent>();
  const desk: Desk = {
    timers: systemTimers,
    ...dependencies,
    emit: events.tell,
    kicked: new Map(),
    standing: new Map(),
  };
  const disconnect = dependencies.link.onEvent((event) => {
    if (event.event !== "drawer") return;
    moved(desk, event.device, { isOpen: event.open, at: event.at });
  });
  return {
    open: (request) => open(desk, request),
    state: (device) => stateOf(desk, device),
    openings: async (limit = 100) =>
      (await desk.store.sideRows("meta"))
        .filter(({ id }) => id.startsWith(rowPrefix))
        .map(({ body }) => body)
        .filter(isOpening)
        .toSorted((a, b) => b.atMs - a.atMs)
        .slice(0, Math.min(limit, openingsMax)),
    on: events.add,
    close: () => {
      disconnect();
      for (const { cancelAlarm } of desk.standing.values()) cancelAlarm();
    },
  };
};
