// report.*: who may ask for what, and the words round the figures. The figures are gateway/reports'.
import type { Ask } from "../../reports/desk.ts";
import { csvOf } from "../../reports/export/csv.ts";
import { xlsxOf } from "../../reports/export/xlsx.ts";
import { reportById, reports } from "../../reports/registry.ts";
import type { Report } from "../../reports/report.ts";
import { saidIn } from "../../reports/words.ts";
import { latestShift, tillLookup } from "../../members/shift/shift.ts";
import { type Refusal, refusal } from "../../refusals.ts";
import { type Result, err, ok } from "../../result.ts";
import type { SqlRow } from "../../store/sqlite/database.ts";
import { ReportFault } from "../../store/report-reader.ts";
import type { ParamsOf, ResultOf } from "../../protocol/operations.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import type { House } from "../house.ts";
import { forecastTiers } from "../reports/forecast.ts";
import { namesIn } from "../reports/names.ts";
import { tableOf } from "../reports/table.ts";
import { type Tools, contextOf } from "../tools.ts";

type Names = "report.list" | "report.run" | "report.entries";

/** Rows of one answer at most; totals count all. */
const rowsMax = 5_000;
const pageDefault = 50;

const types = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

const isCashier = ({ station }: Caller): boolean => station.role === "cashier";

export const reportHandlers = ({ house }: Tools): Handlers<Names> => ({
  "report.list": ({ lang = "zh-CN" }, caller) =>
    ok({
      reports: reports
        .filter(({ own }) => own === true || !isCashier(caller))
        .map((report) => ({
          id: report.id,
          name: saidIn(report.title, lang),
          group: report.group,
          says: saidIn(report.says, lang),
          standing: report.standing === true,
          compares: report.asked === undefined,
        })),
    }),
  "report.run": (params, caller) => answered(() => run(asked(house, params), params, caller)),
  "report.entries": (params, caller) =>
    answered(() => entries(asked(house, params), params, caller)),
});

/** A report that took too long or failed is the reports' trouble, not the till's: asked again later. */
const answered = async <T>(
  work: () => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ReportFault) || error.code === "report_failed") throw error;
    return err(refusal(error.retryable ? "store.busy" : "too_many", { what: error.code }));
  }
};

interface Asked {
  readonly report: string;
  readonly from: string;
  readonly to: string;
  readonly filter?: Readonly<Record<string, unknown>>;
}

/** The report and what it may look at; a cashier's is the own till since the shift began. */
const allowed = async (
  house: House,
  asked: Asked,
  caller: Caller,
): Promise<Result<{ readonly report: Report; readonly ask: Ask }, Refusal>> => {
  const report = reportById.get(asked.report);
  if (report === undefined) return err(refusal("not_found", { report: asked.report }));
  if (asked.from > asked.to) return err(refusal("not_permitted", { why: "span" }));
  const { station, ...others } = asked.filter ?? {};
  const { store, ...ofOffice } = others;
  const unknown = typeof store === "string" && house.chain?.office ? ofOffice : others;
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined || (station !== undefined && typeof station !== "string"))
    return err(refusal("not_permitted", { filter: stranger ?? "station" }));
  if (station !== undefined && report.own !== true)
    return err(refusal("not_permitted", { filter: "station" }));
  const programme = house.programmes.current();
  const ask: Ask = {
    from: asked.from,
    to: asked.to,
    points: programme.pointsAssets.map(({ id }) => id),
    currency: programme.currency,
    ...(station === undefined ? {} : { station }),
  };
  if (!isCashier(caller)) return ok({ report, ask });
  if (report.own !== true) return err(refusal("not_permitted", { need: "office" }));
  const till = caller.station.station;
  const latest = latestShift(await house.store.view([tillLookup(till)]), till);
  if (latest === undefined || latest.shift.state === "closed") return err(refusal("missing.shift"));
  return ok({ report, ask: { ...ask, station: till, after: Number(latest.shift["after"]) } });
};

/** Head office asks the same of all its stores, or of one. */
const asked = (house: House, { filter }: Asked): House => {
  const store = filter?.["store"];
  const office = house.chain?.office;
  if (office === undefined) return house;
  return { ...house, reports: office.reports.of(typeof store === "string" ? store : undefined) };
};

const run = async (
  house: House,
  params: ParamsOf<"report.run">,
  caller: Caller,
): Promise<Result<ResultOf<"report.run">, Refusal>> => {
  const may = await allowed(house, params, caller);
  if (!may.ok) return may;
  const { report, ask } = may.value;
  const { format = "rows", lang = "zh-CN", compare } = params;
  // What has not happened yet is the same whatever it is compared with.
  const isAsked = report.asked === "programme";
  const ran = isAsked
    ? await forecastTiers(house.store, contextOf(house, caller))
    : await house.reports.run(report, ask);
  const before =
    compare === undefined || isAsked
      ? undefined
      : await house.reports.run(report, { ...ask, ...compare });
  const shown = shownRows(ran.rows);
  const named = [...shown, ...(before?.rows ?? [])];
  const names = await namesIn(house, { columns: report.columns, rows: named, lang });
  const { currency } = ask;
  const head = { report: report.id, from: ask.from, to: ask.to, upTo: ran.upTo };
  if (format !== "rows") {
    const store = house.storeName(lang);
    const table = tableOf({
      report,
      ...ran,
      from: ask.from,
      to: ask.to,
      names,
      lang,
      currency,
      store,
      ...(before === undefined || compare === undefined
        ? {}
        : { before: { ...compare, rows: before.rows, totals: before.totals } }),
    });
    const data = format === "csv" ? Buffer.from(csvOf(table), "utf8") : await xlsxOf(table);
    const name = `${report.id}_${ask.from}_${ask.to}.${format}`;
    return ok({ ...head, file: { name, type: types[format], data: data.toString("base64") } });
  }
  return ok({
    ...head,
    ...saidOf(report, lang),
    currency,
    step: ran.step,
    rows: shown,
    totals: ran.totals,
    names,
    ...(shown.length < ran.rows.length ? { cut: ran.rows.length - shown.length } : {}),
    ...(before === undefined || compare === undefined
      ? {}
      : { compared: { ...compare, rows: shownRows(before.rows), totals: before.totals } }),
  });
};

/** As many as one answer takes; no column of the reports holds bytes. */
const shownRows = (rows: readonly SqlRow[]): Record<string, string | number | null>[] =>
  rows
    .slice(0, rowsMax)
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([id, value]) => [id, value instanceof Uint8Array ? null : value]),
      ),
    );

const saidOf = (report: Report, lang: string) => ({
  name: saidIn(report.title, lang),
  says: saidIn(report.says, lang),
  columns: report.columns.map(({ id, title, kind, total = false }) => ({
    id,
    title: saidIn(title, lang),
    kind,
    total,
  })),
  keys: [...report.keys],
  ...(report.measure === undefined ? {} : { measure: report.measure }),
  chart: { ...report.chart, of: [...report.chart.of] },
});

const entries = async (
  house: House,
  params: ParamsOf<"report.entries">,
  caller: Caller,
): Promise<Result<ResultOf<"report.entries">, Refusal>> => {
  const may = await allowed(house, params, caller);
  if (!may.ok) return may;
  const { report, ask } = may.value;
  if (report.entries === undefined) return ok({ entries: [], count: 0, amount: 0 });
  const row: Record<string, string | number | null> = {};
  for (const key of report.keys) {
    const value = params.row[key];
    if (typeof value !== "string" && typeof value !== "number" && value !== null)
      return err(refusal("not_permitted", { row: key }));
    row[key] = value;
  }
  const { cursor, limit = pageDefault } = params;
  const behind = await house.reports.entries(report, {
    ...ask,
    row,
    limit,
    ...(cursor === undefined ? {} : { before: Number(cursor) }),
  });
  const accounts = behind.entries.flatMap(({ account }) =>
    typeof account === "string" ? [account] : [],
  );
  const members = await house.reports.members([...new Set(accounts)]);
  return ok({
    entries: behind.entries.map((entry) => ({
      seq: Number(entry["seq"]),
      entry: String(entry["id"]),
      at: String(entry["at"]),
      op: String(entry["op"]),
      amount: Number(entry["amount"]),
      station: String(entry["station"]),
      ...(typeof entry["staff"] === "string" ? { staff: entry["staff"] } : {}),
      ...(typeof entry["account"] === "string"
        ? { member: members.get(entry["account"])?.name ?? entry["account"] }
        : {}),
    })),
    count: behind.count,
    amount: behind.amount,
    ...(behind.before === undefined ? {} : { cursor: String(behind.before) }),
  });
};
