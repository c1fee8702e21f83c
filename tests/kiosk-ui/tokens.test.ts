// The tokens' own promise: text on every ground it meets has contrast 7:1, 15:1 in high contrast (PAGES.md section 7).
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("../../kiosk-ui/kit/tokens.css", import.meta.url), "utf8");

/** The colours of one theme: the root's, with the theme's own over them. */
const themeOf = (selector: string): ReadonlyMap<string, string> => {
  const colours = new Map<string, string>();
  for (const name of [":root", selector]) {
    const start = css.indexOf(`${name} {`);
    const block = css.slice(start, css.indexOf("}", start));
    for (const [, token = "", colour = ""] of block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g))
      colours.set(token, colour);
  }
  return colours;
};

/** WCAG 2.2 relative luminance of `#rrggbb`. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
};

/** What is written on what, on the kiosk. */
const written = [
  ["ink", "paper"],
  ["ink", "surface"],
  ["ink", "sunken"],
  ["ink-2", "paper"],
  ["ink-2", "surface"],
  ["ink-2", "sunken"],
  ["ink-2", "warn-soft"],
  ["ink-2", "good-soft"],
  ["on-primary", "primary"],
  ["primary-strong", "primary-soft"],
  ["gold", "surface"],
  ["gold", "gold-soft"],
  ["warn", "warn-soft"],
  ["bad", "paper"],
  ["seal-text", "surface"],
] as const;

describe.each([
  [":root", 7],
  ['[data-theme="night"]', 7],
  ['[data-contrast="high"]', 15],
] as const)("%s", (selector, least) => {
  const theme = themeOf(selector);
  test.each(written)(`%s on %s reaches ${least}:1`, (text, ground) => {
    expect(contrast(theme.get(text) ?? "", theme.get(ground) ?? "")).toBeGreaterThanOrEqual(least);
  });

  test("outlines of controls reach 3:1", () => {
    for (const ground of ["paper", "surface"])
      expect(contrast(theme.get("edge") ?? "", theme.get(ground) ?? "")).toBeGreaterThanOrEqual(3);
  });
});
