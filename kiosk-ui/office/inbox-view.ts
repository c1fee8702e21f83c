// What needs a person: each exception with its evidence and what may be done; a resolution is one more entry.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { dutyName } from "../kit/duty-names.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { exceptionName, outcomeName } from "./exception-names.ts";
import { factName } from "./fact-names.ts";
import { moneyText } from "./format.ts";
import type { Office } from "./office.ts";
import { officeStyles, viewStyles } from "./office-styles.ts";
import { valueText } from "./value-names.ts";

type Exception = ResultOf<"exception.list">["exceptions"][number];

@customElement("inbox-view")
export class InboxView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() private which: "open" | "resolved" = "open";
  @state() private all: readonly Exception[] | undefined;
  @state() private chosen = "";
  @state() private outcome = "";
  @state() private wrong = "";
  readonly #onAlert = (): void => void this.#load();
  readonly #onKey = (event: KeyboardEvent): void => {
    const step = { j: 1, k: -1 }[event.key];
    const typing = event.composedPath()[0];
    if (step === undefined || typing instanceof HTMLInputElement) return;
    const all = this.all ?? [];
    const at = all.findIndex(({ exception }) => exception === this.chosen);
    this.#choose(all[Math.max(0, Math.min(all.length - 1, at + step))]);
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.office.addEventListener("alert", this.#onAlert);
    addEventListener("keydown", this.#onKey);
    void this.#load();
  }

  override disconnectedCallback(): void {
    this.office.removeEventListener("alert", this.#onAlert);
    removeEventListener("keydown", this.#onKey);
    super.disconnectedCallback();
  }

  async #load(): Promise<void> {
    try {
      const asked = { state: this.which, limit: 200 };
      const { exceptions } = await this.office.client.call("exception.list", asked);
      this.all = exceptions;
      if (!exceptions.some(({ exception }) => exception === this.chosen))
        this.#choose(exceptions[0]);
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  #choose(one: Exception | undefined): void {
    this.chosen = one?.exception ?? "";
    this.outcome = one?.outcomes[0]?.outcome ?? "";
  }

  async #resolve(): Promise<void> {
    const { client } = this.office;
    const note = this.renderRoot.querySelector<HTMLInputElement>("input[name=note]")?.value ?? "";
    this.wrong = "";
    try {
      await client.call("exception.resolve", {
        exception: this.chosen,
        outcome: this.outcome,
        key: client.newKey(),
        ...(note === "" ? {} : { note }),
      });
      await this.#load();
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  #look(which: "open" | "resolved"): void {
    this.which = which;
    void this.#load();
  }

  override render(): TemplateResult {
    const { say } = this.office;
    const one = this.all?.find(({ exception }) => exception === this.chosen);
    return html`
      <header class="top">
        <h1>${say("nav.inbox")}</h1>
        <div class="switch">
          ${(["open", "resolved"] as const).map(
            (which) =>
              html`<button aria-pressed=${which === this.which} @click=${() => this.#look(which)}>
                ${say(`inbox.${which}`)}
              </button>`,
          )}
        </div>
        <span class="spring"></span>
        <span class="meta"><kbd>J</kbd> <kbd>K</kbd></span>
      </header>
      ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
      ${
        this.all?.length === 0
          ? html`<section class="panel"><p class="empty">✓ ${say("inbox.none")}</p></section>`
          : html`<div class="columns">
              ${this.#list()} ${one === undefined ? nothing : this.#detail(one)}
            </div>`
      }
    `;
  }

  #list(): TemplateResult {
    const { say, language } = this.office;
    return html`
      <section class="panel">
        <ul>
          ${(this.all ?? []).map(
            (one) => html`
              <li>
                <button
                  aria-current=${one.exception === this.chosen}
                  @click=${() => this.#choose(one)}
                >
                  <span class="tag ${one.kind.startsWith("fraud.") ? "warn" : "bad"}"
                    >${one.kind.startsWith("fraud.") ? "▲" : "✕"}
                    ${exceptionName(one.kind, language)}</span
                  >
                  <span class="meta">${one.at.slice(0, 16).replace("T", " ")}</span>
                  <b>${one.member?.name ?? one.staff ?? one.station ?? ""}</b>
                  <b class="figure">${this.#amount(one)}</b>
                </button>
              </li>
            `,
          )}
        </ul>
        <p class="meta body">${say("inbox.keeps")}</p>
      </section>
    `;
  }

  #amount({ amount }: Exception): string {
    return amount === undefined ? "" : moneyText(amount, this.office.reading);
  }

  #detail(one: Exception): TemplateResult {
    const { say, language } = this.office;
    return html`
      <section class="panel" aria-label=${exceptionName(one.kind, language)}>
        <header>
          <h2>${exceptionName(one.kind, language)}</h2>
          <span>${one.member?.name ?? ""}</span>
          <span class="spring"></span>
          <span class="meta"
            >${say("inbox.owner", { owner: dutyName(one.owner, language) })} ·
            ${say("inbox.age", { days: one.ageDays })}</span
          >
        </header>
        <div class="body">
          <h3>${say("inbox.evidence")}</h3>
          <table class="tight">
            <tbody>
              ${Object.entries(one.evidence).map(
                ([name, value]) => html`
                  <tr>
                    <th scope="row">${factName(name, language)}</th>
                    <td class="mono">${valueText(name, value, language)}</td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
        ${
          one.state === "open"
            ? this.#outcomes(one)
            : html`<p class="body">
                ✓ ${outcomeName(one.outcome ?? "", language)} · ${one.resolvedBy} ${one.note ?? ""}
              </p>`
        }
      </section>
    `;
  }

  #outcomes(one: Exception): TemplateResult {
    const { say, language } = this.office;
    return html`
      <div class="body">
        <h3>${say("inbox.outcomes")}</h3>
        <div class="outcomes" role="radiogroup" aria-label=${say("inbox.outcomes")}>
          ${one.outcomes.map(
            ({ outcome, effect }) => html`
              <label>
                <input
                  type="radio"
                  name="outcome"
                  .checked=${outcome === this.outcome}
                  @change=${() => {
                    this.outcome = outcome;
                  }}
                />
                <span
                  ><b>${outcomeName(outcome, language)}</b><br /><span class="meta"
                    >${say(`inbox.effect.${effect}`)}</span
                  ></span
                >
              </label>
            `,
          )}
        </div>
        <p class="act">
          <label class="field spring"
            >${say("inbox.note")}<input name="note" autocomplete="off"
          /></label>
          <button class="button primary" @click=${() => void this.#resolve()}>
            ${say("inbox.resolve")}
          </button>
        </p>
      </div>
    `;
  }

  static override styles = [
    staffStyles,
    officeStyles,
    viewStyles,
    css`
      .top {
        display: flex;
        gap: 12px;
        align-items: center;
      }
      .columns {
        display: grid;
        grid-template-columns: 372px minmax(0, 1fr);
        gap: 16px;
        align-items: start;
      }
      li button {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 4px 12px;
        width: 100%;
        padding: 12px 16px;
        text-align: start;
        border: 0;
        border-block-end: 1px solid var(--line);
        background: var(--surface);
        cursor: pointer;
      }
      li button .tag {
        justify-self: start;
      }
      li button[aria-current="true"] {
        background: var(--primary-soft);
        box-shadow: inset 4px 0 var(--primary);
      }
      li button[aria-current="true"] .tag {
        background: var(--surface);
      }
      .outcomes {
        display: grid;
        gap: 8px;
        margin: 8px 0 12px;
      }
      .outcomes label {
        display: flex;
        gap: 10px;
        padding: 10px 14px;
        border: 1px solid var(--edge);
        border-radius: 8px;
      }
      .act {
        display: flex;
        gap: 12px;
        align-items: end;
      }
      @media (max-width: 900px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "inbox-view": InboxView;
  }
}
