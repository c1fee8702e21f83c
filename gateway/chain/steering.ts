// The newest word of head office on every topic, followed for as long as the gateway runs. Says nothing of what is
// done with it.
import type { Json } from "../json.ts";
import type { ChainStream, Control } from "./stream.ts";
import { type TopicName, type TopicValues, readTopic, topicOf } from "./topics.ts";

export interface Steering {
  get<T extends TopicName>(name: T, store?: string): TopicValues[T] | undefined;
  /**
   * Says something new, made from what was said last. False: the servers are away, or others were first each time.
   */
  say<T extends TopicName>(
    name: T,
    change: (known: TopicValues[T] | undefined) => TopicValues[T],
    store?: string,
  ): Promise<boolean>;
  /** returns what ends it */
  onChange(listener: (topic: string) => void): () => void;
  stop(): Promise<void>;
}

interface Parts {
  readonly stream: ChainStream;
  /** waits before the next try; ends at once when the signal does */
  readonly pause: (tries: number, signal: AbortSignal) => Promise<void>;
}

const triesMax = 5;

export const startSteering = ({ stream, pause }: Parts): Steering => {
  const ending = new AbortController();
  const { signal } = ending;
  const newest = new Map<string, Control>();
  const listeners = new Set<(topic: string) => void>();

  const take = (control: Control): void => {
    if ((newest.get(control.topic)?.revision ?? -1) >= control.revision) return;
    newest.set(control.topic, control);
    for (const tell of listeners) tell(control.topic);
  };

  const run = async (): Promise<void> => {
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        for await (const control of stream.controls(signal)) {
          tries = 0;
          take(control);
        }
      } catch {
        await pause(tries, signal);
      }
    }
  };

  const put = async (topic: string, value: Json): Promise<boolean> => {
    const revision = newest.get(topic)?.revision ?? 0;
    const next = await stream.put({ topic, revision, value }).catch(() => undefined);
    if (next === undefined) return false;
    take({ topic, revision: next, value });
    return true;
  };

  const done = run();
  return {
    get: (name, store) => readTopic(name, newest.get(topicOf(name, store))),
    say: async (name, change, store) => {
      const topic = topicOf(name, store);
      for (let tries = 0; tries < triesMax && !signal.aborted; tries += 1) {
        const known = readTopic(name, newest.get(topic));
        // what the schemas describe is JSON
        if (await put(topic, change(known) as unknown as Json)) return true;
        await pause(0, signal);
      }
      return false;
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: async () => {
      ending.abort();
      await done;
    },
  };
};
