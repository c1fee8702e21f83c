// What is to be done for guests: calls that are owed, today's birthdays, who waits for a room that becomes free.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { fieldsOf } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { SheetForm } from "./sheet-form.ts";

type List = ResultOf<"task.list">;
type Task = List["tasks"][number];

@customElement("task-desk")
export class TaskDesk extends SheetForm {
  @state() private list: List = { tasks: [], birthdays: [], waiting: [] };

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  async #load(): Promise<void> {
    this.list = (await this.desk.attempt("task.list", {})) ?? this.list;
  }

  override render(): TemplateResult {
    const { say } = this;
    const { tasks, birthdays, waiting } = this.list;
    return html`
      <section class="work" aria-label=${say("desk.tasks")}>
        <header><h1>${say("desk.tasks")}</h1></header>
        ${this.#panel("task.calls", tasks, (task) => this.#task(task))}
        ${this.#panel(
          "task.birthdays",
          birthdays,
          ({ name }) =>
            html`<div class="line">
              <span class="tag gold">${say("glance.birthday")}</span><b>${name}</b>
            </div>`,
        )}
        ${this.#panel(
          "task.waiting",
          waiting,
          ({ roomType, count, guest, leaving }) =>
            html`<div class="line">
              <b>${roomType}</b>
              <span>${guest ?? ""} ${count > 1 ? say("task.more", { count: count - 1 }) : ""}</span>
              <span class="spring"></span>
              <span class="tag ${leaving > 0 ? "good" : ""}">
                ${leaving > 0 ? `✓ ${say("task.leaving", { count: leaving })}` : `○ ${say("task.full")}`}
              </span>
            </div>`,
        )}
        ${this.#form()}
      </section>
    `;
  }

  #panel<T>(
    word: "task.calls" | "task.birthdays" | "task.waiting",
    rows: readonly T[],
    draw: (row: T) => TemplateResult,
  ): TemplateResult {
    return html`<section class="panel">
      <header><h2>${this.say(word)}</h2></header>
      ${rows.map((row) => draw(row))}
      ${rows.length === 0 ? html`<p class="note none">${this.say("task.none")}</p>` : nothing}
    </section>`;
  }

  #task({ task, due, isLate, what, member }: Task): TemplateResult {
    const { say } = this;
    return html`<div class="line">
      <span class="tag ${isLate ? "bad" : ""}">${isLate ? "▲ " : ""}${due}</span>
      <b>${member?.name ?? ""}</b>
      <span class="meta">${member?.phone ?? ""}</span>
      <span>${what ?? "—"}</span>
      <span class="spring"></span>
      <button class="button" @click=${() => void this.#finish(task, "dropped")}>
        ${say("task.drop")}
      </button>
      <button class="button primary" @click=${() => void this.#finish(task, "done")}>
        ${say("task.done")}
      </button>
    </div>`;
  }

  async #finish(task: string, to: "done" | "dropped"): Promise<void> {
    await this.once((key) => this.desk.attempt("task.finish", { task, state: to, key }));
    await this.#load();
  }

  #form(): TemplateResult {
    const { say, desk } = this;
    return html`<form @submit=${this.#put}>
      <div class="two">
        <label>
          ${say("task.what")} ${desk.identified?.member.name ?? ""}
          <input name="what" required maxlength="200" autocomplete="off" />
        </label>
        <label
          >${say("task.due")}<input
            name="due"
            type="date"
            required
            .value=${desk.info?.businessDate ?? ""}
        /></label>
      </div>
      ${this.foot(say("task.go"))}
    </form>`;
  }

  readonly #put = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const field = fieldsOf(form);
    const member = this.desk.identified?.member.member;
    const kind = member === undefined ? ("other" as const) : ("call_back" as const);
    const of = member === undefined ? {} : { member };
    const asked = { kind, what: field("what") ?? "", due: field("due") ?? "", ...of };
    void this.once((key) => this.desk.attempt("task.put", { ...asked, key })).then(async (put) => {
      if (put === undefined) return;
      form.reset();
      await this.#load();
    });
  };

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "task-desk": TaskDesk;
  }
}
