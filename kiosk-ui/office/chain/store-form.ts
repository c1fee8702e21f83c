// What head office says of one store: its name, 直营 or 加盟, and the legal entity that pays and is paid for it.
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { staffStyles } from "../../kit/staff-styles.ts";
import type { Office } from "../office.ts";
import { officeStyles } from "../office-styles.ts";
import { asked, complaint, sayOf } from "./loading.ts";

type Store = ResultOf<"chain.stores">["stores"][number];
type Shop = Pick<Store, "store" | "name" | "kind" | "entity">;

const kinds = ["own", "franchise"] as const;

@customElement("chain-store-form")
export class ChainStoreForm extends LitElement {
  @property({ attribute: false }) office!: Office;
  /** every store head office knows: what is said replaces what was said of all */
  @property({ attribute: false }) stores: readonly Store[] = [];
  @property() store = "";
  @property() language = "";
  @state() wrong = "";
  @state() private done = false;

  override render(): TemplateResult {
    const say = sayOf(this);
    const one = this.stores.find(({ store }) => store === this.store);
    return html`
      <form @submit=${this.#save}>
        <label class="field"
          >${say("name")}<input name="name" maxlength="80" required .value=${one?.name ?? ""}
        /></label>
        <label class="field"
          >${say("kind")}<select name="kind">
            ${kinds.map(
              (kind) =>
                html`<option value=${kind} ?selected=${kind === one?.kind}>${say(kind)}</option>`,
            )}
          </select></label
        >
        <label class="field"
          >${say("entity")}<input name="entity" maxlength="80" required .value=${one?.entity ?? ""}
        /></label>
        <button class="button">${say("save")}</button>
        ${this.done ? html`<span class="tag good" role="status">✓ ${say("saved")}</span>` : ""}
      </form>
      ${complaint(this)}
    `;
  }

  readonly #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const value = (name: string): string => {
      const field = this.renderRoot.querySelector(`[name=${name}]`);
      const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
      return isField ? field.value.trim() : "";
    };
    const kind = value("kind") === "franchise" ? "franchise" : "own";
    const changed: Shop = { store: this.store, name: value("name"), kind, entity: value("entity") };
    const others = this.stores
      .filter(({ store, entity }) => store !== this.store && entity !== "")
      .map(({ store, name, kind: how, entity }): Shop => ({ store, name, kind: how, entity }));
    const stores = [...others, changed].toSorted((a, b) => (a.store < b.store ? -1 : 1));
    this.done =
      (await asked(this, () => this.office.client.call("chain.putStores", { stores }))) !==
      undefined;
    if (this.done) this.dispatchEvent(new Event("saved"));
  };

  static override styles = [
    staffStyles,
    officeStyles,
    css`
      form {
        display: flex;
        gap: 8px;
        align-items: end;
        flex-wrap: wrap;
      }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    "chain-store-form": ChainStoreForm;
  }
}
