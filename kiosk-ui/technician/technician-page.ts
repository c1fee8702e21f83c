// The technician's page: devices, their simulated far ends, live events. Talks to the gateway only.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { CallLost, RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { StoreEvent, Topic } from "../../gateway/protocol/events.ts";
import { shortId } from "../kit/short-id.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import "../kit/theme.ts";
import "./care-panel.ts";
import "./device-table.ts";
import type { Device } from "./device-table.ts";
import { pageStyles } from "./page-styles.ts";
import "./ruler-panel.ts";
import "./simulator-panel.ts";
import type { DemoCard, Drawer, Paper, Simulate, SimulatorPanel } from "./simulator-panel.ts";
import "./stations-panel.ts";
import "./swap-panel.ts";
import "./test-panel.ts";
import "./timeline-panel.ts";
import "./trace-panel.ts";
import { type Language, languages, wordsOf } from "./words.ts";

const eventsShownMax = 12;
/** The first picture of paper waits for the fonts of all signs. */
const paperTimeoutMs = 60_000;
const watched: readonly Topic[] = ["device.state", "job.state", "drawer.state", "alert"];

@customElement("technician-page")
export class TechnicianPage extends LitElement {
  @property({ attribute: false }) client: TallygateClient | undefined;
  @state() private devices: readonly Device[] = [];
  @state() private cards: readonly DemoCard[] = [];
  @state() private storeName = "";
  @state() private simulated = true;
  @state() private chosen = "";
  @state() private paper: Paper | undefined;
  @state() private drawer: Drawer | undefined;
  @state() private online = false;
  @state() private refused = "";
  @state() private recent: readonly StoreEvent[] = [];
  @state() private language: Language = navigator.language.startsWith("en") ? "en" : "zh-CN";
  @query("simulator-panel") private panel!: SimulatorPanel | null;
  readonly #endings: (() => void)[] = [];
  #looking = false;
  #lookAgain = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const { client } = this;
    if (client === undefined) return;
    this.#endings.push(
      client.onStatus((status) => {
        this.online = status.state === "online";
        if (this.online) void this.#load(client);
      }),
      ...watched.map((topic) => client.on(topic, (event) => this.#heard(client, event))),
    );
    addEventListener("keydown", this.#onKey);
    this.#endings.push(() => removeEventListener("keydown", this.#onKey));
  }

  override disconnectedCallback(): void {
    for (const end of this.#endings.splice(0)) end();
    super.disconnectedCallback();
  }

  async #load(client: TallygateClient): Promise<void> {
    const [devices, info] = await Promise.all([
      client.call("device.list", {}),
      client.call("store.info", { lang: this.language }),
    ]);
    this.devices = devices;
    this.storeName = info.store.name;
    this.simulated = info.simulated;
    this.cards = info.demo?.cards ?? [];
    if (this.chosen === "") this.#choose(client, devices[0]?.device ?? "");
  }

  #heard(client: TallygateClient, event: StoreEvent): void {
    this.recent = [event, ...this.recent].slice(0, eventsShownMax);
    if (event.topic === "device.state") void this.#refreshDevices(client);
    if (event.topic === "job.state" || event.topic === "drawer.state") void this.#look(client);
  }

  async #refreshDevices(client: TallygateClient): Promise<void> {
    this.devices = await client.call("device.list", {});
  }

  #choose(client: TallygateClient, device: string): void {
    this.chosen = device;
    this.paper = undefined;
    void this.#look(client);
  }

  /** One look at a time; what happened meanwhile is looked at by one more, however much it was. */
  async #look(client: TallygateClient): Promise<void> {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = true;
    try {
      do {
        this.#lookAgain = false;
        await this.#lookAt(client);
      } while (this.#lookAgain);
    } catch (error) {
      // A link that broke is told in the head, and looked through again once it is back.
      if (!(error instanceof RefusalError) && !(error instanceof CallLost)) throw error;
    } finally {
      this.#looking = false;
    }
  }

  /** Looks at what a simulated far end shows: the paper of a printer, whether a drawer is open. */
  async #lookAt(client: TallygateClient): Promise<void> {
    const device = this.devices.find((one) => one.device === this.chosen);
    if (device === undefined) return;
    const { counters } = await client.call("device.counters", { device: device.device });
    this.devices = this.devices.map((one) =>
      one.device === device.device ? { ...one, counters } : one,
    );
    if (device.simulated !== true) return;
    if (device.kind === "receipt-printer") {
      const asked = { device: device.device };
      const paper = await client.call("sim.printer.output", asked, { timeoutMs: paperTimeoutMs });
      if (this.chosen === device.device) this.paper = paper;
    }
    if (device.kind === "cash-drawer")
      this.drawer = await client.call("sim.drawer.state", { device: device.device });
  }

  async #simulate(client: TallygateClient, { op, params }: Simulate): Promise<void> {
    this.refused = "";
    try {
      await client.call(op, params);
      await this.#look(client);
    } catch (error) {
      this.refused = error instanceof RefusalError ? error.code : String(error);
    }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const { client } = this;
    const [target] = event.composedPath();
    const typing = target instanceof Element && target.matches("input, select, [tabindex]");
    if (client === undefined || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = this.devices.findIndex((device) => device.device === this.chosen);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      this.#choose(client, this.devices.at((at + step) % this.devices.length)?.device ?? "");
    } else if (/^[1-9]$/.test(event.key)) this.panel?.layCard(Number(event.key) - 1);
    else if (event.key === "l") this.#nextLanguage(client);
  };

  #nextLanguage(client: TallygateClient): void {
    this.language = languages[(languages.indexOf(this.language) + 1) % languages.length] ?? "zh-CN";
    document.documentElement.lang = this.language;
    void this.#load(client);
  }

  override render(): TemplateResult | typeof nothing {
    const { client, language } = this;
    if (client === undefined) return nothing;
    const words = wordsOf(language);
    const chosen = this.devices.find(({ device }) => device === this.chosen);
    return html`
      ${this.#bar(client)}
      <main>
        <div class="left">
          <device-table
            .devices=${this.devices}
            .chosen=${this.chosen}
            .language=${language}
            @device-chosen=${(event: CustomEvent<string>) => this.#choose(client, event.detail)}
          ></device-table>
          <test-panel
            .client=${client}
            .devices=${this.devices}
            .device=${chosen}
            .language=${language}
          ></test-panel>
          ${
            this.devices.some(({ simulated }) => simulated)
              ? html`<timeline-panel
                  .client=${client}
                  .device=${chosen}
                  .language=${language}
                ></timeline-panel>`
              : nothing
          }
        </div>
        <div class="right">
          <div class="device">${this.#device(client, chosen)}</div>
          <div class="health">
            <care-panel .client=${client} .language=${language}></care-panel>
            ${this.#events()}
            <ruler-panel .client=${client} .language=${language}></ruler-panel>
          </div>
        </div>
        <stations-panel
          .client=${client}
          .language=${language}
          .simulated=${this.simulated}
        ></stations-panel>
      </main>
      <footer class="keys">
        <span><kbd>↑</kbd><kbd>↓</kbd>${words("keysChoose")}</span>
        <span><kbd>1</kbd>–<kbd>9</kbd>${words("keysPresent")}</span>
        <span><kbd>L</kbd>${words("keysLanguage")}</span>
        <span class="spring"></span>
        <span>${words("offline")}</span>
      </footer>
    `;
  }

  /** What is done with the chosen device. */
  #device(client: TallygateClient, chosen: Device | undefined): TemplateResult {
    const { language } = this;
    return html`
      ${this.#refusedLine()}
      <simulator-panel
        .device=${chosen}
        .cards=${this.cards}
        .paper=${this.paper}
        .drawer=${this.drawer}
        .language=${language}
        @simulate=${(event: CustomEvent<Simulate>) => void this.#simulate(client, event.detail)}
      ></simulator-panel>
      <swap-panel
        .client=${client}
        .devices=${this.devices}
        .device=${chosen}
        .language=${language}
      ></swap-panel>
      <trace-panel .client=${client} .device=${this.chosen} .language=${language}></trace-panel>
    `;
  }

  #bar(client: TallygateClient): TemplateResult {
    const { language } = this;
    const words = wordsOf(language);
    return html`
      <header class="bar">
        <span class="mark" aria-hidden="true">契</span>
        <h1>${words("title")}</h1>
        <span class="wide">${this.storeName}</span>
        <span class="spring"></span>
        <span role="status">
          <i class="dot ${this.online ? "" : "off"}"></i
          ><span class="gateway">${words("gateway")}</span>
          ${this.online ? words("connected") : words("lost")}
        </span>
        <theme-button label=${words("theme")}></theme-button>
        <button class="language" @click=${() => this.#nextLanguage(client)}>
          ${language === "en" ? "中文" : "English"}
        </button>
      </header>
    `;
  }

  #refusedLine(): TemplateResult | typeof nothing {
    const words = wordsOf(this.language);
    return this.refused === ""
      ? nothing
      : html`<p class="refused" role="alert">✕ ${words("refused")}：${this.refused}</p>`;
  }

  #events(): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <section class="panel" aria-label=${words("events")}>
        <header><h2>${words("events")}</h2></header>
        ${
          this.recent.length === 0
            ? html`<p class="note none">${words("noEvents")}</p>`
            : html`<ol class="events">
                ${this.recent.map(
                  (event) => html`
                    <li>
                      <time class="meta"
                        >${new Date(event.at).toLocaleTimeString("zh-CN", { hour12: false })}</time
                      >
                      <b>${event.topic}</b>
                      <span class="meta" title=${summary(event)}>${shortId(summary(event))}</span>
                    </li>
                  `,
                )}
              </ol>`
        }
      </section>
    `;
  }

  static override styles = [staffStyles, pageStyles];
}

/** Numbers that only machines read, and what the row's device says already. */
const unsaid = new Set(["station", "createdAtMs", "simulated", "role", "confirms", "printer"]);

/** The facts of an event on one line. */
const summary = (event: StoreEvent): string =>
  Object.entries(event.data)
    .filter(([name, value]) => typeof value !== "object" && !unsaid.has(name) && value !== 0)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(" · ");

declare global {
  interface HTMLElementTagNameMap {
    "technician-page": TechnicianPage;
  }
}
