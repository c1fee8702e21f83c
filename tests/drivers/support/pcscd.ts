// A real pcscd of a test's own, with a virtual reader (vpcd): its own configuration, socket and ports.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { leashed } from "../../support/leash.ts";
import { root } from "../../support/sources.ts";
import { freePort } from "../../support/free-port.ts";

export const usualAtr = Buffer.from("3B8F8001804F0CA000000306030001000000006A", "hex");

const canConnect = (target: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(target);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

const readerFile = (port: number): string => `FRIENDLYNAME "ACS ACR122U PICC Interface"
DEVICENAME /dev/null:0x${port.toString(16).toUpperCase()}
LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so
CHANNELID 0x${port.toString(16).toUpperCase()}
`;

/** What a card answers to one APDU; undefined = it stays mute. */
export type CardAnswer = (apdu: Buffer) => Buffer | undefined;

/** A card with only a UID, as FF CA asks for it. */
export const uidCard =
  (uid: string): CardAnswer =>
  (apdu) =>
    apdu[0] === 0xff && apdu[1] === 0xca
      ? Buffer.concat([Buffer.from(uid, "hex"), Buffer.of(0x90, 0)])
      : Buffer.of(0x6a, 0x81);

export interface LaidCard {
  /** Takes the card away. */
  readonly lift: () => void;
}

export interface Pcscd {
  /** for PCSCLITE_CSOCK_NAME */
  readonly socketPath: string;
  /** Lays a card on the reader: length-prefixed frames; 0 off, 1 on, 2 reset, 4 ATR, else an APDU. */
  lay(answer: CardAnswer, atr?: Buffer): Promise<LaidCard>;
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Plays a card to a reader that vpcd or our own handler has opened. */
export const serveCard = (socket: Socket, answer: CardAnswer, atr: Buffer): void => {
  let held = Buffer.alloc(0);
  const reply = (bytes: Buffer): void => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    socket.write(Buffer.concat([length, bytes]));
  };
  socket.setNoDelay(true);
  socket.on("error", () => undefined);
  socket.on("data", (bytes: Buffer) => {
    held = Buffer.concat([held, bytes]);
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
      const size = held.readUInt16BE(0);
      const frame = held.subarray(2, 2 + size);
      held = held.subarray(2 + size);
      if (size === 1) {
        if (frame[0] === 4) reply(atr);
        continue;
      }
      const answered = answer(frame);
      if (answered !== undefined) reply(answered);
    }
  });
};

/** Compiles our own reader, which wakes pcscd at once (vpcd is polled every 400 ms). */
const buildReader = (folder: string, atr: Buffer): string => {
  const library = join(folder, "ifd-handler.so");
  const source = join(root, "tests/drivers/support/ifd-handler.c");
  const flags = ["-O1", "-D_GNU_SOURCE", "-shared", "-fPIC", "-I/usr/include/PCSC"];
  const card = `-DCARD_ATR=${[...atr].join(",")}`;
  execFileSync("gcc", [...flags, card, "-o", library, source]);
  return library;
};

const ownReaderFile = (
  library: string,
  path: string,
): string => `FRIENDLYNAME "Tallygate Test Reader"
DEVICENAME /dev/null:${path}
LIBPATH ${library}
CHANNELID 0
`;

/** `swift`: our own reader instead of vpcd, on which every card has this ATR; needs gcc and libpcsclite-dev. */
export const startPcscd = async ({ swift = false, atr = usualAtr } = {}): Promise<Pcscd> => {
  const folder = mkdtempSync(join(tmpdir(), "tallygate-pcscd-"));
  const run = join(folder, "run");
  const configuration = join(folder, "readers");
  mkdirSync(run);
  mkdirSync(configuration);
  const port = await freePort();
  const cardPath = join(folder, "card.sock");
  const text = swift ? ownReaderFile(buildReader(folder, atr), cardPath) : readerFile(port);
  writeFileSync(join(configuration, "reader"), text);
  const knock = (): Socket => (swift ? connect(cardPath) : connect(port, "127.0.0.1"));
  const socketPath = join(run, "pcscd.comm");
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    // /run/pcscd is compiled into pcscd: a mount namespace of its own keeps tests from meeting there.
    const command = `mkdir -p /run/pcscd && mount --bind "${run}" /run/pcscd && rm -f /run/pcscd/* && exec ${leashed("/usr/sbin/pcscd").join(" ")} --foreground -c "${configuration}"`;
    const namespace = process.getuid?.() === 0 ? ["-m"] : ["-rm"];
    child = spawn("unshare", [...namespace, "sh", "-c", command], { stdio: "ignore" });
    for (let tries = 0; tries < 500; tries++) {
      if (await canConnect(socketPath)) return;
      await sleep(10);
    }
    throw new Error("pcscd does not come up");
  };
  const kill = async (): Promise<void> => {
    const ending = child;
    child = undefined;
    if (ending === undefined || ending.exitCode !== null) return;
    const ended = once(ending, "exit");
    ending.kill("SIGKILL");
    await ended;
  };
  await start();

  return {
    socketPath,
    start,
    kill,
    lay: async (answer, itsAtr = atr) => {
      for (let tries = 0; tries < 300; tries++) {
        const socket = knock();
        const open = await new Promise<boolean>((resolve) => {
          socket.once("connect", () => resolve(true));
          socket.once("error", () => resolve(false));
        });
        if (open) {
          serveCard(socket, answer, itsAtr);
          return { lift: () => socket.destroy() };
        }
        await sleep(20);
      }
      throw new Error("the virtual reader does not listen");
    },
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
