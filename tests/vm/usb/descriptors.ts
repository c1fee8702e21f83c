// What a USB device says of itself on endpoint 0 (USB 2.0, chapter 9), from a short description.
import type { Setup } from "./usbip.ts";

export interface Endpoint {
  /** with bit 7 for IN */
  readonly address: number;
  readonly type: "bulk" | "interrupt";
}

export interface Interface {
  readonly class: readonly [number, number, number];
  readonly endpoints: readonly Endpoint[];
  /** class descriptors that stand behind the interface's own */
  readonly extra?: Buffer;
}

export interface Identity {
  readonly vendor: number;
  readonly product: number;
  readonly maker: string;
  readonly name: string;
  /** absent: it has no serial number, as cheap devices have none */
  readonly serial?: string;
  /** of its firmware, as in bcdDevice; absent: 1.00 */
  readonly version?: number;
  readonly speed: "full" | "high";
  readonly interfaces: readonly Interface[];
}

/** What the maker has written on it. */
export type Names = Omit<Identity, "interfaces" | "speed">;

const packetBytes = {
  full: { bulk: 64, interrupt: 64 },
  high: { bulk: 512, interrupt: 64 },
} as const;
const types = { bulk: 2, interrupt: 3 } as const;

const deviceOf = ({ vendor, product, serial, version, interfaces }: Identity): Buffer => {
  const bytes = Buffer.alloc(18);
  // A device of several interfaces names no class of its own but "communication" where the first is one.
  const communication = interfaces[0]?.class[0] === 2 ? 2 : 0;
  bytes.set([18, 1, 0, 2, communication, 0, 0, 64]);
  bytes.writeUInt16LE(vendor, 8);
  bytes.writeUInt16LE(product, 10);
  bytes.writeUInt16LE(version ?? 0x0100, 12);
  bytes.set([1, 2, serial === undefined ? 0 : 3, 1], 14);
  return bytes;
};

const endpointOf = ({ address, type }: Endpoint, speed: Identity["speed"]): Buffer => {
  const size = packetBytes[speed][type];
  return Buffer.of(7, 5, address, types[type], size & 0xff, size >> 8, 4);
};

const configurationOf = ({ interfaces, speed }: Identity): Buffer => {
  const body = Buffer.concat(
    interfaces.flatMap((one, number) => [
      Buffer.of(9, 4, number, 0, one.endpoints.length, ...one.class, 0),
      one.extra ?? Buffer.alloc(0),
      ...one.endpoints.map((endpoint) => endpointOf(endpoint, speed)),
    ]),
  );
  const head = Buffer.of(9, 2, 0, 0, interfaces.length, 1, 0, 0x80, 50);
  head.writeUInt16LE(head.length + body.length, 2);
  return Buffer.concat([head, body]);
};

const textOf = (text: string): Buffer => {
  const body = Buffer.from(text, "utf16le");
  return Buffer.concat([Buffer.of(body.length + 2, 3), body]);
};

const qualifier = Buffer.of(10, 6, 0, 2, 0, 0, 0, 64, 1, 0);

/** Answers the standard requests; undefined for every other. */
export const standardAnswers = (identity: Identity): ((setup: Setup) => Buffer | undefined) => {
  const { maker, name, serial = "" } = identity;
  const texts = [Buffer.of(4, 3, 9, 4), textOf(maker), textOf(name), textOf(serial)];
  const descriptor = (value: number): Buffer | undefined => {
    switch (value >> 8) {
      case 1:
        return deviceOf(identity);
      case 2:
        return configurationOf(identity);
      case 3:
        return texts[value & 0xff];
      case 6:
        return qualifier;
      default:
        return undefined;
    }
  };
  return ({ requestType, request, value }) => {
    if ((requestType & 0x60) !== 0) return undefined;
    switch (request) {
      case 0: // get status
        return Buffer.alloc(2);
      case 1: // clear feature, as after a halt
      case 9: // set configuration
      case 11: // set interface
        return Buffer.alloc(0);
      case 6:
        return descriptor(value);
      default:
        return undefined;
    }
  };
};
