// A house's colour as the pages may use it: the same hue, dark or light enough to be read. Pure; knows no page.
// Figures: WCAG 2.2 contrast ratios; 7:1 (1.4.6) for text, 15:1 where high contrast was chosen (PAGES.md 7).

/** Colours of one theme, each `#rrggbb`; the names are those of tokens.css. */
export interface BrandColours {
  readonly primary: string;
  readonly primaryStrong: string;
  readonly primarySoft: string;
  readonly onPrimary: string;
}

export interface Palette {
  /** worst contrast the asked colour would have had as it is, against paper and under white words */
  readonly askedRatio: number;
  /** worst contrast of the colour that is used */
  readonly usedRatio: number;
  readonly adjusted: boolean;
  readonly day: BrandColours;
  readonly night: BrandColours;
  readonly high: BrandColours;
}

type Rgb = readonly [red: number, green: number, blue: number];
/** OKLCH: lightness 0–1, chroma, hue in radians */
interface Tone {
  readonly light: number;
  readonly chroma: number;
  readonly hue: number;
}

const textRatio = 7;
const highRatio = 15;
const step = 0.005;
const white = "#ffffff";
/** grounds of tokens.css that text and outlines in the house's colour lie on */
const grounds = {
  day: ["#faf7f2", "#ffffff", "#f2ece2"],
  night: ["#14130f", "#1e1c17", "#0e0d0a"],
  high: [white],
} as const;
const nightInk = "#0b0b09";

const rgbOf = (colour: string): Rgb => {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
};

const linear = (part: number): number =>
  part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
const gamma = (part: number): number =>
  part <= 0.003_130_8 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;

const luminance = (colour: string): number => {
  const [red, green, blue] = rgbOf(colour);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
};

/** WCAG contrast ratio of two colours, 1 to 21. */
export const contrastOf = (one: string, other: string): number => {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
};

/** sRGB to OKLCH (Ottosson 2020). */
const toneOf = (colour: string): Tone => {
  const [r, g, b] = rgbOf(colour).map(linear) as unknown as Rgb;
  const l = Math.cbrt(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
  const m = Math.cbrt(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
  const s = Math.cbrt(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
  const green = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
  const blue = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
  return {
    light: 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
    chroma: Math.hypot(green, blue),
    hue: Math.atan2(blue, green),
  };
};

const partsOf = ({ light, chroma, hue }: Tone): Rgb => {
  const [green, blue] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (light + 0.396_337_777_4 * green + 0.215_803_757_3 * blue) ** 3;
  const m = (light - 0.105_561_345_8 * green - 0.063_854_172_8 * blue) ** 3;
  const s = (light - 0.089_484_177_5 * green - 1.291_485_548 * blue) ** 3;
  return [
    4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
    -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
    -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
  ];
};

/** The tone as a colour of the screen; less chroma where the screen has no such colour. */
const colourOf = (tone: Tone): string => {
  const parts = partsOf(tone);
  const fits = parts.every((part) => part >= -0.000_1 && part <= 1.000_1);
  if (!fits && tone.chroma > 0.001)
    return colourOf({ ...tone, chroma: Math.max(0, tone.chroma - 0.004) });
  const bytes = parts.map((part) => Math.round(Math.min(1, Math.max(0, gamma(part))) * 255));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
};

const worst = (colour: string, against: readonly string[]): number =>
  Math.min(...against.map((ground) => contrastOf(colour, ground)));

/** The nearest colour of that hue, darker (−1) or lighter (+1), that every ground carries. */
const readable = (
  tone: Tone,
  asked: { readonly against: readonly string[]; readonly ratio: number; readonly way: 1 | -1 },
): string => {
  for (let { light } = tone; light >= 0 && light <= 1; light += asked.way * step) {
    const colour = colourOf({ ...tone, light });
    if (worst(colour, asked.against) >= asked.ratio) return colour;
  }
  return asked.way === 1 ? white : "#000000";
};

const softOf = ({ chroma, hue }: Tone, light: number): string =>
  colourOf({ light, chroma: Math.min(chroma, 0.025), hue });

/** `colour`: `#rrggbb`. Never fails: at the end of every hue lie black and white. */
export const paletteOf = (colour: string): Palette => {
  const tone = toneOf(colour);
  const day = softOf(tone, 0.94);
  const dayGrounds = [...grounds.day, white, day];
  const asIs = colour.toLowerCase();
  const primary =
    worst(asIs, dayGrounds) >= textRatio
      ? asIs
      : readable(tone, { against: dayGrounds, ratio: textRatio, way: -1 });
  const night = softOf(tone, 0.28);
  const nightTone = { ...tone, light: Math.max(tone.light, 0.72) };
  const nightGrounds = [...grounds.night, nightInk, night];
  const light = readable(nightTone, { against: nightGrounds, ratio: textRatio, way: 1 });
  const darker = { ...toneOf(primary), light: Math.max(0, toneOf(primary).light - 0.08) };
  const lighter = { ...toneOf(light), light: Math.min(1, toneOf(light).light + 0.08) };
  return {
    askedRatio: worst(asIs, dayGrounds),
    usedRatio: worst(primary, dayGrounds),
    adjusted: primary !== asIs,
    day: { primary, primaryStrong: colourOf(darker), primarySoft: day, onPrimary: white },
    night: {
      primary: light,
      primaryStrong: colourOf(lighter),
      primarySoft: night,
      onPrimary: nightInk,
    },
    high: {
      primary: readable(tone, { against: grounds.high, ratio: highRatio, way: -1 }),
      primaryStrong: "#000000",
      primarySoft: white,
      onPrimary: white,
    },
  };
};
