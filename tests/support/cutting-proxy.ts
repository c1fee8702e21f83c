// A wire that can be cut at any byte: a TCP proxy which, once told, lets so many bytes more through and then breaks
// both ends of every connection. New connections pass.
import { createServer, connect, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

export type Way = "there" | "back";

export interface CuttingProxy {
  readonly port: number;
  /** After `bytes` more in that direction the line breaks; resolves when it has. */
  readonly cutAfter: (way: Way, bytes: number) => Promise<void>;
  /** Nothing is to be cut any more. */
  readonly mend: () => void;
  readonly close: () => Promise<void>;
}

interface Cut {
  readonly way: Way;
  left: number;
  readonly done: () => void;
}

export const startCuttingProxy = async (targetPort: number): Promise<CuttingProxy> => {
  const sockets = new Set<Socket>();
  let cut: Cut | undefined;
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    cut?.done();
    cut = undefined;
  };
  const carry = (from: Socket, to: Socket, way: Way): void => {
    from.on("data", (piece: Buffer) => {
      if (cut?.way !== way) return void to.write(piece);
      if (piece.length < cut.left) {
        cut.left -= piece.length;
        return void to.write(piece);
      }
      // What was let through still arrives; then the line is dead in both directions.
      to.write(piece.subarray(0, cut.left), () => breakAll());
    });
    from.on("error", () => undefined);
    from.on("close", () => {
      to.destroy();
      sockets.delete(from);
    });
  };
  const server = createServer((client) => {
    const far = connect(targetPort, "127.0.0.1");
    sockets.add(client).add(far);
    carry(client, far, "there");
    carry(far, client, "back");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // a listening TCP server has an address with a port
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cutAfter: (way, bytes) =>
      new Promise((done) => {
        cut = { way, left: Math.max(1, bytes), done };
      }),
    mend: () => {
      cut?.done();
      cut = undefined;
    },
    close: () =>
      new Promise((resolve) => {
        breakAll();
        server.close(() => resolve());
      }),
  };
};
