// The visit's self-test end to end: a ticket printed on a network printer, looked at as a picture, and its code held
// before the store's own scanner. The step passes for the code on the paper and for no other.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeQR } from "qr/decode.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadRaster } from "../../drivers/ports/raster.ts";
import { paperSvg } from "../../drivers/simulated/paper-picture.ts";
import { type FarEndServer, startFarEndServer } from "../../drivers/simulated/printer-server.ts";
import { createSimulatedPrinter } from "../../drivers/simulated/printer.ts";
import { testStep } from "../../provisioning/init/devices-steps.ts";
import type { StepContext, StepResult } from "../../provisioning/init/visit.ts";
import { openMachine } from "../../provisioning/machine.ts";
import { type GatewayProcess, startGatewayProcess } from "../support/gateway-process.ts";
import { connectAs } from "../support/pages.ts";
import { pixelsOf } from "../support/png-pixels.ts";

describe("the self-test of a visit", { timeout: 120_000 }, () => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-ticket-"));
  const printer = createSimulatedPrinter();
  let server: FarEndServer;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    server = await startFarEndServer(printer);
    const devices = [
      {
        device: "till-printer",
        driver: "escpos-tcp",
        options: { host: "127.0.0.1", port: server.port },
      },
      { device: "till-scanner", driver: "simulated-scanner" },
    ];
    const configuration = JSON.stringify({ devices });
    writeFileSync(join(dir, "devices.json"), configuration);
    mkdirSync(join(dir, "etc/tallygate"), { recursive: true });
    writeFileSync(join(dir, "etc/tallygate/devices.json"), configuration);
    gateway = await startGatewayProcess({ dir });
    // the command's own station, paired before
    writeFileSync(join(dir, "credentials/console"), gateway.simulated.tokens.technician);
  }, 60_000);
  afterAll(async () => {
    await gateway?.stop();
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  /** What a scanner reads off the newest slip, drawn as it lies there. */
  const codeOnPaper = async (): Promise<string> => {
    const slip = printer.output().slips.at(-1);
    const svg = paperSvg(slip === undefined ? [] : [slip], printer.columns);
    return decodeQR(pixelsOf(Buffer.from(await (await loadRaster()).png(svg))));
  };

  const visited = async (scan: (printed: string) => string): Promise<StepResult> => {
    const hands = connectAs(gateway, "test");
    const said: string[] = [];
    const answers: Readonly<Record<string, string>> = { manager: "1002", "manager.pin": "5678" };
    const context: StepContext = {
      machine: openMachine({ root: dir, data: dir, door: gateway.simulated.url }),
      bundle: undefined,
      prompter: { asked: () => 0, ask: (id) => Promise.resolve(answers[id] ?? "") },
      tell: ({ en }) => {
        said.push(en);
        if (!en.startsWith("Scan the ticket")) return;
        void codeOnPaper().then(async (printed) => {
          expect(printed).toMatch(/^TG-VISIT-\d{6}$/u);
          await hands.call("sim.scan", { device: "till-scanner", code: scan(printed) });
        });
      },
    };
    try {
      return await testStep.run(context);
    } finally {
      hands.close();
    }
  };

  test("passes once the scanner has read the code that is on the paper", async () => {
    expect(await visited((printed) => printed)).toMatchObject({
      state: "passed",
      facts: { devices: { "till-printer": "printed, read back", "till-scanner": "ready" } },
    });
  });

  test("leaves the scanner to the next who asks", async () => {
    const till = connectAs(gateway, "cashier");
    try {
      await till.call("device.claim", { device: "till-scanner", mode: "exclusive", ttlMs: 1_000 });
    } finally {
      till.close();
    }
  });

  test("fails for yesterday's ticket", async () => {
    const last = await codeOnPaper();
    expect(await visited(() => last)).toMatchObject({ state: "failed", code: "other_ticket" });
  });
});
