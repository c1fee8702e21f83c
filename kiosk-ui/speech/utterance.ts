// What a screen says aloud, taken from what it shows: the question first, then the facts, then what can be done.
// Figures and names only to a headset; what is typed only as a count (EN 301 549 5.1.3).

/** The spoken form of one text of the screen. */
export type Aloud = (text: string) => string;

/** Elements whose text is the guest's own: a loudspeaker in a lobby leaves them out. */
const personal =
  ".figure, .who, .two, .rows dd, .before-after, .left-over, .legend, .facts dd, h1[data-name]";
const silent = "[aria-hidden=true], svg, style, .hush[hidden]";

const textOf = (element: Element, aloud: Aloud, privately: boolean): string => {
  if (element.matches(silent) || (!privately && element.closest(personal) !== null)) return "";
  const label = element.getAttribute("aria-label");
  if (label !== null) return aloud(label);
  // An amount is whole and cents in two sizes of type, and one number to the ear.
  if (element.matches(".amount")) return amountOf(element, aloud);
  return [...element.childNodes]
    .map((node) =>
      node instanceof Element
        ? node.checkVisibility()
          ? textOf(node, aloud, privately)
          : ""
        : node instanceof Text
          ? aloud(node.data)
          : "",
    )
    .join(" ");
};

const amountOf = (element: Element, aloud: Aloud): string => {
  const unit = element.querySelector(".unit");
  const figure = [...element.childNodes]
    .filter((node) => node !== unit && !(node instanceof Comment))
    .map((node) => node.textContent?.trim() ?? "")
    .join("");
  return `${aloud(figure)} ${aloud(unit?.textContent ?? "")}`;
};

const tidy = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** The parts of a screen in the order in which they are spoken; empty ones are left out. */
export const utterancesOf = (
  screen: ParentNode,
  aloud: Aloud,
  { privately }: { readonly privately: boolean },
): readonly string[] =>
  [...screen.querySelectorAll("h1, h2, p, dl, .amount, .big, [role=group]")]
    .filter((part) => part.parentElement?.closest("dl, p, button, [role=group]") === null)
    .map((part) => tidy(textOf(part, aloud, privately)))
    .filter((text) => text !== "");

/** What a control says when a key lands on it. */
export const utteranceOf = (control: Element, aloud: Aloud): string =>
  tidy(textOf(control, aloud, true));

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
