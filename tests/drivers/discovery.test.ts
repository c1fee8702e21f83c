// Discovery: the best fit by what is known for sure, ties and twins said aloud; and the doctor's findings.
import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import type { OpenLink } from "../../drivers/ports/byte-link.ts";
import { matchDrivers } from "../../drivers/discovery.ts";
import { examineDevices } from "../../drivers/doctor.ts";
import { detectDevices, type Found } from "../../drivers/ports/detect.ts";
import { driverOf, drivers } from "../../drivers/registry.ts";

const found = (given: Partial<Found> & Pick<Found, "transport">): Found => ({
  path: "/dev/x",
  name: "",
  ...given,
});

describe("a device that is plugged in", () => {
  test("is matched by vendor before name before transport", () => {
    const [epson, honeywell, named] = matchDrivers([
      found({ transport: "file", vendor: "04b8", product: "0202", serial: "1" }),
      found({ transport: "serial", vendor: "0c2e", product: "0901", name: "printer-like" }),
      found({ transport: "serial", vendor: "1234", product: "1", name: "QR Barcode Reader" }),
    ]);
    expect(epson).toMatchObject({ driver: "escpos-file", title: "Epson TM printer" });
    expect(honeywell).toMatchObject({ driver: "serial-scanner", title: "Honeywell scanner" });
    expect(named).toMatchObject({ driver: "serial-scanner" });
  });

  test("is a scanner in HID POS mode by its usage page, whatever its vendor", () => {
    const scanner = { transport: "hid", vendor: "0c2e", product: "0901" } as const;
    const [pos, wedge] = matchDrivers([
      found({ ...scanner, serial: "1", usagePage: 0x8c }),
      found({ ...scanner, serial: "2", usagePage: 1 }),
    ]);
    expect([pos?.driver, wedge?.driver]).toEqual(["pos-scanner", "wedge-scanner"]);
  });

  test("is left to a person when two drivers fit it equally", () => {
    const [match] = matchDrivers([found({ transport: "serial", name: "POS scanner" })]);
    expect(match?.driver).toBeUndefined();
    expect(match?.tie.toSorted()).toEqual(["escpos-serial", "serial-scanner"]);
  });

  test("is left alone when nothing knows it", () => {
    expect(
      matchDrivers([found({ transport: "hid", vendor: "046d", name: "USB Keyboard" })]),
    ).toEqual([expect.objectContaining({ tie: [] })]);
    expect(
      matchDrivers([found({ transport: "hid", name: "Keyboard" })])[0]?.driver,
    ).toBeUndefined();
  });

  test("is warned about when its twin has no serial number either", () => {
    const twin = found({ transport: "hid", vendor: "0c2e", product: "0901" });
    const matches = matchDrivers([twin, { ...twin, path: "/dev/y" }, { ...twin, serial: "7" }]);
    expect(matches.map((match) => match.warning !== undefined)).toEqual([true, true, false]);
  });

  test("is looked for on this machine without a crash", async () => {
    const { found: here, problems } = await detectDevices();
    for (const problem of problems) expect(problem).toMatch(/install/u);
    for (const match of matchDrivers(here))
      if (match.driver !== undefined) expect(driverOf(match.driver)).toBeDefined();
  });
});

describe("the driver table", () => {
  test("has one row for each id, and options that refuse what they do not know", () => {
    expect(new Set(drivers.map(({ id }) => id)).size).toBe(drivers.length);
    const context = {
      device: "x",
      nowMs: Date.now,
      emit: () => undefined,
      changed: () => undefined,
      log: () => undefined,
      sibling: () => undefined,
      recorded: (line: OpenLink) => line,
      pcsc: () => {
        throw new Error("not asked for");
      },
    };
    for (const driver of drivers)
      expect(() => driver.open({ unheardOf: 1 }, context), driver.id).toThrow(/options of driver/u);
  });
});

describe("the doctor", () => {
  test("gives a cure with everything that is wrong", async () => {
    const findings = await examineDevices();
    expect(findings.map(({ check }) => check)).toContain("pcscd");
    for (const { ok, cure } of findings) expect(ok || (cure ?? "").length > 10).toBe(true);
  });

  test("looks at each device of the store: its driver, its name, whether it is there and may be opened", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const tcp = (device: string, at: number) => ({
      device,
      driver: "escpos-tcp",
      options: { host: "127.0.0.1", port: at },
    });
    const examine = async () =>
      new Map(
        (
          await examineDevices([
            { device: "a", driver: "no-such-driver" },
            { device: "b", driver: "serial-scanner", options: { path: "/dev/ttyUSB99" } },
            { device: "c", driver: "escpos-file", options: { path: "/dev/null" } },
            tcp("d", port),
          ])
        ).map(({ check, ok }) => [check, ok]),
      );
    const found = await examine();
    expect(Object.fromEntries(found)).toMatchObject({
      "a: driver": false,
      "b: a name that stays": false,
      "b: /dev/ttyUSB99": false,
      "c: a name that stays": true,
      "c: /dev/null": true,
      [`d: 127.0.0.1:${port}`]: true,
    });
    const closed = once(server, "close");
    server.close();
    await closed;
    expect((await examine()).get(`d: 127.0.0.1:${port}`)).toBe(false);
  });
});
