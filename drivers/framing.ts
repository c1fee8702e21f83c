// Frames over a stream: one JSON object a line, with limits both ways. Knows no device and no command.
import type { Socket } from "node:net";

/** Longest frame either side may send: a document with a logo fits many times over. */
export const frameMaxBytes = 2 * 1024 * 1024;
/** What may wait for a peer that does not read; beyond it the link is broken, the peer resumes by `hello`. */
export const backlogMaxBytes = 8 * 1024 * 1024;

/** The peer broke the framing: too long a line, not JSON, not an object. The link cannot go on. */
export class FramingError extends Error {
  readonly code = "framing";
  readonly retryable = false;
}

export type Frame = Readonly<Record<string, unknown>>;

const isFrame = (value: unknown): value is Frame =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Cuts a stream of bytes into frames. Throws FramingError on the first breach. */
export const createFrameReader = (
  onFrame: (frame: Frame) => void,
  limitBytes = frameMaxBytes,
): ((chunk: Uint8Array) => void) => {
  let held: Buffer[] = [];
  let heldBytes = 0;
  const take = (line: string): void => {
    if (line.trim() === "") return;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw new FramingError("a frame is not JSON", { cause });
    }
    if (!isFrame(value)) throw new FramingError("a frame is not an object");
    onFrame(value);
  };
  return (chunk) => {
    let rest = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      if (heldBytes + end > limitBytes) throw new FramingError(`a frame is over ${limitBytes} B`);
      const line = Buffer.concat([...held, rest.subarray(0, end)]).toString("utf8");
      held = [];
      heldBytes = 0;
      rest = rest.subarray(end + 1);
      take(line);
    }
    if (rest.length === 0) return;
    held.push(Buffer.from(rest));
    heldBytes += rest.length;
    if (heldBytes > limitBytes) throw new FramingError(`a frame is over ${limitBytes} B`);
  };
};

export interface FrameLink {
  /** Queues one frame; false when the link is gone or has just been broken by its backlog. */
  readonly send: (frame: object) => boolean;
  readonly close: () => void;
}

/** Frames on a connected socket. `onClosed` is called exactly once, with the reason when it was a fault. */
export const createFrameLink = (
  socket: Socket,
  on: { readonly frame: (frame: Frame) => void; readonly closed: (fault?: Error) => void },
): FrameLink => {
  let open = true;
  const end = (fault?: Error): void => {
    if (!open) return;
    open = false;
    socket.destroy();
    on.closed(fault);
  };
  const read = createFrameReader((frame) => {
    if (open) on.frame(frame);
  });
  socket.setNoDelay(true);
  socket.on("data", (chunk: Buffer) => {
    try {
      read(chunk);
    } catch (fault) {
      if (!(fault instanceof FramingError)) throw fault;
      end(fault);
    }
  });
  socket.on("error", (fault: Error) => end(fault));
  socket.on("close", () => end());
  // What many devices say in one turn of the loop goes in one write.
  const gather = (): void => {
    if (socket.writableCorked > 0) return;
    socket.cork();
    setImmediate(() => socket.uncork());
  };
  return {
    send: (frame) => {
      if (!open) return false;
      if (socket.writableLength > backlogMaxBytes) {
        end(new FramingError(`the peer has not read ${backlogMaxBytes} B`));
        return false;
      }
      gather();
      socket.write(`${JSON.stringify(frame)}\n`);
      return true;
    },
    close: () => end(),
  };
};
