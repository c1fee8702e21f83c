// An inbox that only watches which of the own entries the stream holds: for head office, whose archive takes in the
// rest. In a stream made anew nothing is held: everything is sent again.
import type { JsonObject } from "../json.ts";
import type { Store } from "../store/contract.ts";
import type { Inbox } from "./pump.ts";

const row = "chain:watched";

/** Reads where it was; `store`: the own journal's name on the chain. */
export const openWatchingInbox = async (
  books: Pick<Store, "side" | "sideRow" | "head">,
  store: string,
): Promise<Inbox> => {
  let { stream, gseq, seen } = placeOf(await books.sideRow("meta", row));
  const keep = async (): Promise<void> =>
    books.side([{ table: "meta", id: row, body: { stream, gseq, seen } }]);
  return {
    position: () => ({ stream, gseq, root: "" }),
    begin: async ({ epoch, last }) => {
      if (stream === epoch && last < gseq)
        return { frozen: `The stream ends at ${last}; it went on to ${gseq} before.` };
      if (stream !== epoch || seen > books.head().seq) {
        [stream, gseq, seen] = [epoch, 0, 0];
        await keep();
      }
      return { follow: true };
    },
    take: async (_stream, batch) => {
      const { epoch } = books.head();
      for (const { entry } of batch)
        if (entry.store === store && entry.epoch <= epoch && entry.seq === seen + 1) seen += 1;
      gseq = batch.at(-1)?.gseq ?? gseq;
      await keep();
    },
    seen: () => seen,
  };
};

const placeOf = (body: JsonObject | undefined) => {
  const { stream, gseq, seen } = body ?? {};
  return typeof stream === "string" && typeof gseq === "number" && typeof seen === "number"
    ? { stream, gseq, seen }
    : { stream: "", gseq: 0, seen: 0 };
};
