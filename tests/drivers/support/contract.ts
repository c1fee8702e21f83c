// What every device of a kind must do, whoever made it and whatever line it hangs on: one contract a kind, spoken
// to through the device host as the gateway speaks to it. Needs no test runner: the virtual machine has none.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { DeviceKind, HostAnswer, HostEvent } from "../../../drivers/contract.ts";
import type { HostConnection } from "./host-process.ts";
import { receipt } from "./printer-bench.ts";

/** One device of a running host, and hands at its far end. A hand that is missing is a person's. */
export interface ContractBed {
  readonly gateway: HostConnection;
  readonly device: string;
  readonly kind: DeviceKind;
  readonly driver: string;
  /** how often the job's end stands on paper */
  readonly cameOut?: (job: string) => number;
  /** all that came out */
  readonly text?: () => string;
  /** Lays a card (or identity card) down, or draws it through; `taken`: takes it away again. */
  readonly lay?: () => Promise<void>;
  readonly take?: () => Promise<void>;
  readonly scan?: (code: string) => Promise<void>;
  readonly shown?: () => Promise<string>;
  /** false: a kick is not seen (no switch) */
  readonly hasSwitch?: boolean;
}

type Named<E extends HostEvent["event"]> = Extract<HostEvent, { event: E }>;

const isOf = <E extends HostEvent["event"]>(
  event: HostEvent,
  name: E,
  device: string,
): event is Named<E> => event.event === name && "device" in event && event.device === device;

/** Events of one name from this device, in order. */
const heard = <E extends HostEvent["event"]>(bed: ContractBed, name: E): readonly Named<E>[] =>
  bed.gateway.events.flatMap((event) => (isOf(event, name, bed.device) ? [event] : []));

const untilHeard = <E extends HostEvent["event"]>(
  bed: ContractBed,
  name: E,
  count = 1,
): Promise<Named<E>> =>
  bed.gateway.until(() => heard(bed, name)[count - 1], `${name} of ${bed.device}`);

const assertOk = (answer: HostAnswer): void => assert(answer.ok, JSON.stringify(answer));

const shownTries = 3_000;

const printerContract = async (bed: ContractBed): Promise<void> => {
  const { gateway, device } = bed;
  const print = (job: string) =>
    gateway.send({ do: "print", device, job, attempt: 1, document: receipt(job) });
  const ended = (job: string) =>
    gateway.until(
      () => ["printed", "sent"].includes(gateway.jobStates(job).at(-1) ?? ""),
      `${job} at its end`,
    );
  assertOk(await gateway.send({ do: "selfTest", device, level: "inside" }));
  assertOk(await print(`${device}-1`));
  await ended(`${device}-1`);
  // Handed over twice, printed once, and answered with its live state.
  assertOk(await print(`${device}-1`));
  assertOk(await print(`${device}-2`));
  await ended(`${device}-2`);
  assert.equal(gateway.jobStates(`${device}-1`)[0], "sending");
  const list = await gateway.send({ do: "list" });
  assert(JSON.stringify(list).includes(device));
  if (bed.cameOut === undefined) return;
  await gateway.until(() => gateway.jobStates(`${device}-2`).at(-1) === "printed", "printed");
  assert.deepEqual([bed.cameOut(`${device}-1`), bed.cameOut(`${device}-2`)], [1, 1]);
};

const readerContract = async (bed: ContractBed): Promise<void> => {
  await bed.lay?.();
  const card = await untilHeard(bed, "card.presented");
  assert.match(card.uid, /^[0-9A-F]{8,32}$/u);
  assert(await bed.gateway.send({ do: "beep", device: bed.device, pattern: "ok" }));
  await bed.take?.();
  const gone = await untilHeard(bed, "card.removed");
  assert.equal(gone.uid, card.uid);
};

const scannerContract = async (bed: ContractBed): Promise<void> => {
  await bed.scan?.("6901234567892");
  const { code } = await untilHeard(bed, "code.scanned");
  if (bed.scan !== undefined) assert.equal(code, "6901234567892");
};

const drawerContract = async (bed: ContractBed): Promise<void> => {
  const { gateway, device } = bed;
  assertOk(await gateway.send({ do: "drawer", device }));
  if (bed.hasSwitch === false) return;
  await gateway.until(() => heard(bed, "drawer").some(({ open }) => open), "the open drawer");
};

const displayContract = async (bed: ContractBed): Promise<void> => {
  const { gateway, device, shown } = bed;
  const lines = ["合计", "12.00"];
  assertOk(await gateway.send({ do: "display", device, lines }));
  if (shown === undefined) return;
  for (let tries = 0; (await shown()) !== "合计\n12.00"; tries++) {
    assert(tries < shownTries, "the display does not show what it was told");
    await sleep(10);
  }
};

const identityContract = async (bed: ContractBed): Promise<void> => {
  await bed.lay?.();
  const read = await untilHeard(bed, "identity.read");
  assert.match(read.number, /^\d{17}[\dX]$/u);
  assert.equal(read.bornOn.replaceAll("-", ""), read.number.slice(6, 14));
};

const contracts: Readonly<Record<DeviceKind, (bed: ContractBed) => Promise<void>>> = {
  "receipt-printer": printerContract,
  "card-reader": readerContract,
  "barcode-scanner": scannerContract,
  "cash-drawer": drawerContract,
  "customer-display": displayContract,
  "id-reader": identityContract,
};

/** A verb of another kind: none may act on it, and none may break anything. */
const strangeVerb = (bed: ContractBed) =>
  bed.kind === "customer-display" || bed.kind === "receipt-printer"
    ? bed.gateway.send({ do: "tag", device: bed.device, order: { verb: "read" } })
    : bed.gateway.send({ do: "display", device: bed.device, lines: ["x"] });

/** Throws where the device does not do what its kind must. */
export const keepsContract = async (bed: ContractBed): Promise<void> => {
  const { gateway, device, kind, driver } = bed;
  await gateway.until(() => gateway.stateOf(device) === "ready", `${device} ready`);
  const hello = gateway.events.find((event) => event.event === "hello");
  const described = hello?.devices.find((one) => one.device === device);
  assert.deepEqual([described?.kind, described?.driver], [kind, driver]);
  assert.notEqual(described?.identity, "");
  assert.partialDeepStrictEqual(await strangeVerb(bed), { ok: false, retryable: false });
  await contracts[kind](bed);
};
