// A staff page gone through by Tab alone: what a mouse could press and Tab does not reach, where the focus cannot be
// seen, where it does not get out again.
import type { Page } from "playwright";

/** Presses of Tab beyond one for each stop: a date has four stops of its own, a box that scrolls is one too. */
const spareFactor = 3;
const spareMin = 12;

/**
 * The page's half, put in before its own scripts: it hears who listens to clicks, and keeps every stop of Tab. A stop
 * is looked at when Tab is pressed the next time: what it scrolled and drew is done by then.
 */
const pageHalf = `(() => {
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (kind, ...rest) {
    if (kind === "click" && this instanceof Element) this.hearsClicks = true;
    return add.call(this, kind, ...rest);
  };
  const native = "button, input, select, textarea, a[href], summary";
  const oneOfMany = "[role=option], [role=tab], [role=menuitem], input[type=radio]";
  const stops = new Set();
  const seen = new Set();
  const under = (root) =>
    [...root.querySelectorAll("*")].flatMap((one) => [one, ...(one.shadowRoot ? under(one.shadowRoot) : [])]);
  const focused = () => {
    let one = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return one;
  };
  /** A sheet that lies over the page makes all below it inert. */
  const inReach = () => {
    const all = under(document);
    const sheet = all.findLast((one) => one.matches("dialog:modal"));
    return sheet === undefined ? all : under(sheet);
  };
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  /** A picture's figures stand in the table that is its twin. */
  const pressable = () =>
    inReach().filter((one) =>
      (one.hearsClicks || one.matches(native)) && !one.matches(":disabled, form, dialog") &&
      one.closest("[role=img]") === null && isShown(one));
  /** One of a list or of a group is reached by the arrows, from the field or the choice that Tab stops at. */
  const isReached = (one) =>
    stops.has(one) ||
    [...stops].some((stop) => one.contains(stop)) ||
    (one.matches("label") && stops.has(one.control)) ||
    (one.matches(oneOfMany) && [...stops].some((stop) =>
      stop.getRootNode() === one.getRootNode() &&
      (stop.matches("[role=combobox]") || (stop.matches(oneOfMany) && stop.parentNode === one.parentNode) ||
       (stop.name !== "" && stop.name === one.name))));
  const hasRing = (one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  const isOnScreen = (one) => {
    const { left, right, top, bottom, width, height } = one.getBoundingClientRect();
    return width > 0 && height > 0 && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  };
  const nameOf = (one) =>
    [one.getRootNode().host?.localName, one.localName, one.name, one.textContent.trim().slice(0, 24)]
      .filter((word) => word).join(" ");
  const look = () => {
    const one = focused();
    if (one === null || one === document.body || one.matches("dialog")) return;
    stops.add(one);
    if (hasRing(one) && isOnScreen(one)) seen.add(one);
  };
  addEventListener("keydown", ({ key }) => { if (key === "Tab") look(); }, true);
  globalThis.keyWalk = {
    begin: () => {
      stops.clear();
      seen.clear();
      return pressable().length;
    },
    missed: () => {
      look();
      return pressable().filter((one) => !isReached(one)).map((one) => "not reached: " + nameOf(one));
    },
    unseen: () =>
      [...stops].filter((one) => one.isConnected && !seen.has(one)).map((one) => "focus not seen: " + nameOf(one)),
    leave: () => { globalThis.keyWalk.from = focused(); },
    hasLeft: () => focused() !== globalThis.keyWalk.from,
  };
})()`;

/** Before the page is opened, or loaded anew. */
export const watchKeys = (page: Page): Promise<unknown> => page.addInitScript(pageHalf);

const ask = <T>(page: Page, what: string): Promise<T> => page.evaluate(`keyWalk.${what}()`);

/** Two frames: what a key has opened is drawn. */
export const drawn = (page: Page): Promise<unknown> =>
  page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");

/** Once round what is open now; → what is wrong with it for somebody who has keys alone. */
export const goneByTab = async (page: Page): Promise<readonly string[]> => {
  const count = await ask<number>(page, "begin");
  const pressesMax = count * spareFactor + spareMin;
  let missed: readonly string[] = ["nothing yet"];
  for (let presses = 0; missed.length > 0 && presses < pressesMax; presses += 1) {
    await page.keyboard.press("Tab");
    if (presses % 8 === 7 || presses >= count) missed = await ask(page, "missed");
  }
  await ask(page, "leave");
  let hasLeft = count < 2;
  for (let presses = 0; !hasLeft && presses < spareMin; presses += 1) {
    await page.keyboard.press("Tab");
    hasLeft = await ask(page, "hasLeft");
  }
  return [...missed, ...(await ask<string[]>(page, "unseen")), ...(hasLeft ? [] : ["held fast"])];
};
