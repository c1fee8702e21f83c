// The programme: read as a charter, changed as a draft, checked, tried on a basket and on past books, published by
// two people.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ProgrammeFile } from "../../gateway/programme/format.ts";
import { diffLines } from "../charts/office/diff.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { charterParts } from "./charter-parts.ts";
import type { Office } from "./office.ts";
import { officeStyles } from "./office-styles.ts";
import "./programme-desk.ts";
import type { ProgrammeDesk } from "./programme-desk.ts";

type Tab = "clauses" | "diff" | "file";

const text = (file: unknown): string => JSON.stringify(file, null, 2);

@customElement("programme-view")
export class ProgrammeView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() private inForce: ProgrammeFile | undefined;
  @state() private draft: ProgrammeFile | undefined;
  @state() private tab: Tab = "clauses";
  @state() private wrong = "";
  /** what was published last, in a sentence */
  @state() private done = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      const { file } = await this.office.client.call("programme.get", {});
      // The gateway only ever has files that passed its checks.
      this.inForce = file as unknown as ProgrammeFile;
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  /** The next version, to be changed. */
  #startDraft(): void {
    const { inForce } = this;
    if (inForce === undefined) return;
    this.done = "";
    this.draft = { ...inForce, version: inForce.version + 1 };
    this.tab = "file";
  }

  #take(source: string): void {
    this.wrong = "";
    try {
      this.draft = JSON.parse(source);
    } catch {
      this.wrong = this.office.say("programme.invalidJson");
    }
  }

  readonly #open = async (event: Event): Promise<void> => {
    const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
    if (file === undefined) return;
    this.#take(await file.text());
    this.tab = "diff";
  };

  override render(): TemplateResult {
    const { office, inForce, draft } = this;
    const { say } = office;
    if (inForce === undefined) return html`<p class="empty">${this.wrong}</p>`;
    return html`
      <header class="top">
        <h1>${say("nav.programme")}</h1>
        <span class="tag calm"
          >${draft === undefined ? say("programme.inForce", { version: inForce.version }) : say("programme.draft", { version: draft.version })}</span
        >
        <span class="spring"></span>
        <div class="switch no-print">
          ${(draft === undefined
            ? (["clauses", "file"] as const)
            : (["clauses", "diff", "file"] as const)
          ).map(
            (tab) =>
              html`<button
                aria-pressed=${tab === this.tab}
                @click=${() => {
                  this.tab = tab;
                }}
              >
                ${say(`programme.${tab}`)}
              </button>`,
          )}
        </div>
        <span class="actions no-print">${this.#actions()}</span>
      </header>
      ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
      ${this.done === "" ? nothing : html`<p class="done" role="status">✓ ${this.done}</p>`}
      <div class="columns ${draft === undefined ? "alone" : ""}">
        <section class="panel" aria-label=${say("nav.programme")}>${this.#body(inForce)}</section>
        ${
          draft === undefined
            ? nothing
            : html`<programme-desk
                .office=${office}
                .inForce=${inForce}
                .draft=${draft}
                @published=${(event: CustomEvent<string>) => this.#published(event.detail)}
              ></programme-desk>`
        }
      </div>
    `;
  }

  #published(says: string): void {
    this.done = says;
    this.draft = undefined;
    this.tab = "clauses";
    void this.#load();
  }

  #actions(): TemplateResult {
    const { say } = this.office;
    return html`
      ${
        this.draft === undefined
          ? html`<button class="button small" @click=${() => this.#startDraft()}>
              ${say("programme.edit")}
            </button>`
          : html`<button
              class="button small"
              @click=${() => {
                this.draft = undefined;
                this.tab = "clauses";
              }}
            >
              ${say("programme.discard")}
            </button>`
      }
      <label class="button small"
        >${say("programme.upload")}
        <input
          class="hidden"
          type="file"
          accept=".json"
          @change=${(event: Event) => void this.#open(event)}
      /></label>
      <button class="button small" @click=${() => print()}>${say("programme.print")}</button>
    `;
  }

  #body(inForce: ProgrammeFile): TemplateResult {
    const file = this.draft ?? inForce;
    if (this.tab === "diff") return this.#diff(inForce, file);
    if (this.tab === "clauses") return this.#clauses(file);
    const { say } = this.office;
    return html`<label class="file">
      <span class="hidden">${say("programme.file")}</span>
      <textarea
        spellcheck="false"
        .value=${text(file)}
        ?readonly=${this.draft === undefined}
        @change=${(event: Event) => {
          if (event.target instanceof HTMLTextAreaElement) this.#take(event.target.value);
        }}
      ></textarea>
    </label>`;
  }

  #clauses(file: ProgrammeFile): TemplateResult {
    const parts = charterParts(file, this.office.language);
    return html`<article class="charter">
      ${parts.map(({ level, text: line, cite }) => {
        if (level === 1) return html`<h2>${line}</h2>`;
        if (level === 2) return html`<h3>${line}</h3>`;
        return html`<p><span class="cite">${cite ?? ""}</span><span>${line}</span></p>`;
      })}
    </article>`;
  }

  #diff(inForce: ProgrammeFile, file: ProgrammeFile): TemplateResult {
    const lines = diffLines(text(inForce), text(file));
    const near = lines.map((_, at) =>
      lines.slice(Math.max(0, at - 3), at + 4).some(({ kind }) => kind !== "same"),
    );
    const shown = lines.filter((_, at) => near[at]);
    if (shown.length === 0)
      return html`<p class="empty">${this.office.say("programme.noDiff")}</p>`;
    return html`<pre class="diff">
${shown.map(({ kind, text: line }) => {
  const sign = { same: " ", out: "−", in: "+" }[kind];
  return html`<span class=${kind}>${sign} ${line} </span>`;
})}</pre>`;
  }

  /** For the desk's own calls, in tests. */
  get desk(): ProgrammeDesk | null {
    return this.renderRoot.querySelector("programme-desk");
  }

  static override styles = [
    staffStyles,
    officeStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
      }
      .top,
      .actions {
        display: flex;
        gap: 8px;
        align-items: center;
        flex-wrap: wrap;
      }
      label.button:focus-within {
        outline: 2px solid var(--primary);
        box-shadow: var(--focus);
      }
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 396px;
        gap: 16px;
        align-items: start;
      }
      .columns.alone {
        grid-template-columns: minmax(0, 1fr);
      }
      .charter {
        max-width: 46rem;
        padding: 20px 28px 32px;
        font: 400 1.0625rem/1.875rem var(--font-display);
      }
      .charter h2 {
        font-size: 1.5rem;
        line-height: 2.25rem;
      }
      .charter h3 {
        margin: 20px 0 4px;
        font-size: 1.125rem;
      }
      .charter p {
        display: grid;
        grid-template-columns: 56px 1fr;
        gap: 12px;
        padding: 6px 0;
        border-block-end: 1px solid var(--line);
      }
      .cite:not(:empty) {
        justify-self: end;
        align-self: start;
        margin-block-start: 4px;
        padding: 0 8px;
        font-size: 0.8125rem;
        line-height: 1.375rem;
        background: var(--paper);
        border: 1px solid var(--line);
        border-inline-start: 3px solid var(--seal);
        border-radius: 4px;
      }
      .file {
        display: block;
      }
      textarea {
        display: block;
        width: 100%;
        min-height: calc(0.7 * var(--screen-height, 100vh));
        padding: 16px;
        font:
          400 0.8125rem/1.5 ui-monospace,
          "Noto Sans Mono",
          monospace;
        color: var(--ink);
        background: var(--surface);
        border: 0;
        resize: vertical;
      }
      .diff {
        margin: 0;
        padding: 12px 0;
        overflow-x: auto;
        font:
          400 0.8125rem/1.5 ui-monospace,
          "Noto Sans Mono",
          monospace;
      }
      .diff span {
        display: block;
        padding: 0 16px;
      }
      .diff .out {
        color: var(--bad);
        background: var(--bad-soft);
        text-decoration: line-through;
      }
      .diff .in {
        color: var(--good);
        background: var(--good-soft);
      }
      @media (max-width: 1100px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "programme-view": ProgrammeView;
  }
}
