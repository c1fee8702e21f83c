// What a screen says aloud, taken from what it shows: the question first, then the facts, then what can be done.
// Figures and names only to a headset; masks are spoken as masks; what is typed only as a count (EN 301 549 5.1.3).

export interface SpokenWords {
  readonly hidden: string;
  readonly becomes: string;
}

/** Elements whose text is the guest's own: a loudspeaker in a lobby leaves them out. */
const personal =
  ".figure, .who, .two, .rows dd, .before-after, .left-over, .legend, .facts dd, h1[data-name]";
const silent = "[aria-hidden=true], svg, style, .hush[hidden]";

/** A sentence for the ear: masks and arrows in words, no brackets, no doubled spaces. */
export const spokenText = (text: string, { hidden, becomes }: SpokenWords): string =>
  text
    .replaceAll(/[\u2066-\u2069]/g, "")
    .replaceAll(/\*+/g, ` ${hidden} `)
    .replaceAll("→", ` ${becomes} `)
    .replaceAll(/[「」[\]()]/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();

const textOf = (element: Element, privately: boolean): string => {
  if (element.matches(silent) || (!privately && element.closest(personal) !== null)) return "";
  const label = element.getAttribute("aria-label");
  if (label !== null) return label;
  return [...element.childNodes]
    .map((node) =>
      node instanceof Element
        ? node.checkVisibility()
          ? textOf(node, privately)
          : ""
        : node instanceof Text
          ? node.data
          : "",
    )
    .join(" ");
};

/** The parts of a screen in the order in which they are spoken; empty ones are left out. */
export const utterancesOf = (
  screen: ParentNode,
  words: SpokenWords,
  { privately }: { readonly privately: boolean },
): readonly string[] =>
  [...screen.querySelectorAll("h1, h2, p, dl, .amount, .big, [role=group]")]
    .filter((part) => part.parentElement?.closest("dl, p, button, [role=group]") === null)
    .map((part) => spokenText(textOf(part, privately), words))
    .filter((text) => text !== "");

/** What a control says when a key lands on it. */
export const utteranceOf = (control: Element, words: SpokenWords): string =>
  spokenText(control.getAttribute("aria-label") ?? control.textContent ?? "", words);

/** Long text in pieces that end at a sentence or a comma: none longer than the gateway takes. */
export const piecesOf = (text: string, charsMax: number): readonly string[] => {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > charsMax) {
    const head = rest.slice(0, charsMax);
    const end = Math.max(...Array.from("。，；,.; ", (mark) => head.lastIndexOf(mark)));
    const cut = end > 0 ? end + 1 : charsMax;
    pieces.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut);
  }
  return [...pieces, rest.trim()].filter((piece) => piece !== "");
};
