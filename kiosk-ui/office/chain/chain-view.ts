// Head office: every store of the chain and its stations, cards nobody may use, what needs a person, and the version
// of the programme that is going out; the settlement has a screen of its own.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import { exceptionName } from "../exception-names.ts";
import { countText, moneyText } from "../format.ts";
import type { Office } from "../office.ts";
import { officeStyles } from "../office-styles.ts";
import { asked, complaint, sayOf, table, tableStyles } from "./loading.ts";
import "./lost-store.ts";
import "./settlement-view.ts";
import "./store-form.ts";

const tabs = ["stores", "settlement", "exceptions", "hot", "rollOut"] as const;
type Tab = (typeof tabs)[number];
type Stores = ResultOf<"chain.stores">;
type Store = Stores["stores"][number];

const refreshMs = 5_000;
const tones = { live: "good", silent: "bad", unheard: "calm" } as const;

const uses = ["kiosk", "cashier", "office", "technician", "integration", "test"] as const;

/** What a station is for; a store of another build may have uses of its own. */
const useOf = ({ say }: Office, role: string): string => {
  const use = uses.find((one) => one === role);
  return use === undefined ? role : say(`role.${use}`);
};

@customElement("chain-view")
export class ChainView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() language = "";
  @state() wrong = "";
  @state() private tab: Tab = "stores";
  @state() private found: Stores | undefined;
  @state() private exceptions: ResultOf<"chain.exceptions">["exceptions"] = [];
  @state() private cards: ResultOf<"chain.hotList">["cards"] = [];
  @state() private going: ResultOf<"chain.rollOutState"> | undefined;
  @state() private open = "";
  @state() private snapshot: ResultOf<"chain.snapshot"> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
    this.#timer = setInterval(() => void this.#load(), refreshMs);
  }

  override disconnectedCallback(): void {
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  async #load(): Promise<void> {
    const { client } = this.office;
    await asked(this, async () => {
      if (this.tab === "stores") this.found = await client.call("chain.stores", {});
      if (this.tab === "hot") this.cards = (await client.call("chain.hotList", {})).cards;
      if (this.tab === "rollOut") this.going = await client.call("chain.rollOutState", {});
      if (this.tab === "exceptions")
        this.exceptions = (await client.call("chain.exceptions", {})).exceptions;
    });
  }

  #turn(tab: Tab): void {
    this.tab = tab;
    void this.#load();
  }

  override render(): TemplateResult {
    const say = sayOf(this);
    return html`
      <h1>${this.office.say("nav.chain")}</h1>
      <p class="tabs">
        ${tabs.map(
          (tab) =>
            html`<button
              class="button small"
              aria-pressed=${tab === this.tab}
              @click=${() => this.#turn(tab)}
            >
              ${say(tab)}
            </button>`,
        )}
      </p>
      ${complaint(this)} ${this.#content()}
    `;
  }

  #content(): TemplateResult | typeof nothing {
    switch (this.tab) {
      case "stores":
        return this.found === undefined ? nothing : this.#stores(this.found);
      case "settlement":
        return html`<settlement-view
          .office=${this.office}
          .language=${this.language}
        ></settlement-view>`;
      case "exceptions":
        return this.#exceptionTable();
      case "hot":
        return this.#hotTable();
      case "rollOut":
        return this.#rollOut();
    }
  }

  #stores({ stores, forks }: Stores): TemplateResult {
    const say = sayOf(this);
    const heads = ["store", "kind", "entity", "state", "day", "version"] as const;
    const figures = [{ figure: say("waiting") }, { figure: say("risk") }];
    return html`
      ${forks.map(
        ({ store }) => html`<p class="wrong" role="alert">✕ ${say("fork", { store })}</p>`,
      )}
      ${table({
        name: say("stores"),
        heads: [...heads.map((head) => say(head)), ...figures, say("alarms"), say("stations")],
        none: say("none"),
        rows: stores.length === 0 ? [] : [this.#storeRows(stores)],
      })}
      <p class="tabs">
        <button class="button small" @click=${() => void this.#snapshot()}>
          ${say("snapshotTake")}
        </button>
        ${
          this.snapshot === undefined
            ? nothing
            : html`<span class="tag good" role="status"
                >✓
                ${say("snapshotMade", {
                  gseq: String(this.snapshot.gseq),
                  size: String(Math.ceil(this.snapshot.bytes / 1_000)),
                })}</span
              >`
        }
      </p>
    `;
  }

  /** A store that is given another name may stand elsewhere: its open form goes with it. */
  #storeRows(stores: readonly Store[]): TemplateResult {
    const row = (store: Store) => [this.#store(store), ...this.#stations(store)];
    return html`${repeat(stores, ({ store }) => store, row)}`;
  }

  #store(store: Store): TemplateResult {
    const say = sayOf(this);
    const { programme, queued = 0, exposure = 0, alarms, stations } = store;
    return html`<tr>
      <td><b>${store.name}</b></td>
      <td>${say(store.kind)}</td>
      <td>${store.entity === "" ? "—" : store.entity}</td>
      <td><span class="tag ${tones[store.state]}">${say(store.state)}</span></td>
      <td>${store.day ?? "—"}</td>
      <td>${programme === undefined ? "—" : `${programme.id} ${programme.version}`}</td>
      <td class="figure">${countText(queued, this.office.language)}</td>
      <td class="figure">${moneyText(exposure, this.office.reading)}</td>
      <td>${alarms.length === 0 ? "—" : alarms.join(", ")}</td>
      <td>
        <button
          class="button small"
          aria-expanded=${this.open === store.store}
          @click=${() => (this.open = this.open === store.store ? "" : store.store)}
        >
          ${countText(stations.length, this.office.language)}
        </button>
      </td>
    </tr>`;
  }

  #stations(one: Store): readonly TemplateResult[] {
    const { store, stations } = one;
    if (this.open !== store) return [];
    const say = sayOf(this);
    const form = html`<tr class="inner">
      <td colspan="10">
        <chain-store-form
          .office=${this.office}
          .stores=${this.found?.stores ?? []}
          .store=${store}
          .language=${this.language}
          @saved=${() => void this.#load()}
        ></chain-store-form>
        <chain-lost-store
          .office=${this.office}
          .store=${one}
          .language=${this.language}
          @saved=${() => void this.#load()}
        ></chain-lost-store>
      </td>
    </tr>`;
    const rows = stations.map(
      ({ station, name, role, connected, revoked }) =>
        html`<tr class="inner">
          <td colspan="3">${name}</td>
          <td>${useOf(this.office, role)}</td>
          <td colspan="4">${connected ? say("connected") : "—"}</td>
          <td colspan="2">
            ${
              revoked
                ? html`<span class="tag bad">${say("revoked")}</span>`
                : html`<button
                    class="button small"
                    @click=${() => void this.#shutOut(store, station)}
                  >
                    ${say("shutOut")}
                  </button>`
            }
          </td>
        </tr>`,
    );
    return [form, ...rows];
  }

  async #snapshot(): Promise<void> {
    this.snapshot = await asked(this, () => this.office.client.call("chain.snapshot", {}));
  }

  async #shutOut(store: string, station: string): Promise<void> {
    if (!confirm(sayOf(this)("shutOutSure", { station }))) return;
    await asked(this, () => this.office.client.call("chain.revokeStation", { store, station }));
    await this.#load();
  }

  #exceptionTable(): TemplateResult {
    const say = sayOf(this);
    return table({
      name: say("exceptions"),
      heads: [say("when"), say("store"), say("what"), say("owner")],
      none: say("none"),
      rows: this.exceptions.map(
        ({ at, store, kind, owner }) =>
          html`<tr>
            <td>${at.slice(0, 16).replace("T", " ")}</td>
            <td>${store}</td>
            <td>${exceptionName(kind, this.office.language)}</td>
            <td>${owner === "manager" || owner === "finance" ? say(owner) : owner}</td>
          </tr>`,
      ),
    });
  }

  #hotTable(): TemplateResult {
    const say = sayOf(this);
    return table({
      name: say("hot"),
      heads: [say("when"), say("store"), say("card"), say("state"), say("knownBy")],
      none: say("none"),
      rows: this.cards.map(
        ({ at, store, card, state: how, knownBy, of }) =>
          html`<tr>
            <td>${at.slice(0, 16).replace("T", " ")}</td>
            <td>${store}</td>
            <td class="mono">${card}</td>
            <td>${say(how)}</td>
            <td><span class="tag ${knownBy === of ? "good" : "warn"}">${knownBy} / ${of}</span></td>
          </tr>`,
      ),
    });
  }

  #rollOut(): TemplateResult {
    const say = sayOf(this);
    const { rollOut, running = [] } = this.going ?? {};
    const storesText = (stores: readonly string[]): string =>
      stores.map((store) => (store === "*" ? say("others") : store)).join(", ");
    return html`
      ${
        rollOut === undefined
          ? nothing
          : html`<section class="panel body" aria-label=${say("rollOut")}>
              <h2>
                ${say("going", { programme: rollOut.programme, version: String(rollOut.version) })}
              </h2>
              ${rollOut.stages.map(
                ({ from, stores }) =>
                  html`<p>${say("stage", { from, stores: storesText(stores) })}</p>`,
              )}
              ${
                rollOut.halted
                  ? html`<span class="tag bad">${say("halted")}</span>`
                  : html`<button class="button small" @click=${() => void this.#halt()}>
                      ${say("halt")}
                    </button>`
              }
            </section>`
      }
      <form @submit=${this.#send}>
        <label class="field"
          >${say("number")}<input name="version" type="number" min="1" required
        /></label>
        <label class="field">${say("first")}<input name="stores" required /></label>
        <label class="field">${say("firstDay")}<input name="day" type="date" required /></label>
        <label class="field">${say("restDay")}<input name="rest" type="date" required /></label>
        <button class="button">${say("send")}</button>
      </form>
      ${table({
        name: say("running"),
        heads: [say("store"), say("version")],
        none: say("none"),
        rows: running.map(
          ({ store, id, version }) =>
            html`<tr>
              <td>${store}</td>
              <td>${id} ${version}</td>
            </tr>`,
        ),
      })}
    `;
  }

  async #halt(): Promise<void> {
    if (!confirm(sayOf(this)("haltSure"))) return;
    await asked(this, () => this.office.client.call("chain.haltRollOut", {}));
    await this.#load();
  }

  readonly #send = (event: SubmitEvent): void => {
    event.preventDefault();
    const value = (name: string): string =>
      this.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value.trim() ?? "";
    const first = value("stores")
      .split(/[,，\s]+/u)
      .filter((store) => store !== "");
    const stages = [
      { stores: first, from: value("day") },
      { stores: ["*"], from: value("rest") },
    ];
    const version = Number(value("version"));
    void asked(this, () => this.office.client.call("chain.rollOut", { version, stages })).then(() =>
      this.#load(),
    );
  };

  static override styles = [
    staffStyles,
    officeStyles,
    tableStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
      }
      .tabs,
      form {
        display: flex;
        gap: 8px;
        align-items: end;
        flex-wrap: wrap;
      }
      .tabs [aria-pressed="true"] {
        color: var(--on-primary);
        background: var(--primary);
      }
      .inner td {
        background: var(--paper);
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "chain-view": ChainView;
  }
}
