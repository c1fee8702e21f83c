// 存酒: what the shown member has left with the house, a part of it given out, another bottle taken in with its label.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ParamsOf, ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { deskLooks, fieldsOf } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { SheetForm } from "./sheet-form.ts";

type Deposit = ResultOf<"deposit.list">["deposits"][number];
type Document = ParamsOf<"print.submit">["document"];

const looks = ["kept", "leave", "all"] as const;
type Look = (typeof looks)[number];
const measures = ["ml", "bottle", "piece"] as const;
type Measure = (typeof measures)[number];

@customElement("deposit-desk")
export class DepositDesk extends SheetForm {
  @state() private look: Look = "all";
  @state() private deposits: readonly Deposit[] = [];
  @state() private chosen: Deposit | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#show(this.desk.identified === undefined ? "all" : "kept");
  }

  protected override codeScanned(code: string): void {
    void this.#load({ code });
  }

  #show(look: Look): void {
    this.look = look;
    this.chosen = undefined;
    this.desk.clearRefusal();
    const { account } = this.desk.identified ?? {};
    if (look === "leave") return;
    void this.#load(look === "all" || account === undefined ? {} : { account });
  }

  async #load(by: ParamsOf<"deposit.list">): Promise<void> {
    const { deposits } = (await this.desk.attempt("deposit.list", by)) ?? { deposits: [] };
    this.deposits = deposits;
    if (by.code !== undefined) [this.chosen] = deposits;
  }

  override render(): TemplateResult {
    const { say, look, chosen } = this;
    return html`
      <div class="desk wide-work">
        ${deskLooks({
          title: say("desk.deposits"),
          looks,
          now: look,
          named: (name) => say(`deposit.${name}`),
          show: (name) => this.#show(name),
          isOff: (name) => name !== "all" && this.desk.identified === undefined,
          also: html`<span class="spring"></span>
            <p class="note">${say("deposit.scan")}</p>`,
        })}
        <section class="work">
          ${look === "leave" ? this.#leave() : chosen === undefined ? this.#list() : this.#take(chosen)}
        </section>
      </div>
    `;
  }

  #amount(quantity: number, measure: Measure): string {
    return `${quantity} ${this.say(`measure.${measure}`)}`;
  }

  #list(): TemplateResult {
    const { say } = this;
    return html`
      <header><h1>${say(`deposit.${this.look}`)}</h1></header>
      <div class="choices column">
        ${this.deposits.map(
          (one) =>
            html`<button
              type="button"
              @click=${() => {
                this.chosen = one;
              }}
            >
              <b>${one.what} · ${this.#amount(one.left, one.measure)}</b>
              <span class="meta">
                ${one.name} · ${one.code} · ${one.place ?? "—"} ·
                ${one.expiresOn === undefined ? one.on : say("member.until", { date: one.expiresOn })}
              </span>
            </button>`,
        )}
      </div>
      ${this.deposits.length === 0 ? html`<p class="note">${say("deposit.none")}</p>` : nothing}
      ${this.refused === "" ? nothing : html`<p class="refused" role="alert">✕ ${this.refused}</p>`}
      <div class="actions">
        <button type="button" class="button" @click=${this.back}>
          ${say("cancel")} <kbd>Esc</kbd>
        </button>
      </div>
    `;
  }

  #take(one: Deposit): TemplateResult {
    const { say } = this;
    return html`
      <header>
        <h1>${one.what}</h1>
        <b class="name">${one.name}</b>
        <span class="note">${one.code} · ${one.place ?? "—"}</span>
      </header>
      <form @submit=${this.#takeNow}>
        <label>
          ${say("deposit.take", { left: this.#amount(one.left, one.measure) })}
          <input
            name="quantity"
            class="money"
            inputmode="numeric"
            pattern="[0-9]{1,9}"
            required
            autofocus
            autocomplete="off"
            .value=${String(one.left)}
          />
        </label>
        ${this.foot(say("deposit.takeGo"), { back: () => this.#show(this.look) })}
      </form>
    `;
  }

  readonly #takeNow = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || this.chosen === undefined) return;
    const { deposit, left: before } = this.chosen;
    const quantity = Number(fieldsOf(event.target)("quantity") ?? "0");
    if (quantity === 0) return;
    void this.once((key) => this.desk.attempt("deposit.take", { deposit, quantity, key })).then(
      (taken) => {
        if (taken === undefined) return;
        const { left: now, receipt } = taken;
        this.desk.finish({ what: "taken", before, after: now, unit: "uses", receipt });
        this.done();
      },
    );
  };

  #leave(): TemplateResult {
    const { say } = this;
    return html`
      <header>
        <h1>${say("deposit.leave")}</h1>
        <b class="name">${this.desk.identified?.member.name ?? ""}</b>
      </header>
      <form @submit=${this.#leaveNow}>
        <label
          >${say("deposit.what")}<input name="what" required maxlength="80" autocomplete="off"
        /></label>
        <div class="two">
          <label>
            ${say("deposit.quantity")}
            <input
              name="quantity"
              class="money"
              inputmode="numeric"
              pattern="[0-9]{1,9}"
              required
              autocomplete="off"
            />
          </label>
          <label>
            ${say("deposit.measure")}
            <select name="measure">
              ${measures.map((measure) => html`<option value=${measure}>${say(`measure.${measure}`)}</option>`)}
            </select>
          </label>
          <label
            >${say("deposit.place")}<input name="place" maxlength="40" autocomplete="off"
          /></label>
          <label>${say("deposit.until")}<input name="until" type="date" /></label>
        </div>
        ${this.foot(say("deposit.leaveGo"))}
      </form>
    `;
  }

  readonly #leaveNow = (event: SubmitEvent): void => {
    event.preventDefault();
    const { identified } = this.desk;
    if (!(event.target instanceof HTMLFormElement) || identified === undefined) return;
    const field = fieldsOf(event.target);
    const what = field("what") ?? "";
    const measure = measures.find((one) => one === field("measure")) ?? "bottle";
    const quantity = Number(field("quantity") ?? "0");
    const [place, until] = [field("place"), field("until")];
    const more = {
      ...(place === undefined ? {} : { place }),
      ...(until === undefined ? {} : { until }),
    };
    const { account } = identified;
    const bottle = { account, what, quantity, measure, ...more };
    void this.once((key) => this.desk.attempt("deposit.put", { ...bottle, key })).then((put) => {
      if (put === undefined) return;
      const label = this.#label({ what, measure, ...put });
      void this.#print(label);
      const { left: now, receipt } = put;
      this.desk.finish({ what: "deposited", before: 0, after: now, unit: "uses", receipt });
      this.done();
    });
  };

  /** On the till's own printer; without one the code is on the receipt. */
  async #print(document: Document): Promise<void> {
    const { desk } = this;
    const to = desk.devices.find(
      ({ kind, role = "desk" }) => kind === "receipt-printer" && role.startsWith("desk"),
    )?.device;
    if (to !== undefined)
      await desk.attempt("print.submit", { to, document, key: desk.client.newKey() });
  }

  /** The bottle's label: what it is, whose (masked), until when, and a code the scanner reads. */
  #label(put: {
    readonly what: string;
    readonly measure: Measure;
    readonly code: string;
    readonly left: number;
    readonly expiresOn?: string;
  }): Document {
    const { say } = this;
    return {
      kind: "slip",
      lang: this.english ? "en" : "zh-CN",
      blocks: [
        { kind: "text", text: put.what, size: 2, bold: true, align: "center" },
        {
          kind: "row",
          left: this.desk.identified?.member.name ?? "",
          right: this.#amount(put.left, put.measure),
        },
        ...(put.expiresOn === undefined
          ? []
          : [{ kind: "row" as const, left: say("deposit.until"), right: put.expiresOn }]),
        { kind: "barcode", data: put.code, symbology: "code128" },
        { kind: "text", text: put.code, align: "center" },
        { kind: "cut" },
      ],
    };
  }

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "deposit-desk": DepositDesk;
  }
}
