// The till: bar, basket, member, tender row, keys. Every action has a key; Esc goes back one level, the basket stays.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { addItem, markAt } from "../charts/cashier/basket.ts";
import { readEnrolCode } from "../charts/cashier/enrol-code.ts";
import { scannedReference } from "../charts/cashier/reference.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import "../kit/theme.ts";
import { drawerBand, sharedBand } from "./bands.ts";
import "./basket-panel.ts";
import { cashierStyles } from "./cashier-styles.ts";
import { desks, isDesk } from "./desks.ts";
import type { Desk, Device } from "./desk.ts";
import { functionKeys } from "./key-list.ts";
import "./member-panel.ts";
import type { DeskName } from "./member-panel.ts";
import { creditOf } from "./credit.ts";
import { createIdleLock, type IdleLock } from "./idle-lock.ts";
import { playSound } from "../kiosk/sounds.ts";
import { type AwayWatch, createAwayWatch } from "./away-watch.ts";
import { type DrawerWatch, watchDrawer } from "./drawer-watch.ts";
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

/** Nobody has touched the till for so long: it locks itself, the basket stays. */
const lockAfterMs = 300_000;

const isAtDesk = ({ role = "desk" }: Device): boolean => role.startsWith("desk");

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
    roundedWord: () => sayIn(this.language)("byHand.rounded"),
  });
  #tick: ReturnType<typeof setInterval> | undefined;
  #idle: IdleLock | undefined;
  #unhear: (() => void) | undefined;
  #verdicts: Verdicts | undefined;
  #drawer: DrawerWatch | undefined;
  #away: AwayWatch | undefined;
  #headOffice: Desk["headOffice"] = "none";

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.addEventListener("changed", this.#changed);
    this.desk.addEventListener("scanned", this.#scanned);
    this.#verdicts ??= followVerdicts(this.desk.client, () => this.requestUpdate());
    this.#drawer ??= watchDrawer({
      client: this.desk.client,
      isOwn: (device) => this.desk.devices.some((one) => one.device === device && isAtDesk(one)),
      nowMs: Date.now,
      changed: () => this.requestUpdate(),
      heard: () => playSound("warning"),
    });
    addEventListener("keydown", this.#onKey);
    addEventListener("pointerdown", this.#onKey);
    this.#tick = setInterval(() => {
      this.now = new Date();
      this.#lookAway();
    }, 5_000);
    this.#away ??= createAwayWatch(
      () => this.desk.client.call("sync.status", {}),
      () => this.requestUpdate(),
    );
    this.#idle = createIdleLock({
      afterMs: lockAfterMs,
      isOnDuty: () => this.desk.staff !== undefined,
      lock: () => void this.desk.lock(),
    });
    // The gateway takes nobody to be here any more: a limit has passed, or her rights are gone.
    this.#unhear = this.desk.client.onNobody(() => {
      if (this.desk.staff !== undefined) void this.desk.lock();
    });
    document.documentElement.lang = this.language;
    void this.desk.load(this.language).catch(() => undefined);
  }

  override disconnectedCallback(): void {
    this.desk.removeEventListener("changed", this.#changed);
    this.desk.removeEventListener("scanned", this.#scanned);
    removeEventListener("keydown", this.#onKey);
    removeEventListener("pointerdown", this.#onKey);
    clearInterval(this.#tick);
    this.#idle?.stop();
    this.#unhear?.();
    super.disconnectedCallback();
  }

  readonly #changed = (): void => {
    const { desk } = this;
    if (desk.online && desk.info === undefined)
      void desk.load(this.language).catch(() => undefined);
    if (desk.headOffice !== this.#headOffice) {
      this.#headOffice = desk.headOffice;
      this.#lookAway();
    }
    if (desk.pinWanted && this.sheet === undefined) this.sheet = "pin";
    this.requestUpdate();
  };

  #lookAway(): void {
    const { online, headOffice } = this.desk;
    void this.#away?.look(online && headOffice === "offline");
  }

  readonly #scanned = (event: Event): void => {
    if (event instanceof CustomEvent && typeof event.detail === "string") this.#scan(event.detail);
  };

  /** A scanned code is a newcomer's or a lost answer's from the kiosk, an item of the shop, else a card. */
  #scan(code: string): void {
    const { desk } = this;
    this.#idle?.touched();
    const detail = scannedReference(code);
    if (detail !== undefined) {
      this.#open("queue");
      const told = new CustomEvent("reference", { detail });
      return void this.updateComplete.then(() => desk.dispatchEvent(told));
    }
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
      ${this.#bar()} ${this.#banner()} ${drawerBand(this.#drawer, say, this.now.getTime())}
      ${sharedBand(desk, say)} ${this.#verdictBand()}
      ${
        desk.staff === undefined
          ? html`<sign-in
              .say=${say}
              .language=${this.language}
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
      const one = desk.devices.find((each) => each.kind === kind && isAtDesk(each));
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
    const figures = this.#away?.figures();
    const says = bannerText(desk, say, { nowMs: this.now.getTime(), figures });
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
        <span class="lead" aria-hidden="true">Alt</span>
        ${desks.map(
          ({ name, word, letter }) =>
            html`<button
              class="button"
              aria-keyshortcuts="Alt+${letter.toUpperCase()}"
              @click=${() => this.#open(name)}
            >
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
              <kbd>${letter.toUpperCase()}</kbd>
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
          @note=${() => this.#open("note")}
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
    if (sheet === "help") return "full";
    return sheet === "enrol" ? "broad" : "";
  }

  #sheetDialog(): TemplateResult {
    const { sheet } = this;
    return html`<dialog
      class=${this.#dialogClass()}
      @cancel=${(event: Event) => {
        event.preventDefault();
        this.#back();
      }}
    >
      ${sheetContent({
        desk: this.desk,
        sheet,
        language: this.language,
        refused: this.#refused(),
        close: () => this.#close(sheet),
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

  /** A late answer closes its own sheet, not the one that has been opened since. */
  #close(sheet: Sheet | undefined): void {
    if (this.sheet === sheet) this.#open(undefined);
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
    await desk.park(desk.identified?.member.name ?? this.now.toTimeString().slice(0, 5));
  }

  static override styles = [staffStyles, cashierStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "cashier-page": CashierPage;
  }
}
