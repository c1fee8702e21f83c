// The stream as replicas count it, over the stream as its servers number it: after head office has said where it goes
// on from (healing.ts), places and numbers differ. Whoever reads begins anew when that word changes.
import { type Base, basedInfo, offsetIn } from "./healing.ts";
import { type ChainStream, type Ordered, StreamFault } from "./stream.ts";

const rebased = (): StreamFault =>
  new StreamFault("rebased", "Head office has said where the stream goes on from.", {
    retryable: true,
  });

/** `base`: what head office has said last; `onBase`: told when it says something new. */
export const basedStream = (
  stream: ChainStream,
  {
    base,
    onBase,
  }: {
    readonly base: () => Base | undefined;
    readonly onBase: (listener: () => void) => () => void;
  },
): ChainStream => ({
  ...stream,
  info: async (signal) => basedInfo(await stream.info(signal), base()),
  read: (from, signal) => readOn(stream, from, { base, onBase, signal }),
});

async function* readOn(
  stream: ChainStream,
  from: number,
  at: {
    readonly base: () => Base | undefined;
    readonly onBase: (listener: () => void) => () => void;
    readonly signal: AbortSignal;
  },
): AsyncGenerator<readonly Ordered[]> {
  const changed = new AbortController();
  const said = at.base();
  const end = at.onBase(() => {
    if (at.base() !== said) changed.abort();
  });
  try {
    const info = await stream.info(at.signal);
    const offset = offsetIn(info, said);
    // Its own numbers up to the cut are not part of it.
    const least = basedInfo(info, said).first - offset;
    const signal = AbortSignal.any([at.signal, changed.signal]);
    for await (const batch of stream.read(Math.max(from - offset, least), signal)) {
      if (changed.signal.aborted) throw rebased();
      yield offset === 0 ? batch : batch.map(({ gseq, entry }) => ({ gseq: gseq + offset, entry }));
    }
    if (changed.signal.aborted) throw rebased();
  } finally {
    end();
  }
}
