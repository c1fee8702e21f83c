// What the host does on each command of the gateway: one answer each, faults included.
import type { HostAnswer, HostCommand } from "./contract.ts";
import { DeviceFault, type Device } from "./driver.ts";
import type { DeviceTable } from "./device-table.ts";
import { LinkError } from "./ports/byte-link.ts";
import { speak } from "./speech/espeak.ts";
import { receiptSvg } from "./receipt-printer/receipt-bytes.ts";

const unsuited = (what: string): never => {
  throw new DeviceFault("unsuited", false, `this device cannot ${what}`);
};

/** The device's verb, bound; a device without it is unsuited. */
const verbOf = <K extends keyof Device>(device: Device, name: K): NonNullable<Device[K]> =>
  device[name] ?? unsuited(name);

const act = async (table: DeviceTable, command: HostCommand): Promise<unknown> => {
  switch (command.do) {
    case "list":
      return { devices: table.list() };
    case "preview": {
      const { document, device = "", columns = 48 } = command;
      const draw = table.find(device)?.preview;
      return { svg: draw?.(document) ?? receiptSvg(document, { columns }) };
    }
    case "speak":
      return speak(command);
    case "print": {
      const { job, attempt, document, copy } = command;
      const print = verbOf(table.get(command.device), "print");
      return print({ job, attempt, document, ...(copy === undefined ? {} : { copy }) });
    }
    case "cancel":
      verbOf(table.get(command.device), "cancel")(command.job);
      return {};
    case "drawer":
      await verbOf(table.get(command.device), "kick")(command.pin ?? 2);
      return {};
    case "display":
      await verbOf(table.get(command.device), "show")(command.lines);
      return {};
    case "beep":
      await verbOf(table.get(command.device), "beep")(command.pattern);
      return {};
    case "selfTest":
      return verbOf(table.get(command.device), "selfTest")(command.level);
    case "trace":
      table.get(command.device);
      return { pieces: table.trace(command.device, Date.now() - command.seconds * 1000) };
    case "tag":
      return verbOf(table.get(command.device), "tag")(command.order);
    case "sim":
      return verbOf(table.get(command.device), "sim")(command.verb);
  }
};

/** Never rejects for a fault of a device or a command; a bug still ends the process. */
export const answerCommand = async (
  table: DeviceTable,
  command: HostCommand,
): Promise<HostAnswer> => {
  try {
    const result = await act(table, command);
    return { id: command.id, ok: true, ...(result === undefined ? {} : { result }) };
  } catch (fault) {
    if (!(fault instanceof DeviceFault) && !(fault instanceof LinkError)) throw fault;
    const words = fault.message === fault.code ? fault.code : `${fault.code}: ${fault.message}`;
    return { id: command.id, ok: false, fault: words, retryable: fault.retryable };
  }
};
