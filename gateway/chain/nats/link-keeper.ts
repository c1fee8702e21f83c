// One connection to the chain's servers for all who need it: opened when first asked for, again whenever it was lost.
import { jetstream } from "@nats-io/jetstream";
import { StreamFault } from "../stream.ts";
import { awayFault } from "./append.ts";
import type { ChainFile } from "./chain-file.ts";
import { ChainUnsafe, type Link, openLink } from "./link.ts";

export type Opened = Link & { readonly client: ReturnType<typeof jetstream> };

const open = async (file: ChainFile): Promise<Opened> => {
  try {
    const link = await openLink(file);
    return { ...link, client: jetstream(link.connection) };
  } catch (cause) {
    if (cause instanceof ChainUnsafe)
      throw new StreamFault("unsafe", cause.message, { retryable: false, cause });
    throw awayFault(cause);
  }
};

export type OpenLink = () => Promise<Opened>;

/** One link for all that use it; another try once it has closed or could not be had. */
export const createLinkKeeper = (file: ChainFile) => {
  let kept: Promise<Opened> | undefined;
  let isClosed = false;
  return {
    link: async (): Promise<Opened> => {
      if (isClosed) throw new StreamFault("closed", "The chain is closed.", { retryable: false });
      const seen = kept;
      const known = await seen?.catch(() => undefined);
      if (known !== undefined && !known.connection.isClosed()) return known;
      // whoever waited for the same failed try shares the next one
      if (kept === seen) kept = open(file);
      return kept ?? open(file);
    },
    close: async (): Promise<void> => {
      isClosed = true;
      const last = await kept?.catch(() => undefined);
      await last?.connection.close();
    },
  };
};
