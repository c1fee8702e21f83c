// A member erased or merged away in another store: what this store itself had sealed for her, her file as it once was
// and its notes, is shredded here as well. Her own key goes by the ring of keys. That it is to be done is written down
// with the fold, so a power cut does not make her unforgotten.
import type { ChainBooks } from "../../chain/books.ts";
import { takenOut } from "../../chain/taken-out.ts";
import type { EntryBody } from "../../ledger/entry.ts";
import { sealedTextsOf } from "../erasure.ts";
import type { House } from "../house.ts";

type Parts = Pick<House, "store" | "vault" | "reports" | "log">;

export interface Shredder {
  /** Shreds what there is to shred, since before a start too; a failure is logged, and it is tried again next time. */
  readonly start: () => void;
  /** Entries were folded. */
  readonly folded: (entries: readonly { readonly body: Pick<EntryBody, "events"> }[]) => void;
  readonly stop: () => Promise<void>;
}

export const createShredder = (
  { store, vault, reports, log }: Parts,
  books: Pick<ChainBooks, "toForget" | "forgotten">,
): Shredder => {
  let last: Promise<void> = Promise.resolve();
  const shred = async (): Promise<void> => {
    for (const member of await books.toForget()) {
      const sealed = await sealedTextsOf(store, member);
      if (sealed.size > 0) await store.side([...sealed].map((text) => vault.shred(text)));
      await reports.forgetErased();
      await books.forgotten(member);
    }
  };
  const start = (): void => {
    last = last
      .then(shred)
      .catch((err: unknown) => log.error({ err }, "members erased elsewhere are not shredded yet"));
  };
  return {
    start,
    folded: (entries) => {
      if (entries.some(({ body }) => takenOut(body).length > 0)) start();
    },
    stop: () => last,
  };
};
