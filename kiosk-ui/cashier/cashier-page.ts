// The till: bar, basket, member, tender row, keys. Every action has a key; Esc goes back one level, the basket stays.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { addItem, emptyBasket, markAt } from "../charts/cashier/basket.ts";
import { readEnrolCode } from "../charts/cashier/enrol-code.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import "../kit/theme.ts";
import "./basket-panel.ts";
import { cashierStyles } from "./cashier-styles.ts";
import { desks, isDesk } from "./desks.ts";
import { type Desk } from "./desk.ts";
import "./member-panel.ts";
import type { DeskName } from "./member-panel.ts";
import { creditOf } from "./credit.ts";
import { createIdleLock, type IdleLock } from "./idle-lock.ts";
import { bannerText } from "./offline-banner.ts";
import { followVerdicts, type Verdicts } from "./verdicts.ts";
import { refusalText } from "./refusal-text.ts";
import { refusalSentence } from "../words/refusals.ts";
import "./sign-in.ts";
import type { Credentials } from "./sign-in.ts";
import { isVoucherCode, takeVoucher } from "./scanned-voucher.ts";
import { type Sheet, sheetContent } from "./sheets.ts";
import "./tender-row.ts";
import type { TenderRow } from "./tender-row.ts";
import { createTillKeys } from "./till-keys.ts";
import { type Language, languages, sayIn, type Word } from "./words.ts";

const functionKeys: readonly (readonly [string, Word])[] = [
  ["F2", "key.quantity"],
  ["F5", "key.voucher"],
  ["F6", "key.points"],
  ["F7", "key.stored"],
  ["F8", "key.cash"],
  ["F9", "key.member"],
  ["F10", "key.park"],
  ["F11", "key.unpark"],
  ["F12", "key.lock"],
];

/** Nobody has touched the till for so long: it locks itself, the basket stays. */
const lockAfterMs = 300_000;

@customElement("cashier-page")
export class CashierPage extends LitElement {
  @property({ attribute: false }) desk!: Desk;
  @state() private language: Language = navigator.language.startsWith("en") ? "en" : "zh-CN";
  @state() private sheet: Sheet | undefined;
  @state() private now = new Date();
  @query("tender-row") private tenders!: TenderRow | null;
  @query("dialog") private dialog!: HTMLDialogElement | null;
  readonly #onKey = createTillKeys({
    desk: () => this.desk,
    dialogIsOpen: () => this.dialog?.open === true,
    tenders: () => this.tenders,
    open: (sheet) => this.#open(sheet),
    back: () => this.#back(),
    park: () => void this.#park(),
  });
  #tick: ReturnType<typeof setInterval> | undefined;
  #idle: IdleLock | undefined;
  #verdicts: Verdicts | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.addEventListener("changed", this.#changed);
    this.desk.addEventListener("scanned", this.#scanned);
    this.#verdicts ??= followVerdicts(this.desk.client, () => this.requestUpdate());
    addEventListener("keydown", this.#onKey);
    this.#tick = setInterval(() => {
      this.now = new Date();
    }, 5_000);
    this.#idle = createIdleLock({
      afterMs: lockAfterMs,
      isOnDuty: () => this.desk.staff !== undefined,
      lock: () => void this.desk.lock(),
    });
    document.documentElement.lang = this.language;
    void this.desk.load(this.language).catch(() => undefined);
  }

  override disconnectedCallback(): void {
    this.desk.removeEventListener("changed", this.#changed);
    this.desk.removeEventListener("scanned", this.#scanned);
    removeEventListener("keydown", this.#onKey);
    clearInterval(this.#tick);
    this.#idle?.stop();
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

  /** A scanned code is a newcomer's from the kiosk, an item of the shop, else a member's card. */
  #scan(code: string): void {
    const { desk } = this;
    this.#idle?.touched();
    if (desk.codeWanted !== undefined) return desk.codeWanted(code);
    const enrol = readEnrolCode(code);
    if (enrol !== undefined) {
      desk.guestLanguage = enrol.lang;
      return this.#open("enrol");
    }
    const good = desk.info?.goods.find((one) => one.code === code || one.sku === code);
    if (good === undefined && isVoucherCode(code)) {
      if (this.sheet === "voucher") this.#open(undefined);
      void takeVoucher(desk, code);
    } else if (good === undefined) desk.tokenShown(code);
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
      ${this.#bar()} ${this.#banner()} ${this.#verdictBand()}
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
        <theme-button class="wide" label=${say("theme")}></theme-button>
        <button class="language" @click=${this.#nextLanguage}>${say("language")}</button>
        <time>${this.now.toTimeString().slice(0, 5)}</time>
      </header>
    `;
  }

  #banner(): TemplateResult | typeof nothing {
    const { desk } = this;
    const say = sayIn(this.language);
    const says = bannerText(desk, say, this.now.getTime());
    return says === undefined ? nothing : html`<p class="banner" role="status">▲ ${says}</p>`;
  }

  #verdictBand(): TemplateResult | typeof nothing {
    const verdicts = this.#verdicts;
    const said = verdicts?.says(this.language);
    if (verdicts === undefined || said === undefined) return nothing;
    return html`<p class="banner verdicts" role=${said.isWrong ? "alert" : "status"}>
      ${said.isWrong ? "▲" : "✓"} ${said.text}
      <button class="button small" @click=${() => verdicts.seen()}>
        ${verdicts.seenWord(this.language)}
      </button>
    </p>`;
  }

  #till(): TemplateResult {
    const { desk } = this;
    const say = sayIn(this.language);
    const { basket } = desk;
    return html`
      <nav class="desks" aria-label=${say("desk.title")}>
        ${desks.map(
          ({ name, word, letter }) =>
            html`<button class="button" @click=${() => this.#open(name)}>
              ${say(word)}
              ${
                name === "queue" && desk.waiting > 0
                  ? html`<span
                      class="tag bad"
                      role="status"
                      aria-label=${say("desk.waiting", { count: desk.waiting })}
                      >▲ ${desk.waiting}</span
                    >`
                  : nothing
              }
              <kbd>Alt ${letter.toUpperCase()}</kbd>
            </button>`,
        )}
      </nav>
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
          .glance=${desk.glance}
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
        .credit=${creditOf(desk)}
        @edit=${(event: CustomEvent) => desk.setEdits(event.detail)}
        @settle=${() => void desk.settle()}
      ></tender-row>
      <footer class="keys">
        ${functionKeys.map(([key, word]) => html`<span><kbd>${key}</kbd>${say(word)}</span>`)}
        <span class="spring"></span><span><kbd>Esc</kbd>${say("key.back")}</span>
      </footer>
    `;
  }

  #dialogClass(): string {
    const { sheet, desk } = this;
    if (desk.outcome !== undefined || desk.unknown !== undefined) return "";
    if (sheet !== undefined && isDesk(sheet)) return "full";
    return sheet === "enrol" ? "broad" : "";
  }

  #sheetDialog(): TemplateResult {
    return html`<dialog
      class=${this.#dialogClass()}
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#back();
      }}
    >
      ${sheetContent({
        desk: this.desk,
        sheet: this.sheet,
        language: this.language,
        refused: this.#refused(),
        close: () => this.#open(undefined),
      })}
    </dialog>`;
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
    return refusalText(this.desk.refused, this.language);
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
    desk.setBasket(emptyBasket);
  }

  static override styles = [staffStyles, cashierStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "cashier-page": CashierPage;
  }
}
