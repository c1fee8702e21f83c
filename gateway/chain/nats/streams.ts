// The streams of a chain and how each is kept: entries for ever, steering by its last word, heartbeats
// shortly, members' keys until they are shredded, the last two snapshots.
import {
  DiscardPolicy,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from "@nats-io/jetstream";
import { type StreamFacts, whyStreamUnsafe } from "./safe-server.ts";

const second = 1_000_000_000;

/** Entries lie under `L.<shard>.<member>`: order is kept by member, a shard is a part of them (spec/LEDGER.md, PUBLISH). */
export const entryStream = "L";
export const controlStream = "CTRL";
export const heartbeatStream = "HB";
/** `KEYS.held.<key>` and `KEYS.gone.<key>`: what head office erases must be erasable. */
export const keyStream = "KEYS";
/** `SNAP.<part>`: a part takes the place of the same part of the snapshot before the last. */
export const snapshotStream = "SNAP";

const duplicateWindowNs = 120 * second;
const controlKept = 64;
const heartbeatsKept = 2_000;
const snapshotsKept = 2;

type Wanted = Partial<StreamConfig> & { readonly name: string };

const kept = (replicas: number) => ({
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  discard: DiscardPolicy.New,
  num_replicas: replicas,
  max_msgs: -1,
  max_bytes: -1,
  max_age: 0,
  allow_direct: true,
});

/** What `tallygate chain up` makes, and what a production cluster must have. */
export const chainStreams = (replicas: number): readonly Wanted[] => [
  {
    ...kept(replicas),
    name: entryStream,
    subjects: ["L.>"],
    duplicate_window: duplicateWindowNs,
    deny_delete: true,
    deny_purge: true,
    allow_atomic: true,
  },
  {
    ...kept(replicas),
    name: controlStream,
    subjects: ["CTRL.>"],
    max_msgs_per_subject: controlKept,
    discard: DiscardPolicy.Old,
    deny_delete: true,
    deny_purge: true,
  },
  {
    ...kept(replicas),
    name: heartbeatStream,
    subjects: ["HB.*"],
    max_msgs_per_subject: heartbeatsKept,
    discard: DiscardPolicy.Old,
  },
  {
    ...kept(replicas),
    name: keyStream,
    subjects: ["KEYS.>"],
    deny_purge: true,
  },
  {
    ...kept(replicas),
    name: snapshotStream,
    subjects: ["SNAP.*"],
    max_msgs_per_subject: snapshotsKept,
    discard: DiscardPolicy.Old,
    deny_delete: true,
    deny_purge: true,
  },
];

/** Makes what is missing; what is there stays as it is. */
export const makeStreams = async (manager: JetStreamManager, replicas: number): Promise<void> => {
  const there = new Set<string>();
  for await (const { config } of manager.streams.list()) there.add(config.name);
  for (const stream of chainStreams(replicas))
    if (!there.has(stream.name)) await manager.streams.add(stream);
};

/** One sentence a fault of the streams; none: they may carry money. */
export const examineStreams = async (
  manager: JetStreamManager,
  replicasMin: number,
): Promise<readonly string[]> => {
  const { config } = await manager.streams.info(entryStream);
  const facts: StreamFacts = {
    name: config.name,
    replicas: config.num_replicas,
    denyDelete: config.deny_delete === true,
    denyPurge: config.deny_purge === true,
    onDisk: config.storage === StorageType.File,
  };
  return whyStreamUnsafe(facts, replicasMin);
};
