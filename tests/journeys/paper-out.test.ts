// Paper runs out while guests wait, and then the gateway is killed as by a power cut: after both have been
// cured, every receipt comes out once and in order. Real processes, a printer behind real TCP.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startFarEndServer, type FarEndServer } from "../../drivers/simulated/printer-server.ts";
import { createSimulatedPrinter, type SimulatedPrinter } from "../../drivers/simulated/printer.ts";
import { startGatewayProcess, type GatewayProcess } from "../support/gateway-process.ts";

const device = "desk-printer";

let dir: string;
let paper: SimulatedPrinter;
let tcp: FarEndServer;
let gateway: GatewayProcess;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "tallygate-paper-"));
  paper = createSimulatedPrinter();
  tcp = await startFarEndServer(paper);
  const options = { host: "127.0.0.1", port: tcp.port, model: "epson-tm" };
  const devices = [{ device, driver: "escpos-tcp", options }];
  writeFileSync(join(dir, "devices.json"), JSON.stringify({ devices }));
  gateway = await startGatewayProcess({ dir });
});

afterEach(async () => {
  await gateway.stop();
  await tcp.stop();
  rmSync(dir, { recursive: true, force: true });
});

const call = async (method: string, params: object): Promise<Record<string, unknown>> => {
  const { url, tokens } = gateway.simulated;
  const response = await fetch(`${url}/rpc`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${tokens.test}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = JSON.parse(await response.text());
  if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
  return result;
};

const submit = (key: string, text: string): Promise<Record<string, unknown>> => {
  const document = {
    kind: "receipt",
    lang: "zh-CN",
    blocks: [{ kind: "text", text }, { kind: "cut" }],
  };
  return call("print.submit", { key, to: device, document });
};

const reaches = async (job: unknown, state: string): Promise<Record<string, unknown>> => {
  for (;;) {
    const view = await call("print.get", { job });
    if (view["state"] === state) return view;
    await wait(20);
  }
};

const slips = (): readonly string[] =>
  paper
    .output()
    .slips.filter(({ cut }) => cut)
    .map(({ text }) => text.trim());

test("receipts that waited for paper when the gateway was killed come out once and in order", async () => {
  const before = await submit("k0", "零号小票");
  await reaches(before["job"], "printed");
  paper.fault("paper_out");
  const first = await submit("k1", "一号小票");
  const second = await submit("k2", "二号小票");
  expect(await reaches(first["job"], "blocked")).toMatchObject({ why: "paper_out" });
  await gateway.kill();
  gateway = await gateway.again();
  expect(await reaches(first["job"], "blocked")).toMatchObject({ why: "paper_out" });
  // The page sends again what it has no answer for: the same job, still waiting.
  expect(await submit("k2", "二号小票")).toMatchObject({ job: second["job"], replay: true });
  paper.fault(null);
  await reaches(second["job"], "printed");
  expect(slips()).toEqual(["零号小票", "一号小票", "二号小票"]);
});

test("a receipt on the printer when the gateway is killed is never printed twice without a mark", async () => {
  paper.faultAfter(3, "paper_out");
  const text = Array.from({ length: 8 }, (_, line) => `第 ${line} 行`).join("\n");
  const { job } = await submit("long", text);
  await reaches(job, "blocked");
  await gateway.kill();
  gateway = await gateway.again();
  paper.fault(null);
  // The device host outlived the gateway and knows the job: it goes on where the paper ended.
  await reaches(job, "printed");
  expect(slips()).toHaveLength(1);
  expect(slips()[0]).toContain("第 7 行");
});
