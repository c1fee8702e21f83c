// Two printers with one role: the second prints what the first cannot, by itself, in order and once.
import { afterEach, beforeEach, expect, test } from "vitest";
import { createScriptedHost, type Paper, type ScriptedHost } from "./support/scripted-host.ts";
import {
  clerk,
  createStoreRoom,
  receiptOf,
  type Life,
  type StoreRoom,
} from "./support/store-room.ts";
import { createVirtualTime, type VirtualTime } from "./support/virtual-time.ts";

const [first, spare, other] = ["lobby-printer", "lobby-printer-2", "desk-printer"];

let room: StoreRoom;
let host: ScriptedHost;
let life: Life;
let time: VirtualTime;
let paper: Paper;

beforeEach(async () => {
  time = createVirtualTime();
  room = await createStoreRoom(time.during);
  paper = { slips: [] };
  host = createScriptedHost({
    socketPath: room.socketPath,
    stir: time.stir,
    printers: [first, spare, other],
    roles: { [spare]: first },
    paper,
  });
  await time.run(async () => {
    await host.start();
    life = await room.begin();
    await until(() => life.link.isUp());
  });
});

afterEach(async () => {
  host.kill();
  await time.run(async () => room[Symbol.asyncDispose]());
  time[Symbol.dispose]();
});

const until = (isSo: () => boolean): Promise<void> => time.until(isSo, () => isSo.toString());

const submit = async (key: string): Promise<string> => {
  const request = { printer: first, document: receiptOf(key), key, paramsHash: key, actor: clerk };
  const answer = await life.queue.submit(request);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.job;
};
const isBlocked = (job: string) => until(() => life.queue.get(job)?.state === "blocked");
const isPrinted = (job: string) => until(() => life.queue.get(job)?.state === "printed");

test("what waits at a blocked printer comes out of its twin after a while, and nowhere before", () =>
  time.run(async () => {
    host.block(first, "paper_out");
    await until(() => life.hub.device(first)?.state === "blocked");
    const jobs = [await submit("k1"), await submit("k2"), await submit("k3")];
    await isBlocked(jobs[0] ?? "");
    expect(life.queue.get(jobs[0] ?? "")?.otherPrinter).toBe(spare);
    await time.pass(7_000);
    expect(paper.slips).toEqual([]);
    await time.pass(2_000);
    await isPrinted(jobs[2] ?? "");
    expect(paper.slips.map(({ job, printer }) => [job, printer])).toEqual(
      jobs.map((job) => [job, spare]),
    );
    host.heal(first);
    const after = await submit("k4");
    await isPrinted(after);
    expect(paper.slips.at(-1)).toMatchObject({ job: after, printer: first, copy: 0 });
    expect(paper.slips).toHaveLength(4);
  }));

test("a printer of another role is offered, and prints nothing by itself", () =>
  time.run(async () => {
    host.block(first, "cover_open");
    host.block(spare, "paper_out");
    await until(() => life.hub.device(spare)?.state === "blocked");
    const job = await submit("k1");
    await isBlocked(job);
    await time.pass(60_000);
    expect(life.queue.get(job)).toMatchObject({ printer: first, otherPrinter: other });
    expect(paper.slips).toEqual([]);
    host.heal(spare);
    await until(() => life.hub.device(spare)?.state === "ready");
    await time.pass(9_000);
    await isPrinted(job);
    expect(paper.slips).toMatchObject([{ job, printer: spare }]);
  }));
