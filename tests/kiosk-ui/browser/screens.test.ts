// Every state × language × large or not × standing or lying, drawn in Chromium and measured; axe over a part of them.
import axe from "axe-core";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import { kioskMachine } from "../../../kiosk-ui/charts/kiosk/machine.ts";
import "../../../kiosk-ui/kit/tokens.css";
import "../../../kiosk-ui/kit/kiosk-page.css";
import "../../../kiosk-ui/kiosk/kiosk-frame.ts";
import type { KioskFrame } from "../../../kiosk-ui/kiosk/kiosk-frame.ts";
import { languageNames, languages, learnAll, teach } from "../../../kiosk-ui/words/kiosk.ts";
import { pseudo } from "../../../kiosk-ui/words/kiosk/pseudo.ts";
import { dataNames, type Fixture, fixtures, type Mode, viewOf } from "./fixtures.ts";
import { faultsOf, writtenIn } from "./geometry.ts";

const pseudoLanguage = "en-XA";
const all: readonly string[] = [...languages, pseudoLanguage];
const sizes = { standing: [1080, 1920], lying: [1920, 1080] } as const;
type Size = keyof typeof sizes;

let frame: KioskFrame;

const draw = async (fixture: Fixture, mode: Mode): Promise<ParentNode> => {
  frame.view = viewOf(fixture, mode);
  // A screen that changes closes its sheet, so that none is left from the fixture before.
  frame.shown = { ...fixture.shown, screen: "attract", warned: true };
  await frame.updateComplete;
  frame.shown = fixture.shown;
  await frame.updateComplete;
  const root = frame.renderRoot;
  if (fixture.sheet !== undefined) {
    root.querySelector<HTMLElement>(`.foot .${fixture.sheet}`)?.click();
    await frame.updateComplete;
  }
  return root;
};

beforeAll(async () => {
  const still = new CSSStyleSheet();
  still.replaceSync(
    "*, ::before, ::after { animation: none !important; transition: none !important }",
  );
  teach(pseudoLanguage, pseudo);
  await learnAll();
  frame = document.createElement("kiosk-frame");
  document.body.append(frame);
  await frame.prepare();
  const root = frame.shadowRoot;
  if (root !== null) root.adoptedStyleSheets = [...root.adoptedStyleSheets, still];
  await document.fonts.ready;
});

afterEach(() => {
  document.documentElement.dir = "ltr";
});

/** `VITE_MATRIX=all`: every state × language × size × contrast, axe included; else pairs of them. */
const whole = import.meta.env["VITE_MATRIX"] === "all";
const modesOf = (language: string, large: boolean, contrast = false): Mode => ({
  language,
  large,
  contrast,
});
const contrasts = whole ? [false, true] : [false];

/** Large type in the six real languages only: two fifths more than English on top is longer than any of them. */
const measured: readonly Mode[] = contrasts.flatMap((contrast) => [
  ...all.map((language) => modesOf(language, false, contrast)),
  ...languages.map((language) => modesOf(language, true, contrast)),
]);

/** Pairwise: neighbours differ in size of type and in contrast; languages shift the pairs. */
const pairOf = (language: string, at: number): readonly Mode[] => {
  const turn = at + all.indexOf(language);
  return [modesOf(language, turn % 2 === 0, turn % 4 < 2)];
};
const everyMode = (language: string): readonly Mode[] =>
  [false, true].flatMap((large) => [false, true].map((one) => modesOf(language, large, one)));

describe("the states of the machine", () => {
  test("each have a screen among the fixtures", () => {
    const states = Object.keys(kioskMachine.config.states?.journey?.states ?? {});
    const drawn = new Set<string>(fixtures.map(({ shown }) => shown.screen));
    expect(states.filter((state) => !drawn.has(state))).toEqual([]);
    expect(states.length).toBeGreaterThan(14);
  });
});

describe.each(Object.keys(sizes).filter((size): size is Size => size in sizes))("%s", (size) => {
  beforeAll(() => page.viewport(sizes[size][0], sizes[size][1]));
  test.each(measured)(
    "in $language, large $large: nothing cut off, overlaid or too small",
    async (mode) => {
      const { large } = mode;
      const limits = { mm: 1080 / 268, targetMm: large ? 30 : 20, typeMm: large ? 12.2 : 6.8 };
      const faults: string[] = [];
      for (const fixture of fixtures) {
        const root = await draw(fixture, mode);
        faults.push(...faultsOf(root, limits).map((fault) => `${fixture.name}: ${fault}`));
      }
      expect(faults).toEqual([]);
    },
  );
});

describe("words", () => {
  test("no sentence is forgotten: in the pseudo language every text is marked or is data", async () => {
    const known = new Set<string>(Object.values(languageNames));
    const forgotten: string[] = [];
    for (const fixture of fixtures) {
      const root = await draw(fixture, modesOf(pseudoLanguage, false));
      for (const { text } of writtenIn(root))
        if (
          /[a-z]{2}/i.test(text) &&
          !text.includes("~") &&
          !known.has(text) &&
          !dataNames.some((name) => text.includes(name)) &&
          !/^[A-Z0-9]{8}$|^November|^Saturday|left$/.test(text)
        )
          forgotten.push(`${fixture.name}: ${text}`);
    }
    expect([...new Set(forgotten)]).toEqual([]);
  });
});

describe("what is easily overlooked", () => {
  const named = (name: string): Fixture => {
    const found = fixtures.find((fixture) => fixture.name === name);
    if (found === undefined) throw new Error(`no fixture ${name}`);
    return found;
  };

  test("a number runs from left to right in Arabic as well", async () => {
    const root = await draw(named("phone"), modesOf("ar", false));
    const leftOf = (selector: string, said: string): number => {
      const found = [...root.querySelectorAll(selector)].find(
        (one) => one.textContent.trim() === said,
      );
      return found?.getBoundingClientRect().left ?? Number.NaN;
    };
    expect(leftOf(".wells span", "1")).toBeLessThan(leftOf(".wells span", "8"));
    expect(leftOf(".key", "1")).toBeLessThan(leftOf(".key", "3"));
    expect(leftOf(".key", "7")).toBeLessThan(leftOf(".key", "9"));
  });

  test("a masked number keeps its order in Arabic: its first digits stand before the stars", async () => {
    const root = await draw(named("profile"), modesOf("ar", false));
    const phone = [...root.querySelectorAll("bdi")].find(({ textContent }) =>
      textContent.startsWith("138"),
    );
    const text = [...(phone?.childNodes ?? [])].find(
      ({ nodeValue }) => nodeValue === "138****5678",
    );
    if (text === undefined) throw new Error("no phone is shown");
    const leftOf = (at: number): number => {
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getBoundingClientRect().left;
    };
    expect(leftOf(0)).toBeLessThan(leftOf(10));
  });

  test.each(["zh-CN", "en", "ko", "ar"])(
    "before and after, a figure and its unit stand on one line in %s, standing and lying",
    async (language) => {
      for (const [width, height] of [
        [1080, 1920],
        [1920, 1080],
      ] as const) {
        await page.viewport(width, height);
        for (const name of ["punch", "redeemConfirm", "signIn"]) {
          const root = await draw(named(name), modesOf(language, false));
          const figures = [...root.querySelectorAll<HTMLElement>(".before-after .big")];
          expect(figures).toHaveLength(2);
          for (const figure of figures) {
            const unit = figure.querySelector(".unit")?.getBoundingClientRect();
            const box = figure.getBoundingClientRect();
            const line = Number.parseFloat(getComputedStyle(figure).lineHeight);
            expect(unit?.width, name).toBeGreaterThan(0);
            expect(box.height, `${name} at ${width}`).toBeLessThan(line * 1.5);
          }
        }
      }
      await page.viewport(1080, 1920);
    },
  );

  test("how much can be used apart from head office is said once", async () => {
    const texts = writtenIn(await draw(named("redeem, offline"), modesOf("en", false)));
    const sentences = texts.map(({ text }) => text).filter((text) => text.length > 24);
    expect(sentences.length).toBeGreaterThan(0);
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});

const violationsOf = async (fixture: Fixture, mode: Mode): Promise<readonly string[]> => {
  await draw(fixture, mode);
  const { violations } = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    resultTypes: ["violations"],
    iframes: false,
  });
  return violations.map(
    ({ id, nodes }) =>
      `${fixture.name}: ${id} ${nodes[0]?.html.slice(0, 120)} ${nodes[0]?.failureSummary}`,
  );
};

const axeMs = whole ? 600_000 : 60_000;

describe("axe", () => {
  beforeAll(() => page.viewport(1080, 1920));
  test.each(all)("finds nothing in %s", { timeout: axeMs }, async (language) => {
    const found: string[] = [];
    for (const [at, fixture] of fixtures.entries())
      for (const mode of whole ? everyMode(language) : pairOf(language, at))
        found.push(...(await violationsOf(fixture, mode)));
    expect(found).toEqual([]);
  });
});
