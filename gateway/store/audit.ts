// Runs the ledger's audit over the file, page by page, so that the sockets are served in between.
import { setImmediate as nextTurn } from "node:timers/promises";
import { createAuditor, shownBalances, type AuditResult } from "../ledger/audit.ts";
import { auditCheckpoints } from "./checkpoints.ts";
import type { Account } from "../members/state.ts";
import { integer, text } from "./sqlite/columns.ts";
import type { Database } from "./sqlite/database.ts";

const pageRows = 1000;

const journalPage = /* sql */ `
SELECT seq, id, hash, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ${pageRows}`;

const accountPage = /* sql */ `
SELECT id, body FROM entity
WHERE kind = 'account' AND id > ? ORDER BY id LIMIT ${pageRows}`;

/**
 * Chain, sequence, Σ = 0 per unit and entry, balances = journal, signed checkpoints. The caller sees to it that
 * nobody commits meanwhile, or takes a snapshot.
 */
export const auditStore = async (database: Database, storeId: string): Promise<AuditResult> => {
  const auditor = createAuditor(storeId);
  for (let after = 0; ;) {
    const rows = await database.all(journalPage, after);
    for (const row of rows) {
      after = integer(row["seq"]);
      const id = text(row["id"]);
      auditor.add({ seq: after, id, hash: text(row["hash"]), body: text(row["body"]) });
    }
    if (rows.length < pageRows) break;
    await nextTurn();
  }
  for (let after = ""; ;) {
    const rows = await database.all(accountPage, after);
    for (const row of rows) {
      after = text(row["id"]);
      const account: Account = JSON.parse(text(row["body"]));
      auditor.compare(shownBalances(after, account));
    }
    if (rows.length < pageRows) break;
    await nextTurn();
  }
  const audit = auditor.finish();
  const checkpoints = await auditCheckpoints(database, storeId);
  return { ...audit, findings: [...audit.findings, ...checkpoints.findings] };
};
