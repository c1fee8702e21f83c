// The kiosk: one machine, one screen at a time, one socket. It draws what the machine says and sends what is touched.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { createActor, type ActorRefFrom, type SnapshotFrom } from "xstate";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { KioskEvent } from "../charts/kiosk/events.ts";
import { kioskMachine } from "../charts/kiosk/machine.ts";
import { type Info, warningSeconds } from "../charts/kiosk/visit.ts";
import { icon } from "../kit/icons.ts";
import { kioskPieces } from "../kit/kiosk-pieces.ts";
import { kioskStyles } from "../kit/kiosk-styles.ts";
import { mark, sealInk } from "../kit/seal.ts";
import { createEffects } from "./effects.ts";
import { frameStyles } from "./frame-styles.ts";
import { screens, type ScreenName } from "./screens.ts";
import { playSound } from "./sounds.ts";
import type { View } from "./view.ts";
import { sayIn } from "./words.ts";

const armForMs = 600_000;
const armAgainMs = 300_000;
const armRetryMs = 2_000;
const helpShownMs = 8_000;
/** a second touch within this time is the same touch */
const doubleTouchMs = 500;

@customElement("kiosk-page")
export class KioskPage extends LitElement {
  @property({ attribute: false }) client!: TallygateClient;
  @state() private snapshot: SnapshotFrom<typeof kioskMachine> | undefined;
  @state() private info: Info | undefined;
  @state() private now = new Date();
  @state() private readerReady = true;
  @state() private headOffice: Info["headOffice"] = "none";
  @state() private helpCalled = false;
  #actor: ActorRefFrom<typeof kioskMachine> | undefined;
  #loadedLanguage = "";
  #confirmedAt = 0;
  readonly #timers: ReturnType<typeof setInterval>[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const { client } = this;
    const effects = createEffects({
      client,
      send: (event) => this.#send(event),
      intent: () => this.#actor?.getSnapshot().context.intent,
    });
    this.#actor = createActor(
      kioskMachine.provide({
        actions: {
          identify: (_at, params) => effects.identify(params),
          checkPin: (_at, params) => effects.checkPin(params),
          post: (_at, params) => effects.post(params),
          askKey: (_at, params) => effects.askKey(params),
          reload: (_at, params) => effects.reload(params),
          endVisit: (_at, params) => effects.endVisit(params),
          callStaff: () => this.#helpComes(),
          sound: (_at, { sound }) => playSound(sound),
        },
      }),
    );
    this.#actor.subscribe((snapshot) => {
      this.snapshot = snapshot;
    });
    this.#actor.start();
    this.#listen(client);
    addEventListener("pointerdown", this.#touched);
    addEventListener("keydown", this.#touched);
    this.#timers.push(
      setInterval(() => {
        this.now = new Date();
      }, 1_000),
      setInterval(() => void this.#arm(), armAgainMs),
    );
  }

  override disconnectedCallback(): void {
    this.#actor?.stop();
    removeEventListener("pointerdown", this.#touched);
    removeEventListener("keydown", this.#touched);
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    super.disconnectedCallback();
  }

  #listen(client: TallygateClient): void {
    client.onStatus(({ state: status }) => {
      this.#send({ type: status === "online" ? "LINK_UP" : "LINK_DOWN" });
      if (status === "online") void this.#arrive();
    });
    client.on("card.presented", ({ data }) => {
      if (data.visit !== undefined) this.#send({ type: "CARD", visit: data.visit });
      this.#send({ type: "ACTIVITY" });
    });
    client.on("card.removed", () => this.#send({ type: "CARD_REMOVED" }));
    client.on("job.state", ({ data }) => {
      const receipt = this.#actor?.getSnapshot().context.outcome?.receipt;
      if (receipt !== undefined && data.receipt === receipt) this.#send({ type: "JOB", job: data });
    });
    client.on("device.state", () => void this.#look());
    client.on("sync.state", ({ data }) => {
      this.headOffice = data.headOffice;
    });
  }

  async #arrive(): Promise<void> {
    await Promise.all([this.#load(), this.#look(), this.#arm()]);
  }

  async #load(): Promise<void> {
    const lang = this.#language;
    this.#loadedLanguage = lang;
    this.info = await this.client.call("store.info", { lang });
    this.headOffice = this.info.headOffice;
  }

  /** Takes the reader; while another station still holds it, tries again shortly. */
  async #arm(): Promise<void> {
    try {
      await this.client.call("input.arm", { expect: ["card", "code"], forMs: armForMs });
    } catch {
      setTimeout(() => void this.#arm(), armRetryMs);
    }
  }

  async #look(): Promise<void> {
    const devices = await this.client.call("device.list", {}).catch(() => []);
    const readers = devices.filter(
      ({ kind, role }) => kind === "card-reader" && (role ?? "lobby").startsWith("lobby"),
    );
    this.readerReady = readers.some(({ state: status }) => status === "ready");
  }

  get #language(): string {
    return this.snapshot?.context.comfort.language ?? "zh-CN";
  }

  #send(event: KioskEvent): void {
    this.#actor?.send(event);
  }

  readonly #touched = (): void => this.#send({ type: "ACTIVITY" });

  #helpComes(): void {
    this.helpCalled = true;
    setTimeout(() => {
      this.helpCalled = false;
    }, helpShownMs);
  }

  /** The guest has decided: the key is made now and stays with this intent whatever happens to the link. */
  readonly #confirm = (): void => {
    const now = performance.now();
    if (now - this.#confirmedAt < doubleTouchMs) return;
    this.#confirmedAt = now;
    this.#send({ type: "CONFIRM", key: this.client.newKey() });
  };

  override willUpdate(): void {
    const { comfort } = this.snapshot?.context ?? {};
    if (comfort === undefined) return;
    document.documentElement.lang = comfort.language;
    document.documentElement.dataset["contrast"] = comfort.contrast ? "high" : "normal";
    this.toggleAttribute("large", comfort.large);
    if (this.info !== undefined && comfort.language !== this.#loadedLanguage) void this.#load();
  }

  override render(): TemplateResult | typeof nothing {
    const { snapshot } = this;
    if (snapshot === undefined) return nothing;
    const { journey, idle, link } = snapshot.value;
    const name = screenNameOf(journey);
    const view = this.#view(snapshot);
    const shaded =
      typeof idle === "object" && "watching" in idle ? idle.watching === "shaded" : true;
    const warned = typeof idle === "object" && "warning" in idle;
    return html`
      ${sealInk} ${name === "attract" ? nothing : this.#head(view)}
      <div class=${shaded && name !== "attract" ? "shaded" : ""} data-screen=${name}>
        ${screens[name](view)}
      </div>
      ${name === "attract" ? nothing : this.#foot(view, name)}
      ${warned ? this.#warning(view) : nothing} ${link === "down" ? this.#lost(view) : nothing}
      ${this.helpCalled ? html`<p class="help" role="status">${icon("bell")} ${view.say("help.called")}</p>` : nothing}
    `;
  }

  #view({ context }: SnapshotFrom<typeof kioskMachine>): View {
    return {
      visit: context,
      info: this.info,
      say: sayIn(context.comfort.language),
      language: context.comfort.language,
      now: this.now,
      readerReady: this.readerReady,
      headOffice: this.headOffice,
      send: (event) => this.#send(event),
      confirm: this.#confirm,
    };
  }

  #head({ say, info, now, headOffice }: View): TemplateResult {
    const offline = headOffice === "offline";
    return html`<header class="head">
      <div class="house">${mark(say("house"))}<span>${info?.store.name ?? ""}</span></div>
      <div class="status">
        <span
          ><i class="dot ${offline ? "off" : ""}"></i>${say(offline ? "offline" : "online")}</span
        >
        <time>${now.toTimeString().slice(0, 5)}</time>
      </div>
    </header>`;
  }

  #foot({ say, visit, send, language }: View, name: ScreenName): TemplateResult {
    const back = name === "home" ? "foot.other" : name === "done" ? "foot.home" : "foot.back";
    const other = language === "en" ? "zh-CN" : "en";
    return html`<nav class="foot">
      <button @click=${() => send({ type: "BACK" })}>${icon("back")} ${say(back)}</button>
      <button lang=${other} @click=${() => send({ type: "COMFORT", comfort: { language: other } })}>
        ${icon("language")} ${say("foot.language")}
      </button>
      <button @click=${() => send({ type: "COMFORT", comfort: { large: !visit.comfort.large } })}>
        ${icon("comfort")} ${say(visit.comfort.large ? "foot.normal" : "foot.large")}
      </button>
      <button @click=${() => send({ type: "HELP" })}>${icon("bell")} ${say("foot.help")}</button>
      <button @click=${() => send({ type: "QUIT" })}>${icon("leave")} ${say("foot.leave")}</button>
    </nav>`;
  }

  #warning({ say, visit, send }: View): TemplateResult {
    return html`<div class="sheet">
      <section role="alertdialog" aria-label=${say("idle.title")}>
        <div class="count">
          <h1>${say("idle.title")}</h1>
          <span>${visit.secondsLeft}<small>${say("idle.seconds")}</small></span>
        </div>
        <div class="strokes" aria-hidden="true">
          ${Array.from(
            { length: warningSeconds },
            (_none, at) => html`<i class=${at < visit.secondsLeft ? "" : "spent"}></i>`,
          )}
        </div>
        <p>${say("idle.note")}</p>
        <div class="controls">
          <button class="second" @click=${() => send({ type: "QUIT" })}>${say("idle.end")}</button>
          <button class="primary four" @click=${() => send({ type: "ACTIVITY" })}>
            <span><b>${say("idle.stay")}</b></span>
          </button>
        </div>
      </section>
    </div>`;
  }

  #lost({ say }: View): TemplateResult {
    return html`<div class="lost" role="alert">
      <div class="middle">
        ${icon("clock")}
        <h1>${say("linkLost.title")}</h1>
        <p>${say("linkLost.note")}</p>
      </div>
    </div>`;
  }

  static override styles = [kioskStyles, kioskPieces, frameStyles];
}

type Journey = SnapshotFrom<typeof kioskMachine>["value"]["journey"];

const isScreen = (name: string): name is ScreenName => Object.hasOwn(screens, name);

/** The screen of a state; nested states show their parent's screen. */
const screenNameOf = (journey: Journey): ScreenName => {
  const name = typeof journey === "string" ? journey : (Object.keys(journey)[0] ?? "");
  return isScreen(name) ? name : "attract";
};

declare global {
  interface HTMLElementTagNameMap {
    "kiosk-page": KioskPage;
  }
}
