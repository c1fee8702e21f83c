// One virtual machine of QEMU's software emulation, without network: its console, its word channel, and its USB ports.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GuestKernel } from "./kernel.ts";
import { createLines } from "./lines.ts";

export interface MachineOptions {
  readonly kernel: GuestKernel;
  /** the repository, where the guest finds it as well */
  readonly checkout: string;
  /** part of the names of the tests to run; empty: all */
  readonly only: string;
  /** one line of the guest's on its word channel */
  readonly heard: (line: string) => void;
  readonly console: (line: string) => void;
}

export interface Machine {
  readonly say: (line: string) => void;
  /** One order to QEMU's monitor (QMP). Rejects with its error. */
  readonly order: (execute: string, args?: object) => Promise<unknown>;
  /** Text for the guest's USB serial adapter, when it is plugged in. */
  readonly sayToAdapter: (text: string) => void;
  /** Resolves when the machine has switched itself off. */
  readonly off: Promise<number | null>;
  readonly kill: () => void;
}

const listenAt = async (path: string): Promise<Server> => {
  const server = createServer().listen(path);
  await once(server, "listening");
  return server;
};

const connection = async (server: Server): Promise<Socket> => {
  const [socket]: Socket[] = await once(server, "connection");
  if (socket === undefined) throw new Error("no connection");
  return socket;
};

/** No KVM: software emulation gives the same on every machine. */
const flags = ({ kernel, checkout, only }: MachineOptions, folder: string): readonly string[] => {
  const outside = "local,path=/,mount_tag=outside,security_model=none,readonly=on,multidevs=remap";
  const given = `checkout=${checkout} kernel=${kernel.folder} node=${process.execPath} only=${only}`;
  const options = [
    "-machine q35 -accel tcg,thread=multi,tb-size=1024 -cpu qemu64 -smp 2 -m 1536",
    "-nographic -no-reboot -nodefaults -nic none -serial stdio",
    `-virtfs ${outside} -qmp unix:${folder}/qmp`,
    `-chardev socket,id=words,path=${folder}/words -device virtio-serial-pci`,
    "-device virtserialport,chardev=words,name=tallygate.words",
    `-chardev socket,id=adapter,path=${folder}/adapter -device qemu-xhci,id=usb`,
  ].flatMap((line) => line.split(" "));
  const line = `console=ttyS0 panic=-1 mitigations=off nokaslr quiet ${given}`;
  return [...options, "-kernel", kernel.image, "-initrd", kernel.initrd, "-append", line];
};

/** QMP answers in order; events in between are of no interest. */
const createMonitor = (socket: Socket) => {
  const waiting: ((answer: object) => void)[] = [];
  createLines(socket, (line) => {
    const word: unknown = JSON.parse(line);
    if (typeof word === "object" && word !== null && ("return" in word || "error" in word))
      waiting.shift()?.(word);
  });
  return async (execute: string, args: object = {}): Promise<unknown> => {
    const answered = new Promise<object>((resolve) => void waiting.push(resolve));
    socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    const answer = await answered;
    if ("error" in answer) throw new Error(`${execute}: ${JSON.stringify(answer.error)}`);
    return Reflect.get(answer, "return");
  };
};

export const startMachine = async (options: MachineOptions): Promise<Machine> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-vm-"));
  const [qmp, words, adapter] = await Promise.all(
    ["qmp", "words", "adapter"].map((name) => listenAt(join(folder, name))),
  );
  if (qmp === undefined || words === undefined || adapter === undefined) throw new Error("sockets");
  const joined = Promise.all([connection(qmp), connection(words), connection(adapter)]);
  const child = spawn("qemu-system-x86_64", flags(options, folder), {
    stdio: ["ignore", "pipe", "inherit"],
  });
  createLines(child.stdout, options.console);
  const off = once(child, "exit").then(([code]) => {
    for (const server of [qmp, words, adapter]) server.close();
    rmSync(folder, { recursive: true, force: true });
    return typeof code === "number" ? code : null;
  });
  const failed = off.then((code) => {
    throw new Error(`qemu-system-x86_64 ended at once (${String(code)})`);
  });
  const [monitor, channel, line] = await Promise.race([joined, failed]);
  failed.catch(() => undefined);
  createLines(channel, options.heard);
  line.on("error", () => undefined).resume();
  const order = createMonitor(monitor);
  await order("qmp_capabilities");
  return {
    order,
    off,
    say: (line) => void channel.write(`${line}\n`),
    sayToAdapter: (text) => void line.write(text),
    kill: () => void child.kill("SIGKILL"),
  };
};
