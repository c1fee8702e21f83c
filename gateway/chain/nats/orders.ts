// Head office's words as whoever keeps the servers hears them, without a gateway: followed, and answered.
import { setTimeout as wait } from "node:timers/promises";
import { type Steering, startSteering } from "../steering.ts";
import type { ChainFile } from "./chain-file.ts";
import { jittered } from "./link.ts";
import { createNatsStream } from "./nats-stream.ts";

const pause = (tries: number, signal: AbortSignal): Promise<void> =>
  wait(jittered(tries), undefined, { signal, ref: false }).catch(() => undefined);

/** Connects when there is something to hear, again whenever the servers were away, until it is stopped. */
export const followOrders = (file: ChainFile): Steering => {
  const stream = createNatsStream(file);
  const steering = startSteering({ stream, pause });
  return {
    ...steering,
    stop: async () => {
      await steering.stop();
      await stream.close();
    },
  };
};
