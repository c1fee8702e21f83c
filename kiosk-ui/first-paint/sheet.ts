// The rules of the frame's own style sheets that the idle screen's markup needs, for a page without shadow roots.
import { kioskFrame } from "../kit/kiosk-frame.ts";
import { kioskIdle } from "../kit/kiosk-idle.ts";
import { kioskLying } from "../kit/kiosk-lying.ts";

/**
 * Of the host's attributes only this one stands on the first paint; night comes by the page's theme. Nothing is touched
 * and nothing moves before the scripts are there.
 */
const never = /&\[(?!han\])|:active|:focus|\.moving/;
/** Classes that the lines before the paint put on (main.ts). */
const later = new Set(["upright", "logo"]);
/**
 * What is touched speaks six scripts, and each wakes fonts of its own; the hills' gradients are most of what is
 * rastered. Both come a frame after the invitation.
 */
const second = "&:not(.whole) :is(.controls,.foot,.hills,.card-picture){display:none}";
const classes = /\.([a-z][\w-]*)/g;

/** Whether some selector of the list can meet an element of this markup. */
const meets = (selectors: string, markup: string): boolean =>
  selectors
    .split(",")
    .some(
      (selector) =>
        !never.test(selector) &&
        [...selector.matchAll(classes)].every(
          ([, name = ""]) =>
            later.has(name) || new RegExp(`class="[^"]*\\b${name}\\b`).test(markup),
        ),
    );

const withoutKeyframes = (sheet: string): string =>
  sheet.replaceAll(/@keyframes [\w-]+\s*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, "");

/** `:host` is the element of this id; all other rules are nested in it. */
export const idleSheet = (id: string, markup: string): string => {
  const rules = withoutKeyframes(`${kioskFrame.cssText}${kioskIdle.cssText}${kioskLying.cssText}`)
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(/:host\(((?:[^()]|\([^()]*\))*)\)/g, "&$1")
    .replaceAll(":host", "&")
    .replaceAll(/([^{}]+)\{([^{}]*)\}/g, (rule, selectors: string) =>
      meets(selectors, markup) ? rule : "",
    );
  return `#${id} {${rules}${second}}`;
};
