// Who is it: one line, answered while it is typed. Letters, digits, a name; ↑ ↓ choose, Enter puts the card on
// the bill.
import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { staffStyles } from "../kit/staff-styles.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { type FoundCard, type FoundMember, membersTyped, shownMax } from "./find-members.ts";
import { SheetForm } from "./sheet-form.ts";
import { wordFor } from "./words.ts";

interface Choice {
  readonly member: FoundMember;
  /** absent: nothing that could go on a bill */
  readonly card?: FoundCard;
}

const isUsable = ({ state }: FoundCard): boolean => state === "active" || state === "expired";

const choicesOf = (members: readonly FoundMember[]): readonly Choice[] =>
  members.flatMap((member) => {
    const cards = (member.cards ?? []).filter(isUsable);
    return cards.length === 0 ? [{ member }] : cards.map((card) => ({ member, card }));
  });

const typedMin = 2;

@customElement("find-form")
export class FindForm extends SheetForm {
  @state() private choices: readonly Choice[] | undefined;
  @state() private marked = 0;
  #typed = "";
  /** what the choices answer to */
  #answered: string | undefined;
  #round = 0;

  override firstUpdated(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input")?.focus();
  }

  override render(): TemplateResult {
    const { say, choices } = this;
    return html`
      <form @submit=${this.#submit} @keydown=${this.#onKey}>
        <h2>${say("key.member")}</h2>
        <label>
          ${say("find.hint")}
          <input
            name="text"
            autocomplete="off"
            role="combobox"
            aria-expanded=${choices !== undefined}
            aria-controls="found"
            aria-describedby="help"
            maxlength="80"
            @input=${this.#type}
          />
        </label>
        <p class="meta" id="help">${say("find.help")}</p>
        <div id="found" role="listbox" aria-label=${say("key.member")}>
          ${choices?.map((choice, at) => this.#row(choice, at)) ?? nothing}
        </div>
        <p class="note" role="status">${this.#says()}</p>
        ${this.foot(say("find.go"))}
      </form>
    `;
  }

  #says(): string {
    const { say, choices } = this;
    if (choices === undefined) return "";
    if (choices.length === 0) return say("find.none");
    return choices.length >= shownMax
      ? say("find.many")
      : say("find.count", { count: choices.length });
  }

  #row({ member, card }: Choice, at: number): TemplateResult {
    const { say } = this;
    return html`<button
      type="button"
      role="option"
      tabindex="-1"
      aria-selected=${at === this.marked}
      ?disabled=${card === undefined}
      @click=${() => void this.#pick(at)}
    >
      <b>${member.name}</b>
      <span>${member.phone ?? ""}</span>
      <span class="meta">${member.number}</span>
      <span class="spring"></span>
      ${
        card === undefined
          ? html`<span class="tag">${say("find.noCard")}</span>`
          : html`<span class="meta">${say("member.card", { tail: card.number.slice(-4) })}</span>
              <span class="tag ${card.state === "active" ? "good" : "warn"}">
                ${wordFor(say, "card.state", card.state)}
              </span>`
      }
    </button>`;
  }

  readonly #type = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) void this.#look(event.target.value.trim());
  };

  /** The newest question's answer counts; an older one that comes late is dropped. */
  async #look(typed: string): Promise<void> {
    this.#typed = typed;
    const round = ++this.#round;
    if (typed.length < typedMin) {
      this.choices = undefined;
      return;
    }
    const members = await membersTyped(this.desk, typed);
    if (round !== this.#round || members === undefined) return;
    this.choices = choicesOf(members);
    this.#answered = typed;
    this.marked = 0;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0 || this.choices === undefined) return;
    event.preventDefault();
    this.marked = Math.max(0, Math.min(this.choices.length - 1, this.marked + step));
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void this.#enter();
  };

  /** Enter may come before the answer: it is asked for then. Choices of fewer letters are somebody else. */
  async #enter(): Promise<void> {
    const typed = this.#typed;
    if (this.#answered !== typed) await this.#look(typed);
    if (this.#answered !== typed) return;
    if ((this.choices ?? []).length > 0) return this.#pick(this.marked);
  }

  async #pick(at: number): Promise<void> {
    const number = this.choices?.[at]?.card?.number;
    if (number !== undefined && (await this.desk.recognise({ number }))) this.done();
  }

  static override styles = [
    staffStyles,
    dialogStyles,
    css`
      #found {
        display: grid;
        gap: 6px;
      }
      #found button {
        display: flex;
        align-items: baseline;
        gap: 12px;
        min-height: 44px;
        padding: 8px 12px;
        text-align: start;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--surface);
        cursor: pointer;
      }
      #found button[aria-selected="true"] {
        border-color: var(--primary);
        background: var(--primary-soft);
        box-shadow: inset 4px 0 var(--primary);
      }
      #found button:disabled {
        border-style: dashed;
        background: var(--sunken);
        cursor: default;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "find-form": FindForm;
  }
}
