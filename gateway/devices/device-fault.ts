// The one error class of this room: a device, its host or the link to it failed.

export type DeviceFaultCode = "host_down" | "host_busy" | "no_answer" | "refused_by_host";

/** `retryable`: the same call may succeed when the device or its host is back. */
export class DeviceFault extends Error {
  readonly code: DeviceFaultCode;
  readonly retryable: boolean;

  constructor(code: DeviceFaultCode, message: string, retryable = true) {
    super(message);
    this.name = "DeviceFault";
    this.code = code;
    this.retryable = retryable;
  }
}

export const isDeviceFault = (error: unknown): error is DeviceFault => error instanceof DeviceFault;
