// The queue over the real device host, its own process, printing on an ESC/POS printer behind real TCP.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startFarEndServer, type FarEndServer } from "../../../drivers/simulated/printer-server.ts";
import {
  createSimulatedPrinter,
  type SimulatedPrinter,
  type SimulatedPrinterOptions,
} from "../../../drivers/simulated/printer.ts";
import type { JobState } from "../../../gateway/devices/contract.ts";
import { layOutReceipt } from "../../../gateway/devices/receipt-layout.ts";
import { root } from "../../support/sources.ts";
import {
  clerk,
  createStoreRoom,
  receiptOf,
  until,
  type Life,
  type StoreRoom,
} from "./support/store-room.ts";

const printer = "lobby-printer";

let room: StoreRoom;
let life: Life;
let paper: SimulatedPrinter;
let tcp: FarEndServer;
let hosts: ChildProcess[];

const hostCommand = (): [string, ...string[]] => [
  process.execPath,
  join(root, "drivers/host.ts"),
  "--socket",
  room.socketPath,
  "--config",
  join(room.folder, "devices.json"),
];

/** A host of its own, that outlives the gateway; or (`supervised`) one that the gateway starts. */
const open = async (
  options: SimulatedPrinterOptions = {},
  { supervised = false, model = "epson-tm" } = {},
): Promise<void> => {
  paper = createSimulatedPrinter(options);
  tcp = await startFarEndServer(paper);
  const device = {
    device: printer,
    driver: "escpos-tcp",
    options: { host: "127.0.0.1", port: tcp.port, model },
  };
  writeFileSync(join(room.folder, "devices.json"), JSON.stringify({ devices: [device] }));
  if (!supervised) startHost();
  life = await room.begin(supervised ? { hostCommand: hostCommand() } : {});
  await until(() => life.hub.device(printer)?.state === "ready");
};

const startHost = (): ChildProcess => {
  const [program, ...args] = hostCommand();
  const host = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  hosts.push(host);
  return host;
};

/** kill -9 and a new one in its place. */
const replaceHost = async (): Promise<void> => {
  const host = hosts.at(-1);
  host?.kill("SIGKILL");
  if (host !== undefined) await once(host, "exit");
  startHost();
};

beforeEach(async () => {
  hosts = [];
  room = await createStoreRoom();
});

afterEach(async () => {
  await room[Symbol.asyncDispose]();
  for (const host of hosts) host.kill("SIGKILL");
  await tcp.stop();
});

const submit = async (key: string, text = key): Promise<string> => {
  const request = { printer, document: receiptOf(text), key, paramsHash: key, actor: clerk };
  const answer = await life.queue.submit(request);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.job;
};
const stateOf = (job: string): JobState | undefined => life.queue.get(job)?.state;
const reaches = (job: string, state: JobState): Promise<void> =>
  until(() => stateOf(job) === state);
const slips = (): readonly string[] =>
  paper
    .output()
    .slips.filter(({ cut }) => cut)
    .map(({ text }) => text.trim());

describe("a receipt", () => {
  test("comes out of a TCP printer in Chinese with the masked name and the count that is left", async () => {
    await open();
    const document = layOutReceipt(
      {
        receipt: "r_0123456789abcdef",
        kind: "punch",
        member: { name: "张*", number: "T000001" },
        rows: [{ label: "punch", text: "wash", before: 8, after: 7 }],
        at: "2024-01-10T10:00:00+08:00",
      },
      { lang: "zh-CN", shop: "牡丹酒店", moneyDecimals: { CNY: 2 }, nameOf: () => "洗衣" },
    );
    const answer = await life.queue.submit({ printer, document, actor: clerk });
    await reaches(answer.ok ? answer.value.job : "", "printed");
    expect(slips()).toHaveLength(1);
    for (const words of ["牡丹酒店", "张*", "洗衣", "8 → 7", "剩余 7"]) {
      expect(slips()[0]).toContain(words);
    }
    expect(life.hub.device(printer)?.confirms).toBe("full");
  });

  test("finds its printer although the host has not spoken since the gateway's start", async () => {
    await open();
    await life.close();
    hosts.pop()?.kill("SIGKILL");
    life = await room.begin();
    const known = life.hub.ownDevice({ station: "st_lobby", role: "kiosk" }, "receipt-printer");
    expect(known).toBe(printer);
    expect(life.hub.device(printer)).toMatchObject({ state: "absent", why: "host_down" });
    const job = await submit("before the host");
    expect(stateOf(job)).not.toBe("printed");
    startHost();
    await reaches(job, "printed");
    expect(slips()).toHaveLength(1);
  });

  test("does not wait for a printer that the store no longer has", async () => {
    await open();
    await life.close();
    hosts.pop()?.kill("SIGKILL");
    writeFileSync(join(room.folder, "devices.json"), JSON.stringify({ devices: [] }));
    life = await room.begin();
    expect(life.hub.list()).toHaveLength(1);
    startHost();
    await until(() => life.hub.list().length === 0);
    await life.close();
    life = await room.begin();
    expect(life.hub.list()).toEqual([]);
  });

  test("printed again is marked on paper", async () => {
    await open();
    const request = { printer, document: receiptOf("凭证"), receipt: "r_1", actor: clerk };
    for (const key of ["a", "b"]) await life.queue.submit({ ...request, key, paramsHash: key });
    await until(() => slips().length === 2);
    expect(slips()[0]).not.toContain("COPY");
    expect(slips()[1]).toContain("补打 COPY 1");
  });
});

test("a hundred jobs come out in the order they were taken", async () => {
  await open();
  const names = Array.from({ length: 100 }, (_, index) => `number ${index}`);
  await Promise.all(names.map((name) => submit(name)));
  await until(() => slips().length === 100);
  expect(slips()).toEqual(names);
});

test("a printer that takes everything and never says a word ends sent, not printed", async () => {
  await open({ answers: false }, { model: "escpos-blind" });
  const job = await submit("k1");
  await reaches(job, "sent");
  await until(() => slips().length === 1);
  expect(stateOf(job)).toBe("sent");
});

describe("paper out", () => {
  test("holds jobs over the deaths of host and gateway, and then prints them in order", async () => {
    await open();
    paper.fault("paper_out");
    await until(() => life.hub.device(printer)?.state === "blocked");
    const jobs = [await submit("first"), await submit("second"), await submit("third")];
    await reaches(jobs[0] ?? "", "blocked");
    expect(life.queue.get(jobs[0] ?? "")?.why).toBe("paper_out");
    await replaceHost();
    await life.kill();
    life = await room.begin();
    await until(() => life.hub.device(printer)?.state === "blocked");
    paper.fault(null);
    await reaches(jobs[2] ?? "", "printed");
    expect(slips()).toEqual(["first", "second", "third"]);
  });
});

describe("the host killed", () => {
  test("in the middle of a job leaves it uncertain, and the next one is printed", async () => {
    await open({ lineMs: 30, bufferBytes: 64 });
    const long = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n");
    const job = await submit("long", long);
    await until(() => paper.output().text.includes("line 3"));
    await replaceHost();
    await reaches(job, "uncertain");
    paper.fault("reset");
    const next = await submit("next");
    await reaches(next, "printed");
    await life.queue.resolve({ job, outcome: "reprint", actor: clerk });
    await reaches(job, "printed");
    expect(slips().at(-1)).toContain("补打 COPY 1");
  });

  test("is started again by the gateway, and nothing that waited is lost", async () => {
    await open({}, { supervised: true });
    const first = await submit("first");
    await reaches(first, "printed");
    const before = life.hostPid();
    paper.fault("cover_open");
    // known before the job begins: bytes that were on their way would leave it uncertain
    await until(() => life.hub.device(printer)?.state === "blocked");
    const second = await submit("second");
    await reaches(second, "blocked");
    process.kill(before ?? 0, "SIGKILL");
    await until(() => !life.link.isUp());
    paper.fault(null);
    await reaches(second, "printed");
    expect(life.hostPid()).not.toBe(before);
    expect(slips()).toEqual(["first", "second"]);
  });
});

test("a gateway that is stopped lets the job on the printer end, and starts no other", async () => {
  await open({ lineMs: 15 });
  const long = Array.from({ length: 20 }, (_, line) => `line ${line}`).join("\n");
  const job = await submit("long", long);
  const next = await submit("next");
  await until(() => paper.output().text.includes("line 3"));
  await life.close();
  expect(await room.store.sideRow("job", job)).toMatchObject({ state: "printed" });
  // a row that names no state is queued: only what is unusual is written down
  expect(await room.store.sideRow("job", next)).not.toHaveProperty("state");
  life = await room.begin();
  await reaches(next, "printed");
  expect(slips()).toHaveLength(2);
});

describe("the gateway killed", () => {
  test("in the middle of a job that the host goes on printing, learns that it was printed", async () => {
    await open({ lineMs: 15 });
    const long = Array.from({ length: 30 }, (_, line) => `line ${line}`).join("\n");
    const job = await submit("long", long);
    await until(() => paper.output().text.includes("line 3"));
    await life.kill();
    life = await room.begin();
    await reaches(job, "printed");
    expect(slips()).toHaveLength(1);
  });

  test("and the host with it, leaves what was out uncertain and what waited waiting", async () => {
    await open({ lineMs: 30, bufferBytes: 64 });
    const long = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n");
    const job = await submit("long", long);
    const next = await submit("next");
    await until(() => paper.output().text.includes("line 3"));
    await life.kill();
    await replaceHost();
    paper.fault("reset");
    life = await room.begin();
    await reaches(job, "uncertain");
    await reaches(next, "printed");
  });
});

test("two stations compete for the one simulated reader: the asked holder yields, each hears its own cards", async () => {
  writeFileSync(
    join(room.folder, "devices.json"),
    JSON.stringify({ devices: [{ device: "lobby-reader", driver: "simulated-reader" }] }),
  );
  tcp = await startFarEndServer(createSimulatedPrinter());
  startHost();
  life = await room.begin();
  const heard: string[] = [];
  life.on((event) => {
    if (event.topic === "card.presented") heard.push(`${event.to.station} ${event.uid}`);
  });
  const device = "lobby-reader";
  await until(() => life.hub.device(device)?.state === "ready");
  const first = { station: "st_1", role: "kiosk" };
  const second = { station: "st_2", role: "kiosk" };
  const claim = { device, mode: "exclusive", ttlMs: 30_000, waitMs: 100 } as const;
  expect((await life.hub.claim(first, claim)).ok).toBe(true);
  expect(life.hub.arm(first, { expect: ["card"], forMs: 30_000 }).ok).toBe(true);
  const tap = (uid: string) => life.hub.simulate(device, { verb: "present", uid });
  const lift = () => life.hub.simulate(device, { verb: "remove" });
  await tap("04000001");
  await until(() => heard.length === 1);
  await lift();
  expect((await life.hub.claim(second, claim)).ok).toBe(true);
  expect(life.hub.arm(second, { expect: ["card"], forMs: 30_000 }).ok).toBe(true);
  await tap("04000002");
  await until(() => heard.length === 2);
  expect(heard).toEqual(["st_1 04000001", "st_2 04000002"]);
});
