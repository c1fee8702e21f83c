// Chinese that a page shows: words somebody forgot to translate, once what is data has been taken out.
import type { Page } from "playwright";

/** Runs in the page: every text, and what a screen reader would say, through all open shadow roots. */
const textsOfPage = `(() => {
  const found = [];
  const walk = (node) => {
    if (node instanceof Text) found.push(node.data);
    if (node instanceof Element) {
      if (node.matches("style, script")) return;
      for (const name of ["alt", "aria-label", "placeholder", "title"])
        found.push(node.getAttribute(name) ?? "");
      node.shadowRoot?.childNodes.forEach(walk);
    }
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return found;
})()`;

/**
 * Every text with a Han character that stands on the page, also folded away; each once. `data` (names of people, goods
 * and places as the store's own files spell them) is taken out of a text before it is looked at, longest first.
 */
export const hanOn = async (page: Page, data: readonly string[]): Promise<readonly string[]> => {
  const texts = await page.evaluate<readonly string[]>(textsOfPage);
  const known = data.toSorted((one, other) => other.length - one.length);
  const rest = (text: string): string =>
    known.reduce((left, word) => left.replaceAll(word, ""), text);
  const left = texts.filter((text) => /\p{Script=Han}/u.test(rest(text)));
  return [...new Set(left.map((text) => text.trim()))];
};
