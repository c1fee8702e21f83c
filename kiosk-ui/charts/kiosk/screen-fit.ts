// How large a millimetre of the design is drawn on this glass, and whether hands and eyes get what they need. Pure.
// The design stands 268 × 476 mm (design/KIOSK.md); controls belong 380–1,220 mm above the floor (EN 301 549 8.3.3).

/** What a technician told of the glass. */
export interface Glass {
  /** micrometres of one CSS pixel; wins over the diagonal */
  readonly umPerPx?: number | undefined;
  readonly diagonalMm?: number | undefined;
  /** of the glass's lower edge above the floor */
  readonly edgeMm?: number | undefined;
}

export interface ScreenPx {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** `type`: small print below a capital's 4.8 mm; `target`: below 20 mm; `reach`: controls outside the band. */
export type FitFault = "type" | "target" | "reach";

export interface ScreenFit {
  /** CSS pixels of one millimetre of the design */
  readonly mmPx: number;
  /** millimetres of the design by which everything touched is raised */
  readonly lift: number;
  /** the low-reach layout is on for everybody: the glass hangs high */
  readonly low: boolean;
  readonly faults: readonly FitFault[];
}

const sheet = { short: 268, long: 476 } as const;
export const reachMm = { lowest: 380, highest: 1_220 } as const;
/** above the glass's lower edge, millimetres of the design: lowest and highest control, standing and lying */
const controls = {
  standing: { lowest: 14, highest: 267 },
  lying: { lowest: 10, highest: 245 },
} as const;
/** Smallest capitals are 5.0 mm, smallest targets 20: so much smaller both may be drawn. */
const typeScale = 4.8 / (6.8 * 0.73);
const targetScale = 0.975;

/** Without a size the design fills the glass and nothing is known of hands. */
export const fitOf = (glass: Glass, { widthPx, heightPx }: ScreenPx): ScreenFit => {
  const [shortPx, longPx] = [Math.min(widthPx, heightPx), Math.max(widthPx, heightPx)];
  const fillPx = Math.min(shortPx / sheet.short, longPx / sheet.long);
  const mmPerPx =
    glass.umPerPx === undefined
      ? glass.diagonalMm && glass.diagonalMm / Math.hypot(widthPx, heightPx)
      : glass.umPerPx / 1_000;
  if (mmPerPx === undefined) return { mmPx: fillPx, lift: 0, low: false, faults: [] };
  const standing = heightPx >= widthPx;
  const band = controls[standing ? "standing" : "lying"];
  const tall = standing ? sheet.long : sheet.short;
  const fill = fillPx * mmPerPx;
  const { edgeMm } = glass;
  // A large glass is not filled where that would put controls above hands, or leave no room to raise them.
  const reachable =
    edgeMm === undefined
      ? fill
      : Math.min(
          (reachMm.highest - edgeMm) / band.highest,
          (heightPx * mmPerPx - Math.max(0, reachMm.lowest - edgeMm)) / (tall - band.lowest),
        );
  const scale = Math.min(fill, Math.max(1, reachable));
  const place = edgeMm === undefined ? anywhere : placed(band, { edgeMm, scale });
  const slack = (heightPx * mmPerPx) / scale - tall;
  const lift = Math.min(place.wanted, Math.max(0, slack));
  const faults: readonly (readonly [FitFault, boolean])[] = [
    ["type", scale < typeScale],
    ["target", scale < targetScale],
    ["reach", place.high || lift < place.wanted - 0.5],
  ];
  return {
    mmPx: scale / mmPerPx,
    lift,
    low: place.high,
    faults: faults.flatMap(([fault, there]) => (there ? [fault] : [])),
  };
};

const anywhere = { wanted: 0, high: false } as const;

const placed = (
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
  { edgeMm, scale }: { readonly edgeMm: number; readonly scale: number },
) => ({
  wanted: Math.max(0, (reachMm.lowest - edgeMm) / scale - lowest),
  high: edgeMm + highest * scale > reachMm.highest + 0.5,
});
