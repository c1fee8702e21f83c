// The shown member at a glance: birthday, vouchers that end, what to look at twice, when she was last here.
import { css, html, nothing, type TemplateResult } from "lit";
import type { Glance } from "./desk-types.ts";
import type { Say } from "./words.ts";

const birthdayRow = (say: Say, inDays: number): TemplateResult =>
  html`<div class="fact">
    <span class="tag gold">${say("glance.birthday")}</span>
    <b>${inDays === 0 ? say("glance.today") : say("glance.inDays", { days: inDays })}</b>
  </div>`;

export const glanceRows = (say: Say, glance: Glance): TemplateResult => html`
  ${glance.birthday === undefined ? nothing : birthdayRow(say, glance.birthday.inDays)}
  ${
    glance.couponsEnding === undefined
      ? nothing
      : html`<div class="fact">
          <span class="tag warn">▲ ${say("tender.voucher")}</span>
          ${say("glance.coupons", {
            count: glance.couponsEnding.count,
            date: glance.couponsEnding.on,
          })}
        </div>`
  }
  ${
    glance.lastVisit === undefined
      ? nothing
      : html`<div class="fact">
          <span class="meta">${say("glance.last")}</span> ${glance.lastVisit}
          <span class="spring"></span>
          <span class="meta">${say("glance.visits", { count: glance.visits })}</span>
        </div>`
  }
  ${
    glance.flags.length === 0
      ? nothing
      : html`<div class="fact" role="status">
          ${glance.flags.map((flag) => html`<span class="tag bad">▲ ${say(`flag.${flag}`)}</span>`)}
        </div>`
  }
`;

export const glanceStyles = css`
  .fact {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    min-height: 40px;
    padding: 4px 16px;
    border-block-end: 1px solid var(--line);
  }
`;
