// The devices as the host last described them. A host that is away leaves its devices `absent`.
import type { DeviceDescription, HostEvent } from "../../drivers/contract.ts";
import type { DeviceKind, DeviceView, HostLink, StationRef } from "./contract.ts";
import { createListeners } from "./listeners.ts";

/** Where a station of a role stands; its own devices are named `<place>-…`. */
const placeOfRole = (role: string): string => (role === "kiosk" ? "lobby" : "desk");

const kindWords = {
  "card-reader": "reader",
  "receipt-printer": "printer",
  "barcode-scanner": "scanner",
  "cash-drawer": "drawer",
  "customer-display": "display",
  "id-reader": "id-reader",
} as const satisfies Record<DeviceKind, string>;

export interface DeviceTable {
  readonly list: () => readonly DeviceDescription[];
  readonly get: (device: string) => DeviceDescription | undefined;
  /** by id, else by role */
  readonly resolve: (deviceOrRole: string) => string | undefined;
  readonly ownDevice: (station: StationRef, kind: DeviceKind) => string | undefined;
  /** Takes over counters, which change without being news. */
  readonly count: (devices: readonly DeviceDescription[]) => void;
  readonly onChange: (listener: (device: DeviceDescription) => void) => () => void;
  /** The host has told all its devices. */
  readonly onTold: (listener: (devices: readonly DeviceDescription[]) => void) => () => void;
}

/** What a device is for; a device configured without a role is its own role. */
export const roleOf = (device: DeviceDescription): string => device.role ?? device.device;

export const viewOf = (device: DeviceDescription, holder?: string): DeviceView => ({
  device: device.device,
  kind: device.kind,
  model: device.model,
  state: device.state,
  ...(device.why === undefined ? {} : { why: device.why }),
  role: roleOf(device),
  ...(holder === undefined ? {} : { holder }),
  confirms: device.confirms,
  counters: device.counters,
  simulated: device.simulated,
});

/** `recalled`: as they were told before this start; what the host does not confirm is forgotten. */
export const createDeviceTable = (
  link: Pick<HostLink, "onEvent" | "onLink">,
  recalled: readonly DeviceDescription[] = [],
): DeviceTable => {
  const devicesById = new Map<string, DeviceDescription>(
    recalled.map((device) => [device.device, { ...device, why: "host_down" }]),
  );
  const unconfirmed = new Set(devicesById.keys());
  const changes = createListeners<DeviceDescription>();
  const tellings = createListeners<readonly DeviceDescription[]>();

  const put = (device: DeviceDescription): void => {
    devicesById.set(device.device, device);
    changes.tell(device);
  };
  const absent = (device: DeviceDescription, why: string): void =>
    put({ ...device, state: "absent", why });

  const hear = (event: HostEvent): void => {
    if (event.event === "device") put(event.device);
    if (event.event === "gone") {
      const device = devicesById.get(event.device);
      if (device !== undefined) absent(device, "unplugged");
    }
    if (event.event !== "hello") return;
    const told = new Set(event.devices.map(({ device }) => device));
    for (const device of unconfirmed) if (!told.has(device)) devicesById.delete(device);
    unconfirmed.clear();
    for (const device of devicesById.values()) {
      if (!told.has(device.device)) absent(device, "unplugged");
    }
    for (const device of event.devices) put(device);
    tellings.tell(event.devices);
  };

  link.onEvent(hear);
  link.onLink((state) => {
    if (state === "up") return;
    for (const device of devicesById.values()) absent(device, "host_down");
  });

  const list = (): readonly DeviceDescription[] => [...devicesById.values()];
  const resolve = (deviceOrRole: string): string | undefined =>
    devicesById.has(deviceOrRole)
      ? deviceOrRole
      : list().find((device) => roleOf(device) === deviceOrRole)?.device;
  return {
    list,
    get: (device) => devicesById.get(device),
    resolve,
    ownDevice: (station, kind) =>
      resolve(`${placeOfRole(station.role)}-${kindWords[kind]}`) ??
      onlyOne(list().filter((device) => device.kind === kind)),
    count: (devices) => {
      for (const { device, counters } of devices) {
        const known = devicesById.get(device);
        if (known !== undefined) devicesById.set(device, { ...known, counters });
      }
    },
    onChange: changes.add,
    onTold: tellings.add,
  };
};

/** A store with a single device of a kind needs no names for it. */
const onlyOne = (devices: readonly DeviceDescription[]): string | undefined =>
  devices.length === 1 ? devices[0]?.device : undefined;
