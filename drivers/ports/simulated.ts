// A line to a simulated far end in the same process, with the ways of a real one: it can be pulled and plugged again.
import { LinkError, type ByteLink, type FarEnd, type OpenLink } from "./byte-link.ts";

export interface SimulatedPort {
  readonly open: OpenLink;
  /** Pulls the plug: open links break, new ones fail. */
  readonly unplug: () => void;
  readonly plug: () => void;
}

export const createSimulatedPort = (far: FarEnd, nowMs: () => number): SimulatedPort => {
  let plugged = true;
  const breakers = new Set<(fault: Error) => void>();
  const open: OpenLink = async (on) => {
    if (!plugged) throw new LinkError("the simulated device is unplugged");
    let alive = true;
    let breakNow: (fault: Error) => void = () => undefined;
    const broken = new Promise<never>((_resolve, reject) => {
      breakNow = reject;
    });
    broken.catch(() => undefined);
    const end = (fault?: Error): void => {
      if (!alive) return;
      alive = false;
      breakers.delete(end);
      breakNow(fault ?? new LinkError("the link was closed"));
      link.gone();
      queueMicrotask(() => on.closed(fault));
    };
    breakers.add(end);
    const link = far.connect({
      deliver: (bytes) => {
        queueMicrotask(() => {
          if (alive) on.bytes(bytes, nowMs());
        });
      },
      drop: () => end(new LinkError("the device dropped the line")),
    });
    const near: ByteLink = {
      write: async (bytes) => {
        if (!alive) throw new LinkError("the link is closed");
        await Promise.race([link.receive(Uint8Array.from(bytes)), broken]);
      },
      close: () => end(),
    };
    return near;
  };
  return {
    open,
    unplug: () => {
      plugged = false;
      for (const end of breakers) end(new LinkError("the simulated device was unplugged"));
    },
    plug: () => {
      plugged = true;
    },
  };
};
