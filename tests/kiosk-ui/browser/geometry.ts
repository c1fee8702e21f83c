// Measures a drawn screen in millimetres: what is too small, cut off, or lies on something else.

export interface Limits {
  readonly mm: number;
  readonly targetMm: number;
  readonly typeMm: number;
}

const within = (inner: DOMRect, outer: DOMRect, slack: number): boolean =>
  inner.left >= outer.left - slack &&
  inner.right <= outer.right + slack &&
  inner.top >= outer.top - slack &&
  inner.bottom <= outer.bottom + slack;

const cross = (a: DOMRect, b: DOMRect, slack: number): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > slack &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slack;

/** Whether a box lies on an element that stands turned about its middle, by more than the slack along every side. */
const overTurned = (box: DOMRect, element: Element, slack: number): boolean => {
  const style = getComputedStyle(element);
  const [width, height] = [Number.parseFloat(style.width), Number.parseFloat(style.height)];
  const angle = ((Number.parseFloat(style.rotate) || 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)].map(Math.abs) as [number, number];
  const around = element.getBoundingClientRect();
  const across = box.left + box.width / 2 - (around.left + around.width / 2);
  const down = box.top + box.height / 2 - (around.top + around.height / 2);
  const along = across * Math.cos(angle) + down * Math.sin(angle);
  const aside = down * Math.cos(angle) - across * Math.sin(angle);
  const shared = [
    (box.width + width * cos + height * sin) / 2 - Math.abs(across),
    (box.height + width * sin + height * cos) / 2 - Math.abs(down),
    (width + box.width * cos + box.height * sin) / 2 - Math.abs(along),
    (height + box.width * sin + box.height * cos) / 2 - Math.abs(aside),
  ];
  return shared.every((length) => length > slack);
};

interface Written {
  readonly text: string;
  readonly element: Element;
  readonly box: DOMRect;
}

const isShown = (element: Element): boolean => element.checkVisibility();
const isSeen = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true }) && element.closest("svg, .unseen") === null;

/** The em box of each line: a font's own line box is taller than its glyphs, most of all a CJK font's. */
const inkOf = (range: Range, element: Element): DOMRect => {
  const em = Number.parseFloat(getComputedStyle(element).fontSize);
  const lines = [...range.getClientRects()].filter(({ width }) => width > 0);
  const upright = getComputedStyle(element).writingMode !== "horizontal-tb";
  const spare = (line: DOMRect): number => (upright ? 0 : Math.max(0, line.height - em) / 2);
  const left = Math.min(...lines.map((line) => line.left));
  const top = Math.min(...lines.map((line) => line.top + spare(line)));
  const right = Math.max(...lines.map((line) => line.right));
  const bottom = Math.max(...lines.map((line) => line.bottom - spare(line)));
  return new DOMRect(left, top, right - left, bottom - top);
};

/** Every piece of text with the box its glyphs' lines take. */
export const writtenIn = (root: ParentNode): readonly Written[] => {
  const found: Written[] = [];
  const walker = document.createTreeWalker(root as Node, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (element === null || text === "" || element.closest("style") !== null || !isSeen(element))
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    found.push({ text, element, box: inkOf(range, element) });
  }
  return found;
};

/** What lies uppermost: a sheet with the foot, a lost link alone, or the screen. */
const uppermost = (root: ParentNode): ((element: Element) => boolean) => {
  if (root.querySelector(".lost") !== null) return (element) => element.closest(".lost") !== null;
  if (root.querySelector(".sheet") !== null)
    return (element) => element.closest(".sheet, .foot") !== null;
  return (element) => element.closest(".help") === null;
};

const boxes = "button, .slip, .receipt, .banner, .sheet > section, .rows, .house, .who, .help";

export const faultsOf = (root: ParentNode, { mm, targetMm, typeMm }: Limits): readonly string[] => {
  const seen = uppermost(root);
  const screen = new DOMRect(0, 0, innerWidth, innerHeight);
  const slack = 0.6 * mm;
  const faults: string[] = [];
  const written = writtenIn(root).filter(({ element }) => seen(element));
  for (const { text, element, box } of written) {
    const sizeMm = Number.parseFloat(getComputedStyle(element).fontSize) / mm;
    if (sizeMm < typeMm - 0.01) faults.push(`"${text}" is set in ${sizeMm.toFixed(1)} mm`);
    if (!within(box, screen, 0)) faults.push(`"${text}" leaves the screen`);
    const around = element.closest(boxes)?.getBoundingClientRect();
    if (around !== undefined && !within(box, around, slack))
      faults.push(`"${text}" leaves its box`);
  }
  written.forEach(({ text, box }, at) => {
    for (const other of written.slice(at + 1))
      if (cross(box, other.box, 0.8 * mm)) faults.push(`"${text}" lies on "${other.text}"`);
  });
  const targets = [...root.querySelectorAll("button")].filter((one) => isSeen(one) && seen(one));
  targets.forEach((button, at) => {
    const box = button.getBoundingClientRect();
    const name = button.textContent?.trim() ?? "";
    const smallest = Math.min(box.width, box.height) / mm;
    if (smallest < targetMm - 0.1) faults.push(`target "${name}" is ${smallest.toFixed(1)} mm`);
    if (!within(box, screen, 0)) faults.push(`target "${name}" leaves the screen`);
    for (const other of targets.slice(at + 1))
      if (cross(box, other.getBoundingClientRect(), 1))
        faults.push(`target "${name}" lies on "${other.textContent?.trim()}"`);
    for (const { text, element, box: words } of written)
      if (!button.contains(element) && cross(box, words, 0.5 * mm))
        faults.push(`"${text}" lies on target "${name}"`);
  });
  for (const picture of root.querySelectorAll(".card-picture, .stamp, .strip"))
    if (isShown(picture) && !within(picture.getBoundingClientRect(), screen, 0))
      faults.push(`picture ${picture.classList.value} leaves the screen`);
  for (const picture of root.querySelectorAll(".stamp, .card-picture"))
    if (isShown(picture))
      for (const { text, box } of written)
        if (overTurned(box, picture, mm))
          faults.push(`${picture.classList.value} lies on "${text}"`);
  const help = root.querySelector(".help")?.getBoundingClientRect();
  for (const { text, element, box } of written)
    if (help !== undefined && element.closest("h1") !== null && cross(box, help, 0.8 * mm))
      faults.push(`what became of a call lies on "${text}"`);
  return [...new Set(faults)];
};
