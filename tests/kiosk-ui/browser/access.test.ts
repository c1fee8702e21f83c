// The access checklist of PAGES.md section 1, each line with its clause: what is spoken, what is reached, what is seen.
import { beforeAll, describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import "../../../kiosk-ui/kit/tokens.css";
import "../../../kiosk-ui/kit/kiosk-page.css";
import "../../../kiosk-ui/kiosk/kiosk-frame.ts";
import type { KioskFrame } from "../../../kiosk-ui/kiosk/kiosk-frame.ts";
import { createKeypad } from "../../../kiosk-ui/kiosk/keypad.ts";
import { fitOf, reachMm } from "../../../kiosk-ui/charts/kiosk/screen-fit.ts";
import type { KioskEvent } from "../../../kiosk-ui/charts/kiosk/events.ts";
import { createScribe } from "../../../kiosk-ui/speech/scribe.ts";
import { utteranceOf, utterancesOf } from "../../../kiosk-ui/speech/utterance.ts";
import { learnAll, refusalFor, sayIn } from "../../../kiosk-ui/words/kiosk.ts";
import { type Fixture, fixtures, type Mode, viewOf } from "./fixtures.ts";

const mm = 1080 / 268;
const screenMm = 476;
/** where the screen's lower edge hangs, as the design guide gives it: the usual one and both ends of the band */
const mountings = [366, 700, 953] as const;

let frame: KioskFrame;
const plain: Mode = { language: "zh-CN", large: false, contrast: false };
const named = (name: string): Fixture => {
  const found = fixtures.find((fixture) => fixture.name === name);
  if (found === undefined) throw new Error(`no fixture ${name}`);
  return found;
};
const draw = async (fixture: Fixture, mode: Mode = plain): Promise<ParentNode> => {
  const view = viewOf(fixture, mode);
  frame.view = { ...view, say: scribe.listen(view.say, mode.language) };
  frame.shown = { ...fixture.shown, screen: "attract", warned: true };
  await frame.updateComplete;
  frame.shown = fixture.shown;
  await frame.updateComplete;
  if (fixture.sheet !== undefined) {
    frame.renderRoot.querySelector<HTMLElement>(`.foot .${fixture.sheet}`)?.click();
    await frame.updateComplete;
  }
  return frame.renderRoot;
};
const scribe = createScribe();
const spoken = (root: ParentNode, privately: boolean): string => {
  const main = root.querySelector(".sheet section") ?? root.querySelector("main");
  return main === null ? "" : utterancesOf(main, scribe.aloud, { privately }).join("\n");
};

beforeAll(async () => {
  await page.viewport(1080, 1920);
  await learnAll();
  frame = document.createElement("kiosk-frame");
  document.body.append(frame);
  await frame.prepare();
  await document.fonts.ready;
});

describe("speech", () => {
  test.each(fixtures)("$name says something (EN 301 549 5.1.3.1)", async (fixture) => {
    const root = await draw(fixture);
    expect(spoken(root, true).length).toBeGreaterThan(1);
  });

  test.each(fixtures)(
    "$name tells a loudspeaker nothing of the guest (EN 301 549 5.1.3.9)",
    async (fixture) => {
      const text = spoken(await draw(fixture), false);
      for (const secret of ["99,999", "999,999", "1234", "5678", "𠮷", "1305", "104,999"])
        expect(text, secret).not.toContain(secret);
    },
  );

  test("a PIN is only ever a count of digits (EN 301 549 5.1.3.8, 14 CFR 382.57(c)(5)(i)(A))", async () => {
    const text = spoken(await draw(named("phonePin")), true);
    expect(text).toContain(sayIn("zh-CN")("pad.typed", { count: 3 }));
    expect(text).not.toMatch(/\b123\b|1 2 3/);
  });

  test("masks are spoken as masks (EN 301 549 5.1.3.8)", async () => {
    const text = spoken(await draw(named("home")), true);
    expect(text).toContain("卡号末四位 1 2 3 4");
    expect(text).not.toContain("*");
  });

  test.each(fixtures)(
    "$name: no figure is left in a form that only an eye reads (EN 301 549 5.1.3.1)",
    async (fixture) => {
      for (const language of ["zh-CN", "en"])
        expect(spoken(await draw(fixture, { ...plain, language }), true)).not.toMatch(
          /\d,\d{3}|\d{4}-\d\d-\d\d|\d\d:\d\d|[*→]|\.00\b|[A-Z]\d[A-Z0-9]{2,}|\d[A-Z][A-Z0-9]{2,}/,
        );
    },
  );

  test.each(["blocked", "explain", "pin, wrong"])(
    "%s tells the mistake in words (EN 301 549 5.1.3.15)",
    async (name) => {
      const fixture = named(name);
      const code = fixture.visit.refused?.code ?? "";
      const sentence =
        code === "pin.wrong" ? sayIn("zh-CN")("pin.wrong") : refusalFor(sayIn("zh-CN"), code);
      expect(spoken(await draw(fixture), false)).toContain(sentence);
    },
  );

  test("what was done is spoken whole: before, after, receipt (EN 301 549 5.1.3.16)", async () => {
    const text = spoken(await draw(named("done")), true);
    for (const fact of ["从 7 次变成 6 次", "2 A 1 2 0 3 8 4"]) expect(text).toContain(fact);
  });

  test("every control has a name for the ear (EN 301 549 5.1.3.1)", async () => {
    for (const fixture of fixtures) {
      await draw(fixture);
      for (const target of frame.targets())
        expect(utteranceOf(target, scribe.aloud), `${fixture.name} ${target.outerHTML}`).not.toBe(
          "",
        );
    }
  });
});

describe("four keys", () => {
  const strike = (keypad: (event: KeyboardEvent) => void, key: string): void =>
    keypad(new KeyboardEvent("keydown", { key, cancelable: true }));
  const bench = () => {
    let nowMs = 0;
    const sent: KioskEvent[] = [];
    const keypad = createKeypad({
      targets: () => frame.targets(),
      focused: () => frame.shadowRoot?.activeElement ?? null,
      send: (event) => sent.push(event),
      typed: () => "",
      nowMs: () => (nowMs += 1_000),
    });
    return { keypad, sent };
  };

  test.each(fixtures.filter(({ shown }) => !shown.linkLost))(
    "$name: ▼ comes past everything and round again, with a mark to see (EN 301 549 5.1.6.2, 2.1.2)",
    async (fixture) => {
      await draw(fixture);
      const { keypad } = bench();
      const targets = frame.targets();
      const seen = new Set<Element>();
      for (let step = 0; step < targets.length; step += 1) {
        strike(keypad, "ArrowDown");
        const focused = frame.shadowRoot?.activeElement;
        if (focused != null) seen.add(focused);
      }
      expect(seen.size).toBe(targets.length);
      const [first] = seen;
      strike(keypad, "ArrowDown");
      expect(frame.shadowRoot?.activeElement).toBe(first);
      const { outlineWidth, outlineStyle } = getComputedStyle(first ?? document.body);
      expect([Number.parseFloat(outlineWidth) >= 4, outlineStyle]).toEqual([true, "solid"]);
    },
  );

  test("a key held, or struck twice by a trembling hand, counts once (EN 301 549 5.7, 5.8)", () => {
    let nowMs = 0;
    const sent: KioskEvent[] = [];
    const keypad = createKeypad({
      targets: () => [],
      focused: () => null,
      send: (event) => sent.push(event),
      typed: () => "1",
      nowMs: () => nowMs,
    });
    strike(keypad, "5");
    nowMs += 100;
    strike(keypad, "5");
    nowMs += 400;
    strike(keypad, "5");
    keypad(new KeyboardEvent("keydown", { key: "5", repeat: true }));
    nowMs += 400;
    strike(keypad, "Backspace");
    expect(sent).toEqual([
      { type: "DIGIT", digit: "5" },
      { type: "DIGIT", digit: "5" },
      { type: "RUB_OUT" },
    ]);
  });

  test("toggles say whether they are on (EN 301 549 5.6)", async () => {
    const root = await draw(named("home, comfort"));
    const toggles = [...root.querySelectorAll(".sheet .choice")];
    expect(toggles).toHaveLength(4);
    for (const toggle of toggles) expect(toggle.getAttribute("aria-pressed")).toMatch(/true|false/);
  });
});

describe("reach", () => {
  const heights = (lowerEdgeMm: number) =>
    frame.targets().map((target) => {
      const { top, bottom } = target.getBoundingClientRect();
      const above = (y: number): number => lowerEdgeMm + screenMm - y / mm;
      return { name: target.textContent?.trim(), top: above(top), bottom: above(bottom) };
    });

  test.each(mountings)(
    "with the lower edge at %i mm every control lies in the band (EN 301 549 8.3.3, ADA 308)",
    async (lowerEdgeMm) => {
      const out: string[] = [];
      for (const fixture of fixtures) {
        await draw(fixture);
        for (const { name, top, bottom } of heights(lowerEdgeMm)) {
          if (bottom < reachMm.lowest - 0.5) out.push(`${fixture.name}: ${name} at ${bottom}`);
          if ((top + bottom) / 2 > reachMm.highest) out.push(`${fixture.name}: ${name} at ${top}`);
        }
      }
      expect(out).toEqual([]);
    },
  );

  test.each([
    { glass: { diagonalMm: 546, edgeMm: 970 }, size: [1080, 1920], what: "hung high" },
    { glass: { diagonalMm: 813, edgeMm: 900 }, size: [1080, 1920], what: "32 inch, hung high" },
    { glass: { diagonalMm: 813, edgeMm: 250 }, size: [1080, 1920], what: "32 inch, hung low" },
    { glass: { diagonalMm: 546, edgeMm: 900 }, size: [1920, 1080], what: "lying" },
    { glass: { diagonalMm: 686, edgeMm: 960 }, size: [1920, 1080], what: "27 inch lying" },
  ] as const)("$what: drawn so that every control lies in the band", async ({ glass, size }) => {
    const [widthPx, heightPx] = size;
    await page.viewport(widthPx, heightPx);
    const { mmPx, lift, low } = fitOf(glass, { widthPx, heightPx });
    const { style } = document.documentElement;
    style.setProperty("--mm", `${mmPx}px`);
    style.setProperty("--lift", `${lift}`);
    frame.high = low;
    const mmPerPx = glass.diagonalMm / Math.hypot(widthPx, heightPx);
    const out: string[] = [];
    for (const fixture of fixtures) {
      await draw(fixture);
      for (const target of frame.targets()) {
        const { top, bottom } = target.getBoundingClientRect();
        const above = (y: number): number => glass.edgeMm + (heightPx - y) * mmPerPx;
        if (above(bottom) < reachMm.lowest - 0.5 || above((top + bottom) / 2) > reachMm.highest)
          out.push(`${fixture.name}: ${target.textContent?.trim()} at ${above(top)}`);
      }
    }
    style.removeProperty("--mm");
    style.removeProperty("--lift");
    frame.high = false;
    await page.viewport(1080, 1920);
    expect(out).toEqual([]);
  });

  test("low reach brings every screen's highest control lower, and none is too small", async () => {
    for (const name of ["home", "phone", "redeem", "receipts", "benefits"]) {
      const topOf = async (low: boolean): Promise<number> => {
        await draw(named(name), { ...plain, low });
        const smallest = Math.min(
          ...frame.targets().map((target) => {
            const { width, height } = target.getBoundingClientRect();
            return Math.min(width, height) / mm;
          }),
        );
        expect(smallest, name).toBeGreaterThanOrEqual(19.9);
        return Math.max(...heights(700).map(({ top }) => top));
      };
      expect(await topOf(true), name).toBeLessThan(await topOf(false));
    }
  });
});

describe("covered figures", () => {
  const covered = (): readonly boolean[] =>
    [...frame.renderRoot.querySelectorAll(".slip .figure")].map(
      (figure) => getComputedStyle(figure).color === "rgba(0, 0, 0, 0)",
    );
  const touchFirst = (): void => {
    frame.renderRoot
      .querySelector(".slip .figure")
      ?.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, composed: true }));
  };
  const settle = async (shaded: boolean): Promise<void> => {
    frame.shown = { ...named("home").shown, shaded };
    await frame.updateComplete;
  };

  test("each is shown by a touch on itself, the others stay covered (PAGES.md 4)", async () => {
    await draw(named("home"));
    expect(covered().length).toBeGreaterThan(3);
    expect(covered()).not.toContain(true);
    await settle(true);
    expect(covered()).not.toContain(false);
    touchFirst();
    await settle(false);
    expect(covered().filter((hidden) => !hidden)).toHaveLength(1);
    // silent for a while again: that one is covered as well
    await settle(true);
    expect(covered()).not.toContain(false);
    frame.uncover();
    await frame.updateComplete;
    expect(covered()).not.toContain(true);
  });
});

describe("the idle screen", () => {
  test("shows no member and nothing that cannot be left alone (K14, K18)", async () => {
    const root = await draw(named("attract"));
    expect(root.textContent).not.toMatch(/1234|𠮷|99,999/);
    expect(root.querySelectorAll("video, marquee, [autoplay]")).toHaveLength(0);
  });
});
