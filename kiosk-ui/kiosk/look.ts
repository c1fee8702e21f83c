// How this glass looked when it was last dressed: the house's name, its colours, the size of a millimetre. Kept in the
// browser, so that a page that begins anew is painted as the house's own before anybody is asked. Nothing of a guest.

export interface Look {
  readonly house?: string;
  /** its logo, as the address of a picture */
  readonly logo?: string | undefined;
  /** rules that set the house's colours, as house.ts wrote them */
  readonly colours?: string;
  /** CSS pixels of a millimetre, and millimetres by which everything is raised */
  readonly mmPx?: number;
  readonly lift?: number;
}

const key = "tallygate.look";

const isLook = (value: unknown): value is Look => {
  if (typeof value !== "object" || value === null) return false;
  const { house = "", logo = "", colours = "", ...sizes }: Record<string, unknown> = { ...value };
  const { mmPx = 1, lift = 0 } = sizes;
  return (
    [house, logo, colours].every((text) => typeof text === "string") &&
    [mmPx, lift].every(Number.isFinite)
  );
};

/** Nothing where nothing was kept, or somebody else wrote there. */
export const rememberedLook = (): Look => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    return isLook(kept) ? kept : {};
  } catch {
    return {};
  }
};

export const rememberLook = (look: Look): void => {
  try {
    localStorage.setItem(key, JSON.stringify({ ...rememberedLook(), ...look }));
  } catch {
    // a browser that keeps nothing paints in the colours of the design
  }
};

/** Puts colours and sizes on this page, where it is told any. */
export const wear = ({ colours, mmPx, lift }: Look): void => {
  if (colours !== undefined) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(colours);
    document.adoptedStyleSheets = [sheet];
  }
  const { style } = document.documentElement;
  if (mmPx !== undefined) style.setProperty("--mm", `${mmPx}px`);
  if (lift !== undefined) style.setProperty("--lift", `${lift}`);
};
