// Cards for many at once: a pasted list, then card after card laid on the reader; each row is an issue of its own.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { formatAmount } from "../charts/cashier/amount.ts";
import { batchMax, type BatchRow, nextRow, readBatch } from "../charts/cashier/batch.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { fieldsOf, formFoot, paidBy } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { refusalText } from "./refusal-text.ts";
import { SheetForm } from "./sheet-form.ts";

interface Terms {
  readonly type: string;
  readonly fee: number;
  readonly paidBy: string;
}

/** Made once a row: a second try after a lost answer is the same member, the same card. */
interface RowKeys {
  readonly enrol: string;
  issue: string;
  member?: string | undefined;
}

@customElement("batch-desk")
export class BatchDesk extends SheetForm {
  @state() private rows: readonly BatchRow[] = [];
  @state() private unread: readonly number[] = [];
  @state() private terms: Terms | undefined;
  readonly #keys = new Map<number, RowKeys>();
  #issuing = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.cardWanted = (token) => void this.#issue(token);
  }

  override disconnectedCallback(): void {
    this.desk.cardWanted = undefined;
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return this.terms === undefined ? this.#list() : this.#work(this.terms);
  }

  #list(): TemplateResult {
    const { say, desk, unread } = this;
    const cards = (desk.info?.cards ?? []).filter(({ pin }) => pin !== true);
    return html`
      <form @submit=${this.#begin}>
        <h2>${say("desk.batch")}</h2>
        <label>
          ${say("batch.list", { count: batchMax })}
          <textarea name="list" rows="8" required></textarea>
        </label>
        ${
          unread.length === 0
            ? nothing
            : html`<p class="refused" role="alert">
                ✕ ${say("batch.unread", { lines: unread.slice(0, 20).join("、") })}
              </p>`
        }
        <div class="two">
          <label>
            ${say("enrol.cardType")}
            <select name="type">
              ${cards.map((card) => html`<option value=${card.type}>${card.name} · ${formatAmount(card.fee)}</option>`)}
            </select>
          </label>
          ${paidBy(say, this.english)}
        </div>
        <label class="tick"
          ><input type="checkbox" name="rules" required /> ${say("batch.rules")}</label
        >
        ${formFoot({ say, refused: this.refused, go: say("batch.go"), ready: cards.length > 0, back: this.back })}
      </form>
    `;
  }

  readonly #begin = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const field = fieldsOf(event.target);
    const { rows, unread } = readBatch(field("list") ?? "");
    this.unread = unread;
    if (unread.length > 0 || rows.length === 0) return;
    const type = field("type") ?? "";
    const fee = this.desk.info?.cards.find((one) => one.type === type)?.fee ?? 0;
    this.terms = { type, fee, paidBy: field("paidBy") ?? "cash" };
    this.rows = rows.map((row) => ({ ...row, state: "waiting" }));
  };

  #work({ fee }: Terms): TemplateResult {
    const { say, rows } = this;
    const next = nextRow(rows);
    const done = rows.filter(({ state }) => state === "done").length;
    return html`
      <section class="work">
        <header>
          <h1>${say("desk.batch")}</h1>
          <span class="spring"></span>
          <b>${say("batch.done", { done, all: rows.length, amount: formatAmount(done * fee) })}</b>
        </header>
        <p class="token ${next < 0 ? "good" : ""}" role="status">
          ${next < 0 ? say("batch.over") : say("batch.next", { name: rows[next]?.name ?? "" })}
        </p>
        <form @submit=${this.#typed}>
          <label>
            ${say("enrol.tokenTyped")}
            <input name="token" autocomplete="off" ?disabled=${next < 0} />
          </label>
          <div class="panel">
            <table class="rows compact">
              ${rows.map((row, at) => this.#row(row, at === next))}
            </table>
          </div>
          ${this.foot(say("batch.issue"), { ready: next >= 0 })}
        </form>
      </section>
    `;
  }

  #row({ name, phone, state, says }: BatchRow, isNext: boolean): TemplateResult {
    const { say } = this;
    const language = this.english ? "en" : "zh-CN";
    return html`<tr aria-selected=${isNext}>
      <td><b>${name}</b></td>
      <td>${phone ?? "—"}</td>
      <td>
        ${
          state === "done"
            ? html`<span class="tag good">✓ ${say("member.card", { tail: says ?? "" })}</span>`
            : state === "refused"
              ? html`<span class="tag bad"
                  >✕ ${refusalText({ code: says ?? "", params: {} }, language)}</span
                >`
              : html`<span class="tag">○ ${say("batch.waiting")}</span>`
        }
      </td>
    </tr>`;
  }

  readonly #typed = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const token = fieldsOf(event.target)("token");
    event.target.reset();
    if (token !== undefined) void this.#issue(token);
  };

  /** One card at a time; a second tap meanwhile is the same card lying there. */
  async #issue(token: string): Promise<void> {
    const at = nextRow(this.rows);
    if (this.terms === undefined || at < 0 || this.#issuing) return;
    this.#issuing = true;
    const number = await this.#issueRow(at, this.terms, token);
    this.#issuing = false;
    const row = this.rows[at];
    if (row === undefined || this.desk.unknown !== undefined) return;
    const { code = "" } = this.desk.refused ?? {};
    this.desk.clearRefusal();
    this.rows = this.rows.with(
      at,
      number === undefined
        ? { ...row, state: "refused", says: code }
        : { ...row, state: "done", says: number.slice(-4) },
    );
  }

  async #issueRow(at: number, terms: Terms, token: string): Promise<string | undefined> {
    const { desk } = this;
    const newKey = (): string => desk.client.newKey();
    const keys = this.#keys.get(at) ?? { enrol: newKey(), issue: newKey() };
    this.#keys.set(at, keys);
    const { name = "", phone } = this.rows[at] ?? {};
    keys.member ??= (
      await desk.attempt("member.enrol", {
        key: keys.enrol,
        name,
        ...(phone === undefined ? {} : { phone }),
        consent: { rules: true, marketing: false },
      })
    )?.member;
    if (keys.member === undefined) return undefined;
    const { type, fee } = terms;
    const feeTenders = fee === 0 ? {} : { feeTenders: [{ type: terms.paidBy, amount: fee }] };
    const { member } = keys;
    const issued = await desk.attempt("card.issue", {
      key: keys.issue,
      member,
      type,
      token,
      ...feeTenders,
    });
    if (issued !== undefined) return token;
    if (desk.unknown === undefined) keys.issue = newKey();
    return undefined;
  }

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "batch-desk": BatchDesk;
  }
}
