// What head office does about a store whose box is lost or dead: shut it out, and give back what it kept for guests.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import type { Office } from "../office.ts";
import { officeStyles } from "../office-styles.ts";
import { asked, complaint, sayOf } from "./loading.ts";

type Store = ResultOf<"chain.stores">["stores"][number];

@customElement("chain-lost-store")
export class ChainLostStore extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property({ attribute: false }) store!: Store;
  @property() language = "";
  @state() wrong = "";
  @state() private freed: ResultOf<"chain.freeLeases"> | undefined;

  override render(): TemplateResult {
    return html`<p>${this.#shutOut()} ${this.#leases()}</p>
      ${complaint(this)}`;
  }

  #shutOut(): TemplateResult {
    const say = sayOf(this);
    const { shutOut } = this.store;
    if (shutOut !== undefined)
      return html`<span class="tag bad" role="status"
        >${say(shutOut === "done" ? "outDone" : "outOrdered")}</span
      >`;
    return html`<button class="button small" @click=${() => void this.#order()}>
      ${say("shutStoreOut")}
    </button>`;
  }

  /** A store that beats its heart gives back what it kept by itself. */
  #leases(): TemplateResult | typeof nothing {
    if (this.store.state === "live") return nothing;
    const say = sayOf(this);
    const { freed } = this;
    return html`<button class="button small" @click=${() => void this.#free()}>
        ${say("freeLeases")}</button
      >${
        freed === undefined
          ? nothing
          : html`<span class="tag good" role="status"
              >✓ ${say("freed", { freed: String(freed.freed), kept: String(freed.kept) })}</span
            >`
      }`;
  }

  async #order(): Promise<void> {
    const { store, name } = this.store;
    if (!confirm(sayOf(this)("shutStoreOutSure", { store: name }))) return;
    await asked(this, () => this.office.client.call("chain.shutOutStore", { store }));
    this.dispatchEvent(new Event("saved"));
  }

  async #free(): Promise<void> {
    const { store, name } = this.store;
    if (!confirm(sayOf(this)("freeLeasesSure", { store: name }))) return;
    this.freed = await asked(this, () => this.office.client.call("chain.freeLeases", { store }));
  }

  static override styles = [
    staffStyles,
    officeStyles,
    css`
      p {
        margin-block: 10px 0;
        display: flex;
        gap: 8px;
        align-items: center;
        flex-wrap: wrap;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "chain-lost-store": ChainLostStore;
  }
}
