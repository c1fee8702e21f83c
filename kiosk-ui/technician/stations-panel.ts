// The stations of the store: who may connect, a code for a new one with its check number, and an end to one that was
// lost. In a new store also its first manager. Talks to the gateway only.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { RefusalError, type TallygateClient } from "../../gateway/protocol/client.ts";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { refusalSentence } from "../words/refusals.ts";
import { type Language, wordsOf } from "./words.ts";

type Station = ResultOf<"station.list">["stations"][number];
type Invited = ResultOf<"station.invite">;

const roles = ["kiosk", "cashier", "office", "technician"] as const;
type Role = (typeof roles)[number];

const lookEveryMs = 1_000;

const field = (form: HTMLFormElement, name: string): string => {
  const value = new FormData(form).get(name);
  return typeof value === "string" ? value.trim() : "";
};

@customElement("stations-panel")
export class StationsPanel extends LitElement {
  @property({ attribute: false }) client: TallygateClient | undefined;
  @property() language: Language = "zh-CN";
  /** a demonstration store has its employees already */
  @property({ type: Boolean }) simulated = true;
  @state() private stations: readonly Station[] = [];
  @state() private invited: Invited | undefined;
  @state() private check = "";
  @state() private said = "";
  @state() private hasManager = false;
  /** path of what makes other computers trust the store; this page's own address serves it only without TLS */
  @state() private trustKit: string | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
    this.#looking = setInterval(() => void this.#look(), lookEveryMs);
  }

  override disconnectedCallback(): void {
    clearInterval(this.#looking);
    super.disconnectedCallback();
  }

  async #try(work: (client: TallygateClient) => Promise<void>): Promise<void> {
    if (this.client === undefined) return;
    this.said = "";
    try {
      await work(this.client);
    } catch (error) {
      this.said =
        error instanceof RefusalError ? refusalSentence(error.code, this.language) : String(error);
    }
  }

  #load(): Promise<void> {
    return this.#try(async (client) => {
      const { stations, trustKit } = await client.call("station.list", {});
      this.stations = stations;
      this.trustKit = location.protocol === "http:" ? trustKit : undefined;
    });
  }

  /** What became of the code that is shown. */
  async #look(): Promise<void> {
    const { invited } = this;
    if (invited === undefined || this.check !== "") return;
    await this.#try(async (client) => {
      const { invitation } = invited;
      const { state: now, check = "" } = await client.call("station.invited", { invitation });
      if (now === "used") this.check = check;
      else if (now !== "open") this.invited = undefined;
      if (now === "used") await this.#load();
    });
  }

  #invite(role: Role): Promise<void> {
    return this.#try(async (client) => {
      this.check = "";
      this.invited = await client.call("station.invite", { role, key: client.newKey() });
    });
  }

  #revoke(station: string): Promise<void> {
    return this.#try(async (client) => {
      await client.call("station.revoke", { station, key: client.newKey() });
      await this.#load();
    });
  }

  #first(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return Promise.resolve();
    return this.#try(async (client) => {
      const [staff, name, pin] = [field(form, "staff"), field(form, "name"), field(form, "pin")];
      await client.call("staff.first", { staff, name, pin, key: client.newKey() });
      this.hasManager = true;
    });
  }

  override render(): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <section class="panel" aria-label=${words("stations")}>
        <header>
          <h2>${words("stations")}</h2>
          <span class="spring"></span>
          ${this.trustKit === undefined ? nothing : html`<a href=${this.trustKit}>${words("stations.trust")}</a>`}
        </header>
        ${this.said === "" ? nothing : html`<p class="refused" role="alert">✕ ${this.#why(this.said)}</p>`}
        ${this.simulated || this.hasManager ? nothing : this.#firstManager()}
        <ul>
          ${this.stations.filter(({ revoked }) => !revoked).map((station) => this.#row(station))}
        </ul>
        <p class="invite">
          ${words("stations.new")}
          ${roles.map(
            (role) =>
              html`<button @click=${() => void this.#invite(role)}>
                ${words(`role.${role}`)}
              </button>`,
          )}
        </p>
        ${this.#code()}
      </section>
    `;
  }

  #why(code: string): string {
    const words = wordsOf(this.language);
    return code === "already_exists" ? words("first.there") : `${words("refused")}：${code}`;
  }

  #firstManager(): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <form class="first" @submit=${(event: SubmitEvent) => void this.#first(event)}>
        <p>${words("first.says")}</p>
        <label
          >${words("first.number")}<input name="staff" required maxlength="20" value="1000"
        /></label>
        <label>${words("first.name")}<input name="name" required maxlength="60" /></label>
        <label
          >${words("first.pin")}<input
            name="pin"
            type="password"
            inputmode="numeric"
            pattern="[0-9]{4,8}"
            autocomplete="new-password"
            required
        /></label>
        <button>${words("first.enter")}</button>
      </form>
    `;
  }

  #row({ station, role, name, connected }: Station): TemplateResult {
    const words = wordsOf(this.language);
    return html`
      <li data-station=${station}>
        <b>${words(`role.${role}`)}</b>
        <span class="meta">${name}</span>
        <span class="spring"></span>
        <span class="meta">${connected ? words("connected") : words("stations.away")}</span>
        <button @click=${() => void this.#revoke(station)}>${words("stations.revoke")}</button>
      </li>
    `;
  }

  #code(): TemplateResult | typeof nothing {
    const { invited } = this;
    if (invited === undefined) return nothing;
    const words = wordsOf(this.language);
    const code = `${invited.code.slice(0, 4)}-${invited.code.slice(4)}`;
    return this.check === ""
      ? html`<p class="code" role="status">
          <output>${code}</output><span class="meta">${words("stations.once")}</span>
        </p>`
      : html`<p class="code" role="status">
          <output>${this.check}</output><span class="meta">${words("stations.compare")}</span>
        </p>`;
  }

  static override styles = [
    staffStyles,
    css`
      li,
      .invite {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        padding: 8px 16px;
        border-bottom: 1px solid var(--line);
      }
      .first {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(160px, 1fr));
        gap: 12px;
        align-items: end;
        padding: 16px;
        background: var(--warn-soft);
      }
      .first p {
        grid-column: 1 / -1;
      }
      .first button {
        min-height: 40px;
      }
      label {
        display: grid;
        gap: 4px;
      }
      input {
        min-height: 40px;
        padding: 0 12px;
        background: var(--surface);
        border: 1px solid var(--edge);
        border-radius: 8px;
      }
      button {
        min-height: 32px;
        padding: 0 12px;
        background: var(--surface);
        border: 1px solid var(--edge);
        border-radius: 8px;
        cursor: pointer;
      }
      .code {
        display: grid;
        gap: 4px;
        padding: 16px;
        text-align: center;
      }
      output {
        font-size: 1.75rem;
        letter-spacing: 0.15em;
      }
      .refused {
        padding: 8px 16px;
        color: var(--bad);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "stations-panel": StationsPanel;
  }
}
