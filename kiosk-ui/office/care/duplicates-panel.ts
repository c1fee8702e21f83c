// Files that may be one person's, side by side; two managers make them one. What moves is said before it is done.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import type { Office } from "../office.ts";
import { officeStyles } from "../office-styles.ts";
import { careStyles } from "./care-styles.ts";
import { field, typedIn } from "./fields.ts";
import { careIn } from "./words.ts";

type Pair = ResultOf<"member.duplicates">["pairs"][number];

const walkTimeoutMs = 120_000;

@customElement("duplicates-panel")
export class DuplicatesPanel extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() private pairs: readonly Pair[] | undefined;
  @state() private chosen: Pair | undefined;
  @state() private keep = "";
  @state() private ending: ReadonlySet<string> = new Set();
  @state() private said = "";
  @state() private wrong = "";

  async #try(work: () => Promise<void>): Promise<void> {
    this.wrong = "";
    this.said = "";
    try {
      await work();
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  async #look(): Promise<void> {
    const { client } = this.office;
    const { pairs } = await client.call("member.duplicates", {}, { timeoutMs: walkTimeoutMs });
    this.pairs = pairs;
    this.#choose(undefined);
  }

  #choose(pair: Pair | undefined): void {
    this.chosen = pair;
    this.keep = pair?.members[0]?.member ?? "";
    // Who only shares a phone is chosen by hand.
    this.ending = new Set(pair?.sure === true ? pair.members.map(({ member }) => member) : []);
  }

  #end(member: string): void {
    const ending = new Set(this.ending);
    if (!ending.delete(member)) ending.add(member);
    this.ending = ending;
  }

  async #merge(): Promise<void> {
    const { client } = this.office;
    const typed = typedIn(this.renderRoot);
    const approval = { staff: typed("second"), pin: typed("pin") };
    const into = this.keep;
    for (const { member } of this.chosen?.members ?? [])
      if (member !== into && this.ending.has(member))
        await client.call("member.merge", { member, into, approval, key: client.newKey() });
    await this.#look();
    this.said = `✓ ${careIn(this.office.language)("merge.done")}`;
  }

  override render(): TemplateResult {
    const say = careIn(this.office.language);
    return html`
      <section class="panel" aria-label=${say("merge.title")}>
        <header>
          <h2>${say("merge.title")}</h2>
          <span class="spring"></span>
          <button class="button small" @click=${() => void this.#try(() => this.#look())}>
            ${say("merge.look")}
          </button>
        </header>
        ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
        ${this.said === "" ? nothing : html`<p class="done" role="status">${this.said}</p>`}
        <div aria-live="polite">
          ${this.pairs === undefined ? html`<p class="empty">${say("merge.help")}</p>` : nothing}
          ${this.pairs?.length === 0 ? html`<p class="empty">✓ ${say("merge.none")}</p>` : nothing}
          <ul>
            ${(this.pairs ?? []).map(
              (pair) =>
                html`<li>
                  <button
                    class="pick"
                    aria-current=${pair === this.chosen}
                    @click=${() => this.#choose(pair)}
                  >
                    <b
                      >${pair.members.map(({ name, number }) => `${name} ${number}`).join(" ／ ")}</b
                    >
                    <span class="tag ${pair.sure ? "warn" : ""}"
                      >${pair.sure ? `▲ ${say("merge.sure")}` : `？ ${say("merge.maybe")}`}</span
                    >
                    <span class="meta">${say(`merge.${pair.why}`)}</span>
                  </button>
                </li>`,
            )}
          </ul>
        </div>
        ${this.chosen === undefined ? nothing : this.#form(this.chosen)}
      </section>
    `;
  }

  #form({ members }: Pair): TemplateResult {
    const say = careIn(this.office.language);
    return html`
      <form
        class="body"
        @submit=${(event: SubmitEvent) => {
          event.preventDefault();
          void this.#try(() => this.#merge());
        }}
      >
        <fieldset>
          <legend>${say("merge.keep")}</legend>
          ${members.map(
            ({ member, name, number, phone }) => html`
              <p class="acts">
                <label class="check"
                  ><input
                    type="radio"
                    name="keep"
                    .checked=${member === this.keep}
                    @change=${() => {
                      this.keep = member;
                    }}
                  />${name} · ${number} · ${phone ?? "—"}</label
                >
                <a href="#/members/${member}">${say("merge.open")}</a>
                <span class="spring"></span>
                ${
                  member === this.keep
                    ? html`<span class="tag good">✓ ${say("merge.keep")}</span>`
                    : html`<label class="check"
                        ><input
                          type="checkbox"
                          .checked=${this.ending.has(member)}
                          @change=${() => this.#end(member)}
                        />${say("merge.end")}</label
                      >`
                }
              </p>
            `,
          )}
        </fieldset>
        <p class="says">${say("merge.why")}</p>
        <div class="acts">
          ${field({ name: "second", label: say("merge.second"), required: true })}
          ${field({ name: "pin", label: say("merge.pin"), type: "password", required: true })}
          <span class="spring"></span>
          <button class="button primary">${say("merge.into")}</button>
        </div>
      </form>
    `;
  }

  static override styles = [
    staffStyles,
    officeStyles,
    careStyles,
    css`
      :host {
        display: block;
      }
      .wrong,
      .done {
        margin: 12px 16px;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "duplicates-panel": DuplicatesPanel;
  }
}
