// Brings each card and each code to the one station that has armed the device, or to nobody.
// A card nobody waits for is answered "not now" and forgotten; a code is kept 3 s.
import type { HostEvent } from "../../drivers/contract.ts";
import type { Refusal } from "../refusals.ts";
import { ok, type Result } from "../result.ts";
import type { Claims } from "./claims.ts";
import type { DeviceEvent, StationRef } from "./contract.ts";
import type { Timers } from "./timers.ts";

const sameCardMs = 1_500;
const heldCodeMs = 3_000;
const armedMs = { least: 100, most: 600_000 } as const;
/** A claim made for an arming outlives it a little, so that it is released, not lost. */
const claimBeyondArmMs = 1_000;

export type Expected = "card" | "code" | "identity";
type CodeScanned = HostEvent & { readonly event: "code.scanned" };
type CardEvent = HostEvent & { readonly event: "card.presented" | "card.removed" };

interface Arm {
  readonly station: StationRef;
  readonly expect: readonly Expected[];
  /** it was claimed for the arming only, and is released with it */
  readonly claimedHere: boolean;
  readonly cancel: () => void;
}

export interface InputRouterDependencies {
  readonly claims: Claims;
  readonly timers: Timers;
  readonly emit: (event: DeviceEvent) => void;
  readonly beep: (device: string) => void;
  readonly count: (device: string, what: "notArmed" | "repeated") => void;
}

export interface InputRouter {
  readonly arm: (
    station: StationRef,
    request: {
      readonly device: string;
      readonly expect: readonly Expected[];
      readonly forMs: number;
    },
  ) => Result<undefined, Refusal>;
  /** False when this station had not armed it. */
  readonly disarm: (station: string, device: string) => boolean;
  readonly armedBy: (station: string) => readonly string[];
  readonly hear: (event: HostEvent) => void;
  /** The station has claimed the device in its own right: disarming no longer releases it. */
  readonly claimed: (station: string, device: string) => void;
  /** The station has lost its claim on the device. */
  readonly claimLost: (station: string, device: string) => void;
  readonly close: () => void;
}

interface Room extends InputRouterDependencies {
  readonly arms: Map<string, Arm>;
  readonly heldCodes: Map<string, { readonly event: CodeScanned; readonly untilMs: number }>;
  /** the card last let through, per device */
  readonly lastCards: Map<
    string,
    { readonly uid: string; readonly at: number; owner?: StationRef }
  >;
}

const to = (station: StationRef) => ({ station: station.station, roles: [] });

const deliverCode = (room: Room, station: StationRef, scanned: CodeScanned): void => {
  const { device, code, symbology, gs1, at } = scanned;
  const kind = {
    ...(symbology === undefined ? {} : { symbology }),
    ...(gs1 === undefined ? {} : { gs1 }),
  };
  room.emit({ topic: "code.scanned", to: to(station), at, device, code, ...kind });
};

const armedFor = (room: Room, device: string, expected: Expected): Arm | undefined => {
  const arm = room.arms.get(device);
  return arm?.expect.includes(expected) === true ? arm : undefined;
};

const hearCode = (room: Room, event: CodeScanned): void => {
  const arm = armedFor(room, event.device, "code");
  if (arm !== undefined) {
    deliverCode(room, arm.station, event);
    return;
  }
  room.heldCodes.set(event.device, { event, untilMs: room.timers.nowMs() + heldCodeMs });
  room.count(event.device, "notArmed");
  room.beep(event.device);
};

const hearCard = (room: Room, event: CardEvent): void => {
  const { device, uid, at } = event;
  const last = room.lastCards.get(device);
  if (event.event === "card.removed") {
    if (last?.uid !== uid || last.owner === undefined) return;
    const owner = last.owner;
    room.lastCards.set(device, { uid, at });
    room.emit({ topic: "card.removed", to: to(owner), at, device, uid });
    return;
  }
  if (last?.uid === uid && at - last.at < sameCardMs) {
    room.count(device, "repeated");
    return;
  }
  const arm = armedFor(room, device, "card");
  if (arm === undefined) {
    room.count(device, "notArmed");
    room.beep(device);
    return;
  }
  room.lastCards.set(device, { uid, at, owner: arm.station });
  const { trust } = event;
  room.emit({ topic: "card.presented", to: to(arm.station), at, device, uid, trust });
};

/** A person's papers go to whoever waits for them and are forgotten otherwise, at once. */
const hearIdentity = (room: Room, event: HostEvent & { readonly event: "identity.read" }): void => {
  const { event: _, at, ...read } = event;
  const arm = armedFor(room, event.device, "identity");
  if (arm !== undefined) {
    room.emit({ topic: "identity.read", to: to(arm.station), at, ...read });
    return;
  }
  room.count(event.device, "notArmed");
  room.beep(event.device);
};

/** Whoever waits for a card learns that one could not be read; nobody else does. */
const hearUnreadable = (
  room: Room,
  { device, why, at }: HostEvent & { readonly event: "card.unreadable" },
): void => {
  const arm = armedFor(room, device, "card");
  if (arm !== undefined)
    room.emit({ topic: "card.unreadable", to: to(arm.station), at, device, why });
};

const endArm = (room: Room, device: string): void => {
  const arm = room.arms.get(device);
  if (arm === undefined) return;
  arm.cancel();
  room.arms.delete(device);
  if (arm.claimedHere) room.claims.release(arm.station, { device });
};

const startArm = (
  room: Room,
  station: StationRef,
  request: {
    readonly device: string;
    readonly expect: readonly Expected[];
    readonly forMs: number;
  },
): Result<undefined, Refusal> => {
  const { device, expect } = request;
  const forMs = Math.min(Math.max(request.forMs, armedMs.least), armedMs.most);
  const own = room.claims.of(station.station, device);
  const before = room.arms.get(device);
  const claimedHere = own?.mode !== "exclusive" || before?.claimedHere === true;
  if (claimedHere) {
    const ttlMs = forMs + claimBeyondArmMs;
    const taken = room.claims.take(station, { device, mode: "exclusive", ttlMs });
    if (!taken.ok) return taken;
  }
  before?.cancel();
  const cancel = room.timers.after(forMs, () => endArm(room, device));
  room.arms.set(device, { station, expect, claimedHere, cancel });
  const held = room.heldCodes.get(device);
  if (held === undefined || !expect.includes("code")) return ok(undefined);
  room.heldCodes.delete(device);
  if (held.untilMs > room.timers.nowMs()) deliverCode(room, station, held.event);
  return ok(undefined);
};

export const createInputRouter = (dependencies: InputRouterDependencies): InputRouter => {
  const room: Room = {
    ...dependencies,
    arms: new Map(),
    heldCodes: new Map(),
    lastCards: new Map(),
  };
  const isArmedBy = (station: string, device: string): boolean =>
    room.arms.get(device)?.station.station === station;
  return {
    arm: (station, request) => startArm(room, station, request),
    disarm: (station, device) => {
      if (!isArmedBy(station, device)) return false;
      endArm(room, device);
      return true;
    },
    armedBy: (station) => [...room.arms.keys()].filter((device) => isArmedBy(station, device)),
    hear: (event) => {
      if (event.event === "code.scanned") hearCode(room, event);
      if (event.event === "card.unreadable") hearUnreadable(room, event);
      if (event.event === "identity.read") hearIdentity(room, event);
      if (event.event === "card.presented" || event.event === "card.removed") hearCard(room, event);
    },
    claimed: (station, device) => {
      const arm = room.arms.get(device);
      if (arm?.station.station === station) room.arms.set(device, { ...arm, claimedHere: false });
    },
    claimLost: (station, device) => {
      if (!isArmedBy(station, device)) return;
      room.arms.get(device)?.cancel();
      room.arms.delete(device);
    },
    close: () => {
      for (const arm of room.arms.values()) arm.cancel();
    },
  };
};
