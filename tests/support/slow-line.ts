// A TCP line with a delay in both directions, in order, as a wide-area network has it.
import { once } from "node:events";
import { type Socket, connect, createServer } from "node:net";

export interface SlowLine {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Node's timers come up to two milliseconds late: so much of a way is waited turn by turn. */
const inTurnsMs = 2;

/** Hands pieces on to an end so much later, in order. */
export const carryLate = (to: Socket, lateMs: number): ((piece: Buffer) => void) => {
  const onTheWay: { readonly piece: Buffer; readonly dueMs: number }[] = [];
  const arrive = (): void => {
    for (let [next] = onTheWay; next !== undefined; [next] = onTheWay) {
      const leftMs = next.dueMs - performance.now();
      if (leftMs > inTurnsMs) return void setTimeout(arrive, leftMs - inTurnsMs);
      if (leftMs > 0) return void setImmediate(arrive);
      onTheWay.shift();
      if (!to.destroyed) to.write(next.piece);
    }
  };
  return (piece) => {
    onTheWay.push({ piece, dueMs: performance.now() + lateMs });
    if (onTheWay.length === 1) arrive();
  };
};

/** `rttMs`: there and back together. */
export const startSlowLine = async (target: number, rttMs: number): Promise<SlowLine> => {
  const sockets = new Set<Socket>();
  const carry = (from: Socket, to: Socket): void => {
    from.on("data", carryLate(to, rttMs / 2));
    from.on("error", () => undefined);
    from.on("close", () => {
      to.destroy();
      sockets.delete(from);
    });
  };
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target, host: "127.0.0.1", noDelay: true });
    sockets.add(near).add(far);
    carry(near, far);
    carry(far, near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return {
    port: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};
