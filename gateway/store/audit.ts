// Runs the ledger's audit over the file, page by page, so that the sockets are served in between.
import { setImmediate as nextTurn } from "node:timers/promises";
import {
  createAuditor,
  shownBalances,
  shownCommission,
  shownVoucher,
  type Auditor,
  type AuditResult,
  type ShownBalances,
} from "../ledger/audit.ts";
import { genesisHash } from "../ledger/hash.ts";
import { auditCheckpoints } from "./checkpoints.ts";
import type { Coupon } from "../members/coupon/file.ts";
import type { Account, Staff } from "../members/state.ts";
import { addChainLines, confirmedPage, isChained } from "./chain-lines.ts";
import { pagesOf } from "./pages.ts";
import { integer, text } from "./sqlite/columns.ts";
import type { Database } from "./sqlite/database.ts";

/** Rows of one page: about two milliseconds of work between two turns of the event loop. */
const pageRows = 250;

const journalPage = /* sql */ `
SELECT seq, id, hash, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ${pageRows}`;

const entityPage = /* sql */ `
SELECT id, body FROM entity
WHERE kind = ? AND id > ? ORDER BY id LIMIT ${pageRows}`;

/**
 * The last entries only, as far as a start has time for: chain, sequence, Σ = 0, and the checkpoints over all.
 * It sees a torn or changed end; what was changed further back only the whole audit sees.
 */
export const auditTail = async (
  database: Database,
  storeId: string,
  entries: number,
): Promise<AuditResult> => {
  const [before] = await database.all(
    "SELECT seq, hash FROM journal WHERE seq <= (SELECT max(seq) - ? FROM journal) ORDER BY seq DESC LIMIT 1",
    entries,
  );
  // A short journal of many accounts is read from its beginning; their balances are not compared even then.
  const from =
    before === undefined
      ? { seq: 0, hash: genesisHash(storeId) }
      : { seq: integer(before["seq"]), hash: text(before["hash"]) };
  const auditor = createAuditor(storeId, { from });
  await addJournal(database, auditor, { after: from.seq });
  const audit = auditor.finish();
  const checkpoints = await auditCheckpoints(database, storeId);
  return { ...audit, findings: [...audit.findings, ...checkpoints.findings] };
};

const addJournal = async (
  database: Database,
  auditor: Auditor,
  { after: from, signal }: { readonly after: number; readonly signal?: AbortSignal | undefined },
): Promise<void> => {
  const pages = pagesOf((after: number) => database.all(journalPage, after), {
    from,
    next: (row) => integer(row["seq"]),
    pageRows,
  });
  for await (const rows of pages) {
    for (const row of rows) {
      const seq = integer(row["seq"]);
      const id = text(row["id"]);
      auditor.add({ seq, id, hash: text(row["hash"]), body: text(row["body"]) });
    }
    signal?.throwIfAborted();
    await nextTurn();
  }
};

/** Every entity of a kind, held against the journal. */
const compareAll = async <Shown>(
  database: Database,
  auditor: Auditor,
  {
    kind,
    shown,
    signal,
    page = entityPage,
  }: {
    readonly kind: string;
    readonly shown: (id: string, entity: Shown) => ShownBalances;
    readonly signal: AbortSignal | undefined;
    readonly page?: string;
  },
): Promise<void> => {
  const pages = pagesOf((after: string) => database.all(page, kind, after), {
    from: "",
    next: (row) => text(row["id"]),
    pageRows,
  });
  for await (const rows of pages) {
    for (const row of rows) {
      // An entity that nobody has confirmed yet has no balance in the chain.
      if (row["body"] === null) continue;
      auditor.compare(shown(text(row["id"]), JSON.parse(text(row["body"]))));
    }
    signal?.throwIfAborted();
    await nextTurn();
  }
};

/**
 * Chain, sequence, Σ = 0 per unit and entry, balances = journal, signed checkpoints. The caller sees to it that
 * nobody commits meanwhile, or takes a snapshot.
 */
export const auditStore = async (
  database: Database,
  storeId: string,
  signal?: AbortSignal,
): Promise<AuditResult> => {
  const chained = await isChained(database);
  const auditor = createAuditor(storeId, chained ? { balances: "of the chain" } : {});
  await addJournal(database, auditor, { after: 0, signal });
  if (chained) await addChainLines(database, auditor, signal);
  const page = chained ? confirmedPage : entityPage;
  await compareAll(database, auditor, {
    kind: "account",
    shown: (id, account: Account) => shownBalances(id, account),
    signal,
    page,
  });
  await compareAll(database, auditor, {
    kind: "coupon",
    shown: (id, coupon: Coupon) => shownVoucher(id, coupon),
    signal,
    page,
  });
  await compareAll(database, auditor, {
    kind: "staff",
    shown: (id, staff: Staff) => shownCommission(id, staff),
    signal,
  });
  const audit = auditor.finish();
  const checkpoints = await auditCheckpoints(database, storeId);
  return { ...audit, findings: [...audit.findings, ...checkpoints.findings] };
};
