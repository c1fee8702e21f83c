// A HID device on the bus: interrupt IN reports, with the descriptor that says what they mean.
import { standardAnswers, type Names } from "./descriptors.ts";
import type { UsbDevice } from "./usbip.ts";

const reportPipe = 1;
const hid = 0x21;
const report = 0x22;

export interface UsbHid {
  readonly device: UsbDevice;
  readonly send: (report: Buffer) => void;
}

export const usbHid = (names: Names, descriptor: Buffer): UsbHid => {
  const own = Buffer.of(9, hid, 0x11, 1, 0, 1, report, descriptor.length, 0);
  const endpoints = [{ address: 0x80 | reportPipe, type: "interrupt" }] as const;
  const interfaces = [{ class: [3, 0, 0], extra: own, endpoints }] as const;
  const standard = standardAnswers({ ...names, speed: "full", interfaces });
  let give: (endpoint: number, bytes: Buffer) => void = () => undefined;
  return {
    send: (bytes) => give(reportPipe, bytes),
    device: {
      speed: "full",
      control: (setup) => {
        if (setup.request === 6 && setup.value >> 8 === report) return descriptor;
        return standard(setup) ?? Buffer.alloc(0);
      },
      out: () => Promise.resolve(),
      plugged: (say) => {
        give = say;
      },
      pulled: () => {
        give = () => undefined;
      },
    },
  };
};
