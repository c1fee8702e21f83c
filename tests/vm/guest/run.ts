// Runs in the guest: every driver keeps its contract on a device of the kernel's own, is pulled out and plugged in
// again, and the faults that only a real bus has. One device host lives through all of it.
import assert from "node:assert/strict";
import { detectDevices } from "../../../drivers/ports/detect.ts";
import { matchDrivers } from "../../../drivers/discovery.ts";
import { driverOf } from "../../../drivers/registry.ts";
import { keepsContract } from "../../drivers/support/contract.ts";
import { receipt } from "../../drivers/support/printer-bench.ts";
import { openBed, until, type Bed } from "./bed.ts";
import { openChannel } from "./channel.ts";
import { configurationOf, createDevices, deviceOf, type Row } from "./devices.ts";
import { uidCard } from "../../drivers/support/pcscd.ts";

const channel = await openChannel();

const only = process.env["only"] ?? "";

/** One line of the report; a failure does not end the others. */
const test = async (name: string, work: () => Promise<void>): Promise<void> => {
  if (!name.includes(only)) return;
  const from = performance.now();
  const ms = (): number => Math.round(performance.now() - from);
  try {
    await work();
    await channel.say({ word: "result", name, ms: ms() });
  } catch (fault) {
    const why = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    await channel.say({ word: "result", name, ms: ms(), fault: why.slice(0, 1500) });
  }
};

const isState = (bed: Bed, driver: string, state: string): Promise<true> =>
  bed.gateway.until(() => bed.gateway.stateOf(driver) === state, `${driver} ${state}`);

/** Plugs a device in for the length of some work, whatever comes of it. */
const whilePlugged = async (row: Row, work: () => Promise<void>): Promise<void> => {
  const pull = await row.plug();
  try {
    await work();
  } finally {
    await pull();
  }
};

const rowTest = (bed: Bed, row: Row): Promise<void> =>
  test(`${row.driver}: contract, pulled, plugged in again (${row.by})`, async () => {
    const { driver } = row;
    const device = deviceOf(row);
    const kind = driverOf(driver)?.kind;
    assert(kind !== undefined);
    await whilePlugged(row, () =>
      keepsContract({ gateway: bed.gateway, device, driver, kind, ...row.hands }),
    );
    await isState(bed, device, "absent");
    await whilePlugged(row, async () => {
      await isState(bed, device, "ready");
    });
    await isState(bed, device, "absent");
  });

type Devices = ReturnType<typeof createDevices>;

const jobEnds = (bed: Bed, job: string, state: string): Promise<true> =>
  bed.gateway.until(() => bed.gateway.jobStates(job).at(-1) === state, `${job} ${state}`);

const isOnPaper = (far: Devices["raw"]["far"], job: string): boolean =>
  far.output().text.includes(`牡丹酒店 ${job}`);

/** A printer of the bus that stops, is pulled out in the middle of a job, and comes back. */
const pulledMidJob = (bed: Bed, { row, far }: Devices["raw"]): Promise<void> =>
  test(`${row.driver}: pulled out mid-job is told as lost, the next job prints once`, async () => {
    const { gateway } = bed;
    const device = row.driver;
    const print = (job: string, lines: number) =>
      gateway.send({ do: "print", device, job, attempt: 1, document: receipt(job, lines) });
    const pull = await row.plug();
    await isState(bed, device, "ready");
    const before = far.receivedBytes();
    far.faultAfter(12, "stall");
    await print(`${device}-torn`, 900);
    await until(() => isOnPaper(far, `${device}-torn`), "lines of the torn job");
    await until(() => far.receivedBytes() > before + 8_000, "bytes of the torn job");
    await pull();
    await jobEnds(bed, `${device}-torn`, "lost");
    far.fault("reset");
    far.fault(null);
    const pullAgain = await row.plug();
    await isState(bed, device, "ready");
    await print(`${device}-next`, 3);
    await jobEnds(bed, `${device}-next`, "printed");
    assert.equal(row.hands.cameOut?.(`${device}-torn`), 0);
    assert.equal(row.hands.cameOut?.(`${device}-next`), 1);
    await pullAgain();
  });

const paperOut = (bed: Bed, { row, far }: Devices["raw"]): Promise<void> =>
  test(`${row.driver}: paper out mid-job blocks, heals and prints once`, async () => {
    const { gateway } = bed;
    const device = row.driver;
    const job = `${device}-paper`;
    const pull = await row.plug();
    await isState(bed, device, "ready");
    far.faultAfter(12, "paper_out");
    await gateway.send({ do: "print", device, job, attempt: 1, document: receipt(job, 300) });
    await jobEnds(bed, job, "blocked");
    far.fault(null);
    await jobEnds(bed, job, "printed");
    assert.equal(row.hands.cameOut?.(job), 1);
    await pull();
  });

const presented = (bed: Bed): number =>
  bed.gateway.events.filter(({ event }) => event === "card.presented").length;

const readerFaults = (bed: Bed, { row, reader }: Devices["card"]): Promise<void> =>
  test("pcsc-reader: reader pulled with a card on it, pcscd killed: the card is announced again", async () => {
    const lay = (): void => reader.lay(uidCard("04A1B2C3D4E5F6"));
    const pull = await row.plug();
    await isState(bed, row.driver, "ready");
    let seen = presented(bed);
    lay();
    await bed.gateway.until(() => presented(bed) === seen + 1, "the card");
    await pull();
    await isState(bed, row.driver, "absent");
    const pullAgain = await row.plug();
    await isState(bed, row.driver, "ready");
    seen = presented(bed);
    lay();
    await bed.gateway.until(() => presented(bed) === seen + 1, "the card on the same reader again");
    await bed.killPcscd();
    await isState(bed, row.driver, "absent");
    await bed.startPcscd();
    await bed.gateway.until(() => presented(bed) === seen + 2, "the card after pcscd's death");
    await pullAgain();
  });

const discovery = (rows: readonly Row[]): Promise<void> =>
  test("discovery: finds what is plugged in, with its driver and no tie", async () => {
    const plugged = rows.filter((row) =>
      ["escpos-file", "star-file", "pos-scanner"].includes(deviceOf(row)),
    );
    // one after the other: each takes a port that is free when it looks
    const pulls: (() => Promise<void>)[] = [];
    for (const row of plugged) pulls.push(await row.plug());
    const isFound = async (): Promise<boolean> => {
      const matches = matchDrivers((await detectDevices()).found);
      return plugged.every(({ driver }) => matches.some((match) => match.driver === driver));
    };
    for (let tries = 0; !(await isFound()); tries++) {
      const all = JSON.stringify(matchDrivers((await detectDevices()).found));
      assert(tries < 50, `not all were found: ${all}`);
    }
    for (const pull of pulls) await pull();
  });

const oneLife = (bed: Bed): Promise<void> =>
  test("the device host lived through all of it", async () => {
    assert.equal(bed.gateway.isClosed(), false);
    assert.equal(bed.host.child()?.exitCode, null);
    assert.equal((await bed.gateway.send({ do: "list" })).ok, true);
    const from = performance.now();
    await bed.host.stop();
    assert(performance.now() - from < 20_000, "the host does not end when told to");
  });

const main = async (): Promise<void> => {
  const devices = createDevices(channel);
  const { rows } = devices;
  const bed = await openBed(
    channel,
    rows.flatMap(({ named }) => named ?? []),
    configurationOf(rows),
  );
  for (const row of rows) await rowTest(bed, row);
  await pulledMidJob(bed, devices.file);
  await pulledMidJob(bed, devices.raw);
  await paperOut(bed, devices.raw);
  await readerFaults(bed, devices.card);
  await discovery(rows);
  await oneLife(bed);
  console.error(bed.words());
};

await main().catch((fault: unknown) =>
  test(`${only} the guest's tests run to their end`, () => Promise.reject(fault)),
);
await channel.say({ word: "end" });
process.exit(0);
