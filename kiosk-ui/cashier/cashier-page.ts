// The till: bar, basket, member, tender row, keys. Every action has a key; Esc goes back one level and keeps the basket.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { addItem, forNextItem, markAt, markLine, setQuantity } from "../charts/cashier/basket.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import "./basket-panel.ts";
import { cashierStyles } from "./cashier-styles.ts";
import { type Desk } from "./desk.ts";
import "./enrol-form.ts";
import { deskKeys, type DeskName } from "./member-panel.ts";
import "./outcome-sheet.ts";
import { refusalSentence } from "../words/refusals.ts";
import "./sign-in.ts";
import type { Credentials } from "./sign-in.ts";
import "./small-forms.ts";
import "./tender-row.ts";
import type { TenderRow } from "./tender-row.ts";
import "./value-forms.ts";
import { type Language, languages, sayIn, type Word } from "./words.ts";

type Sheet = DeskName | "find" | "open-amount" | "pin" | "parked";
const functionKeys: readonly (readonly [string, Word])[] = [
  ["F2", "key.quantity"],
  ["F6", "key.points"],
  ["F7", "key.stored"],
  ["F8", "key.cash"],
  ["F9", "key.member"],
  ["F10", "key.park"],
  ["F11", "key.unpark"],
  ["F12", "key.lock"],
];

@customElement("cashier-page")
export class CashierPage extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @state() private language: Language = navigator.language.startsWith("en") ? "en" : "zh-CN";
  @state() private sheet: Sheet | undefined;
  @state() private now = new Date();
  @query("tender-row") private tenders!: TenderRow | null;
  @query("dialog") private dialog!: HTMLDialogElement | null;
  #tick: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.addEventListener("changed", this.#changed);
    this.desk.addEventListener("scanned", this.#scanned);
    addEventListener("keydown", this.#onKey);
    this.#tick = setInterval(() => {
      this.now = new Date();
    }, 5_000);
    document.documentElement.lang = this.language;
    void this.desk.load(this.language).catch(() => undefined);
  }

  override disconnectedCallback(): void {
    this.desk.removeEventListener("changed", this.#changed);
    this.desk.removeEventListener("scanned", this.#scanned);
    removeEventListener("keydown", this.#onKey);
    clearInterval(this.#tick);
    super.disconnectedCallback();
  }

  readonly #changed = (): void => {
    const { desk } = this;
    if (desk.online && desk.info === undefined)
      void desk.load(this.language).catch(() => undefined);
    if (desk.pinWanted && this.sheet === undefined) this.sheet = "pin";
    this.requestUpdate();
  };

  readonly #scanned = (event: Event): void => {
    if (event instanceof CustomEvent && typeof event.detail === "string") this.#scan(event.detail);
  };

  /** A scanned code is an item of the shop, else a member's card. */
  #scan(code: string): void {
    const { desk } = this;
    const good = desk.info?.goods.find((one) => one.code === code || one.sku === code);
    if (good === undefined) desk.tokenShown(code);
    else
      desk.setBasket(
        addItem(desk.basket, { ...good, description: good.name, tags: good.tags ?? [] }),
      );
  }

  override render(): TemplateResult {
    const { desk } = this;
    const say = sayIn(this.language);
    const { info } = desk;
    return html`
      ${this.#bar()} ${this.#banner()}
      ${
        desk.staff === undefined
          ? html`<sign-in
              .say=${say}
              .info=${info}
              .refused=${this.#refused()}
              @sign-in=${(event: CustomEvent<Credentials>) =>
                void desk.signIn(event.detail.staff, event.detail.pin)}
            ></sign-in>`
          : this.#till()
      }
      ${this.#sheetDialog()}
    `;
  }

  #bar(): TemplateResult {
    const { desk } = this;
    const say = sayIn(this.language);
    const device = (kind: string, word: Word): TemplateResult | typeof nothing => {
      const one = desk.devices.find(
        (each) => each.kind === kind && (each.role ?? "desk").startsWith("desk"),
      );
      return one === undefined
        ? nothing
        : html`<span class="wide"
            ><i class="dot ${one.state === "ready" ? "" : "off"}"></i>${say(word)}</span
          >`;
    };
    return html`
      <header class="bar">
        <span class="mark" aria-hidden="true">契</span>
        <h1>${say("title")}</h1>
        <span class="wide">${desk.info?.store.name ?? ""}</span>
        ${desk.staff === undefined ? nothing : html`<span>${say("shift")} · ${desk.staff.name}</span>`}
        ${
          desk.staff === undefined
            ? nothing
            : html`<button class="find" @click=${() => this.#open("find")}>
                <kbd>F9</kbd> ${say("find.hint")}
              </button>`
        }
        <span class="spring"></span>
        ${device("card-reader", "reader")} ${device("receipt-printer", "printer")}
        <button class="language" @click=${this.#nextLanguage}>${say("language")}</button>
        <time>${this.now.toTimeString().slice(0, 5)}</time>
      </header>
    `;
  }

  #banner(): TemplateResult | typeof nothing {
    const { desk } = this;
    const say = sayIn(this.language);
    const word: Word | undefined = !desk.online
      ? "lost"
      : desk.headOffice === "offline"
        ? "headOfficeAway"
        : undefined;
    return word === undefined ? nothing : html`<p class="banner" role="status">▲ ${say(word)}</p>`;
  }

  #till(): TemplateResult {
    const { desk } = this;
    const say = sayIn(this.language);
    const { basket } = desk;
    return html`
      <main>
        <basket-panel
          .say=${say}
          .basket=${basket}
          .quote=${desk.quote}
          .identified=${desk.identified}
          .info=${desk.info}
          .sentence=${(code: string) => refusalSentence(code, this.language)}
          @add=${(event: CustomEvent) => desk.setBasket(addItem(basket, event.detail))}
          @mark=${(event: CustomEvent<number>) => desk.setBasket(markAt(basket, event.detail))}
          @detach=${() => desk.detach()}
          @open-amount=${() => this.#open("open-amount")}
        ></basket-panel>
        <member-panel
          .say=${say}
          .info=${desk.info}
          .identified=${desk.identified}
          .account=${desk.account}
          @desk=${(event: CustomEvent<DeskName>) => this.#open(event.detail)}
        ></member-panel>
      </main>
      ${
        desk.refused === undefined || this.sheet !== undefined
          ? nothing
          : html`<p class="refused" role="alert">✕ ${this.#refused()}</p>`
      }
      <tender-row
        .say=${say}
        .plan=${desk.plan}
        .edits=${desk.edits}
        .due=${desk.quote?.due ?? 0}
        .available=${desk.available("money")}
        .points=${Object.values(desk.quote?.earns ?? {}).reduce((sum, one) => sum + one.quantity, 0)}
        .member=${desk.identified !== undefined}
        .busy=${desk.busy}
        @edit=${(event: CustomEvent) => desk.setEdits(event.detail)}
        @settle=${() => void desk.settle()}
      ></tender-row>
      <footer class="keys">
        ${functionKeys.map(([key, word]) => html`<span><kbd>${key}</kbd>${say(word)}</span>`)}
        <span class="spring"></span><span><kbd>Esc</kbd>${say("key.back")}</span>
      </footer>
    `;
  }

  #sheetDialog(): TemplateResult {
    const { desk } = this;
    const say = sayIn(this.language);
    const content =
      desk.unknown !== undefined
        ? html`<div class="unknown" role="alert">
            <h2>？ ${say("unknown.title")}</h2>
            <p>${say("unknown.help")}</p>
            <p class="meta">${desk.unknown.op} · ${desk.unknown.key}</p>
            <button class="button primary" @click=${() => void desk.askUnknown()}>
              ${say("unknown.ask")}
            </button>
          </div>`
        : desk.outcome !== undefined
          ? html`<outcome-sheet
              .say=${say}
              .outcome=${desk.outcome}
              .job=${desk.job}
              @next=${() => desk.closeOutcome()}
              @resolve=${(event: CustomEvent<{ job: string; outcome: "came_out" | "reprint" }>) =>
                void desk.attempt("print.resolve", { ...event.detail, key: desk.client.newKey() })}
            ></outcome-sheet>`
          : this.sheet === undefined
            ? nothing
            : this.#form(this.sheet);
    return html`<dialog
      class=${this.sheet === "enrol" ? "broad" : ""}
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#back();
      }}
    >
      ${content}
    </dialog>`;
  }

  #form(sheet: Sheet): TemplateResult {
    const { desk } = this;
    const say = sayIn(this.language);
    const refused = this.#refused();
    const english = this.language === "en";
    const close = (): void => this.#open(undefined);
    switch (sheet) {
      case "enrol":
        return html`<enrol-form
          .say=${say}
          .desk=${desk}
          .refused=${refused}
          .english=${english}
          @back=${close}
          @done=${close}
        ></enrol-form>`;
      case "topUp":
        return html`<top-up-form
          .say=${say}
          .desk=${desk}
          .refused=${refused}
          .english=${english}
          @back=${close}
          @done=${close}
        ></top-up-form>`;
      case "pass":
        return html`<pass-form
          .say=${say}
          .desk=${desk}
          .refused=${refused}
          .english=${english}
          @back=${close}
          @done=${close}
        ></pass-form>`;
      case "redeem":
        return html`<redeem-form
          .say=${say}
          .desk=${desk}
          .refused=${refused}
          .english=${english}
          @back=${close}
          @done=${close}
        ></redeem-form>`;
      case "find":
        return html`<find-form
          .say=${say}
          .desk=${desk}
          .refused=${refused}
          @back=${close}
          @done=${close}
        ></find-form>`;
      case "open-amount":
        return html`<open-amount-form
          .say=${say}
          .desk=${desk}
          @back=${close}
          @done=${(event: CustomEvent) => {
            desk.setBasket(addItem(desk.basket, event.detail));
            close();
          }}
        ></open-amount-form>`;
      case "pin":
        return html`<pin-form
          .say=${say}
          .desk=${desk}
          @back=${() => {
            desk.detach();
            close();
          }}
          @done=${(event: CustomEvent<string>) => {
            desk.setPin(event.detail);
            close();
          }}
        ></pin-form>`;
      case "parked":
        return html`<parked-form
          .say=${say}
          .desk=${desk}
          .refused=${refused}
          @back=${close}
          @done=${(event: CustomEvent<string>) => void this.#unpark(event.detail)}
        ></parked-form>`;
    }
  }

  override updated(): void {
    const wanted =
      this.desk.staff !== undefined &&
      (this.sheet !== undefined ||
        this.desk.outcome !== undefined ||
        this.desk.unknown !== undefined);
    if (wanted && this.dialog?.open === false) this.dialog.showModal();
    if (!wanted && this.dialog?.open === true) this.dialog.close();
  }

  #refused(): string {
    const { refused } = this.desk;
    return refused === undefined ? "" : refusalSentence(refused.code, this.language);
  }

  #open(sheet: Sheet | undefined): void {
    this.desk.clearRefusal();
    const needsMember = sheet === "topUp" || sheet === "pass" || sheet === "redeem";
    if (needsMember && this.desk.identified === undefined) this.sheet = "find";
    else this.sheet = sheet;
  }

  #back(): void {
    if (this.desk.unknown !== undefined) return;
    if (this.desk.outcome !== undefined) this.desk.closeOutcome();
    else if (this.sheet !== undefined) this.#open(undefined);
    else this.desk.clearRefusal();
  }

  readonly #nextLanguage = (): void => {
    this.language = languages[(languages.indexOf(this.language) + 1) % languages.length] ?? "zh-CN";
    document.documentElement.lang = this.language;
    void this.desk.load(this.language);
  };

  async #park(): Promise<void> {
    const { desk } = this;
    if (desk.basket.lines.length === 0) return;
    const bill: Record<string, unknown> = { ...desk.basket };
    const note = desk.identified?.member.name ?? this.now.toTimeString().slice(0, 5);
    const parked = await desk.attempt("bill.park", { bill, note, key: desk.client.newKey() });
    if (parked === undefined) return;
    desk.detach();
    desk.setBasket({ lines: [], marked: -1, nextQuantity: 1, vouchers: [] });
  }

  async #unpark(parked: string): Promise<void> {
    const { desk } = this;
    const taken = await desk.attempt("bill.unpark", { parked, key: desk.client.newKey() });
    if (taken === undefined) return;
    this.#open(undefined);
    desk.takeUp(taken.bill);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const { desk } = this;
    if (desk.staff === undefined) return;
    if (event.key === "Escape") return this.#back();
    if (this.dialog?.open === true) {
      if (event.key === "Enter" && desk.outcome !== undefined) {
        event.preventDefault();
        desk.closeOutcome();
      }
      return;
    }
    if (event.altKey) return this.#onAlt(event);
    const typing = event.composedPath()[0] instanceof HTMLInputElement;
    const act = this.#keyAction(event.key, typing);
    if (act === undefined) return;
    event.preventDefault();
    act();
  };

  #onAlt(event: KeyboardEvent): void {
    const name = deskKeys.get(event.key.toLowerCase());
    if (name !== undefined) this.#open(name);
    else if (event.key.toLowerCase() === "z") this.desk.detach();
    else return;
    event.preventDefault();
  }

  /** What a key does at the till; undefined = nothing. Digits and letters only where nobody types. */
  #keyAction(key: string, typing: boolean): (() => void) | undefined {
    const { desk } = this;
    const { basket } = desk;
    switch (key) {
      case "F2":
        return () =>
          desk.setBasket(setQuantity(basket, (basket.lines[basket.marked]?.quantity ?? 0) + 1));
      case "F6":
        return () => this.#open("redeem");
      case "F7":
        return () => this.tenders?.focusField("stored");
      case "F8":
        return () => this.tenders?.focusField("cash");
      case "F9":
        return () => this.#open("find");
      case "F10":
        return () => void this.#park();
      case "F11":
        return () => this.#open("parked");
      case "F12":
        return () => void desk.lock();
      case "Enter":
        return typing ? () => this.#leaveField() : () => void desk.settle();
      default:
        return typing ? undefined : this.#basketKey(key);
    }
  }

  /** Enter in an amount takes the amount; the next Enter settles. */
  #leaveField(): void {
    const active = this.tenders?.shadowRoot?.activeElement;
    if (active instanceof HTMLElement) active.blur();
  }

  #typedDigits = "";
  #basketKey(key: string): (() => void) | undefined {
    const { desk } = this;
    const { basket } = desk;
    if (/^\d$/.test(key)) {
      return () => {
        this.#typedDigits = `${this.#typedDigits}${key}`.slice(-4);
        setTimeout(() => this.#takeDigits(), 500);
      };
    }
    if (key === "*") {
      return () => {
        desk.setBasket(forNextItem(basket, Number(this.#typedDigits)));
        this.#typedDigits = "";
      };
    }
    if (key === "ArrowDown" || key === "j") return () => desk.setBasket(markLine(basket, 1));
    if (key === "ArrowUp" || key === "k") return () => desk.setBasket(markLine(basket, -1));
    if (key === "Delete" || key === "-") return () => desk.setBasket(setQuantity(basket, 0));
    return undefined;
  }

  /** A digit that was not followed by `*` chooses a quick item. */
  #takeDigits(): void {
    const digits = this.#typedDigits;
    this.#typedDigits = "";
    if (digits.length !== 1) return;
    if (digits === "0") return this.#open("open-amount");
    const good = this.desk.info?.goods[Number(digits) - 1];
    if (good !== undefined)
      this.desk.setBasket(
        addItem(this.desk.basket, { ...good, description: good.name, tags: good.tags ?? [] }),
      );
  }

  static override styles = [staffStyles, cashierStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "cashier-page": CashierPage;
  }
}
