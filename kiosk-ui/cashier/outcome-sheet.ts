// What was done, with its seal, and what the printer says of the receipt. Says nothing the gateway did not.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formatAmount } from "../charts/cashier/amount.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import type { JobState } from "./desk.ts";
import type { Outcome } from "./outcome.ts";
import { type Say, type Word, wordFor } from "./words.ts";

const titles: Readonly<Record<Outcome["what"], Word>> = {
  title: "done.title",
  topUp: "done.topUp",
  pass: "done.pass",
  redeem: "done.redeem",
  card: "done.card",
  refundCard: "done.refundCard",
  refund: "done.refund",
  shift: "done.shift",
  tab: "done.tab",
  checkIn: "done.checkIn",
  checkOut: "done.checkOut",
  deposited: "done.deposited",
  taken: "done.taken",
  vouchers: "done.vouchers",
  voucherBack: "done.voucherBack",
  lost: "done.lost",
  unblock: "done.unblock",
  replace: "done.replace",
  exchange: "done.exchange",
  renew: "done.renew",
  pin: "done.pin",
  block: "done.block",
};
const seals: Readonly<Partial<Record<Outcome["what"], string>>> = {
  title: "付讫",
  lost: "挂失",
  refund: "退讫",
  deposited: "存讫",
  taken: "取讫",
  voucherBack: "退讫",
};
const tones: Readonly<Record<string, string>> = {
  printed: "good",
  blocked: "warn",
  uncertain: "warn",
};

@customElement("outcome-sheet")
export class OutcomeSheet extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) outcome!: Outcome;
  @property({ attribute: false }) job: JobState | undefined;
  /** what did not follow, as a drawer that stayed shut */
  @property({ attribute: false }) notice = "";

  override render(): TemplateResult {
    const { say, outcome } = this;
    return html`
      <section class="panel" role="status">
        <span class="seal" aria-hidden="true"
          >${seals[outcome.what] ?? (outcome.amount === undefined ? "办讫" : "收讫")}</span
        >
        <h1>${say(titles[outcome.what])}</h1>
        ${
          outcome.amount === undefined
            ? nothing
            : html`<p class="amount">
                ${formatAmount(outcome.amount)} <small>${say("yuan")}</small>
              </p>`
        }
        ${
          (outcome.change ?? 0) > 0
            ? html`<p class="change">
                ${say("done.change")} <b>${formatAmount(outcome.change ?? 0)}</b>
              </p>`
            : nothing
        }
        ${outcome.before === undefined ? nothing : this.#change(outcome)}
        <p class="job ${tones[this.job?.state ?? ""] ?? ""}">${this.#receipt()}</p>
        ${this.notice === "" ? nothing : html`<p class="job warn" role="alert">▲ ${this.notice}</p>`}
        ${
          outcome.codes === undefined
            ? nothing
            : html`<details>
                <summary>${say("done.codes")}</summary>
                <ul>
                  ${outcome.codes.map((code) => html`<li>${code}</li>`)}
                </ul>
              </details>`
        }
        ${
          outcome.entry === undefined
            ? nothing
            : html`<p class="meta">${say("done.entry")} ${outcome.entry.slice(-8)}</p>`
        }
        <button class="button primary" @click=${() => this.dispatchEvent(new CustomEvent("next"))}>
          ${say("done.next")} <kbd>Enter</kbd>
        </button>
      </section>
    `;
  }

  #change({ before = 0, after = 0, unit }: Outcome): TemplateResult {
    const show = (value: number): string =>
      unit === "money" ? formatAmount(value) : value.toLocaleString("en-US");
    return html`<p class="note">
      ${this.say("before")} ${show(before)} → ${this.say("after")} <b>${show(after)}</b>
    </p>`;
  }

  #receipt(): TemplateResult {
    const { say, job } = this;
    if (job === undefined) return html`${say("job.none")}`;
    const why = wordFor(say, "why", job.why ?? "");
    const words = wordFor(say, "job", job.state, { why });
    if (job.state !== "uncertain") return html`${words}`;
    const resolve = (outcome: "came_out" | "reprint"): void => {
      this.dispatchEvent(new CustomEvent("resolve", { detail: { job: job.job, outcome } }));
    };
    return html`${words}
      <button class="button" @click=${() => resolve("came_out")}>${say("job.cameOut")}</button>
      <button class="button" @click=${() => resolve("reprint")}>${say("job.reprint")}</button>`;
  }

  static override styles = [
    staffStyles,
    css`
      .panel {
        position: relative;
        display: grid;
        gap: 10px;
        padding: 28px 32px;
        text-align: center;
        overflow: visible;
        box-shadow: var(--shadow);
      }
      .seal {
        position: absolute;
        top: -22px;
        right: 24px;
        padding: 6px 8px;
        font: 700 1.25rem/1.2 var(--font-display);
        color: #faf7f2;
        background: var(--seal);
        border-radius: 6px;
        rotate: -6deg;
        writing-mode: vertical-rl;
        letter-spacing: 0.1em;
        animation: land var(--calm) var(--ease);
      }
      @keyframes land {
        from {
          scale: 1.18;
          opacity: 0;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .seal {
          animation: none;
        }
      }
      .amount {
        font-size: 2rem;
        font-weight: 700;
      }
      .amount small {
        font-size: 0.875rem;
        font-weight: 400;
        color: var(--ink-2);
      }
      .change b {
        font-size: 1.5rem;
      }
      details ul {
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
        font-variant-numeric: tabular-nums;
        user-select: all;
      }
      .job {
        padding: 10px;
        border-radius: 8px;
        background: var(--sunken);
        font-weight: 700;
      }
      .job.good {
        color: var(--good);
        background: var(--good-soft);
      }
      .job.warn {
        color: var(--warn);
        background: var(--warn-soft);
      }
      .primary {
        min-height: 54px;
        font-size: 1.0625rem;
      }
      .primary kbd {
        color: inherit;
        background: none;
        border-color: rgb(255 255 255 / 0.5);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "outcome-sheet": OutcomeSheet;
  }
}
