// A device that is a file of the kernel (/dev/usb/lp0): written and read as it is, without buffers of ours.
import { open, type FileHandle } from "node:fs/promises";
import { constants } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { LinkError, type OpenLink } from "./byte-link.ts";

export interface DeviceFileOptions {
  readonly path: string;
}

/** How often a file that had nothing to say, or no room, is tried again. */
const againMs = 20;
const readBytes = 256;

const codeOf = (fault: unknown): string =>
  fault instanceof Error && "code" in fault ? String(fault.code) : "";
const isAgain = (fault: unknown): boolean => codeOf(fault) === "EAGAIN";

const asLinkError = (fault: unknown): LinkError =>
  new LinkError(fault instanceof Error ? fault.message : String(fault), { cause: fault });

/** Reads what the device says until it is gone. Non-blocking, so that no thread of the pool is ever stuck in it. */
const listen = async (
  file: FileHandle,
  heard: (bytes: Uint8Array) => void,
  isOver: () => boolean,
): Promise<void> => {
  while (!isOver()) {
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(readBytes), 0, readBytes, null);
      if (bytesRead > 0) heard(buffer.subarray(0, bytesRead));
      // usblp answers 0 bytes while the printer is silent.
      else await sleep(againMs);
    } catch (fault) {
      if (!isAgain(fault)) throw fault;
      await sleep(againMs);
    }
  }
};

export const openDeviceFile =
  ({ path }: DeviceFileOptions, nowMs: () => number): OpenLink =>
  async (on) => {
    const flags = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY;
    const file = await open(path, flags).catch((fault: unknown) => {
      throw asLinkError(fault);
    });
    let over = false;
    const end = (fault?: LinkError): void => {
      if (over) return;
      over = true;
      file.close().catch(() => undefined);
      on.closed(fault);
    };
    listen(
      file,
      (bytes) => on.bytes(bytes, nowMs()),
      () => over,
    ).catch((fault: unknown) => end(asLinkError(fault)));

    const write = async (bytes: Uint8Array): Promise<void> => {
      for (let at = 0; at < bytes.length;) {
        if (over) throw new LinkError("the device is closed");
        try {
          at += (await file.write(bytes, at, bytes.length - at, null)).bytesWritten;
        } catch (fault) {
          if (!isAgain(fault)) {
            end(asLinkError(fault));
            throw asLinkError(fault);
          }
          await sleep(againMs);
        }
      }
    };
    return { write, close: () => end() };
  };
