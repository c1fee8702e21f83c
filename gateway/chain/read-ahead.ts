// What a stream brings, ahead of whoever folds it: while one portion is being folded and written, what comes is fetched
// and read, and all of it is the next portion: a stream that brings entries one by one is not folded one by one.
import { readBody } from "./order.ts";
import type { Ordered } from "./stream.ts";

/** Entries that are read ahead, and those of one portion, at most. */
const aheadMax = 1_000;

/** `source` ends when its signal aborts; nobody waits for what was fetched and is not wanted any more. */
export async function* readAhead(
  source: AsyncIterable<readonly Ordered[]>,
): AsyncGenerator<readonly Ordered[]> {
  const ahead: Ordered[] = [];
  let end: { readonly error?: unknown } | undefined;
  let isWanted = true;
  let tell: () => void = () => undefined;
  let makeRoom: () => void = () => undefined;

  const fetchAll = async (): Promise<void> => {
    for await (const batch of source) {
      if (!isWanted) return;
      for (const { entry } of batch) readBody(entry);
      ahead.push(...batch);
      tell();
      while (isWanted && ahead.length >= aheadMax)
        await new Promise<void>((resolve) => (makeRoom = resolve));
    }
  };
  void fetchAll()
    .then(
      () => (end = {}),
      (error: unknown) => (end = { error }),
    )
    .finally(() => tell());
  try {
    for (;;) {
      if (ahead.length > 0) {
        const portion = ahead.splice(0, aheadMax);
        makeRoom();
        yield portion;
      } else if (end !== undefined) {
        if ("error" in end) throw end.error;
        return;
      } else await new Promise<void>((resolve) => (tell = resolve));
    }
  } finally {
    isWanted = false;
    makeRoom();
  }
}
