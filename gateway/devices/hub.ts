// The hub: which devices there are, who holds them, and whom their events are for. Sends commands to
// the host on behalf of stations. Knows no member, no money, and prints nothing (print-queue.ts does).
import type { DeviceDescription, HostEvent } from "../../drivers/contract.ts";
import type { Clock } from "../clock.ts";
import type { NewId } from "../ids.ts";
import type { JsonObject } from "../json.ts";
import { refusal, type Refusal } from "../refusals.ts";
import { err, ok, type Result } from "../result.ts";
import { createClaims, type ClaimNews, type Claims } from "./claims.ts";
import type {
  ArmRequest,
  Audience,
  DeviceEvent,
  DeviceKind,
  DevicePlace,
  HostLink,
  HostOrder,
  Hub,
  StationRef,
} from "./contract.ts";
import { isDeviceFault } from "./device-fault.ts";
import { viewOf, type DeviceTable } from "./device-table.ts";
import { readRecording } from "./host-frames.ts";
import { createInputRouter, type InputRouter } from "./input-router.ts";
import { createListeners } from "./listeners.ts";
import { createLiveCounters } from "./live-counters.ts";
import { systemTimers, type Timers } from "./timers.ts";
import type { Trace } from "./trace.ts";

const displayLinesMax = 8;

/** Who sees how devices are; kiosks see their own through `device.list`. */
export const overseers = ["cashier", "office", "technician", "test"] as const;

export interface HubDependencies {
  readonly link: HostLink;
  readonly table: DeviceTable;
  readonly trace: Trace;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly timers?: Timers;
}

interface Parts {
  readonly link: HostLink;
  readonly table: DeviceTable;
  readonly claims: Claims;
  readonly router: InputRouter;
  readonly emit: (event: DeviceEvent) => void;
  /** counted here, shown with the device's own counters */
  readonly counters: Map<string, Record<string, number>>;
}

const everyStation: Audience = { roles: ["kiosk", ...overseers] };

const deviceView = (parts: Parts, device: DeviceDescription) =>
  viewOf(
    { ...device, counters: { ...device.counters, ...parts.counters.get(device.device) } },
    parts.claims.exclusiveHolder(device.device),
  );

const known = (parts: Parts, device: string): Result<DeviceDescription, Refusal> => {
  const found = parts.table.get(device);
  return found === undefined ? err(refusal("device.unknown", { device })) : ok(found);
};

/** A command for a station: what the device cannot do now is a refusal, not a fault. */
const sendFor = async (
  parts: Parts,
  device: string,
  order: HostOrder,
): Promise<Result<unknown, Refusal>> => {
  const found = known(parts, device);
  if (!found.ok) return found;
  try {
    return ok(await parts.link.send(order));
  } catch (error) {
    if (!isDeviceFault(error)) throw error;
    const unsuited = error.code === "refused_by_host" && !error.retryable;
    return err(refusal(unsuited ? "device.unsuited" : "device.absent", { device }));
  }
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const objectOf = (answer: Result<unknown, Refusal>): Result<JsonObject, Refusal> =>
  answer.ok ? ok(isObject(answer.value) ? answer.value : {}) : answer;

const tellClaimNews = (parts: Parts, news: ClaimNews): void => {
  const at = Date.now();
  if (news.kind === "changed") {
    const device = parts.table.get(news.device);
    if (device !== undefined) tellState(parts, device);
    return;
  }
  const { device, station, claim } = news.claim;
  const to: Audience = { station: station.station, roles: [] };
  if (news.kind === "lost") {
    parts.router.claimLost(station.station, device);
    parts.emit({ topic: "claim.lost", to, at, device, data: { claim, why: news.why } });
    return;
  }
  const why = news.why === undefined ? {} : { why: news.why };
  const data = { by: news.by, answerByMs: news.answerByMs, ...why };
  parts.emit({ topic: "claim.asked", to, at, device, data });
};

const tellState = (parts: Parts, device: DeviceDescription): void =>
  parts.emit({
    topic: "device.state",
    to: everyStation,
    at: Date.now(),
    device: device.device,
    data: deviceView(parts, device),
  });

/** Where each input comes from. */
const sources = {
  card: "card-reader",
  code: "barcode-scanner",
  identity: "id-reader",
} as const satisfies Record<ArmRequest["expect"][number], DeviceKind>;

const arm = (
  parts: Parts,
  station: StationRef,
  request: Parameters<Hub["arm"]>[1],
): readonly string[] | Refusal => {
  const { table, router } = parts;
  const own = request.expect
    .map((expected) => table.ownDevice(station, sources[expected]))
    .filter((device) => device !== undefined);
  const devices = request.device === undefined ? own : [request.device];
  const [first] = devices;
  if (first === undefined) return refusal("device.absent");
  const done: string[] = [];
  for (const device of devices) {
    const found = known(parts, device);
    const armed = found.ok
      ? router.arm(station, { device, expect: request.expect, forMs: request.forMs })
      : found;
    if (!armed.ok) {
      for (const earlier of done) router.disarm(station.station, earlier);
      return armed.error;
    }
    done.push(device);
  }
  return done;
};

const mayWrite = (
  parts: Parts,
  station: StationRef,
  request: { readonly device: string; readonly fence?: number },
): Result<DeviceDescription, Refusal> => {
  const found = known(parts, request.device);
  if (!found.ok) return found;
  const refused = parts.claims.mayWrite(station.station, request);
  if (refused !== undefined) return err(refused);
  return found.value.state === "absent" || found.value.state === "failed"
    ? err(refusal("device.absent", { device: request.device }))
    : found;
};

const createParts = (dependencies: HubDependencies): Parts & { readonly on: Hub["on"] } => {
  const { link, table, clock, newId, timers = systemTimers } = dependencies;
  const events = createListeners<DeviceEvent>();
  const counters: Parts["counters"] = new Map();
  const claims = createClaims({
    clock,
    newId,
    timers,
    tell: (news) => tellClaimNews(parts, news),
  });
  const router = createInputRouter({
    claims,
    timers,
    emit: events.tell,
    // A reader that cannot beep just stays silent.
    beep: (device) => void link.send({ do: "beep", device, pattern: "no" }).catch(() => undefined),
    count: (device, what) => {
      const counts = counters.get(device) ?? {};
      counters.set(device, { ...counts, [what]: (counts[what] ?? 0) + 1 });
    },
  });
  const parts: Parts = { link, table, claims, router, emit: events.tell, counters };
  return { ...parts, on: events.add };
};

const connectParts = (parts: Parts): readonly (() => void)[] => [
  parts.table.onChange((device) => tellState(parts, device)),
  parts.link.onEvent((event: HostEvent) => parts.router.hear(event)),
  parts.link.onLink((state) =>
    parts.emit({
      topic: "alert",
      to: { roles: overseers },
      at: Date.now(),
      device: "host",
      data: { code: state === "up" ? "host.back" : "host.down" },
    }),
  ),
];

/** What stations do to devices through the host. */
const deviceVerbs = (
  parts: Parts,
  trace: Trace,
): Pick<
  Hub,
  "display" | "tag" | "selfTest" | "trace" | "record" | "simulate" | "preview" | "speak"
> => ({
  display: async (station, { device, lines, fence }) => {
    const allowed = mayWrite(parts, station, fence === undefined ? { device } : { device, fence });
    if (!allowed.ok) return allowed;
    const shown = lines.slice(0, displayLinesMax);
    const answer = await sendFor(parts, device, { do: "display", device, lines: shown });
    return answer.ok ? ok({ shown: shown.length }) : answer;
  },
  tag: async (device, order) =>
    objectOf(await sendFor(parts, device, { do: "tag", device, order })),
  selfTest: async (device, level) =>
    objectOf(await sendFor(parts, device, { do: "selfTest", device, level })),
  trace: trace.read,
  record: async (device, seconds) => {
    const answer = await sendFor(parts, device, { do: "trace", device, seconds });
    return answer.ok ? ok(readRecording(answer.value)) : answer;
  },
  simulate: async (device, verb) => {
    const found = known(parts, device);
    if (found.ok && !found.value.simulated) return err(refusal("not_permitted", { device }));
    return objectOf(await sendFor(parts, device, { do: "sim", device, verb }));
  },
  preview: async (document, printer) => {
    const on = printer === undefined ? {} : { device: printer };
    try {
      const answer = await parts.link.send({ do: "preview", document, ...on });
      return isObject(answer) && typeof answer["svg"] === "string"
        ? ok({ svg: answer["svg"] })
        : err(refusal("device.unsuited"));
    } catch (error) {
      if (!isDeviceFault(error)) throw error;
      return err(refusal("device.absent"));
    }
  },
  speak: async (utterance) => {
    try {
      const answer = await parts.link.send({ do: "speak", ...utterance });
      return isObject(answer) && typeof answer["wav"] === "string"
        ? ok({ wav: answer["wav"] })
        : err(refusal("device.unsuited"));
    } catch (error) {
      if (!isDeviceFault(error)) throw error;
      return err(refusal("device.unsuited"));
    }
  },
});

/** Who may hold and hear what. */
const claimVerbs = (
  parts: Parts,
  clock: Clock,
): Pick<Hub, "claim" | "keep" | "release" | "arm" | "disarm" | "mayWrite"> => ({
  claim: async (station, request) => {
    const found = known(parts, request.device);
    if (!found.ok) return found;
    const granted = await parts.claims.claim(station, request);
    if (granted.ok) parts.router.claimed(station.station, request.device);
    return granted;
  },
  keep: parts.claims.keep,
  release: (station, request) => {
    const released = parts.claims.release(station, request);
    if (released.ok) parts.router.claimLost(station.station, request.device);
    return released;
  },
  arm: (station, request) => {
    const devices = arm(parts, station, request);
    return "code" in devices
      ? err(devices)
      : ok({ devices, untilMs: clock.nowMs() + request.forMs });
  },
  disarm: (station, { device }) => ({
    devices: (device === undefined ? parts.router.armedBy(station.station) : [device]).filter(
      (each) => parts.router.disarm(station.station, each),
    ),
  }),
  mayWrite: (station, device, fence) => {
    const allowed = mayWrite(parts, station, fence === undefined ? { device } : { device, fence });
    return allowed.ok ? ok(deviceView(parts, allowed.value)) : allowed;
  },
});

const placeOf = ({ driver, identity, firmware }: DeviceDescription): DevicePlace => ({
  driver,
  identity,
  ...(firmware === undefined ? {} : { firmware }),
});

export const createHub = (dependencies: HubDependencies): Hub => {
  const { on, ...parts } = createParts(dependencies);
  const { table, claims, router } = parts;
  const disconnect = connectParts(parts);
  return {
    count: createLiveCounters(dependencies.link, table, dependencies.timers ?? systemTimers),
    list: () => table.list().map((device) => deviceView(parts, device)),
    device: (id) => {
      const device = table.get(id);
      return device === undefined ? undefined : deviceView(parts, device);
    },
    place: (id) => {
      const device = table.get(id);
      return device === undefined ? undefined : placeOf(device);
    },
    ownDevice: table.ownDevice,
    resolve: table.resolve,
    ...claimVerbs(parts, dependencies.clock),
    ...deviceVerbs(parts, dependencies.trace),
    on,
    stationConnected: ({ station }) => claims.stationConnected(station),
    stationLost: claims.stationLost,
    close: () => {
      for (const end of disconnect) end();
      router.close();
      claims.close();
    },
  };
};
