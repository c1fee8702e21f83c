// The rooms and their borders: reads every import and holds it against the table of docs/ARCHITECTURE.md.
import { describe, expect, test } from "vitest";
import { importsOf, readSources, type Source } from "./support/sources.ts";

/** room → the rooms and single files it may import, besides itself and the root files of gateway below. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  drivers: [],
  "gateway/ledger": ["gateway/programme/money.ts"],
  "gateway/programme": [],
  "gateway/members": ["gateway/programme", "gateway/ledger"],
  "gateway/protocol": [],
  "gateway/store": ["gateway/ledger", "gateway/members", "gateway/programme"],
  "gateway/chain": [
    "gateway/store",
    "gateway/ledger",
    "gateway/members",
    "gateway/programme",
    "gateway/protocol",
  ],
  "gateway/head-office": [
    "gateway/store",
    "gateway/ledger",
    "gateway/members",
    "gateway/programme",
    "gateway/protocol",
    "gateway/chain",
    "gateway/reports",
  ],
  "gateway/devices": [
    "drivers/contract.ts",
    "drivers/framing.ts",
    "gateway/store",
    "gateway/members/contract.ts",
    "gateway/ledger/entry.ts",
  ],
  "gateway/reports": ["gateway/store", "gateway/programme"],
  "gateway/messages": ["gateway/store", "gateway/programme"],
  "gateway/trade": ["gateway/store", "gateway/programme"],
  "gateway/server": [
    "drivers/contract.ts",
    "drivers/loop-stall.ts",
    "gateway/protocol",
    "gateway/members",
    "gateway/programme",
    "gateway/ledger",
    "gateway/store",
    "gateway/devices",
    "gateway/chain",
    "gateway/head-office",
    "gateway/reports",
    "gateway/messages",
    "gateway/trade",
  ],
  "kiosk-ui": ["gateway/protocol", "gateway/programme", "gateway/refusals.ts"],
  provisioning: [
    "drivers",
    "gateway/protocol",
    "gateway/programme",
    "gateway/ledger",
    "gateway/store",
    "gateway/members",
    "gateway/server/tls",
    "gateway/chain/nats",
  ],
};

/** Root files of gateway: shared values that every room of gateway may use, and the two that wire everything. */
const sharedFiles = [
  "result",
  "json",
  "refusals",
  "ids",
  "clock",
  "config",
  "redact",
  "build-name",
].map((name) => `gateway/${name}.ts`);
const wiringFiles = [
  "gateway/gateway.ts",
  "gateway/main.ts",
  "gateway/watchdog.ts",
  "gateway/demo",
];

/** package → the only places that may import it (types included). */
const packageHomes: Readonly<Record<string, readonly string[]>> = {
  // Never in the gateway's own process where the sqlite3 package has the same file open: decision 0203.
  "node:sqlite": [
    "gateway/store/sqlite",
    "gateway/store/audit-process.ts",
    "gateway/store/report-process.ts",
    "gateway/store/rebuild.ts",
  ],
  sqlite3: ["gateway/store"],
  fastify: ["gateway/server"],
  "@fastify/websocket": ["gateway/server"],
  "@peculiar/x509": ["gateway/server/tls"],
  "@node-rs/argon2": ["gateway/server/access"],
  serialport: ["drivers/ports"],
  "node-hid": ["drivers/ports"],
  usb: ["drivers/ports"],
  "nfc-pcsc": ["drivers/ports"],
  koffi: ["gateway/watchdog.ts", "drivers/ports"],
  "@nats-io/transport-node": ["gateway/chain/nats"],
  "@nats-io/jetstream": ["gateway/chain/nats"],
  "@nats-io/jwt": ["gateway/chain/nats"],
  lit: ["kiosk-ui"],
  xstate: ["kiosk-ui/charts", "kiosk-ui/kiosk", "kiosk-ui/cashier"],
};

/** Pure rooms: nothing of Node but hashing in the ledger. */
const pureRooms: Readonly<Record<string, readonly string[]>> = {
  "gateway/programme": [],
  "gateway/members": [],
  "gateway/ledger": ["node:crypto"],
  "kiosk-ui/charts": [],
};

const rooms = Object.keys(mayImport);
const inside = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}/`);
const roomOf = (path: string): string | undefined => rooms.find((room) => inside(path, room));

/** All breaches of the borders in these files, one sentence each. */
const breaches = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap((source) => {
    const room = roomOf(source.path);
    if (room === undefined || wiringFiles.some((place) => inside(source.path, place))) return [];
    const allowed = [
      room,
      ...(mayImport[room] ?? []),
      ...(room.startsWith("gateway/") ? sharedFiles : []),
    ];
    if (room === "provisioning" || room === "kiosk-ui") allowed.push(...sharedFiles);
    const pure = Object.keys(pureRooms).find((place) => inside(source.path, place));
    return importsOf(source).flatMap((target) => {
      const says = (why: string): readonly string[] => [`${source.path} imports ${target}: ${why}`];
      if (/^(gateway|drivers|kiosk-ui|provisioning|tests)\//.test(target))
        return allowed.some((place) => inside(target, place)) ? [] : says(`${room} may not`);
      const homes = packageHomes[target];
      if (homes !== undefined && !homes.some((home) => inside(source.path, home)))
        return says(`only ${homes.join(", ")} may`);
      if (
        pure !== undefined &&
        target.startsWith("node:") &&
        !(pureRooms[pure] ?? []).includes(target)
      )
        return says(`${pure} is pure`);
      return [];
    });
  });

const sources = readSources(["gateway", "drivers", "kiosk-ui", "provisioning"]);

describe("the borders between the rooms", () => {
  test("hold in every file", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(breaches(sources)).toEqual([]);
  });

  test.each([
    ["drivers/planted.ts", 'import { ok } from "../gateway/result.ts";', "drivers may not"],
    ["gateway/programme/planted.ts", 'import { readFileSync } from "node:fs";', "is pure"],
    [
      "gateway/members/planted.ts",
      'export { x } from "../store/store.ts";',
      "gateway/members may not",
    ],
    ["gateway/server/planted.ts", 'import sqlite from "sqlite3";', "only gateway/store may"],
    [
      "kiosk-ui/kiosk/planted.ts",
      'const s = await import("../../gateway/store/store.ts");',
      "kiosk-ui may not",
    ],
  ])("are seen to be crossed by a planted %s", (path, text, why) => {
    expect(breaches([{ path, text }]).join()).toContain(why);
  });
});
