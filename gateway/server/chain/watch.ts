// Head office's eye on the chain: hears the beats of all replicas, doubts those that came to something else, and says
// from where the stream goes on when it is not the one it was. A doubt is an exception for a person and an alarm.
import type { Doubt, Guard, Told } from "../../chain/guard.ts";
import { type Base, baseNeeded } from "../../chain/healing.ts";
import type { Pump } from "../../chain/pump.ts";
import type { Steering } from "../../chain/steering.ts";
import type { ChainStream } from "../../chain/stream.ts";
import { topicOf } from "../../chain/topics.ts";
import type { Snapshots } from "../../head-office/snapshots.ts";
import { openException } from "../../members/exception/exception.ts";
import type { House } from "../house.ts";

/** A replica that was silent for so long has no say in where the stream goes on. */
const heardMs = 30_000;
/** What is wrong must have been so for so long: replicas that are coming back may have come further. */
const settleMs = 10_000;
const lookEveryMs = 1_000;

const actor = { station: "chain", role: "system", rights: [] } as const;

/** In the ledger, in the office and in the log; one exception a doubt and place, however often it comes up. */
export const tellDoubt = async (
  { store, log }: Pick<House, "store" | "log">,
  { code, who }: { readonly code: Doubt["code"] | "chain.rebased"; readonly who: string },
  at: { readonly stream: string; readonly gseq: number },
): Promise<void> => {
  log.error({ code, who, ...at }, "the chain is in doubt");
  const evidence = { code, store: who, stream: at.stream, gseq: at.gseq };
  const params = { kind: "chain.in_doubt", source: `${code}:${who}:${at.stream}`, evidence };
  const execution = { op: "exception.open", params, decider: openException, actor };
  await store.execute(execution).then(
    (told) => {
      if (!told.ok) log.warn({ code, refused: told.error.code }, "a doubt was not kept");
    },
    (err: unknown) => log.warn({ code, err }, "a doubt was not kept"),
  );
};

interface Parts {
  /** the stream as its servers number it */
  readonly stream: Pick<ChainStream, "info" | "beats">;
  readonly steering: Steering;
  readonly inbox: {
    readonly heard: (told: Told) => void;
    readonly agrees: Guard["agrees"];
    readonly position: () => Omit<Told, "store">;
  };
  /** head office's own name in the chain */
  readonly id: string;
  readonly nowMs: () => number;
  readonly pause: (tries: number, signal: AbortSignal) => Promise<void>;
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onBase: (base: Base) => void;
}

/** The newest word of every replica that is there. */
const createHearing = (nowMs: () => number) => {
  const byStore = new Map<string, { readonly told: Told; readonly atMs: number }>();
  return {
    heard: (told: Told & { readonly at: number }): void => {
      // What was said before we listened was heard when it was said, by the clock of who said it.
      const atMs = byStore.has(told.store) ? nowMs() : Math.min(nowMs(), told.at);
      byStore.set(told.store, { told, atMs });
    },
    told: (): readonly Told[] =>
      [...byStore.values()].flatMap(({ told, atMs }) => (nowMs() - atMs < heardMs ? [told] : [])),
  };
};

/** Says a base once it has been needed for a while without a break. */
const createHealer = ({ stream, steering, inbox, id, nowMs, onBase }: Parts) => {
  let neededSinceMs: number | undefined;
  return async (told: readonly Told[], signal: AbortSignal): Promise<void> => {
    const said = steering.get("base");
    const info = await stream.info(signal);
    const own = { store: id, ...inbox.position() };
    const base = baseNeeded({ info, said, own, told, agrees: (one) => inbox.agrees(one) });
    if (base === undefined) {
      neededSinceMs = undefined;
      return;
    }
    neededSinceMs ??= nowMs();
    if (nowMs() - neededSinceMs < settleMs) return;
    neededSinceMs = undefined;
    if (await steering.say("base", () => base)) onBase(base);
  };
};

const watchChain = (parts: Parts): { readonly stop: () => Promise<void> } => {
  const { stream, inbox, nowMs, pause, rest } = parts;
  const ending = new AbortController();
  const { signal } = ending;
  const hearing = createHearing(nowMs);
  const heal = createHealer(parts);

  const listen = async (): Promise<void> => {
    for (let tries = 0; !signal.aborted; tries += 1) {
      try {
        for await (const beat of stream.beats(signal)) {
          tries = 0;
          hearing.heard(beat);
          inbox.heard(beat);
        }
      } catch {
        await pause(tries, signal);
      }
    }
  };
  const look = async (): Promise<void> => {
    while (!signal.aborted) {
      await rest(lookEveryMs, signal);
      // The servers are away: there is nothing to say, and nobody to say it to.
      await heal(hearing.told(), signal).catch(() => undefined);
    }
  };
  const done = Promise.all([listen(), look()]);
  return {
    stop: async () => {
      ending.abort();
      await done;
    },
  };
};

/** Where head office says the stream goes on from, and whoever wants to know when it says so. */
export const baseIn = (steering: Steering) => ({
  base: () => steering.get("base"),
  onBase: (listener: () => void): (() => void) =>
    steering.onChange((topic) => {
      if (topic === topicOf("base")) listener();
    }),
});

/**
 * Head office compares all replicas, and says where the stream goes on when it is not the one it was. Once it follows
 * its own word it makes a snapshot: replicas that stand elsewhere begin from it.
 */
export const startWatch = ({
  house,
  pump,
  common,
  ...parts
}: Omit<Parts, "id" | "nowMs" | "onBase"> & {
  readonly house: House;
  readonly pump: Pick<Pump, "state" | "onChange">;
  readonly common: { readonly snapshots?: Pick<Snapshots, "take"> };
}) => {
  const { steering, inbox } = parts;
  let snapshotOf: string | undefined;
  const snapshot = (): void => {
    const base = steering.get("base");
    const { stream } = inbox.position();
    if (base === undefined || pump.state().state !== "online") return;
    if (snapshotOf === stream || !stream.startsWith(`${base.stream}~`)) return;
    snapshotOf = stream;
    common.snapshots?.take().catch((err: unknown) => {
      snapshotOf = undefined;
      house.log.warn({ err }, "no snapshot was made");
    });
  };
  pump.onChange(snapshot);
  return watchChain({
    ...parts,
    id: house.storeId,
    nowMs: () => Date.now(),
    onBase: ({ stream, gseq }) =>
      void tellDoubt(house, { code: "chain.rebased", who: house.storeId }, { stream, gseq }),
  });
};
