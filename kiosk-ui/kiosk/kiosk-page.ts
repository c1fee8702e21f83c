// The kiosk: one machine, one screen at a time, one socket. It draws what the machine says and sends what is touched.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { createActor, type ActorRefFrom, type SnapshotFrom } from "xstate";
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { KioskEvent } from "../charts/kiosk/events.ts";
import { kioskMachine } from "../charts/kiosk/machine.ts";
import type { Info } from "../charts/kiosk/visit.ts";
import { learn, learnAll, sayIn } from "../words/kiosk.ts";
import { createEffects } from "./effects.ts";
import "./kiosk-frame.ts";
import type { Shown } from "./kiosk-frame.ts";
import type { ScreenName } from "./screens.ts";
import { playSound } from "./sounds.ts";
import { clockOf, type View } from "./view.ts";

const armForMs = 600_000;
const armAgainMs = 300_000;
const armRetryMs = 2_000;
/** the other languages follow the first paint */
const packsAfterMs = 500;
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
    setTimeout(() => void learnAll(), packsAfterMs);
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
    const lang = catalogueLanguage(this.#language);
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
    if (this.info !== undefined && catalogueLanguage(this.#language) !== this.#loadedLanguage)
      void this.#load();
  }

  override render(): TemplateResult | typeof nothing {
    const { snapshot, helpCalled } = this;
    if (snapshot === undefined) return nothing;
    const { journey, idle, link } = snapshot.value;
    const watching = typeof idle === "object" && "watching" in idle ? idle.watching : undefined;
    const shown: Shown = {
      screen: screenNameOf(journey),
      shaded: watching !== "fresh",
      warned: typeof idle === "object" && "warning" in idle,
      linkLost: link === "down",
      helpCalled,
    };
    return html`<kiosk-frame .view=${this.#view(snapshot)} .shown=${shown}></kiosk-frame>`;
  }

  #view({ context }: SnapshotFrom<typeof kioskMachine>): View {
    const { language } = context.comfort;
    return {
      visit: context,
      info: this.info,
      say: sayIn(language),
      language,
      clock: clockOf(this.now, language),
      readerReady: this.readerReady,
      headOffice: this.headOffice,
      send: (event) => this.#sendSpoken(event),
      confirm: this.#confirm,
    };
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

/** Names in the programme come in Chinese and English; every other guest reads the English ones. */
const catalogueLanguage = (language: string): string =>
  language.startsWith("zh") ? "zh-CN" : "en";

type Journey = SnapshotFrom<typeof kioskMachine>["value"]["journey"];

/** The screen of a state; nested states show their parent's screen. */
const screenNameOf = (journey: Journey): ScreenName => {
  if (typeof journey === "string") return journey;
  if ("unknown" in journey) return "unknown";
  return "done" in journey ? "done" : "goodbye";
};

declare global {
  interface HTMLElementTagNameMap {
    "kiosk-page": KioskPage;
  }
}
