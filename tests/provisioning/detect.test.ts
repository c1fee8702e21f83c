// Detection over mocked stores: the kernel's tree of each is laid out by umockdev, and a process of ours looks at it
// as at a real one. What is sure is named, what is not is asked, and nothing is ever named wrongly.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { openSerial } from "../../drivers/ports/serial.ts";
import { askLines } from "../../provisioning/detect/ask-lines.ts";
import { namedDevice, type Proposal, roleNames } from "../../provisioning/detect/propose.ts";
import {
  type Bed,
  displayOnCable,
  idModuleOnCable,
  printerOnCable,
  scannerOnCable,
} from "../drivers/support/contract-beds.ts";
import { lacks } from "../support/parts.ts";
import { root } from "../support/sources.ts";
import { type Layout, layouts, type Plugged } from "./detect-layouts.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "tallygate-layouts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const busOf = (port: string): string => `usb${port.split("-")[0] ?? "1"}`;

/** A device and its nodes in umockdev's own format. */
const recordOf = (plugged: Plugged): string => {
  const [vendor, product] = plugged.ids.split(":");
  const [maker, model] = plugged.name;
  const path = `/devices/pci0000:00/${busOf(plugged.port)}/${plugged.port}`;
  const side = `${path}/${plugged.port}:1.0`;
  const hidName = `0003:${plugged.ids}.${plugged.port}`;
  const text = (name: string, value: string | undefined): string =>
    value === undefined || value === "" ? "" : `A: ${name}=${value}\\n\n`;
  const device = [
    `P: ${path}`,
    "E: DEVTYPE=usb_device",
    "E: SUBSYSTEM=usb",
    `A: idVendor=${vendor ?? ""}\\n`,
    `A: idProduct=${product ?? ""}\\n`,
    "A: bDeviceClass=00\\n",
    ...[text("manufacturer", maker), text("product", model), text("serial", plugged.serial)]
      .map((line) => line.trimEnd())
      .filter((line) => line !== ""),
    "",
    `P: ${side}`,
    "E: DEVTYPE=usb_interface",
    "E: SUBSYSTEM=usb",
    `A: bInterfaceClass=${plugged.class}\\n`,
    "",
  ];
  const nodes = (plugged.nodes ?? []).flatMap((node) => {
    const [subsystem = "", name = ""] = node.split(":");
    const page = plugged.usagePage ?? 1;
    const hex =
      page < 256
        ? `05${page.toString(16).padStart(2, "0")}0906A101`
        : `0600${(page >> 8).toString(16)}0901A101`;
    const hid = [`P: ${side}/${hidName}`, "E: SUBSYSTEM=hid", `H: report_descriptor=${hex}`, ""];
    const at = subsystem === "hidraw" ? `${side}/${hidName}` : side;
    const dev = subsystem === "usbmisc" ? `usb/${name}` : name;
    return [
      ...(subsystem === "hidraw" ? hid : []),
      `P: ${at}/${subsystem}/${name}`,
      `N: ${dev}`,
      `E: DEVNAME=/dev/${dev}`,
      `E: SUBSYSTEM=${subsystem}`,
      ...(subsystem === "hidraw" ? ["L: device=../.."] : []),
      "",
    ];
  });
  return [...device, ...nodes].join("\n");
};

const detected = async ({ plugged }: Layout, at: number): Promise<readonly Proposal[]> => {
  const file = join(folder, `${at}.umockdev`);
  const nothing = "P: /devices/none\nE: SUBSYSTEM=none\n";
  writeFileSync(file, plugged.length === 0 ? nothing : plugged.map(recordOf).join("\n"));
  const looking = join(root, "tests/provisioning/look-at-usb.ts");
  const line = plugged.find(({ behind }) => behind === "printer");
  const printer = line === undefined ? undefined : await printerOnCable("escpos-80")();
  const node = `/dev/${line?.nodes?.[0]?.split(":")[1] ?? ""}`;
  const ends = printer === undefined ? [] : [`${node}=${pathOf(printer)}`];
  const command = ["--device", file, "--", process.execPath, looking, ...ends];
  const { stdout } = await run("umockdev-run", command);
  await printer?.close();
  return JSON.parse(stdout);
};

const pathOf = ({ options }: Bed): string => String(Reflect.get(options, "path"));

const nameOf = (proposals: readonly Proposal[], port: string): string => {
  const one = proposals.find((proposal) => proposal.port === port);
  if (one === undefined) return "none";
  return one.confidence === "sure" ? (one.kind ?? "?") : "ask";
};

describe.skipIf(lacks("umockdev"))("what is plugged into a store", () => {
  test(
    "is named where it is sure, asked where it is not, never named wrongly",
    { timeout: 180_000 },
    async () => {
      expect(layouts.length).toBeGreaterThanOrEqual(20);
      const wrong: string[] = [];
      let named = 0;
      for (const [at, layout] of layouts.entries()) {
        const proposals = await detected(layout, at);
        for (const { port, is } of layout.plugged)
          if (nameOf(proposals, port) !== is)
            wrong.push(`${layout.store}, ${port}: ${nameOf(proposals, port)}, not ${is}`);
        if (proposals.every(({ confidence }) => confidence === "sure")) named += 1;
      }
      expect(wrong).toEqual([]);
      process.stdout.write(`named without a question: ${named} of ${layouts.length} stores\n`);
      expect(named / layouts.length).toBeGreaterThanOrEqual(0.95);
    },
  );
});

describe.skipIf(lacks("socat"))("a bare serial line that is asked", () => {
  const bare: Proposal = {
    port: "1-1",
    vendor: "1a86",
    product: "7523",
    name: "USB Serial",
    confidence: "choose",
    conflict: "ambiguous",
    path: "/dev/ttyUSB0",
    choices: ["escpos-serial", "serial-scanner", "line-display", "sam-id-reader"],
  };
  test.for([
    ["escpos-serial", printerOnCable("escpos-80"), 9_600],
    ["sam-id-reader", idModuleOnCable, 115_200],
    [undefined, scannerOnCable, undefined],
    [undefined, displayOnCable, undefined],
  ] as const)("is %s where that answers, and a question where nothing does", async (row) => {
    const [driver, plug, baudRate] = row;
    const bed = await plug();
    try {
      const path = pathOf(bed);
      const [told] = await askLines([bare], (at, nowMs) => openSerial({ ...at, path }, nowMs));
      expect(told?.driver).toBe(driver);
      expect(told?.options?.baudRate).toBe(baudRate);
      expect(told?.confidence).toBe(driver === undefined ? "choose" : "sure");
    } finally {
      await bed.close();
    }
  });
  test("that somebody else holds stays a question", async () => {
    expect(await askLines([{ ...bare, path: "/dev/tty-nowhere" }])).toMatchObject([
      { confidence: "choose" },
    ]);
  });
});

describe("the name of a device", () => {
  const one: Proposal = {
    port: "1-1.2",
    vendor: "04b8",
    product: "0e15",
    serial: "TCGX012345",
    name: "",
    confidence: "sure",
    choices: [],
  };
  test("goes by its serial number where that tells it from its like, else by its port", () => {
    expect(namedDevice("p", one, [one])).toMatchObject({ serial: "TCGX012345" });
    for (const serial of [undefined, "0000", "a b", "1"]) {
      const { serial: _, ...bare } = one;
      const other: Proposal = serial === undefined ? bare : { ...one, serial };
      expect(namedDevice("p", other, [other])).toMatchObject({ port: "1-1.2" });
    }
    expect(namedDevice("p", one, [one, { ...one, port: "1-1.3" }])).toMatchObject({
      port: "1-1.2",
    });
  });
  test("says what it is for, and counts", () => {
    expect(roleNames(["receipt-printer", "card-reader", "receipt-printer"])).toEqual([
      "till-printer",
      "till-reader",
      "till-printer-2",
    ]);
  });
});
