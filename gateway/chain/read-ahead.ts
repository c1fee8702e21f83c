// What a stream brings, one portion ahead: while one is being folded and written, the next is fetched and its entries
// are read, on time that would be spent waiting for the disk.
import { readBody } from "./order.ts";
import type { Ordered } from "./stream.ts";

/** `source` ends when its signal aborts; nobody waits for a portion that was fetched and is not wanted any more. */
export async function* readAhead(
  source: AsyncIterable<readonly Ordered[]>,
): AsyncGenerator<readonly Ordered[]> {
  const iterator = source[Symbol.asyncIterator]();
  const fetch = async (): Promise<IteratorResult<readonly Ordered[], unknown>> => {
    const got = await iterator.next();
    if (got.done !== true) for (const { entry } of got.value) readBody(entry);
    return got;
  };
  let next = fetch();
  for (let got = await next; got.done !== true; got = await next) {
    next = fetch();
    // It is heard of when its turn comes.
    next.catch(() => undefined);
    yield got.value;
  }
}
