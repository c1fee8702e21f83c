// The import of members in four steps: a file, which column is what, the check row by row, and the run with its
// progress.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import {
  type Checked,
  guessMapping,
  type ImportedRow,
  importFields,
  type Mapping,
} from "../charts/office/import-row.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { refusalSentence } from "../words/refusals.ts";
import { countText } from "./format.ts";
import type { ImportAsk, ImportTold } from "./import-worker.ts";
import { fieldWords, listOf, placeKept, type Refused, shownMax } from "./import-list.ts";
import { importStyles } from "./import-styles.ts";
import type { Office } from "./office.ts";
import { officeStyles } from "./office-styles.ts";
import { saveText } from "./save-file.ts";
import type { Word } from "./words.ts";

@customElement("import-view")
export class ImportView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() private file: File | undefined;
  @state() private head: (ImportTold & { kind: "head" }) | undefined;
  @state() private mapping: Mapping = {};
  @state() private checked: Checked | undefined;
  @state() private progress: { readonly rows: number; readonly part: number } | undefined;
  @state() private running: "no" | "check" | "import" | "paused" | "done" = "no";
  @state() private counts = { enrolled: 0, known: 0, refused: 0 };
  @state() private refused: readonly Refused[] = [];
  @state() private wrong = "";
  #worker: Worker | undefined;

  override disconnectedCallback(): void {
    this.#worker?.terminate();
    super.disconnectedCallback();
  }

  #ask(ask: ImportAsk): void {
    this.#worker?.postMessage(ask);
  }

  #open(file: File): void {
    this.#worker?.terminate();
    this.#worker = new Worker(new URL("./import-worker.ts", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<ImportTold>) =>
      this.#told(data),
    );
    this.file = file;
    this.head = undefined;
    this.checked = undefined;
    this.running = "no";
    this.wrong = "";
    this.#ask({ kind: "head", file });
  }

  #told(told: ImportTold): void {
    switch (told.kind) {
      case "head":
        this.head = told;
        this.mapping = guessMapping(told.titles);
        return;
      case "progress":
        this.progress = told;
        return;
      case "checked":
        this.checked = told.checked;
        this.running = "no";
        this.progress = undefined;
        return;
      case "batch":
        void this.#send(told);
        return;
      case "end":
        this.running = "done";
        this.progress = undefined;
        if (this.file !== undefined) localStorage.removeItem(placeKept + listOf(this.file));
        return;
      case "failed":
        this.wrong = this.office.say(
          told.why === "too_large" ? "import.tooLarge" : "import.unreadable",
        );
        this.running = "no";
    }
  }

  #check(): void {
    this.running = "check";
    this.checked = undefined;
    this.#ask({ kind: "check", mapping: this.mapping });
  }

  get #place(): number {
    return this.file === undefined
      ? 0
      : Number(localStorage.getItem(placeKept + listOf(this.file)) ?? 0);
  }

  #start(): void {
    if (this.running === "paused") {
      this.running = "import";
      this.#ask({ kind: "next" });
      return;
    }
    this.running = "import";
    this.counts = { enrolled: 0, known: 0, refused: 0 };
    this.refused = [];
    this.#ask({ kind: "rows", mapping: this.mapping, after: this.#place });
  }

  async #send({ members, upTo, part }: ImportTold & { kind: "batch" }): Promise<void> {
    const { file, office } = this;
    if (file === undefined) return;
    const list = listOf(file);
    try {
      await this.#deliver(list, members);
      localStorage.setItem(placeKept + list, String(upTo));
      this.progress = { rows: upTo, part };
      if (this.running === "import") this.#ask({ kind: "next" });
    } catch (error) {
      // Nothing is lost: the place is kept, and rows that had arrived are known by their keys.
      this.wrong = office.sentence(error);
      this.running = "no";
    }
  }

  async #deliver(list: string, members: readonly ImportedRow[]): Promise<void> {
    const { client } = this.office;
    const params = { import: list, rows: members.map((row) => ({ ...row })), key: client.newKey() };
    const { rows } = await client.call("member.import", params, { timeoutMs: 60_000 });
    const counts = { ...this.counts };
    for (const { state: ended } of rows) counts[ended] += 1;
    this.counts = counts;
    const refused = rows.filter((row) => row.state === "refused");
    if (refused.length === 0) return;
    this.refused = [
      ...this.refused,
      ...refused.map(({ row, code = "", at = "" }) => ({ row, what: code, at })),
    ];
  }

  override render(): TemplateResult {
    const { say } = this.office;
    return html`
      <h1>${say("nav.import")}</h1>
      ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
      ${this.#chooser()} ${this.head === undefined ? nothing : this.#columns(this.head)}
      ${this.checked === undefined ? nothing : this.#found(this.checked)} ${this.#bar()}
      ${this.running === "no" && this.refused.length === 0 ? nothing : this.#outcome()}
    `;
  }

  #chooser(): TemplateResult {
    const { say } = this.office;
    return html`
      <section class="panel" aria-label=${say("import.file")}>
        <div class="body row">
          <label class="button primary"
            >${say("import.choose")}
            <input
              class="hidden"
              type="file"
              accept=".csv,.txt,.xlsx"
              @change=${(event: Event) => {
                const file =
                  event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
                if (file !== undefined) this.#open(file);
              }}
          /></label>
          <span>${this.file?.name ?? say("import.help")}</span>
          ${this.head === undefined ? nothing : html`<span class="tag">${this.head.encoding}</span>`}
          ${this.#place > 0 ? html`<span class="tag warn">▲ ${say("import.goesOn", { row: this.#place + 1 })}</span>` : nothing}
        </div>
      </section>
    `;
  }

  #columns({ titles, sample }: ImportTold & { kind: "head" }): TemplateResult {
    const { say } = this.office;
    return html`
      <section class="panel" aria-label=${say("import.columns")}>
        <header><h2>${say("import.columns")}</h2></header>
        <div class="body fields">
          ${importFields.map(
            (field) => html`
              <label class="field"
                >${say(fieldWords[field])}
                <select
                  name=${field}
                  @change=${(event: Event) => {
                    if (!(event.target instanceof HTMLSelectElement)) return;
                    const at = Number(event.target.value);
                    const { [field]: _, ...others } = this.mapping;
                    this.mapping = at < 0 ? others : { ...others, [field]: at };
                    this.checked = undefined;
                  }}
                >
                  <option value="-1" ?selected=${this.mapping[field] === undefined}>—</option>
                  ${titles.map(
                    (title, at) =>
                      html`<option value=${at} ?selected=${this.mapping[field] === at}>
                        ${title}
                      </option>`,
                  )}
                </select>
                <span class="meta"
                  >${sample
                    .slice(0, 2)
                    .map((cells) => cells[this.mapping[field] ?? -1] ?? "")
                    .filter((text) => text !== "")
                    .join(" · ")}</span
                >
              </label>
            `,
          )}
        </div>
        <p class="body">
          <button
            class="button primary"
            ?disabled=${this.mapping.name === undefined || this.running !== "no"}
            @click=${() => this.#check()}
          >
            ${say("import.check")}
          </button>
        </p>
      </section>
    `;
  }

  #found({ rows, good, faults, faultCount }: Checked): TemplateResult {
    const { say, language } = this.office;
    return html`
      <section class="panel" aria-label=${say("import.found")}>
        <header>
          <h2>${say("import.found")}</h2>
          <span class="tag good"
            >✓ ${say("import.good", { count: countText(good, language) })}</span
          >
          ${
            faultCount === 0
              ? nothing
              : html`<span class="tag bad"
                  >✕ ${say("import.faults", { count: countText(faultCount, language) })}</span
                >`
          }
          <span class="spring"></span>
          <span class="meta">${say("import.rows", { count: countText(rows, language) })}</span>
        </header>
        ${faultCount === 0 ? nothing : this.#faults(faults.map(({ row, field, what, text }) => ({ row, what, at: say("import.at", { field: say(fieldWords[field]), text }) })))}
        <p class="body">
          <button
            class="button primary"
            ?disabled=${good === 0 || this.running === "import" || this.running === "done"}
            @click=${() => this.#start()}
          >
            ${say("import.start", { count: countText(good, language) })}
          </button>
        </p>
      </section>
    `;
  }

  #faults(faults: readonly Refused[]): TemplateResult {
    const { say } = this.office;
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${say("import.faultList")}>
        <table class="tight">
          <thead>
            <tr>
              <th scope="col" class="figure narrow">${say("import.row")}</th>
              <th scope="col">${say("import.what")}</th>
              <th scope="col">${say("import.where")}</th>
            </tr>
          </thead>
          <tbody>
            ${faults.slice(0, shownMax).map(
              ({ row, what, at }) => html`
                <tr>
                  <td class="figure">${row}</td>
                  <td>${this.#sentence(what)}</td>
                  <td>${at}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      <p class="body">
        <button
          class="button small"
          @click=${() => saveText("faults.json", JSON.stringify(faults, null, 1))}
        >
          ${say("import.saveFaults")}
        </button>
      </p>
    `;
  }

  #sentence(what: string): string {
    const { say, language } = this.office;
    const word: Readonly<Record<string, Word>> = {
      missing: "fault.missing",
      too_long: "fault.tooLong",
      formula: "fault.formula",
      not_a_phone: "fault.phone",
      not_a_sex: "fault.sex",
      not_a_date: "fault.date",
      not_yes_or_no: "fault.yesNo",
      twice: "fault.twice",
      bad_row: "fault.badRow",
    };
    const own = word[what];
    return own === undefined ? refusalSentence(what, language) : say(own);
  }

  #bar(): TemplateResult | typeof nothing {
    const { progress, running } = this;
    const { say, language } = this.office;
    if (progress === undefined) return nothing;
    return html`
      <div class="bar-row" role="status">
        <progress max="1" .value=${progress.part} aria-label=${say("import.progress")}></progress>
        <span>${say("import.rows", { count: countText(progress.rows, language) })}</span>
        ${
          running === "import" || running === "paused"
            ? html`<button
                class="button small"
                @click=${() => {
                  if (running === "paused") this.#start();
                  else this.running = "paused";
                }}
              >
                ${say(running === "paused" ? "import.resume" : "import.pause")}
              </button>`
            : nothing
        }
      </div>
    `;
  }

  #outcome(): TemplateResult | typeof nothing {
    const { counts, refused, running } = this;
    const { say, language } = this.office;
    if (running === "check") return nothing;
    return html`
      <section class="panel" aria-label=${say("import.outcome")}>
        <header>
          <h2>${say("import.outcome")}</h2>
          <span class="tag good"
            >✓ ${say("import.enrolled", { count: countText(counts.enrolled, language) })}</span
          >
          <span class="tag"
            >○ ${say("import.known", { count: countText(counts.known, language) })}</span
          >
          <span class="tag ${counts.refused > 0 ? "bad" : ""}"
            >✕ ${say("import.refused", { count: countText(counts.refused, language) })}</span
          >
          <span class="spring"></span>
          ${running === "done" ? html`<b class="seal">${say("import.done")}</b>` : nothing}
        </header>
        ${refused.length === 0 ? nothing : this.#faults(refused)}
      </section>
    `;
  }

  static override styles = [staffStyles, officeStyles, importStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "import-view": ImportView;
  }
}
