// A report as a chart: categories, series and what the picture says in words. Knows no drawing library and no page.

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

export interface ChartTerms {
  readonly kind: "bars" | "stacked" | "lines" | "heat" | "points";
  readonly by: string;
  readonly of: readonly string[];
  readonly split?: string;
}

export interface ChartColumn {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
}

export interface ChartData {
  readonly chart: ChartTerms;
  readonly columns: readonly ChartColumn[];
  readonly rows: readonly Row[];
  /** column → id → name */
  readonly names: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** the same columns over another span, place by place beside the first */
  readonly before?: { readonly title: string; readonly rows: readonly Row[] };
}

export interface Series {
  readonly name: string;
  /** by place of the category; null where there is nothing */
  readonly values: readonly (number | null)[];
}

export interface Drawing {
  readonly kind: ChartTerms["kind"];
  readonly categories: readonly string[];
  /** of the second axis: heat maps only */
  readonly rows: readonly string[];
  readonly series: readonly Series[];
  /** `[x, y]` with a name: points only */
  readonly points: readonly { readonly name: string; readonly at: readonly [number, number] }[];
  /** kind of the figures, for their formatting */
  readonly unit: string;
  /** categories that are not drawn */
  readonly left: number;
}

/** Categories drawn at most where they are no days. */
const categoriesMax = 16;

const nameOf = (data: ChartData, column: string, value: Cell): string => {
  const text = value === null ? "—" : String(value);
  return data.names[column]?.[text] ?? text;
};

const distinct = (values: readonly Cell[]): readonly Cell[] => [...new Set(values)];

const number = (cell: Cell | undefined): number | null => (typeof cell === "number" ? cell : null);

const isDays = (data: ChartData): boolean =>
  data.columns.find(({ id }) => id === data.chart.by)?.kind === "day";

/** Ids are in the order of bands and days; names of goods and people stay as the report ranks them. */
const ordered = (data: ChartData, values: readonly Cell[]): readonly Cell[] =>
  data.chart.kind === "heat" || isDays(data)
    ? values.toSorted((a, b) =>
        typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1,
      )
    : values;

const seriesOf = (data: ChartData, categories: readonly Cell[]): readonly Series[] => {
  const { chart, rows, columns } = data;
  const titleOf = (id: string): string => columns.find((one) => one.id === id)?.title ?? id;
  const valueAt = (of: string, category: Cell, split?: Cell): number | null => {
    const own = rows.filter(
      (row) =>
        row[chart.by] === category &&
        (chart.split === undefined || split === undefined || row[chart.split] === split),
    );
    return own.length === 0 ? null : own.reduce((sum, row) => sum + (number(row[of]) ?? 0), 0);
  };
  const [first = ""] = chart.of;
  const { split } = chart;
  if (split !== undefined)
    return distinct(rows.map((row) => row[split] ?? null)).map((value) => ({
      name: nameOf(data, split, value),
      values: categories.map((category) => valueAt(first, category, value)),
    }));
  return chart.of.map((of) => ({
    name: titleOf(of),
    values: categories.map((category) => valueAt(of, category)),
  }));
};

/** The span compared with: the same place in its own order, whatever day that was. */
const beforeSeries = (data: ChartData, length: number): readonly Series[] => {
  const { before, chart } = data;
  const [of = ""] = chart.of;
  if (before === undefined || chart.split !== undefined || !isDays(data)) return [];
  const values = Array.from({ length }, (_, at) => number(before.rows[at]?.[of] ?? null));
  return [{ name: before.title, values }];
};

export const drawingOf = (data: ChartData): Drawing => {
  const { chart, rows, columns } = data;
  const [of = ""] = chart.of;
  const unit = columns.find(({ id }) => id === of)?.kind ?? "count";
  const all = ordered(data, distinct(rows.map((row) => row[chart.by] ?? null)));
  const most = isDays(data) || chart.kind === "heat" ? all.length : categoriesMax;
  const shown = all.slice(0, most);
  const names = shown.map((value) => nameOf(data, chart.by, value));
  const common = { kind: chart.kind, unit, left: all.length - shown.length };
  if (chart.kind === "points")
    return {
      ...common,
      categories: [],
      rows: [],
      series: [],
      points: rows.map((row) => ({
        name: nameOf(data, chart.split ?? chart.by, row[chart.split ?? chart.by] ?? null),
        at: [number(row[chart.by]) ?? 0, number(row[of]) ?? 0],
      })),
    };
  if (chart.kind !== "heat")
    return {
      ...common,
      categories: names,
      rows: [],
      points: [],
      series: [...seriesOf(data, shown), ...beforeSeries(data, shown.length)],
    };
  const split = chart.split ?? "";
  const lines = ordered(data, distinct(rows.map((row) => row[split] ?? null)));
  return {
    ...common,
    categories: names,
    rows: lines.map((value) => nameOf(data, split, value)),
    points: [],
    series: lines.map((line) => ({
      name: nameOf(data, split, line),
      values: shown.map((category) =>
        number(rows.find((row) => row[split] === line && row[chart.by] === category)?.[of] ?? null),
      ),
    })),
  };
};

/** Where the greatest figure stands, for the text alternative; undefined where there is none. */
export const peakOf = (
  drawing: Drawing,
): { readonly category: string; readonly series: string; readonly value: number } | undefined => {
  const all = drawing.series.flatMap(({ name, values }) =>
    values.map((value, at) => ({ category: drawing.categories[at] ?? "", series: name, value })),
  );
  const points = drawing.points.map(({ name, at }) => ({
    category: name,
    series: "",
    value: at[1],
  }));
  return [...all, ...points]
    .flatMap((one) => (one.value === null ? [] : [{ ...one, value: one.value }]))
    .toSorted((a, b) => b.value - a.value)[0];
};
