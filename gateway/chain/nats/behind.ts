// What somebody who is far behind misses: asked for by number, in portions of which several are on their way, so that a
// long line costs one round trip and not one a portion. What comes after it is a consumer's (reading.ts).
import type { JetStreamManager, StoredMsg } from "@nats-io/jetstream";
import { awayFault } from "./append.ts";

const portionMax = 1_000;
/** at 200 ms to the servers this is 40,000 a second */
const onTheirWayMax = 8;
/** fewer are not worth a way of their own */
export const behindMin = 200;
const silentMs = 10_000;

/** A message as a consumer's has its parts. */
export interface BehindMessage {
  readonly subject: string;
  readonly seq: number;
  readonly headers: StoredMsg["header"];
  readonly string: () => string;
}

export interface Span {
  readonly stream: string;
  /** numbers, both included */
  readonly from: number;
  readonly to: number;
  readonly signal: AbortSignal;
}

const asMessage = (stored: StoredMsg): BehindMessage => ({
  subject: stored.subject,
  seq: stored.seq,
  headers: stored.header,
  string: () => stored.string(),
});

/** One portion, as far as whichever server answers has it. Throws StreamFault. */
const ask = (
  manager: Pick<JetStreamManager, "direct">,
  { stream, from, to, signal }: Span,
): Promise<readonly BehindMessage[]> =>
  new Promise((resolve, reject) => {
    const found: BehindMessage[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = (end: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      end();
    };
    const fail = (cause: unknown): void => over(() => reject(awayFault(cause)));
    const stop = (): void => over(() => resolve([]));
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => fail(new Error("it fell silent")), silentMs).unref();
    };
    signal.addEventListener("abort", stop, { once: true });
    wait();
    const callback = (done: { err?: Error } | null, stored: StoredMsg): void => {
      if (done === null) {
        found.push(asMessage(stored));
        if (found.length % 100 === 0) wait();
      } else if (done.err !== undefined && found.length === 0) fail(done.err);
      else over(() => resolve(found));
    };
    manager.direct.getBatch(stream, { seq: from, batch: to - from + 1, callback }).catch(fail);
  });

/**
 * In order and without a gap from `from` on; ends before `to` where a server had less, or when `signal` aborts. Throws
 * StreamFault.
 */
export async function* readBehind(
  manager: Pick<JetStreamManager, "direct">,
  { from, to, ...span }: Span,
): AsyncGenerator<readonly BehindMessage[]> {
  const asked: { readonly from: number; readonly to: number; answer: ReturnType<typeof ask> }[] =
    [];
  let next = from;
  const askMore = (): void => {
    while (asked.length < onTheirWayMax && next <= to) {
      const portion = { from: next, to: Math.min(to, next + portionMax - 1) };
      const answer = ask(manager, { ...span, ...portion });
      // It is heard of when its turn comes.
      answer.catch(() => undefined);
      asked.push({ ...portion, answer });
      next = portion.to + 1;
    }
  };
  askMore();
  for (let first = asked.shift(); first !== undefined; first = asked.shift()) {
    const found = await first.answer;
    if (span.signal.aborted) return;
    askMore();
    if (found.length > 0) yield found;
    if (found.at(-1)?.seq !== first.to) return;
  }
}
