// Devices on a USB bus of the kernel's own (vhci-hcd), played by this process in the words of USB/IP 1.1.1:
// https://docs.kernel.org/usb/usbip_protocol.html. Plugging in and pulling out are the kernel's real hot-plug.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { createServer, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Eight bytes that open every transfer on endpoint 0. */
export interface Setup {
  readonly requestType: number;
  readonly request: number;
  readonly value: number;
  readonly index: number;
  readonly length: number;
}

/** A device as its bus sees it: answers on endpoint 0, takes and gives bytes on the others. */
export interface UsbDevice {
  readonly speed: "full" | "high";
  /** undefined: a stall, "no such request" */
  readonly control: (setup: Setup, data: Buffer) => Buffer | undefined;
  /** Resolves when the device has taken the bytes: until then the host's transfer is under way. */
  readonly out: (endpoint: number, bytes: Buffer) => Promise<void>;
  /** The bus is there: `give` queues bytes for an IN endpoint. */
  readonly plugged: (give: (endpoint: number, bytes: Buffer) => void) => void;
  /** Pulled out, or the bus is gone. */
  readonly pulled: () => void;
}

const submit = 1;
const unlink = 2;
const submitted = 3;
const unlinked = 4;
const headerBytes = 48;
const stall = -32;
const reset = -104;

interface Request {
  readonly seqnum: number;
  readonly isIn: boolean;
  readonly endpoint: number;
  readonly length: number;
  readonly setup: Setup;
}

const requestOf = (header: Buffer): Request => ({
  seqnum: header.readUInt32BE(4),
  isIn: header.readUInt32BE(12) === 1,
  endpoint: header.readUInt32BE(16),
  length: header.readUInt32BE(24),
  setup: {
    requestType: header.readUInt8(40),
    request: header.readUInt8(41),
    value: header.readUInt16LE(42),
    index: header.readUInt16LE(44),
    length: header.readUInt16LE(46),
  },
});

/** status: 0, or a negative error number of Linux */
const reply = (command: number, seqnum: number, status: number, bytes = 0): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(command, 0);
  header.writeUInt32BE(seqnum, 4);
  header.writeInt32BE(status, 20);
  header.writeUInt32BE(bytes, 24);
  return header;
};

/** What the host has asked for on the IN endpoints, and what the device has to say there. */
const createInPipes = (answer: (request: Request, bytes: Buffer) => void) => {
  const asked: Request[] = [];
  let said: { readonly endpoint: number; bytes: Buffer }[] = [];
  const match = (): void => {
    said = said.filter((word) => {
      const at = asked.findIndex(({ endpoint }) => endpoint === word.endpoint);
      const request = asked[at];
      if (request === undefined) return true;
      asked.splice(at, 1);
      answer(request, word.bytes.subarray(0, request.length));
      word.bytes = word.bytes.subarray(request.length);
      return word.bytes.length > 0;
    });
    // What was longer than what was asked for goes on with the next question, if that is there already.
    if (said.some((word) => asked.some(({ endpoint }) => endpoint === word.endpoint))) match();
  };
  return {
    ask: (request: Request): void => {
      asked.push(request);
      match();
    },
    say: (endpoint: number, bytes: Buffer): void => {
      said.push({ endpoint, bytes });
      match();
    },
    /** True: it had not been answered. */
    forget: (seqnum: number): boolean => {
      const at = asked.findIndex((request) => request.seqnum === seqnum);
      if (at >= 0) asked.splice(at, 1);
      return at >= 0;
    },
  };
};

/** Plays a device on a connection whose other end is the kernel's. */
const serve = (socket: Socket, device: UsbDevice): void => {
  const sending = new Set<number>();
  const pipes = createInPipes(({ seqnum }, bytes) => {
    socket.write(Buffer.concat([reply(submitted, seqnum, 0, bytes.length), bytes]));
  });
  const control = ({ seqnum, isIn, setup }: Request, data: Buffer): void => {
    const answer = device.control(setup, data)?.subarray(0, setup.length);
    if (answer === undefined) socket.write(reply(submitted, seqnum, stall));
    else if (isIn)
      socket.write(Buffer.concat([reply(submitted, seqnum, 0, answer.length), answer]));
    else socket.write(reply(submitted, seqnum, 0, data.length));
  };
  const send = async ({ seqnum, endpoint }: Request, data: Buffer): Promise<void> => {
    sending.add(seqnum);
    await device.out(endpoint, data);
    if (sending.delete(seqnum)) socket.write(reply(submitted, seqnum, 0, data.length));
  };
  const act = (request: Request, data: Buffer): void => {
    if (request.endpoint === 0) control(request, data);
    else if (request.isIn) pipes.ask(request);
    else void send(request, data);
  };
  let heard = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    heard = Buffer.concat([heard, bytes]);
    while (heard.length >= headerBytes) {
      const command = heard.readUInt32BE(0);
      const request = requestOf(heard);
      const size = headerBytes + (command === submit && !request.isIn ? request.length : 0);
      if (heard.length < size) return;
      const data = Buffer.from(heard.subarray(headerBytes, size));
      const victim = heard.readUInt32BE(20);
      heard = heard.subarray(size);
      if (command === submit) act(request, data);
      if (command === unlink) {
        const wasOpen = pipes.forget(victim) || sending.delete(victim);
        socket.write(reply(unlinked, request.seqnum, wasOpen ? reset : 0));
      }
    }
  });
  socket.on("error", () => undefined);
  socket.on("close", device.pulled);
  device.plugged(pipes.say);
};

const bus = "/sys/devices/platform/vhci_hcd.0";
const speeds = { full: 2, high: 3 } as const;

/** A port of the high-speed hub on which nothing hangs. */
const freePort = async (): Promise<number> => {
  for (let tries = 0; tries < 600; tries++) {
    for (const line of readFileSync(`${bus}/status`, "utf8").split("\n")) {
      const [hub, port, state] = line.trim().split(/\s+/u);
      if (hub === "hs" && state === "004") return Number(port);
    }
    await sleep(50);
  }
  throw new Error("no free port on the virtual bus");
};

export interface Plugged {
  /** Pulls it out. */
  readonly pull: () => Promise<void>;
}

let plugs = 0;

/** Plugs a device in; the kernel's driver and udev come to know of it as of any other. */
export const plugIn = async (device: UsbDevice): Promise<Plugged> => {
  plugs += 1;
  const path = `/run/usb-${process.pid}-${plugs}`;
  const server = createServer().listen(path);
  await once(server, "listening");
  const kernels = new Socket().pause();
  const ends = Promise.all([once(server, "connection"), once(kernels, "connect")]);
  kernels.connect(path);
  const [[ours]] = await ends;
  if (!(ours instanceof Socket)) throw new Error("no connection to the virtual bus");
  serve(ours, device);
  const port = await freePort();
  // The kernel takes descriptor 3 of the process that writes its number.
  const order = `echo "${port} 3 ${65_536 + plugs} ${speeds[device.speed]}" > ${bus}/attach`;
  const writer = spawn("sh", ["-c", order], { stdio: ["ignore", "inherit", "inherit", kernels] });
  const [code] = await once(writer, "exit");
  kernels.destroy();
  server.close();
  rmSync(path, { force: true });
  if (code !== 0) throw new Error(`the virtual bus refuses the device (${String(code)})`);
  return {
    pull: async () => {
      const gone = once(ours, "close");
      ours.destroy();
      await gone;
    },
  };
};
