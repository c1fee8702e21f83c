// What stands around every screen: head, foot, the sheets over it. Draws what it is given; knows no machine.
import { html, LitElement, nothing, type PropertyValues, render, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { isNight } from "../charts/kiosk/night.ts";
import { icon } from "../kit/icons.ts";
import { kioskFrame } from "../kit/kiosk-frame.ts";
import { kioskIdle } from "../kit/kiosk-idle.ts";
import { kioskLarge } from "../kit/kiosk-large.ts";
import { kioskLying } from "../kit/kiosk-lying.ts";
import { houseMark, sealInk } from "../kit/seal.ts";
import { isHan, isRightToLeft, type Say } from "../words/kiosk.ts";
import { attractFoot, helpButton } from "./foot.ts";
import { attract } from "./screens/attract.ts";
import { loadJourneys, type Journeys, type ScreenName } from "./screens.ts";
import { comfortSheet, languageSheet, timeSheet } from "./sheets.ts";
import type { View } from "./view.ts";

export interface Shown {
  readonly screen: ScreenName;
  /** figures are hatched: nobody has touched anything for a while */
  readonly shaded: boolean;
  /** seconds run */
  readonly warned: boolean;
  readonly linkLost: boolean;
}

/** Values of the guest's: each is covered by itself (kiosk-parts.ts hatches the same ones). */
const figures = ".figure, .big, .left-over b, .legend";

/** Screens at whose foot "back" means something else. */
const backWords = { home: "foot.other", done: "foot.home" } as const;
const backWordOf = (screen: ScreenName): "foot.back" | "foot.other" | "foot.home" =>
  screen === "home" || screen === "done" ? backWords[screen] : "foot.back";

@customElement("kiosk-frame")
export class KioskFrame extends LitElement {
  @property({ attribute: false }) view: View | undefined;
  @property({ attribute: false }) shown: Shown | undefined;
  /** the glass hangs high: low reach for everybody */
  @property({ type: Boolean }) high = false;
  /** figures were covered and are shown one by one, as they are touched */
  @state() private covered = false;
  @state() private sheet: "language" | "comfort" | undefined;
  #journeys: Journeys | undefined;

  /** Resolves when every screen can be drawn. */
  async prepare(): Promise<void> {
    if (this.#journeys !== undefined) return;
    this.#journeys = await loadJourneys();
    const sheets = this.#journeys.journeyStyles.flatMap(({ styleSheet }) => styleSheet ?? []);
    const root = this.shadowRoot;
    if (root !== null) {
      // The lying screen and large type come last, over whatever the screens brought.
      const [first, ...last] = root.adoptedStyleSheets;
      root.adoptedStyleSheets = [...(first === undefined ? [] : [first]), ...sheets, ...last];
    }
    this.requestUpdate();
  }

  /** Who works by keys sees all figures again: there is no finger to point with. */
  uncover(): void {
    this.covered = false;
  }

  #cover(): void {
    for (const figure of this.renderRoot.querySelectorAll(".seen")) figure.classList.remove("seen");
    this.covered = true;
  }

  readonly #point = ({ target }: Event): void => {
    if (target instanceof Element) target.closest(figures)?.classList.add("seen");
  };

  /** What can be touched now, in reading order: a sheet and the foot, or the screen and the foot. */
  targets(): readonly HTMLElement[] {
    const within = this.renderRoot.querySelector(".sheet") === null ? "main" : ".sheet";
    return [
      ...this.renderRoot.querySelectorAll<HTMLElement>(`${within} button, .foot button`),
    ].filter((button) => !button.matches(":disabled") && button.checkVisibility());
  }

  protected override firstUpdated(): void {
    // After the first paint: whoever comes now finds every screen already there.
    requestAnimationFrame(() => setTimeout(() => void this.prepare()));
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { view, shown } = this;
    if (view === undefined || shown === undefined) return;
    const { large, contrast, low } = view.visit.comfort;
    const page = document.documentElement;
    page.lang = view.language;
    page.dir = isRightToLeft(view.language) ? "rtl" : "ltr";
    const night = isNight(view.clock.hour);
    page.dataset["theme"] = night ? "night" : "day";
    this.toggleAttribute("night", night);
    page.dataset["contrast"] = contrast ? "high" : "normal";
    this.toggleAttribute("large", large);
    this.toggleAttribute("contrast", contrast);
    this.toggleAttribute("low", low || this.high);
    this.toggleAttribute("han", isHan(view.language));
    const before: unknown = changed.get("shown");
    const was = before as Shown | undefined;
    const moved = was !== undefined && was.screen !== shown.screen;
    if (shown.warned || moved) this.sheet = undefined;
    // Another screen, or the word that somebody is here, uncovers; a touch elsewhere does not.
    if (moved || (was?.warned === true && !shown.warned)) this.covered = false;
    const silent = changed.has("shown") && shown.shaded && (was?.shaded !== true || moved);
    if (silent) this.#cover();
  }

  /** Once the house is known and every screen is here: the account page, as nobody's, unseen. */
  #rehearse(): void {
    const { view, shown } = this;
    const journeys = this.#journeys;
    if (this.#rehearsed || journeys === undefined || view?.info === undefined) return;
    if (shown?.screen !== "attract" || this.shadowRoot === null) return;
    this.#rehearsed = true;
    const visit = journeys.nobodysVisit(view.info);
    // Drawn and measured in the same breath: gone before anything is painted.
    const stage = document.createElement("div");
    stage.inert = true;
    render(this.#page({ ...view, visit }, { ...shown, screen: "home" }), stage);
    this.shadowRoot.append(stage);
    stage.getBoundingClientRect();
    stage.remove();
  }
  #rehearsed = false;

  protected override updated(): void {
    if (!this.#rehearsed) requestIdleCallback(() => this.#rehearse());
    // Who works by keys is led into a sheet that opens.
    const sheet = this.renderRoot.querySelector<HTMLElement>(".sheet");
    if (sheet !== null && !sheet.contains(this.shadowRoot?.activeElement ?? null))
      sheet.querySelector<HTMLElement>(".primary")?.focus({ preventScroll: true });
  }

  override render(): TemplateResult | typeof nothing {
    const { view, shown } = this;
    return view === undefined || shown === undefined ? nothing : this.#page(view, shown);
  }

  #page(view: View, shown: Shown): TemplateResult {
    const screen = this.#journeys?.journeys[shown.screen];
    const name = screen === undefined ? "attract" : shown.screen;
    const idle = name === "attract";
    const { say } = view;
    return html`
      ${sealInk} ${idle ? nothing : this.#head(view)}
      <main
        class=${this.covered && !idle ? "shaded" : ""}
        data-screen=${name}
        @pointerdown=${this.#point}
      >
        ${(screen ?? attract)(view)}
      </main>
      ${this.#over(view, shown)} ${this.#foot(view, name)}
      ${shown.linkLost ? this.#lost(say) : nothing} ${this.#help(view)}
    `;
  }

  #help({ say, visit }: View): TemplateResult | typeof nothing {
    if (visit.help === undefined) return nothing;
    return html`<p class="help" role="status">${icon("bell")} ${say(`help.${visit.help}`)}</p>`;
  }

  #over(view: View, { warned }: Shown): TemplateResult | typeof nothing {
    const close = (): void => {
      this.sheet = undefined;
    };
    if (warned) return timeSheet(view);
    if (this.sheet === "language") return languageSheet(view, close);
    if (this.sheet === "comfort") return comfortSheet(view, close);
    return nothing;
  }

  #head({ say, house = "", clock, headOffice, logo }: View): TemplateResult {
    const offline = headOffice === "offline";
    return html`<header class="head">
      <div class="house">${houseMark(say("house"), logo)}<span>${house}</span></div>
      <div class="status">
        ${
          this.covered
            ? html`<span role="status">${say("idle.shaded")}</span>`
            : html`<span class="link"
                ><i class="dot ${offline ? "off" : ""}"></i>${say(
                  offline ? "offline" : "online",
                )}</span
              >`
        }
        <time>${clock.time}</time>
      </div>
    </header>`;
  }

  #foot(view: View, name: ScreenName): TemplateResult {
    const { say, send } = view;
    if (name === "attract") return attractFoot(view);
    return html`<nav class="foot" aria-label=${say("foot.always")}>
      <button @click=${() => send({ type: "BACK" })}>
        ${icon("back", "turns")}<span>${say(backWordOf(name))}</span>
      </button>
      <button class="speak" @click=${() => this.#toggle("language")}>
        ${icon("language")}<span>${say("foot.language")}</span>
      </button>
      <button class="see" @click=${() => this.#toggle("comfort")}>
        ${icon("comfort")}<span>${say("foot.comfort")}</span>
      </button>
      ${helpButton(view)}
      <button class="quit" @click=${() => send({ type: "QUIT" })}>
        ${icon("leave", "turns")}<span>${say("foot.leave")}</span>
      </button>
    </nav>`;
  }

  #toggle(sheet: "language" | "comfort"): void {
    this.sheet = this.sheet === sheet ? undefined : sheet;
  }

  #lost(say: Say): TemplateResult {
    return html`<div class="lost" role="alert">
      <div class="middle">
        ${icon("clock")}
        <p class="title">${say("linkLost.title")}</p>
        <p>${say("linkLost.note")}</p>
      </div>
    </div>`;
  }

  static override styles = [kioskFrame, kioskIdle, kioskLying, kioskLarge];
}

declare global {
  interface HTMLElementTagNameMap {
    "kiosk-frame": KioskFrame;
  }
}
