// Runs reports: brings the reports' file up to the journal, asks for rows, sums them up, finds the entries behind
// a row.
// Knows no role and no language; names of members come masked out of the file.
import { ReportFault, createReportReader } from "../store/report-reader.ts";
import type { SqlRow, SqlValue } from "../store/sqlite/database.ts";
import { createProjector } from "./model/projector.ts";
import type { ProjectionFiles } from "./model/projection.ts";
import { asking, queries } from "./queries.ts";
import type { Report } from "./report.ts";

/** Business days, both included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** What every question may look at. */
export interface Ask extends Span {
  /** a till alone, and only what came after this entry */
  readonly station?: string;
  readonly after?: number;
  /** units that are points, and the currency */
  readonly points: readonly string[];
  readonly currency: string;
}

export interface Ran {
  readonly rows: readonly SqlRow[];
  /** sums of the columns that have one, over all rows */
  readonly totals: Readonly<Record<string, number>>;
  /** `day` columns hold days, or months where the span is long */
  readonly step: "day" | "month";
  /** number of the last entry that was counted */
  readonly upTo: number;
}

export interface BehindRow {
  readonly entries: readonly SqlRow[];
  /** of all entries, also those of other pages */
  readonly count: number;
  readonly amount: number;
  /** ask on before this number; absent at the end */
  readonly before?: number;
}

export interface Reports {
  run(report: Report, ask: Ask): Promise<Ran>;
  /** Entries behind one row, newest first. `row` holds its key columns. */
  entries(
    report: Report,
    ask: Ask & {
      readonly row: Readonly<Record<string, SqlValue>>;
      readonly before?: number;
      readonly limit: number;
    },
  ): Promise<BehindRow>;
  /** Masked names of accounts and members. */
  members(ids: readonly string[]): Promise<ReadonlyMap<string, { name: string; number: string }>>;
  /** Whoever was erased by now is gone from the reports' own file as well. */
  forgetErased(): Promise<void>;
  close(): Promise<void>;
}

/** Days of a span that is still shown day by day. */
const daysMax = 62;
const dayMs = 86_400_000;

export const createReports = (files: ProjectionFiles): Reports => {
  const projector = createProjector(files);
  const reader = createReportReader({ file: files.file, queries });

  const once = async (asks: readonly ReturnType<typeof asking>[]) => {
    const upTo = await projector.catchUp();
    return { upTo, answers: await reader.read(asks) };
  };

  /** A process that ended under a question (no memory, an impatient machine) is replaced, and asked again once. */
  const asked = (...asks: Parameters<typeof once>[0]) =>
    once(asks).catch((error: unknown) => {
      if (!(error instanceof ReportFault) || error.code !== "report_ended") throw error;
      return once(asks);
    });

  return {
    run: async (report, ask) => {
      const { upTo, answers } = await asked(asking(report.id, paramsOf(ask)));
      const [rows = []] = answers;
      return { rows, totals: totalsOf(report, rows), step: stepOf(ask), upTo };
    },
    entries: async (report, { row, before = Number.MAX_SAFE_INTEGER, limit, ...ask }) => {
      const params = { ...paramsOf(ask), ...row };
      const { answers } = await asked(
        asking(`${report.id} entries`, { ...params, before, limit }),
        asking(`${report.id} sum`, params),
      );
      const [entries = [], [sum] = []] = answers;
      const last = entries.at(-1)?.["seq"];
      return {
        entries,
        count: Number(sum?.["entries"] ?? 0),
        amount: Number(sum?.["amount"] ?? 0),
        ...(entries.length < limit || typeof last !== "number" ? {} : { before: last }),
      };
    },
    members: async (ids) => {
      const [rows = []] = await reader.read([asking(":members", { ids: JSON.stringify(ids) })]);
      return new Map(
        rows.map((row) => [
          String(row["id"]),
          { name: String(row["name"]), number: String(row["number"]) },
        ]),
      );
    },
    forgetErased: async () => {
      await projector.catchUp();
    },
    close: async () => {
      await reader.close();
      await projector.close();
    },
  };
};

const stepOf = ({ from, to }: Span): "day" | "month" =>
  (Date.parse(to) - Date.parse(from)) / dayMs > daysMax ? "month" : "day";

const paramsOf = (ask: Ask): Readonly<Record<string, SqlValue>> => ({
  from: ask.from,
  to: ask.to,
  station: ask.station ?? null,
  after: ask.after ?? 0,
  points: JSON.stringify(ask.points),
  currency: ask.currency,
  step: stepOf(ask) === "day" ? 10 : 7,
});

const totalsOf = (report: Report, rows: readonly SqlRow[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    report.columns
      .filter(({ total }) => total === true)
      .map(({ id }) => [id, rows.reduce((sum, row) => sum + Number(row[id] ?? 0), 0)]),
  );
