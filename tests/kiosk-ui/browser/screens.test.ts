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

const modesOf = (language: string, large: boolean): Mode => ({ language, large, contrast: false });

/** Large type in the six real languages only: two fifths more than English on top is longer than any of them. */
const measured: readonly Mode[] = [
  ...all.map((language) => modesOf(language, false)),
  ...languages.map((language) => modesOf(language, true)),
];

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

describe("axe", () => {
  beforeAll(() => page.viewport(1080, 1920));
  test.each(all)("finds nothing in %s", async (language) => {
    const found: string[] = [];
    for (const [at, fixture] of fixtures.entries()) {
      // Pairwise: neighbours differ in size of type and in contrast; languages shift the pairs.
      const turn = at + all.indexOf(language);
      await draw(fixture, { language, large: turn % 2 === 0, contrast: turn % 4 < 2 });
      const { violations } = await axe.run(document, {
        runOnly: [
          "wcag2a",
          "wcag2aa",
          "wcag2aaa",
          "wcag21a",
          "wcag21aa",
          "wcag22aa",
          "best-practice",
        ],
        resultTypes: ["violations"],
        iframes: false,
      });
      for (const { id, nodes } of violations)
        found.push(
          `${fixture.name}: ${id} ${nodes[0]?.html.slice(0, 120)} ${nodes[0]?.failureSummary}`,
        );
    }
    expect(found).toEqual([]);
  });
});
