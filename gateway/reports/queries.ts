// Every question the reports' process may be asked, by name: rows and entries of each report, and the names of
// members.
import type { ReportAsk } from "../store/report-reader.ts";
import type { SqlValue } from "../store/sqlite/database.ts";
import { reports } from "./registry.ts";

const entriesOf = (sql: string): string => /* sql */ `
SELECT entry.seq, entry.id, entry.at, entry.day, entry.op, entry.station, entry.staff, entry.account,
  behind.amount AS amount
FROM (${sql}) AS behind JOIN entry ON entry.seq = behind.seq
WHERE entry.seq < :before ORDER BY entry.seq DESC LIMIT :limit`;

/** All rows' entries at once, to be held against the row: how many, and what they come to. */
const sumOf = (sql: string): string => /* sql */ `
SELECT count(*) AS entries, coalesce(sum(amount), 0) AS amount FROM (${sql})`;

const named: readonly (readonly [string, string])[] = reports.flatMap(({ id, rows, entries }) => [
  [id, rows] as const,
  ...(entries === undefined
    ? []
    : [[`${id} entries`, entriesOf(entries)] as const, [`${id} sum`, sumOf(entries)] as const]),
]);

export const queries: Readonly<Record<string, string>> = {
  ...Object.fromEntries(named),
  ":members": /* sql */ `SELECT wanted.value AS id, member.member, member.name, member.number
FROM json_each(:ids) AS wanted LEFT JOIN account ON account.account = wanted.value
JOIN member ON member.member = coalesce(account.member, wanted.value)`,
};

type Params = Readonly<Record<string, SqlValue>>;

/** Only what a query's text names is handed over: the library refuses parameters it does not know. */
export const asking = (query: string, params: Params): ReportAsk => {
  const named = new Set(
    [...(queries[query] ?? "").matchAll(/:([a-zA-Z]+)/gu)].map(([, name]) => name ?? ""),
  );
  return {
    query,
    params: Object.fromEntries(Object.entries(params).filter(([name]) => named.has(name))),
  };
};
