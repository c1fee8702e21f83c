// device.*, input.*, display.*: the hub's answers in the protocol's words.
import type { ClaimGrant, DeviceView, StationRef } from "../../devices/contract.ts";
import type { JsonObject } from "../../json.ts";
import { refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import { createTicket } from "./status-ticket.ts";

type Names =
  | "device.list"
  | "device.claim"
  | "device.release"
  | "device.keep"
  | "device.selfTest"
  | "device.ticket"
  | "device.readTag"
  | "device.writeTag"
  | "device.trace"
  | "device.record"
  | "device.counters"
  | "input.arm"
  | "input.disarm"
  | "display.show"
  | "speech.speak";

const stationOf = ({ station }: Caller): StationRef => station;
const iso = (epochMs: number): string => new Date(epochMs).toISOString();
const granted = (device: string, { claim, fence, untilMs }: ClaimGrant) => ({
  device,
  claim,
  fence,
  until: iso(untilMs),
});
const mapped = <T, U, E>(result: Result<T, E>, map: (value: T) => U): Result<U, E> =>
  result.ok ? ok(map(result.value)) : result;

/** What the host says of a tag; a host of another age may say less. */
const tagOf = ({ uid, type, address }: JsonObject) => ({
  uid: typeof uid === "string" ? uid : "",
  type: typeof type === "number" ? type : 0,
  ...(typeof address === "string" ? { address } : {}),
});
/** Who may know where a device is plugged in. */
const placeRoles: ReadonlySet<string> = new Set(["technician", "office", "test"]);

/** of 1 to 5 */
const usualVolume = 3;
const traceSecondsMax = 3_600;

/** What is left on a printer's roll, as far as it was printed through this gateway, stands with its counters. */
const withPaper =
  (queue: House["queue"]) =>
  (device: DeviceView): DeviceView =>
    device.kind === "receipt-printer"
      ? {
          ...device,
          counters: {
            ...device.counters,
            receiptsLeft: queue.paper(device.device).receiptsLeft,
          },
        }
      : device;

const createList =
  ({ hub, queue }: House): Handlers<"device.list">["device.list"] =>
  async (_params, { station }) => {
    await hub.count();
    const devices = hub.list().map(withPaper(queue));
    if (!placeRoles.has(station.role)) return ok(devices);
    return ok(devices.map((device) => ({ ...device, ...hub.place(device.device) })));
  };

export const deviceHandlers = (house: House): Handlers<Names> => {
  const { hub } = house;
  /** a device may be named by its id or by its role */
  const named = (device: string): string => hub.resolve(device) ?? device;

  return {
    "speech.speak": ({ text, lang, volume = usualVolume }) => hub.speak({ text, lang, volume }),
    "device.list": createList(house),
    "device.claim": async (params, caller) => {
      const device = named(params.device);
      const grant = await hub.claim(stationOf(caller), { ...params, device });
      return mapped(grant, (value) => granted(device, value));
    },
    "device.release": ({ device, fence }, caller) =>
      hub.release(stationOf(caller), {
        device: named(device),
        ...(fence === undefined ? {} : { fence }),
      }),
    "device.keep": ({ device: name, ttlMs, fence }, caller) => {
      const device = named(name);
      const grant = hub.keep(stationOf(caller), { device, ttlMs, fence });
      return mapped(grant, (value) => ({ ...granted(device, value), mode: "exclusive" }));
    },
    "device.selfTest": async ({ device, level }) => {
      const tested = await hub.selfTest(named(device), level);
      return mapped(tested, (result) => ({ ok: true, ...result }));
    },
    "device.ticket": createTicket(house),
    "device.readTag": async ({ device }) =>
      mapped(await hub.tag(named(device), { verb: "read" }), tagOf),
    "device.writeTag": async ({ device, uid, address }) =>
      mapped(await hub.tag(named(device), { verb: "write", uid, address }), tagOf),
    "device.trace": ({ device: name }) => {
      const device = named(name);
      if (hub.device(device) === undefined) return err(refusal("device.unknown", { device }));
      return ok({ trace: hub.trace(device, traceSecondsMax) });
    },
    "device.record": async ({ device: name, seconds = 600 }) => {
      const device = named(name);
      const { model = "unknown" } = hub.device(device) ?? {};
      const pieces = await hub.record(device, seconds);
      return mapped(pieces, (recorded) => ({
        recording: { version: 1, device, model, pieces: [...recorded] },
      }));
    },
    "device.counters": async ({ device: name }) => {
      await hub.count();
      const device = hub.device(named(name));
      if (device === undefined) return err(refusal("device.unknown", { device: name }));
      return ok({ counters: device.counters });
    },
    "input.arm": ({ device, expect, forMs }, caller) => {
      if (expect.includes("identity") && caller.station.role === "kiosk")
        return err(refusal("not_permitted", { need: "role" }));
      const request = { expect, forMs, ...(device === undefined ? {} : { device: named(device) }) };
      const armed = hub.arm(stationOf(caller), request);
      return mapped(armed, ({ devices, untilMs }) => ({ devices, until: iso(untilMs) }));
    },
    "input.disarm": ({ device }, caller) => {
      hub.disarm(stationOf(caller), device === undefined ? {} : { device: named(device) });
      return ok({ disarmed: true });
    },
    "display.show": async ({ device, lines }, caller) => {
      const shown = await hub.display(stationOf(caller), { device: named(device), lines });
      return mapped(shown, () => ({ shown: true }));
    },
  };
};
