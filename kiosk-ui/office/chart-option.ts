// A drawing as the library's options: the house's colours and hatches, so that no series is told by colour alone.
import type { EChartsCoreOption } from "echarts/core";
import type { Drawing } from "../charts/office/chart.ts";
import { axisText, cellText, type Reading } from "./format.ts";

/** The tokens in force where the chart stands. */
export interface Colours {
  readonly ink: string;
  readonly ink2: string;
  readonly line: string;
  readonly surface: string;
  readonly primary: string;
  readonly soft: string;
  readonly strong: string;
  readonly onPrimary: string;
  readonly gold: string;
  readonly goldSoft: string;
}

const font = '"Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", system-ui';

const hatch = (color: string, rotation: number) => ({
  symbol: "rect",
  dashArrayX: [1, 0],
  dashArrayY: [2, 4],
  rotation,
  color,
});
const dots = (color: string) => ({
  symbol: "circle",
  symbolSize: 0.7,
  dashArrayX: [
    [4, 4],
    [0, 4, 4, 0],
  ],
  dashArrayY: [4, 0],
  color,
});

/** Solid, hatched, dotted, outline … in the order of STAFF.md. */
const looks = (colours: Colours) => [
  { color: colours.primary, borderColor: colours.primary, decal: { symbol: "none" } },
  { color: colours.goldSoft, borderColor: colours.gold, decal: hatch(colours.gold, -Math.PI / 4) },
  { color: colours.surface, borderColor: colours.ink2, decal: dots(colours.ink2) },
  { color: colours.surface, borderColor: colours.ink, decal: { symbol: "none" } },
  { color: colours.soft, borderColor: colours.primary, decal: hatch(colours.primary, Math.PI / 4) },
  { color: colours.goldSoft, borderColor: colours.gold, decal: dots(colours.gold) },
];
const symbols = ["circle", "triangle", "rect", "diamond"];

const common = (drawing: Drawing, colours: Colours, reading: Reading) => ({
  animation: false,
  textStyle: { fontFamily: font, fontSize: 12, color: colours.ink2 },
  // the finding is said by the figure itself; the library's own words would be raw figures
  aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
  grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
  tooltip: {
    trigger: drawing.kind === "heat" || drawing.kind === "points" ? "item" : "axis",
    confine: true,
    backgroundColor: colours.surface,
    borderColor: colours.line,
    textStyle: { color: colours.ink, fontSize: 12 },
    valueFormatter: (value: unknown) =>
      typeof value === "number" ? cellText(drawing.unit, value, reading) : "—",
  },
});

const valueAxis = (drawing: Drawing, colours: Colours, reading: Reading) => ({
  type: "value",
  axisLabel: {
    color: colours.ink2,
    formatter: (value: number) => axisText(drawing.unit, value, reading),
  },
  splitLine: { lineStyle: { color: colours.line } },
});

const categoryAxis = (categories: readonly string[], colours: Colours) => ({
  type: "category",
  data: [...categories],
  axisLabel: { color: colours.ink2, hideOverlap: true },
  axisTick: { show: false },
  axisLine: { lineStyle: { color: colours.line } },
});

/** Long names lie better beside their bars than under them. */
const liesDown = ({ kind, categories }: Drawing): boolean =>
  kind === "bars" && categories.some((name) => name.length > 6 && !/^\d{4}-\d/.test(name));

const barsOption = (drawing: Drawing, colours: Colours, reading: Reading): EChartsCoreOption => {
  const look = looks(colours);
  const value = valueAxis(drawing, colours, reading);
  const lying = liesDown(drawing);
  const category = {
    ...categoryAxis(drawing.categories, colours),
    ...(lying
      ? { inverse: true, axisLabel: { color: colours.ink2, width: 160, overflow: "truncate" } }
      : {}),
  };
  return {
    ...common(drawing, colours, reading),
    ...(drawing.series.length > 1
      ? {
          legend: { bottom: 0, itemWidth: 14, itemHeight: 12, textStyle: { color: colours.ink } },
          grid: { left: 8, right: 16, top: 16, bottom: 36, containLabel: true },
        }
      : {}),
    xAxis: lying ? value : category,
    yAxis: lying ? category : value,
    series: drawing.series.map(({ name, values }, at) => ({
      name,
      data: [...values],
      itemStyle: { ...look[at % look.length], borderWidth: 1 },
      ...(drawing.kind === "lines"
        ? {
            type: "line",
            symbol: symbols[at % symbols.length],
            symbolSize: 8,
            lineStyle: {
              color: at === 0 ? colours.primary : colours.gold,
              type: at === 0 ? "solid" : "dashed",
            },
            itemStyle: { color: at === 0 ? colours.primary : colours.gold },
          }
        : {
            type: "bar",
            barMaxWidth: 32,
            ...(drawing.kind === "stacked" ? { stack: "all" } : {}),
          }),
    })),
  };
};

/** Five steps that skip the middle, so that each cell's figure is read at 7:1. */
const heatOption = (drawing: Drawing, colours: Colours, reading: Reading): EChartsCoreOption => {
  const cells = drawing.series.flatMap(({ values }, y) =>
    values.flatMap((value, x) => (value === null ? [] : [[x, y, value] as const])),
  );
  const top = Math.max(1, ...cells.map(([, , value]) => value));
  const steps = [colours.surface, colours.soft, colours.soft, colours.primary, colours.strong];
  return {
    ...common(drawing, colours, reading),
    xAxis: {
      ...categoryAxis(drawing.categories, colours),
      position: "top",
      // A column without its name cannot be read: long names break instead of giving way.
      axisLabel: { color: colours.ink2, interval: 0, width: 60, overflow: "break" },
    },
    yAxis: { ...categoryAxis(drawing.rows, colours), inverse: true },
    visualMap: {
      show: false,
      type: "piecewise",
      pieces: steps.map((color, at) => ({
        ...(at === 0 ? {} : { gt: (top * at) / 5 }),
        lte: at === 4 ? top : (top * (at + 1)) / 5,
        color,
      })),
    },
    series: [
      {
        type: "heatmap",
        data: cells.map(([x, y, value]) => ({
          value: [x, y, value],
          label: { color: value > (top * 3) / 5 ? colours.onPrimary : colours.ink },
        })),
        label: {
          show: true,
          fontWeight: 700,
          formatter: ({ value }: { value: readonly number[] }) =>
            axisText(drawing.unit, value[2] ?? 0, reading),
        },
        itemStyle: { borderColor: colours.line, borderWidth: 1, decal: { symbol: "none" } },
      },
    ],
  };
};

const pointsOption = (drawing: Drawing, colours: Colours, reading: Reading): EChartsCoreOption => ({
  ...common(drawing, colours, reading),
  grid: { left: 8, right: 64, top: 24, bottom: 8, containLabel: true },
  xAxis: {
    type: "value",
    axisLabel: { color: colours.ink2 },
    splitLine: { lineStyle: { color: colours.line } },
  },
  yAxis: valueAxis(drawing, colours, reading),
  series: drawing.points.map(({ name, at }, place) => ({
    type: "line",
    lineStyle: { opacity: 0 },
    name,
    data: [[...at]],
    symbol: symbols[place % symbols.length],
    symbolSize: 16,
    itemStyle: { color: place % 2 === 0 ? colours.primary : colours.gold },
    label: { show: true, position: "right", formatter: name, color: colours.ink, fontWeight: 700 },
  })),
});

export const chartOption = (
  drawing: Drawing,
  colours: Colours,
  reading: Reading,
): EChartsCoreOption => {
  if (drawing.kind === "heat") return heatOption(drawing, colours, reading);
  if (drawing.kind === "points") return pointsOption(drawing, colours, reading);
  return barsOption(drawing, colours, reading);
};
