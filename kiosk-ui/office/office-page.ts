// The office's frame: sign-in, navigation, language and theme, and the view the address names. Views do the work.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import "../cashier/sign-in.ts";
import type { Credentials } from "../cashier/sign-in.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { keptTheme, wearTheme } from "../kit/theme.ts";
import type { Office } from "./office.ts";
import { officeStyles } from "./office-styles.ts";
import { pageStyles } from "./page-styles.ts";
import "./today-view.ts";
import type { Word } from "./words.ts";

type View =
  | "today"
  | "reports"
  | "members"
  | "import"
  | "segments"
  | "campaigns"
  | "coupons"
  | "messages"
  | "programme"
  | "staff"
  | "inbox"
  | "audit"
  | "settings"
  | "chain";

const groups: readonly (readonly [Word, readonly View[]])[] = [
  ["group.day", ["today"]],
  ["group.people", ["members", "import"]],
  ["group.care", ["segments", "campaigns", "coupons", "messages"]],
  ["group.rules", ["programme"]],
  ["group.books", ["reports", "staff", "inbox", "audit", "settings"]],
];
/** Only at head office. */
const chainGroup: (typeof groups)[number] = ["group.chain", ["chain"]];
const views: readonly View[] = [...groups, chainGroup].flatMap(([, members]) => members);

/** Alt and a digit, in this order; newer views have none. */
const keyed: readonly View[] = [
  "today",
  "members",
  "import",
  "programme",
  "reports",
  "staff",
  "inbox",
  "audit",
  "settings",
];

/** Views but the first come when they are asked for. */
const chunks: Readonly<Partial<Record<View, () => Promise<unknown>>>> = {
  reports: () => import("./reports-view.ts"),
  members: () => import("./members-view.ts"),
  import: () => import("./import-view.ts"),
  segments: () => import("./care/segments-view.ts"),
  campaigns: () => import("./care/campaigns-view.ts"),
  coupons: () => import("./care/coupons-view.ts"),
  messages: () => import("./care/messages-view.ts"),
  programme: () => import("./programme-view.ts"),
  staff: () => import("./staff-view.ts"),
  inbox: () => import("./inbox-view.ts"),
  audit: () => import("./audit-view.ts"),
  settings: () => import("./settings-view.ts"),
  chain: () => import("./chain/chain-view.ts"),
};

const shownGroups = ({ info }: Office): typeof groups =>
  info?.role === "head-office" ? [chainGroup, ...groups] : groups;

@customElement("office-page")
export class OfficePage extends LitElement {
  @property({ attribute: false }) office!: Office;
  @state() private view: View = "today";
  @state() private rest = "";
  @state() private theme = keptTheme();
  readonly #update = (): void => this.requestUpdate();
  readonly #onHash = (): void => this.#go();
  readonly #onKey = (event: KeyboardEvent): void => {
    const view = keyed[Number(event.key) - 1];
    if (!event.altKey || view === undefined || this.office.staff === undefined) return;
    event.preventDefault();
    location.hash = `#/${view}`;
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.office.addEventListener("changed", this.#update);
    addEventListener("hashchange", this.#onHash);
    addEventListener("keydown", this.#onKey);
    document.documentElement.lang = this.office.language;
    wearTheme(this.theme);
    this.#go();
  }

  override disconnectedCallback(): void {
    this.office.removeEventListener("changed", this.#update);
    removeEventListener("hashchange", this.#onHash);
    removeEventListener("keydown", this.#onKey);
    super.disconnectedCallback();
  }

  #go(): void {
    const [, name = "", ...rest] = location.hash.split("/");
    const view = views.find((one) => one === name) ?? "today";
    const show = (): void => {
      this.view = view;
      this.rest = decodeURIComponent(rest.join("/"));
    };
    const load = chunks[view];
    if (load === undefined) show();
    // A chunk that is gone belongs to an older build: the page starts anew from the one that is served.
    else void load().then(show, () => globalThis.location.reload());
  }

  #turn(): void {
    this.theme = this.theme === "" ? "night" : "";
    wearTheme(this.theme);
  }

  async #speak(): Promise<void> {
    const language = this.office.language === "en" ? "zh-CN" : "en";
    document.documentElement.lang = language;
    await this.office.speak(language);
  }

  override render(): TemplateResult {
    const { office } = this;
    const { say } = office;
    if (office.staff === undefined || office.info === undefined)
      return html`<main class="door">
        <sign-in
          .say=${say}
          .language=${office.language}
          .info=${office.info}
          .refused=${office.refused}
          @sign-in=${(event: CustomEvent<Credentials>) =>
            void office.signIn(event.detail.staff, event.detail.pin)}
        ></sign-in>
        <p class="corner">${this.#languageButton()}</p>
      </main>`;
    return html`
      ${this.#side()}
      <main id="main" tabindex="-1">
        ${office.online ? nothing : html`<p class="banner" role="status">▲ ${say("lost")}</p>`}
        ${this.#content()}
      </main>
    `;
  }

  readonly #skip = (): void => {
    this.renderRoot.querySelector<HTMLElement>("#main")?.focus();
  };

  #side(): TemplateResult {
    const { office } = this;
    const { say } = office;
    return html`
      <header class="side no-print">
        <button class="skip" @click=${this.#skip}>${say("skip")}</button>
        <p class="brand">
          <span class="mark" aria-hidden="true">契</span><b>${office.info?.store.name}</b>
        </p>
        <nav aria-label=${say("title")}>
          ${shownGroups(office).map(
            ([word, members]) => html`
              <h2>${say(word)}</h2>
              <ul>
                ${members.map(
                  (view) =>
                    html`<li>
                      <a href="#/${view}" aria-current=${view === this.view ? "page" : "false"}
                        >${say(`nav.${view}`)}</a
                      >
                    </li>`,
                )}
              </ul>
            `,
          )}
        </nav>
        <div class="foot">
          <p>
            <b>${office.staff?.name}</b>
            <span><i class="dot ${office.online ? "" : "off"}"></i>${say("online")}</span>
          </p>
          <p>
            ${this.#languageButton()}
            <button aria-pressed=${this.theme !== ""} @click=${() => this.#turn()}>
              ${say("theme")}
            </button>
            <button @click=${() => void office.signOut()}>${say("signOut")}</button>
          </p>
        </div>
      </header>
    `;
  }

  #languageButton(): TemplateResult {
    const isEnglish = this.office.language === "en";
    return html`<button lang=${isEnglish ? "zh-CN" : "en"} @click=${() => void this.#speak()}>
      ${isEnglish ? "中文" : "English"}
    </button>`;
  }

  #content(): TemplateResult {
    const { office, theme, rest } = this;
    const { language } = office;
    switch (this.view) {
      case "today":
        return html`<today-view
          .office=${office}
          .theme=${theme}
          .language=${language}
        ></today-view>`;
      case "reports":
        return html`<reports-view
          .office=${office}
          .report=${rest}
          .theme=${theme}
          .language=${language}
        ></reports-view>`;
      case "members":
        return html`<members-view
          .office=${office}
          .member=${rest}
          .language=${language}
        ></members-view>`;
      case "import":
        return html`<import-view .office=${office} .language=${language}></import-view>`;
      case "segments":
        return html`<segments-view .office=${office} .language=${language}></segments-view>`;
      case "campaigns":
        return html`<campaigns-view .office=${office} .language=${language}></campaigns-view>`;
      case "coupons":
        return html`<coupons-view .office=${office} .language=${language}></coupons-view>`;
      case "messages":
        return html`<messages-view .office=${office} .language=${language}></messages-view>`;
      case "programme":
        return html`<programme-view .office=${office} .language=${language}></programme-view>`;
      case "staff":
        return html`<staff-view .office=${office} .language=${language}></staff-view>`;
      case "inbox":
        return html`<inbox-view .office=${office} .language=${language}></inbox-view>`;
      case "audit":
        return html`<audit-view .office=${office} .language=${language}></audit-view>`;
      case "settings":
        return html`<settings-view .office=${office} .language=${language}></settings-view>`;
      case "chain":
        return html`<chain-view .office=${office} .language=${language}></chain-view>`;
    }
  }

  static override styles = [staffStyles, officeStyles, pageStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "office-page": OfficePage;
  }
}
