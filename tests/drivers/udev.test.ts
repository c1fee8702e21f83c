// The rules made from the driver table, read and followed by the real udev on devices that umockdev plays.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { drivers } from "../../drivers/registry.ts";
import { modprobeRules, rivalModules, udevRules, type NamedDevice } from "../../drivers/udev.ts";
import { lacks } from "../support/parts.ts";

const scanner = { vendor: "0c2e", product: "0901" } as const;

describe("the rules of a store", () => {
  test("let the device host at every vendor of the table, and keep wedges from the desktop", () => {
    const rules = udevRules();
    for (const { transport, hints = [] } of drivers)
      for (const { vendor } of hints)
        if (vendor !== undefined && transport !== "pcsc")
          expect(rules).toContain(`ATTRS{idVendor}=="${vendor}", GROUP="tallygate-dev"`);
    expect(rules).toContain('ATTRS{idVendor}=="0801", ENV{LIBINPUT_IGNORE_DEVICE}="1"');
  });

  test.each<readonly [string, readonly NamedDevice[]]>([
    [
      "two alike that nothing tells apart",
      [
        { name: "a", ...scanner },
        { name: "b", ...scanner },
      ],
    ],
    [
      "two by the same serial",
      [
        { name: "a", ...scanner, serial: "1" },
        { name: "b", ...scanner, serial: "1" },
      ],
    ],
    ["a name that is a rule", [{ name: 'x", RUN+="sh', ...scanner }]],
    ["a serial that is a rule", [{ name: "a", ...scanner, serial: '1", OWNER="0' }]],
    ["an id that is none", [{ name: "a", vendor: "0C2E", product: "0901" }]],
  ])("are not made for %s", (_what, named) => {
    expect(() => udevRules(named)).toThrow(/^[abx]/u);
  });

  test("name the modules that must stay away", () => {
    for (const module of Object.keys(rivalModules))
      expect(modprobeRules()).toContain(`blacklist ${module}\n`);
  });
});

const usb = "/devices/pci0000:00/0000:00:14.0/usb1";

interface Played {
  readonly port: string;
  readonly vendor: string;
  readonly serial: string;
  readonly node: string;
  readonly subsystem: string;
}

const played = {
  serial: { port: "1-1", vendor: "0c2e", serial: "S1", node: "ttyUSB0", subsystem: "tty" },
  hid: { port: "1-2", vendor: "0c2e", serial: "S2", node: "hidraw7", subsystem: "hidraw" },
  hiddev: { port: "1-2", vendor: "0c2e", serial: "S2", node: "usb/hiddev0", subsystem: "usbmisc" },
  printer: { port: "1-3", vendor: "1234", serial: "P", node: "usb/lp0", subsystem: "usbmisc" },
  keyboard: { port: "1-4", vendor: "046d", serial: "K", node: "hidraw8", subsystem: "hidraw" },
} as const satisfies Record<string, Played>;

const pathOf = ({ port, node, subsystem }: Played): string =>
  `${usb}/${port}/${port}:1.0/${subsystem}/${node.split("/").at(-1) ?? ""}`;

const testbed = Object.values<Played>(played)
  .flatMap((device, at, all) => [
    // nodes of one device hang on the same port
    ...(all.findIndex(({ port }) => port === device.port) === at
      ? [
          `P: ${usb}/${device.port}`,
          "E: SUBSYSTEM=usb",
          "E: DEVTYPE=usb_device",
          `A: idVendor=${device.vendor}`,
          "A: idProduct=0901",
          `A: serial=${device.serial}`,
          "",
        ]
      : []),
    `P: ${pathOf(device)}`,
    `N: ${device.node}`,
    `E: DEVNAME=/dev/${device.node}`,
    `E: SUBSYSTEM=${device.subsystem}`,
    "E: MAJOR=188",
    `E: MINOR=${at}`,
    `A: dev=188:${at}`,
    "",
  ])
  .join("\n");

describe.skipIf(lacks("umockdev", "udev"))("followed by udev", () => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-udev-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What udev says of a device under these rules, in namespaces whose /run and /dev are its own. */
  const said = (device: Played, named: readonly NamedDevice[] = []): string => {
    writeFileSync(join(folder, "70-tallygate.rules"), udevRules(named, { group: "dialout" }));
    writeFileSync(join(folder, "testbed.umockdev"), `${testbed}\n`);
    const script = [
      "set -e",
      `mkdir -p "${folder}/dev/pts"`,
      `cp -a /dev/null /dev/zero /dev/urandom /dev/random /dev/ptmx "${folder}/dev"`,
      `mount --bind /dev/pts "${folder}/dev/pts"`,
      `mount --rbind "${folder}/dev" /dev`,
      "mount -t tmpfs none /run && mkdir -p /run/udev/rules.d",
      `cp "${folder}/70-tallygate.rules" /run/udev/rules.d`,
      `exec umockdev-run -d "${folder}/testbed.umockdev" -- udevadm test -a add /sys${pathOf(device)} 2>&1`,
    ].join("\n");
    const namespace = process.getuid?.() === 0 ? ["-m"] : ["-rm"];
    return execFileSync("unshare", [...namespace, "sh", "-c", script], { encoding: "utf8" });
  };
  const ours = (text: string): readonly string[] =>
    text.split("\n").filter((line) => line.includes("rules.d/70-tallygate.rules"));

  test("a scanner belongs to the device host and keeps its name", () => {
    const text = said(played.serial, [
      { name: "desk-scanner", ...scanner, serial: "S1" },
      { name: "lobby-scanner", ...scanner, port: "1-2" },
    ]);
    expect(text).toContain("Reading rules file: /run/udev/rules.d/70-tallygate.rules");
    expect(ours(text).some((line) => /GROUP \d+$/u.test(line))).toBe(true);
    expect(ours(text).some((line) => line.endsWith("MODE 0660"))).toBe(true);
    expect(text).toContain("DEVLINKS=/dev/tallygate/desk-scanner\n");
    expect(ours(text).filter((line) => /invalid|unknown|ignor/iu.test(line))).toEqual([]);
  });

  test("its twin without a serial of its own is told by its port", () => {
    const text = said(played.hid, [
      { name: "desk-scanner", ...scanner, serial: "S1" },
      { name: "lobby-scanner", ...scanner, port: "1-2" },
    ]);
    expect(text).toContain("DEVLINKS=/dev/tallygate/lobby-scanner\n");
  });

  test("the name is hidraw's alone: the kernel's other node of the same scanner gets none", () => {
    const named = [{ name: "lobby-scanner", ...scanner, port: "1-2" }];
    expect(said(played.hid, named)).toContain("DEVLINKS=/dev/tallygate/lobby-scanner\n");
    expect(said(played.hiddev, named)).not.toContain("lobby-scanner\n");
  });

  test("a printer of any make is opened up; a keyboard is left alone", () => {
    expect(ours(said(played.printer)).some((line) => line.endsWith("MODE 0660"))).toBe(true);
    expect(ours(said(played.keyboard)).filter((line) => !line.startsWith("Reading"))).toEqual([]);
  });
});
