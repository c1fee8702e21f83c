// Gadgets of the kernel's own on dummy_hcd: both ends of the bus are drivers of Linux, set up by configfs, and only
// what lies behind the far one is played: https://docs.kernel.org/usb/gadget_configfs.html.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FarEnd } from "../../../drivers/ports/byte-link.ts";
import type { Names } from "./descriptors.ts";

const lookMs = 20;
const configuredTries = 3_000;
const gadgets = "/sys/kernel/config/usb_gadget";

export interface Gadget {
  readonly names: Names;
  /** which of the kernel's functions it has: `usb_f_<kind>` */
  readonly kind: "acm" | "hid" | "printer";
  /** attributes of that function */
  readonly settings: Readonly<Record<string, string | Buffer>>;
  /** number of the emulated controller on which it alone hangs */
  readonly controller: number;
}

/** Sets a gadget up, unplugged. Its function's node (`/dev/hidg0` …) is there from now on. */
const setUp = ({ names, kind, settings }: Gadget): string => {
  const folder = join(gadgets, `${kind}-${names.product}`);
  const strings = join(folder, "strings/0x409");
  const own = join(folder, `functions/${kind}.0`);
  for (const path of [strings, own, join(folder, "configs/c.1")])
    mkdirSync(path, { recursive: true });
  const facts = { idVendor: names.vendor, idProduct: names.product, bcdUSB: 0x0200 };
  for (const [name, value] of Object.entries(facts)) writeFileSync(join(folder, name), `${value}`);
  writeFileSync(join(strings, "manufacturer"), names.maker);
  writeFileSync(join(strings, "product"), names.name);
  writeFileSync(join(strings, "serialnumber"), names.serial ?? "");
  for (const [name, value] of Object.entries(settings)) writeFileSync(join(own, name), value);
  symlinkSync(own, join(folder, "configs/c.1", `${kind}.0`));
  return folder;
};

/** What lies behind the function's node, while the gadget is plugged in; the function it returns ends it. */
type Behind = () => Promise<() => Promise<void>>;

/** Until the host's side has chosen its configuration: before that its function's node says "no such device". */
const untilConfigured = async (controller: number): Promise<void> => {
  const state = `/sys/class/udc/dummy_udc.${controller}/state`;
  for (let tries = 0; readFileSync(state, "utf8").trim() !== "configured"; tries++) {
    if (tries > configuredTries) throw new Error(`dummy_udc.${controller} is not configured`);
    await sleep(lookMs);
  }
};

/** How a gadget is plugged in; pulled out by the function that resolves from it. */
export const plugGadget = (gadget: Gadget, behind: Behind): Behind => {
  let folder: string | undefined;
  return async () => {
    folder ??= setUp(gadget);
    const controller = join(folder, "UDC");
    writeFileSync(controller, `dummy_udc.${gadget.controller}`);
    await untilConfigured(gadget.controller);
    const end = await behind();
    return async () => {
      writeFileSync(controller, "\n");
      await end();
    };
  };
};

/** A far end of ours behind a node that carries bytes both ways. `mode`: as socat says it, for a line. */
export const farEndAt =
  (node: string, far: FarEnd, mode = ""): Behind =>
  async () => {
    const relay = spawn("socat", [`OPEN:${node},nonblock${mode}`, "STDIO"], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const gone = once(relay, "exit");
    await once(relay, "spawn");
    relay.stdin.on("error", () => undefined);
    const link = far.connect({
      deliver: (bytes) => void relay.stdin.write(bytes),
      drop: () => undefined,
    });
    const carry = async (): Promise<void> => {
      for await (const bytes of relay.stdout)
        if (bytes instanceof Buffer) await link.receive(bytes);
    };
    const carried = carry().catch(() => undefined);
    return async () => {
      link.gone();
      relay.kill();
      await Promise.all([gone, carried]);
    };
  };

/** Reports that go out by a node of the HID function. */
export const createReports = (node: string) => {
  let write: (report: Buffer) => Promise<void> = () =>
    Promise.reject(new Error(`${node} is not plugged in`));
  const behind: Behind = async () => {
    const file = await open(node, "r+");
    write = async (report) => void (await file.write(report));
    return () => file.close();
  };
  return { behind, send: (report: Buffer): Promise<void> => write(report) };
};
