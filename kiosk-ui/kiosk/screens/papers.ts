// The guest's papers: the last receipts to print again, vouchers, and one of them on the screen.
import { html, nothing, type TemplateResult } from "lit";
import type { ReceiptRow } from "../../charts/kiosk/visit.ts";
import { icon } from "../../kit/icons.ts";
import { sayOne } from "../../words/kiosk.ts";
import { moneyText, type Screen, type View } from "../view.ts";
import { who } from "./who.ts";

const shownMax = 5;

/** Printed at once where there is paper; else shown on the screen, with a symbol to take it along. */
const receiptTile = (view: View, { receipt, op, at }: ReceiptRow): TemplateResult => {
  const { say, send, confirm, paper } = view;
  const print = (): void => {
    send({ type: "RECEIPT", receipt });
    confirm();
  };
  const show = (): void => send({ type: "SHOW_RECEIPT", receipt });
  return html`
    <button class="row" @click=${paper === "ok" ? print : show}>
      ${icon(paper === "ok" ? "printer" : "receipt")}
      <span>
        <b>${sayOne(say, ["op", op], say("op.other"))}</b>
        <small>${at.slice(0, 10)} ${at.slice(11, 16)}</small>
      </span>
      <span class="do">${say(paper === "ok" ? "receipts.print" : "receipts.show")}</span>
    </button>
  `;
};

export const receipts: Screen = (view) => {
  const { say, send, visit, paper } = view;
  const { profile } = visit;
  return html`
    <div class="calm">
      <h1>${say("receipts.title")}</h1>
      ${who(view)}
      ${profile === undefined ? html`<p class="hush" role="status">${say("resolving.note")}</p>` : nothing}
      ${profile?.receipts.length === 0 ? html`<p class="hush">${say("receipts.none")}</p>` : nothing}
      ${
        paper === "ok"
          ? nothing
          : html`<p class="hush">${icon("printer")} ${say(`paper.${paper}`)}</p>`
      }
    </div>
    <div class="controls">
      ${(profile?.receipts ?? []).slice(0, shownMax).map((row) => receiptTile(view, row))}
      <button class="second full" @click=${() => send({ type: "BACK" })}>
        ${say("benefits.back")}
      </button>
    </div>
  `;
};

export const coupons: Screen = (view) => {
  const { say, send, visit } = view;
  const held = visit.account?.coupons ?? [];
  return html`
    <div class="calm">
      <h1>${say("coupons.title")}</h1>
      ${who(view)}
      <p class="hush">${say(held.length === 0 ? "coupons.none" : "coupons.note")}</p>
    </div>
    <div class="controls">
      ${held.slice(0, shownMax).map(
        ({ code, value, expiresOn }) => html`
          <button class="row" @click=${() => send({ type: "SHOW_COUPON", code })}>
            ${icon("ticket")}
            <span>
              <b class="figure">${moneyText(value)} ${say("yuan")}</b>
              <small>
                ${expiresOn === undefined ? say("coupons.open") : say("home.until", { date: expiresOn })}
              </small>
            </span>
            <span class="do">${say("receipts.show")}</span>
          </button>
        `,
      )}
      <button class="second full" @click=${() => send({ type: "BACK" })}>
        ${say("foot.back")}
      </button>
    </div>
  `;
};

export const picture: Screen = ({ say, send, visit }) => html`
  <div class="calm">
    <h1>${say("picture.title")}</h1>
    <section class="slip symbol tall">
      ${
        visit.picture === undefined
          ? html`<p role="status">${say("resolving.note")}</p>`
          : html`<img src=${visit.picture} alt=${say("picture.alt")} />`
      }
    </section>
  </div>
  <div class="controls">
    <button class="primary" @click=${() => send({ type: "BACK" })}>
      <span><b>${say("benefits.back")}</b></span>
    </button>
  </div>
`;
