// What a store has in common with its chain beside entries: members' keys, and at head office the snapshots that new
// stores begin from.
import type { ChainBooks } from "../../chain/books.ts";
import { createEnvelope } from "../../chain/keys/envelope.ts";
import { startKeyRing } from "../../chain/keys/key-ring.ts";
import { type ChainFile, ChainFileUnusable } from "../../chain/nats/chain-file.ts";
import type { Inbox } from "../../chain/pump.ts";
import { beginFromSnapshot } from "../../chain/snapshot-inbox.ts";
import type { NatsChain } from "../../chain/nats/nats-stream.ts";
import { type Snapshots, startSnapshots } from "../../head-office/snapshots.ts";
import { createSigner } from "../../store/signer.ts";
import { join } from "node:path";
import type { House } from "../house.ts";

interface Parts {
  readonly house: House;
  readonly file: ChainFile;
  readonly chain: Pick<NatsChain, "keys" | "shelf">;
  readonly books: ChainBooks;
  /** data folder of this gateway */
  readonly folder: string;
  readonly pause: (tries: number, signal: AbortSignal) => Promise<void>;
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface InCommon {
  /** only at head office */
  readonly snapshots?: Snapshots;
  readonly stop: () => Promise<void>;
}

/** The store's inbox, which begins from head office's newest snapshot where that is worth its while. */
export const inboxFromSnapshot = <I extends Inbox>(
  { inbox, books, moved }: { readonly inbox: I; readonly books: ChainBooks; moved: () => void },
  { house, file, chain, folder }: Pick<Parts, "house" | "file" | "chain" | "folder">,
): I =>
  beginFromSnapshot({
    inbox,
    books,
    shelf: chain.shelf,
    headOffice: file.headOffice,
    file: join(folder, "snapshot.load"),
    onLoaded: (outcome) => {
      moved();
      house.log.info(outcome, "the chain's snapshot");
    },
  });

/** Throws ChainFileUnusable where this store's members are sealed under something else than the chain's. */
export const holdInCommon = async (parts: Parts): Promise<InCommon> => {
  const { house, file, chain, books, folder, pause, rest } = parts;
  const { store, vault, log } = house;
  const [first] = await store.exclusive((own) =>
    own.all(
      `SELECT id, body ->> 'wrapped' AS wrapped FROM side
       WHERE tab = 'member_key' AND body ->> 'wrapped' IS NOT NULL LIMIT 1`,
    ),
  );
  if (first !== undefined && !vault.holds(String(first["id"]), String(first["wrapped"])))
    throw new ChainFileUnusable(
      "--chain: this store's members are sealed under secrets of its own. Make the chain with " +
        "`tallygate chain up --secrets-of` this store's data, or begin with an empty store.",
    );
  const keys = startKeyRing({
    store,
    keys: chain.keys,
    envelope: createEnvelope(Buffer.from(file.secrets.master, "hex")),
    erases: file.role === "head-office",
    pause,
    rest,
    onRefused: (key) => log.warn({ key }, "a member's key came in that this chain did not seal"),
  });
  const snapshots =
    file.signing === undefined
      ? undefined
      : startSnapshots({
          books,
          shelf: chain.shelf,
          signer: createSigner(Buffer.from(file.signing, "hex")),
          file: join(folder, "snapshot.made"),
          nowMs: () => Date.now(),
          rest,
          onFailed: (err) => log.warn({ err }, "no snapshot was made"),
        });
  return {
    ...(snapshots === undefined ? {} : { snapshots }),
    stop: async () => {
      await keys.stop();
      await snapshots?.stop();
    },
  };
};
