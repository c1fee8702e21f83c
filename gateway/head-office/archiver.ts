// Follows the stream into the archive for as long as head office runs; after a lost link it goes on where it was.
import type { ChainStream } from "../chain/stream.ts";
import type { Archive } from "./archive.ts";

export interface Archiver {
  /** why the last try ended; undefined while all is well */
  trouble(): string | undefined;
  stop(): Promise<void>;
}

interface Parts {
  readonly archive: Archive;
  readonly stream: ChainStream;
  /** waits before the next try; ends at once when the signal does */
  readonly pause: (tries: number, signal: AbortSignal) => Promise<void>;
  readonly onTaken?: () => void;
}

export const startArchiver = ({ archive, stream, pause, onTaken }: Parts): Archiver => {
  const ending = new AbortController();
  const { signal } = ending;
  let why: string | undefined;
  let tries = 0;

  const follow = async (): Promise<void> => {
    const { epoch } = await stream.info(signal);
    const reached = archive.reached();
    const from = reached.stream === epoch ? reached.gseq + 1 : 1;
    for await (const batch of stream.read(from, signal)) {
      await archive.take(epoch, batch);
      tries = 0;
      why = undefined;
      onTaken?.();
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await follow();
      } catch (error) {
        if (signal.aborted) return;
        why = error instanceof Error ? error.message : String(error);
        await pause(tries++, signal);
      }
    }
  };

  const done = run();
  return {
    trouble: () => why,
    stop: async () => {
      ending.abort();
      await done;
    },
  };
};
