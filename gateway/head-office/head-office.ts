// Head office of a chain: the archive of all stores, their reports, the settlement between them, how they are, and
// what they are told. Stores need none of it to work.
import { join } from "node:path";
import type { Steering } from "../chain/steering.ts";
import type { ChainStream } from "../chain/stream.ts";
import { type Archive, openArchive } from "./archive.ts";
import { startArchiver } from "./archiver.ts";
import { type ChainReports, createChainReports } from "./chain-reports.ts";
import { type Shop, type Statement, statementOf, usualTerms } from "./clearing.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { type LedgerQueries, type Span, createLedgerQueries } from "./ledger-queries.ts";

export interface HeadOffice {
  readonly queries: LedgerQueries;
  readonly reports: ChainReports;
  readonly fleet: Fleet;
  readonly steering: Steering;
  readonly archive: Pick<Archive, "reached">;
  /** why the archive does not follow the stream; undefined while it does */
  readonly trouble: () => string | undefined;
  /** known stores: those that were entered, and those that were only heard of */
  readonly shops: () => Promise<readonly Shop[]>;
  readonly statement: (span: Span, currency: string) => Promise<Statement>;
  readonly close: () => Promise<void>;
}

interface Parts {
  readonly stream: ChainStream;
  readonly steering: Steering;
  /** data folder of this gateway */
  readonly folder: string;
  readonly nowMs: () => number;
  readonly pause: (tries: number, signal: AbortSignal) => Promise<void>;
}

export const openHeadOffice = async (parts: Parts): Promise<HeadOffice> => {
  const { stream, steering, folder, nowMs, pause } = parts;
  const file = join(folder, "archive.db");
  const archive = await openArchive(file);
  const archiver = startArchiver({ archive, stream, pause });
  const fleet = startFleet({ stream, nowMs, pause });
  const reports = createChainReports({ books: file, folder: join(folder, "reports") });
  const queries = createLedgerQueries(archive);
  const shops = async (): Promise<readonly Shop[]> => {
    const entered = steering.get("shops")?.shops ?? [];
    const known = new Set(entered.map(({ store }) => store));
    const others = (await queries.stores()).filter(({ store }) => !known.has(store));
    return [
      ...entered,
      ...others.map(({ store }) => ({ store, name: store, kind: "own", entity: "" }) as const),
    ];
  };
  return {
    queries,
    reports,
    fleet,
    steering,
    archive,
    trouble: () => archiver.trouble(),
    shops,
    statement: async (span, currency) => {
      const [sums, known] = await Promise.all([queries.claims(span), shops()]);
      const terms = steering.get("clearing") ?? usualTerms;
      return statementOf(sums, { terms, currency, shops: known });
    },
    close: async () => {
      await archiver.stop();
      await fleet.stop();
      await reports.close();
      await archive.close();
    },
  };
};
