// The kiosk: one machine, one screen at a time, one socket. It draws what the machine says and sends what is touched.
import { html, LitElement, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { KioskEvent } from "../charts/kiosk/events.ts";
import { isReloadDue } from "../charts/kiosk/night.ts";
import { freshVisit, type Info, type VisitContext } from "../charts/kiosk/visit.ts";
import { learn, learnAll, type Say, sayIn } from "../words/kiosk.ts";
import type { Begun } from "./begin.ts";
import type { JourneySnapshot } from "./journey.ts";
import { helpOf } from "./help.ts";
import { voiceOf } from "../speech/voices.ts";
import "./kiosk-frame.ts";
import type { Dress } from "./house.ts";
import type { KioskFrame, Shown } from "./kiosk-frame.ts";
import { rememberedLook, rememberLook } from "./look.ts";
import { createPatience } from "./patience.ts";
import type { ScreenName } from "./screens.ts";
import type { Surroundings } from "./surroundings.ts";
import { clockOf, type View } from "./view.ts";
import type { Heard, Voice } from "./voice.ts";

const armAgainMs = 300_000;
/** the other languages follow the first paint */
const packsAfterMs = 500;
/** a second touch within this time is the same touch */
const doubleTouchMs = 500;

@customElement("kiosk-page")
export class KioskPage extends LitElement {
  @property({ attribute: false }) client!: TallygateClient;
  @state() private snapshot: JourneySnapshot | undefined;
  @state() private info: Info | undefined;
  @state() private now = new Date();
  @state() private speaks = false;
  #voice: Voice | undefined;
  #headset = new URLSearchParams(location.search).has("headset");
  @state() private around: Surroundings = nothingKnown;
  @state() private dress: Dress = { logo: rememberedLook().logo, low: false };
  readonly #housed = rememberedLook().house;
  #openedMs = Date.now();
  #quietSinceMs: number | undefined = Date.now();
  #begun: Begun | undefined;
  #loadedLanguage = "";
  #confirmedAt = 0;
  readonly #patience = createPatience<ScreenName>("attract", () => this.requestUpdate());
  readonly #timers: ReturnType<typeof setInterval>[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#begin();
    addEventListener("pointerdown", this.#touched);
    addEventListener("keydown", this.#pressed);
    this.#timers.push(
      setInterval(() => this.#tick(), 1_000),
      setInterval(() => void this.#begun?.watch.arm(), armAgainMs),
    );
    navigator.mediaDevices?.addEventListener("devicechange", this.#plugged);
    setTimeout(() => void learnAll(), packsAfterMs);
  }

  /** Nothing is armed and no event heard before the machine runs: no card can be lost to a page that is not ready. */
  async #begin(): Promise<void> {
    const { begin } = await import("./begin.ts");
    if (!this.isConnected) return;
    this.#begun = begin({
      client: this.client,
      snapshot: (snapshot) => {
        this.snapshot = snapshot;
      },
      around: (around) => {
        this.around = around;
      },
      dress: (dress) => {
        this.dress = dress;
      },
      keys: {
        targets: () => this.#frame?.targets() ?? [],
        focused: () => this.#frame?.shadowRoot?.activeElement ?? null,
        send: (event) => this.#sendSpoken(event),
        typed: () => this.snapshot?.context.typed ?? "",
        nowMs: () => performance.now(),
      },
    });
    this.#listen(this.client);
  }

  override disconnectedCallback(): void {
    this.#begun?.actor.stop();
    removeEventListener("pointerdown", this.#touched);
    removeEventListener("keydown", this.#pressed);
    navigator.mediaDevices?.removeEventListener("devicechange", this.#plugged);
    this.#begun?.watch.stop();
    this.#patience.stop();
    this.#begun?.wardrobe.stop();
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    super.disconnectedCallback();
  }

  #listen(client: TallygateClient): void {
    client.onStatus(({ state: status }) => {
      this.#send({ type: status === "online" ? "LINK_UP" : "LINK_DOWN" });
      if (status === "online") void this.#arrive();
      else this.#begun?.watch.disarmed();
    });
    client.on("card.presented", ({ data }) => {
      if (data.visit !== undefined) this.#send({ type: "CARD", visit: data.visit });
      this.#send({ type: "ACTIVITY" });
    });
    client.on("card.removed", () => this.#send({ type: "CARD_REMOVED" }));
    client.on("card.unreadable", ({ data }) => {
      this.#send({ type: "UNREADABLE", why: data.why });
      this.#send({ type: "ACTIVITY" });
    });
    client.on("job.state", ({ data }) => {
      const receipt = this.#begun?.actor.getSnapshot().context.outcome?.receipt;
      if (receipt !== undefined && data.receipt === receipt) this.#send({ type: "JOB", job: data });
    });
    client.on("code.scanned", ({ data }) => {
      this.#send({ type: "CODE", code: data.code });
      this.#send({ type: "ACTIVITY" });
    });
    client.on("alert", ({ data }) => {
      if (data.code.startsWith("help.") && data.code !== "help.called")
        this.#send({ type: "HELPED", help: helpOf(data.code.slice("help.".length)) });
    });
    client.on("house.changed", () => void this.#dressed());
    client.on("account.changed", ({ data }) => void this.#renew(data.account));
  }

  /** What a cashier has just paid in is seen here at once. */
  async #renew(account: string): Promise<void> {
    if (account !== this.snapshot?.context.person?.account) return;
    const fresh = await this.client.call("account.get", { account }).catch(() => undefined);
    if (fresh !== undefined) this.#send({ type: "ACCOUNT", account: fresh });
  }

  #tick(): void {
    this.now = new Date();
    const nowMs = this.now.getTime();
    const quiet = this.snapshot?.value.journey === "attract";
    this.#quietSinceMs = quiet ? (this.#quietSinceMs ?? nowMs) : undefined;
    const at = { nowMs, hour: this.now.getHours(), openedMs: this.#openedMs };
    if (isReloadDue({ ...at, quietSinceMs: this.#quietSinceMs })) location.reload();
  }

  async #arrive(): Promise<void> {
    await Promise.all([this.#load(), this.#begun?.watch.refresh(), this.#begun?.watch.arm()]);
    void this.#begun?.wardrobe.refresh().catch(() => undefined);
    void this.#findVoice();
  }

  /** The house changed its looks, or a technician measured this glass. */
  async #dressed(): Promise<void> {
    await Promise.all([this.#load(), this.#begun?.wardrobe.refresh()]).catch(() => undefined);
  }

  async #load(): Promise<void> {
    const lang = catalogueLanguage(this.#language);
    this.#loadedLanguage = lang;
    this.info = await this.client.call("store.info", { lang });
    rememberLook({ house: this.info.store.name });
    this.#begun?.watch.know({ headOffice: this.info.headOffice });
  }

  get #language(): string {
    return this.snapshot?.context.comfort.language ?? "zh-CN";
  }

  #send(event: KioskEvent): void {
    this.#begun?.actor.send(event);
  }

  readonly #touched = (): void => this.#send({ type: "ACTIVITY" });

  readonly #pressed = (event: KeyboardEvent): void => {
    this.#touched();
    this.#frame?.uncover();
    const before = this.#frame?.shadowRoot?.activeElement;
    this.#begun?.keypad(event);
    const { snapshot } = this;
    const focused = this.#frame?.shadowRoot?.activeElement;
    if (snapshot?.context.comfort.speech !== true || this.#frame === null) return;
    if (event.key === "*") this.#voice?.again();
    if (event.key === "#") this.#voice?.stop();
    if (focused != null && focused !== before)
      this.#voice?.focused(focused, this.#heard(this.#frame, snapshot.context));
  };

  /** A plug in the headset's socket starts speech; where the browser tells no sockets, nothing happens. */
  readonly #plugged = (): void => {
    void navigator.mediaDevices.enumerateDevices().then((devices) => {
      const outputs = devices.filter(({ kind }) => kind === "audiooutput").length;
      const more = outputs > this.#outputs;
      const less = outputs < this.#outputs;
      this.#outputs = outputs;
      if (!more && !less) return;
      this.#headset = more;
      this.#send({ type: "HEADSET", plugged: more });
    });
  };
  #outputs = 0;

  /** Resolves once there is something to see. */
  get drawn(): Promise<unknown> {
    return this.updateComplete.then(() => this.#frame?.updateComplete);
  }

  get #frame(): KioskFrame | null {
    return this.querySelector("kiosk-frame");
  }

  /** The guest has decided: the key is made now and stays with this intent whatever happens to the link. */
  readonly #confirm = (): void => {
    const now = performance.now();
    if (now - this.#confirmedAt < doubleTouchMs) return;
    this.#confirmedAt = now;
    this.#send({ type: "CONFIRM", key: this.client.newKey() });
  };

  /** The voice is there when the machine has one; it is asked once a connection. */
  async #findVoice(): Promise<void> {
    try {
      await this.client.call("speech.speak", { text: "1", lang: "en", volume: 1 });
      this.#voice ??= this.#begun?.speak();
      this.speaks = true;
    } catch {
      this.speaks = false;
    }
  }

  protected override updated(): void {
    const { snapshot } = this;
    if (snapshot?.context.comfort.speech === true) void this.#speak(snapshot);
    else this.#voice?.hush();
  }

  async #speak({ context }: JourneySnapshot): Promise<void> {
    const frame = this.#frame;
    if (frame === null || this.#voice === undefined) return;
    await frame.updateComplete;
    this.#voice.drawn(this.#heard(frame, context));
  }

  /** What is said is what is shown. */
  #heard(frame: KioskFrame, visit: VisitContext): Heard {
    const { screen = "attract" } = frame.shown ?? {};
    const say = sayIn(visit.comfort.language);
    return { root: frame.renderRoot, screen, visit, say, privately: this.#headset };
  }

  override willUpdate(): void {
    if (this.info !== undefined && catalogueLanguage(this.#language) !== this.#loadedLanguage)
      void this.#load();
  }

  override render(): TemplateResult {
    const { snapshot } = this;
    const view = this.#view(snapshot?.context ?? freshVisit);
    const shown = snapshot === undefined ? nobody : this.#shown(snapshot);
    return html`<kiosk-frame ?high=${this.dress.low} .view=${view} .shown=${shown}></kiosk-frame>`;
  }

  #shown({ value: { journey, idle, link } }: JourneySnapshot): Shown {
    const watching = typeof idle === "object" && "watching" in idle ? idle.watching : undefined;
    return {
      screen: this.#patience.screen(screenNameOf(journey)),
      shaded: watching !== "fresh",
      warned: typeof idle === "object" && "warning" in idle,
      linkLost: link === "down",
    };
  }

  #view(visit: VisitContext): View {
    const { language } = visit.comfort;
    return {
      visit,
      info: this.info,
      say: this.#sayFor(visit),
      language,
      clock: clockOf(this.now, language),
      reader: !this.around.readerThere ? "away" : this.around.armed ? "ready" : "waiting",
      headOffice: this.around.headOffice,
      paper: this.around.paper,
      speaks: this.speaks && voiceOf(language) !== undefined,
      house: this.info?.store.name ?? this.#housed,
      logo: this.dress.logo,
      send: (event) => this.#sendSpoken(event),
      confirm: this.#confirm,
    };
  }

  /** Who listens hears what is meant for the ear: the voice takes note of each sentence that is drawn. */
  #sayFor({ comfort: { language, speech } }: VisitContext): Say {
    const say = sayIn(language);
    return speech && this.#voice !== undefined ? this.#voice.listen(say, language) : say;
  }

  /** A language is shown only once it can be spoken: no frame in the old one. */
  #sendSpoken(event: KioskEvent): void {
    const language = event.type === "COMFORT" ? event.comfort.language : undefined;
    if (language === undefined) this.#send(event);
    else void learn(language).then(() => this.#send(event));
  }

  protected override createRenderRoot(): this {
    return this;
  }
}

/** Before anything was asked: a reader that is not armed yet, a printer that has paper. */
const nothingKnown: Surroundings = {
  readerThere: true,
  armed: false,
  paper: "ok",
  headOffice: "none",
};

/** Before the machine runs: the idle screen. */
const nobody: Shown = {
  screen: "attract",
  shaded: false,
  warned: false,
  linkLost: false,
};

/** Names in the programme come in Chinese and English; every other guest reads the English ones. */
const catalogueLanguage = (language: string): string =>
  language.startsWith("zh") ? "zh-CN" : "en";

type JourneyState = JourneySnapshot["value"]["journey"];

/** The screen of a state; nested states show their parent's screen. */
const screenNameOf = (journey: JourneyState): ScreenName => {
  if (typeof journey === "string") return journey;
  if ("unknown" in journey) return "unknown";
  if ("pin" in journey) return "pin";
  return "done" in journey ? "done" : "goodbye";
};

declare global {
  interface HTMLElementTagNameMap {
    "kiosk-page": KioskPage;
  }
}
