// A watched folder beside a real store: files are taken whole, rows are booked once, refused rows are named.
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type GatewayProcess, startGatewayProcess } from "../../../support/gateway-process.ts";
import { type Answered, postRpc } from "../../../support/post-rpc.ts";

const head = "number,arrive,depart,room type,nightly,guest,phone,state\n";
const row = (code: string, more = "陈静,13912345678,"): string =>
  `${code},2026-03-09,2026-03-10,twin,388.00,${more}\n`;

let folder: string;
let store: GatewayProcess;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "bookings-"));
  const args = ["--clock", "2026-03-09T09:00:00+08:00", "--bookings", folder];
  store = await startGatewayProcess({ args });
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/** As a careful system drops a file: written elsewhere, then named. */
const drop = (name: string, text: string): void => {
  writeFileSync(join(folder, `.${name}`), text);
  renameSync(join(folder, `.${name}`), join(folder, name));
};
const moved = (place: "done" | "refused", name: string): Promise<void> =>
  vi.waitFor(() => expect(existsSync(join(folder, place, name))).toBe(true), { timeout: 30_000 });
const stays = async (code: string): Promise<readonly Answered[]> =>
  (await postRpc(store, "stay.find", { code }))["stays"] as readonly Answered[];
const entries = async (): Promise<unknown> => (await postRpc(store, "ledger.verify"))["entries"];

test("a file of bookings is booked and put aside; the same file again changes nothing", async () => {
  drop("today.csv", head + row("H-1") + row("H-2"));
  await moved("done", "today.csv");
  const [stay] = await stays("H-1");
  expect(stay).toMatchObject({ state: "booked", guest: "陈*", roomType: "twin" });
  const before = await entries();
  drop("today.csv", head + row("H-1") + row("H-2"));
  await moved("done", "today-2.csv");
  expect(await entries()).toBe(before);
  drop("today.csv", head + row("H-1", "陈静,13912345678,cancelled"));
  await moved("done", "today-3.csv");
  expect(await stays("H-1")).toMatchObject([{ stay: stay?.["stay"], state: "cancelled" }]);
});

test("refused rows are named with line and column; the others are booked", async () => {
  const backwards = "H-11,2026-03-10,2026-03-09,twin,388.00,,,\n";
  drop("mixed.csv", head + row("H-10") + backwards + row("H 12") + row("H-13"));
  await moved("refused", "mixed.csv");
  const reasons = readFileSync(join(folder, "refused", "mixed.csv.reasons.csv"), "utf8");
  expect(reasons.trim().split("\r\n")).toEqual([
    "line,column,code",
    '3,"",not_permitted',
    '4,"number",number',
  ]);
  expect(await stays("H-10")).toHaveLength(1);
  expect(await stays("H-13")).toHaveLength(1);
  expect(await stays("H-11")).toEqual([]);
});

test("a guest who is in the house is left alone by yesterday's list", async () => {
  drop("late.csv", head + row("H-20"));
  await moved("done", "late.csv");
  const [stay] = await stays("H-20");
  await postRpc(store, "stay.checkIn", { stay: stay?.["stay"], room: "301", key: "b-1" });
  drop("late.csv", head + row("H-20", "陈静,13912345678,cancelled"));
  await moved("done", "late-2.csv");
  expect(await stays("H-20")).toMatchObject([{ state: "in_house" }]);
});

test("files that came while the power was off, or during it, are taken once", async () => {
  drop("night.csv", head + Array.from({ length: 300 }, (_, at) => row(`N-${at}`)).join(""));
  await vi.waitFor(async () => expect(await stays("N-5")).toHaveLength(1), { timeout: 30_000 });
  await store.kill();
  drop("morning.csv", head + row("M-1"));
  store = await store.again();
  await moved("done", "night.csv");
  await moved("done", "morning.csv");
  for (const code of ["N-0", "N-5", "N-299", "M-1"]) expect(await stays(code)).toHaveLength(1);
  expect(readdirSync(folder).toSorted()).toEqual(["done", "refused"]);
}, 120_000);
