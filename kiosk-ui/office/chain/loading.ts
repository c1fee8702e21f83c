// What the screens of head office do alike: ask, show what was answered, say in a sentence what went wrong.
import { css, html, nothing, type TemplateResult } from "lit";
import type { Office } from "../office.ts";
import { type ChainSay, chainSay } from "./words.ts";

export interface Screen {
  readonly office: Office;
  wrong: string;
}

export const sayOf = ({ office }: Screen): ChainSay => chainSay(office.language);

/** Undefined where it failed; the sentence stands in `wrong` then. */
export const asked = async <T>(screen: Screen, call: () => Promise<T>): Promise<T | undefined> => {
  screen.wrong = "";
  try {
    return await call();
  } catch (error) {
    screen.wrong = screen.office.sentence(error);
    return undefined;
  }
};

export const complaint = ({ wrong }: Screen): TemplateResult | typeof nothing =>
  wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${wrong}</p>`;

const headCell = (head: string | { readonly figure: string }): TemplateResult =>
  typeof head === "string"
    ? html`<th scope="col">${head}</th>`
    : html`<th scope="col" class="figure">${head.figure}</th>`;

/** A table with a name, which scrolls by itself where it is wide. */
export const table = (parts: {
  readonly name: string;
  /** `figure`: stands over figures, which end where it ends */
  readonly heads: readonly (string | { readonly figure: string })[];
  readonly rows: readonly TemplateResult[];
  readonly none: string;
}): TemplateResult => html`
  <section class="panel" aria-label=${parts.name}>
    <h2>${parts.name}</h2>
    ${
      parts.rows.length === 0
        ? html`<p class="empty">${parts.none}</p>`
        : html`<div class="scroll" tabindex="0" role="group" aria-label=${parts.name}>
            <table class="tight">
              <thead>
                <tr>
                  ${parts.heads.map(headCell)}
                </tr>
              </thead>
              <tbody>
                ${parts.rows}
              </tbody>
            </table>
          </div>`
    }
  </section>
`;

export const tableStyles = css`
  .panel > h2 {
    padding: 12px 16px 8px;
  }
  .panel.body > h2 {
    padding-inline: 0;
  }
  td.figure,
  th.figure {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
`;
