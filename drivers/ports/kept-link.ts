// A link that is opened again whenever it breaks: a fresh one each time, since a broken one never heals.
import { createPulse } from "../pulse.ts";
import { LinkError, type ByteLink, type OpenLink } from "./byte-link.ts";

const reopenMs = 500;

export interface KeptLink {
  readonly isUp: () => boolean;
  /** Rejects with LinkError while the link is down. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  readonly close: () => void;
}

export const keepLink = (
  open: OpenLink,
  on: {
    readonly bytes: (bytes: Uint8Array, at: number) => void;
    readonly up: () => void;
    readonly down: () => void;
  },
): KeptLink => {
  const stop = createPulse();
  let link: ByteLink | undefined;
  let closed = false;

  const live = async (): Promise<void> => {
    const ended = createPulse();
    let over = false;
    const opened = await open({
      bytes: on.bytes,
      closed: () => {
        over = true;
        ended.beat();
      },
    });
    if (closed) {
      opened.close();
      return;
    }
    link = opened;
    on.up();
    if (!over) await ended.next();
    link = undefined;
    on.down();
  };

  const run = async (): Promise<void> => {
    while (!closed) {
      try {
        await live();
      } catch (fault) {
        if (!(fault instanceof LinkError)) throw fault;
      }
      if (!closed) await stop.next(reopenMs);
    }
  };
  void run();

  return {
    isUp: () => link !== undefined,
    write: (bytes) => link?.write(bytes) ?? Promise.reject(new LinkError("the link is down")),
    close: () => {
      closed = true;
      link?.close();
      stop.beat();
    },
  };
};
