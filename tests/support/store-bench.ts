// A whole store with real ends: pcscd with a virtual reader, a TCP receipt printer, a gateway process, Chromium.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import { type FarEndServer, startFarEndServer } from "../../drivers/simulated/printer-server.ts";
import { createSimulatedPrinter, type SimulatedPrinter } from "../../drivers/simulated/printer.ts";
import { type Pcscd, startPcscd, uidCard } from "../drivers/support/pcscd.ts";
import { type GatewayProcess, startGatewayProcess } from "./gateway-process.ts";
import { connectAs, launchChromium, openPage, type OpenedPage } from "./pages.ts";

export const memberName = "王小明";
export const maskedName = "王**";
export const memberCard = "04A1F0E1D2C3B4";
export const memberPhone = "13912345678";

export interface StoreBench {
  readonly pcscd: Pcscd;
  readonly printer: SimulatedPrinter;
  readonly printerServer: FarEndServer;
  readonly browser: Browser;
  readonly desk: TallygateClient;
  /** the member's account, with 1,000.00 stored and a 10-punch card of this asset */
  readonly account: string;
  readonly asset: string;
  gateway(): GatewayProcess;
  /** kill -9 and a new process on the same data and the same port */
  restart(): Promise<void>;
  openKiosk(): Promise<OpenedPage>;
  /** process ids of the store's device host */
  hostPids(): Promise<readonly number[]>;
  /** lays the member's card on the reader for as long as the returned function is not called */
  tap(): Promise<() => void>;
  close(): Promise<void>;
}

const asset = "spa";

/** A member with a card, stored value and a punch card, made as a cashier makes them. */
const enrolMember = async (desk: TallygateClient): Promise<string> => {
  const { member } = await desk.call("member.enrol", {
    key: desk.newKey(),
    name: memberName,
    phone: memberPhone,
    consent: { rules: true, marketing: false },
  });
  const { account } = await desk.call("card.issue", {
    key: desk.newKey(),
    member,
    type: "standard",
    token: memberCard,
    firstTopUp: { amount: 100_000, tenders: [{ type: "cash", amount: 100_000 }] },
  });
  await desk.call("pass.sell", {
    key: desk.newKey(),
    account,
    pass: "spa10",
    tenders: [{ type: "cash", amount: 88_000 }],
  });
  return account;
};

/** Processes whose command line names these: the device host may outlive the gateway that started it. */
const processesNaming = async (...words: readonly string[]): Promise<readonly number[]> => {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return words.every((word) => line.includes(word)) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
};

/** `swift`: the virtual reader wakes pcscd at once, instead of being looked at every 400 ms. */
export const openStore = async ({ swift = false } = {}): Promise<StoreBench> => {
  const dir = mkdtempSync(join(tmpdir(), "tallygate-store-"));
  const pcscd = await startPcscd({ swift });
  const printer = createSimulatedPrinter();
  const printerServer = await startFarEndServer(printer);
  writeFileSync(
    join(dir, "devices.json"),
    JSON.stringify({
      devices: [
        { device: "lobby-reader", driver: "pcsc-reader" },
        {
          device: "lobby-printer",
          driver: "escpos-tcp",
          options: { host: "127.0.0.1", port: printerServer.port },
        },
        { device: "desk-reader", driver: "simulated-reader" },
        { device: "desk-printer", driver: "simulated-printer" },
      ],
    }),
  );
  const env = { PCSCLITE_CSOCK_NAME: pcscd.socketPath };
  let gateway = await startGatewayProcess({ dir, env });
  const { port } = new URL(gateway.simulated.url);
  const desk = connectAs(gateway, "test");
  const account = await enrolMember(desk);
  const browser = await launchChromium();
  const laid: (() => void)[] = [];
  return {
    pcscd,
    printer,
    printerServer,
    browser,
    desk,
    account,
    asset,
    gateway: () => gateway,
    restart: async () => {
      await gateway.kill();
      gateway = await startGatewayProcess({ dir, env, args: ["--port", port] });
    },
    openKiosk: async () => {
      const opened = await openPage(browser, { gateway, path: "kiosk", size: "standing" });
      await opened.page.locator("[data-screen=attract]").waitFor({ state: "attached" });
      await opened.page.locator("[data-screen=attract] .invite[data-reader=ready]").waitFor();
      return opened;
    },
    hostPids: () => processesNaming("drivers/host.ts", dir),
    tap: async () => {
      const card = await pcscd.lay(uidCard(memberCard));
      laid.push(card.lift);
      return card.lift;
    },
    close: async () => {
      desk.close();
      for (const lift of laid) lift();
      await browser.close();
      await gateway.stop();
      await printerServer.stop();
      await pcscd.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
