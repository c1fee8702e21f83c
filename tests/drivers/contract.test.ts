// One contract for every row of the driver table, on simulated far ends behind real lines; and on hardware:
// `TEST_DRIVER=escpos-file TEST_PORT=/dev/usb/lp0 TEST_MODEL=epson-tm npm test` (docs/DEVICES.md, "On your hardware").
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { driverOf, drivers } from "../../drivers/registry.ts";
import { lacks } from "../support/parts.ts";
import { keepsContract, type ContractBed } from "./support/contract.ts";
import {
  displayOnCable,
  hidTestbed,
  idModuleOnCable,
  plain,
  posReport,
  printerOnCable,
  printerOnTcp,
  samplePerson,
  scannerOnCable,
  typed,
  type Bed,
  type Hands,
} from "./support/contract-beds.ts";
import { startHostProcess, type HostConnection, type HostProcess } from "./support/host-process.ts";
import { startPcscd, uidCard, type Pcscd } from "./support/pcscd.ts";

/** Driver → its far end. Drivers that need a process of their own stand below. */
const rows: Readonly<Record<string, () => Promise<Bed>>> = {
  "escpos-tcp": printerOnTcp("epson-tm"),
  "escpos-serial": printerOnCable("escpos-80"),
  "escpos-file": printerOnCable("epson-tm"),
  "star-tcp": printerOnTcp("star-line-80"),
  "star-serial": printerOnCable("star-prnt-80"),
  "star-file": printerOnCable("star-line-80"),
  "serial-scanner": scannerOnCable,
  "line-display": displayOnCable,
  "sam-id-reader": idModuleOnCable,
  "drawer-by-printer": plain({ printer: "escpos-tcp" }),
  "simulated-reader": plain(),
  "simulated-printer": plain({ model: "star-prnt-58" }),
  "simulated-scanner": plain(),
  "simulated-display": plain(),
  "simulated-id-reader": plain(),
};
const hidRows: Readonly<Record<string, readonly Buffer[]>> = {
  "wedge-scanner": typed("6901234567892\n"),
  "pos-scanner": [posReport("]E0", "6901234567892")],
  "wedge-card-reader": typed(";6212345678901234=25121?\n"),
};
const pcscRow = "pcsc-reader";
/** Printers on a real USB bus: their contract is kept in the virtual machine (`npm run test:vm`). */
const busRows = ["escpos-usb", "star-usb"];

const bedOf = (gateway: HostConnection, device: string, hands: Hands): ContractBed => {
  const driver = driverOf(device);
  if (driver === undefined) throw new Error(`no driver ${device}`);
  return { gateway, device, driver: device, kind: driver.kind, ...hands };
};

/** The hands of a simulated device are its `sim` verbs. */
const simulatedHands = (gateway: HostConnection, device: string): Hands => {
  const sim = (verb: Parameters<typeof gateway.send>[0] & { do: "sim" }) => gateway.send(verb);
  const present = device === "simulated-id-reader" ? samplePerson.number : "04A1B2C3D4E5F6";
  return {
    lay: async () => {
      await sim({ do: "sim", device, verb: { verb: "present", uid: present } });
    },
    take: async () => {
      await sim({ do: "sim", device, verb: { verb: "remove" } });
    },
    scan: async (code) => {
      await sim({ do: "sim", device, verb: { verb: "scan", code } });
    },
    shown: async () => {
      const answer = await sim({ do: "sim", device, verb: { verb: "output" } });
      const result: unknown = answer.ok ? answer.result : undefined;
      return typeof result === "object" && result !== null && "text" in result
        ? String(result.text)
        : "";
    },
  };
};

test("every driver has a row in the contract, and no row is without a driver", () => {
  const covered = [...Object.keys(rows), ...Object.keys(hidRows), pcscRow, ...busRows];
  expect(covered.toSorted()).toEqual(drivers.map(({ id }) => id).toSorted());
});

describe.skipIf(lacks("socat"))("on sockets, serial lines, files and in simulation", () => {
  let host: HostProcess;
  let gateway: HostConnection;
  const beds = new Map<string, Bed>();

  beforeAll(async () => {
    for (const [driver, open] of Object.entries(rows)) beds.set(driver, await open());
    host = startHostProcess({
      devices: [...beds].map(([driver, { options }]) => ({ device: driver, driver, options })),
    });
    gateway = await host.connect();
  });
  afterAll(async () => {
    gateway.close();
    await host.close();
    for (const bed of beds.values()) await bed.close();
  });

  test.each(Object.keys(rows))("%s keeps the contract of its kind", async (driver) => {
    const own = beds.get(driver)?.hands ?? {};
    const isSimulated = driverOf(driver)?.transport === "simulated";
    const hands = isSimulated ? simulatedHands(gateway, driver) : own;
    await keepsContract(bedOf(gateway, driver, hands));
  });
});

describe.skipIf(lacks("umockdev"))("on hidraw nodes", () => {
  let host: HostProcess;
  let gateway: HostConnection;
  let testbed: ReturnType<typeof hidTestbed>;

  beforeAll(async () => {
    const reports = Object.values(hidRows);
    const nodes = reports.map((_report, at) => `hidraw${at}`);
    testbed = hidTestbed(Object.fromEntries(nodes.map((node, at) => [node, reports[at] ?? []])));
    host = startHostProcess({
      under: testbed.under,
      flags: ["--linger", "200"],
      devices: Object.keys(hidRows).map((driver, at) => ({
        device: driver,
        driver,
        options: { path: `/dev/hidraw${at}` },
      })),
    });
    gateway = await host.connect();
  });
  afterAll(async () => {
    gateway.close();
    await host.close();
    testbed.close();
  });

  test.each(Object.keys(hidRows))("%s keeps the contract of its kind", async (driver) => {
    await keepsContract(bedOf(gateway, driver, {}));
  });
});

describe.skipIf(lacks("pcscd", "vpcd"))("behind a real pcscd", () => {
  let pcscd: Pcscd;
  let host: HostProcess;
  let gateway: HostConnection;

  beforeAll(async () => {
    pcscd = await startPcscd();
    host = startHostProcess({
      env: { PCSCLITE_CSOCK_NAME: pcscd.socketPath },
      devices: [{ device: pcscRow, driver: pcscRow }],
    });
    gateway = await host.connect();
  });
  afterAll(async () => {
    gateway.close();
    await host.close();
    await pcscd.close();
  });

  test("pcsc-reader keeps the contract of its kind", async () => {
    let lift: () => void = () => undefined;
    await keepsContract(
      bedOf(gateway, pcscRow, {
        lay: async () => {
          ({ lift } = await pcscd.lay(uidCard("04A1B2C3D4E5F6")));
        },
        take: () => {
          lift();
          return Promise.resolve();
        },
      }),
    );
  });
});

/** `tcp:HOST[:PORT]`, `reader:NAME` or a path. */
const optionsOf = (port: string): object => {
  const [kind, name = "", number] = port.split(":");
  const model = process.env["TEST_MODEL"];
  const options = model === undefined ? {} : { model };
  if (kind === "tcp")
    return { ...options, host: name, ...(number === undefined ? {} : { port: Number(number) }) };
  if (kind === "reader") return { reader: name };
  return { ...options, path: port };
};

/** Without TEST_PORT there is no such test, so that none is passed over. */
const onHardware = (driver: string, port: string): void => {
  test(`${driver} at ${port} keeps the contract of its kind`, async () => {
    const host = startHostProcess({
      env: { PCSCLITE_CSOCK_NAME: process.env["PCSCLITE_CSOCK_NAME"] ?? "/run/pcscd/pcscd.comm" },
      devices: [{ device: driver, driver, options: optionsOf(port) }],
    });
    const gateway = await host.connect();
    console.log(`${driver}: lay a card and take it away, or scan a code, within 15 s`);
    await keepsContract(bedOf(gateway, driver, {}));
    gateway.close();
    await host.close();
  });
};

const { TEST_DRIVER: testDriver, TEST_PORT: testPort } = process.env;
if (testDriver !== undefined && testPort !== undefined) onHardware(testDriver, testPort);
