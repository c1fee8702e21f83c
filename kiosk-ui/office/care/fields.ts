// Reading and drawing the plain fields of the caring forms. Money is typed in the currency and kept in minor units.
import { html, type TemplateResult } from "lit";
import type { Reading } from "../format.ts";

/** Digits of a currency's minor unit. */
const digitsOf = ({ currency }: Reading): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
    .maximumFractionDigits ?? 2;

/** "12.5" → 1250; undefined where nothing or no amount is typed. Counted in text: no float is rounded twice. */
export const minorOf = (typed: string, reading: Reading): number | undefined => {
  const digits = digitsOf(reading);
  const parts = /^(\d{1,9})(?:[.](\d+))?$/u.exec(typed.trim());
  const fraction = parts?.[2] ?? "";
  if (parts === null || fraction.length > digits) return undefined;
  return Number(`${parts[1]}${fraction.padEnd(digits, "0")}`);
};

/** 1250 → "12.50", as a field shows it. */
export const typedOf = (minor: number | undefined, reading: Reading): string => {
  if (minor === undefined) return "";
  const digits = digitsOf(reading);
  if (digits === 0) return String(minor);
  const text = String(minor).padStart(digits + 1, "0");
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

export const wholeOf = (typed: string): number | undefined =>
  /^\d{1,9}$/u.test(typed.trim()) ? Number(typed.trim()) : undefined;

interface Field {
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  readonly type?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly wide?: boolean;
  readonly changed?: (value: string) => void;
}

const valueOf = (event: Event): string =>
  event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
    ? event.target.value
    : "";

export const field = (given: Field): TemplateResult => {
  const { name, label, value = "", type = "text", required = false, disabled = false } = given;
  return html`<label class="field ${given.wide === true ? "wide" : ""}"
    >${label}<input
      name=${name}
      type=${type}
      .value=${value}
      ?required=${required}
      ?disabled=${disabled}
      autocomplete="off"
      inputmode=${type === "text" ? "text" : type}
      @change=${(event: Event) => given.changed?.(valueOf(event))}
  /></label>`;
};

export const choice = (
  given: Field & { readonly options: readonly (readonly [value: string, text: string])[] },
): TemplateResult => {
  const { name, label, value = "", disabled = false, options } = given;
  return html`<label class="field ${given.wide === true ? "wide" : ""}"
    >${label}<select
      name=${name}
      ?disabled=${disabled}
      @change=${(event: Event) => given.changed?.(valueOf(event))}
    >
      ${options.map(
        ([of, text]) => html`<option value=${of} ?selected=${of === value}>${text}</option>`,
      )}
    </select></label
  >`;
};

/** What is typed in a form, by name; a box that is not ticked is "". */
export const typedIn =
  (root: ParentNode): ((name: string) => string) =>
  (name) => {
    const found = root.querySelector(`[name="${name}"]`);
    if (found instanceof HTMLInputElement && found.type === "checkbox")
      return found.checked ? "yes" : "";
    if (
      found instanceof HTMLInputElement ||
      found instanceof HTMLSelectElement ||
      found instanceof HTMLTextAreaElement
    )
      return found.value.trim();
    return "";
  };
