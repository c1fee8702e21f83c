// What head office says of one store: its name, 直营 or 加盟, and the legal entity that pays and is paid for it.
import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { sayOf } from "./loading.ts";
import { SavingForm } from "./saving-form.ts";

type Store = ResultOf<"chain.stores">["stores"][number];
type Shop = Pick<Store, "store" | "name" | "kind" | "entity">;

const kinds = ["own", "franchise"] as const;

@customElement("chain-store-form")
export class ChainStoreForm extends SavingForm {
  /** every store head office knows: what is said replaces what was said of all */
  @property({ attribute: false }) stores: readonly Store[] = [];
  @property() store = "";

  override render(): TemplateResult {
    const say = sayOf(this);
    const one = this.stores.find(({ store }) => store === this.store);
    return this.form(html`
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
    `);
  }

  protected override put(value: (name: string) => string): Promise<unknown> {
    const kind = value("kind") === "franchise" ? "franchise" : "own";
    const changed: Shop = { store: this.store, name: value("name"), kind, entity: value("entity") };
    const others = this.stores
      .filter(({ store, entity }) => store !== this.store && entity !== "")
      .map(({ store, name, kind: how, entity }): Shop => ({ store, name, kind: how, entity }));
    const stores = [...others, changed].toSorted((a, b) => (a.store < b.store ? -1 : 1));
    return this.office.client.call("chain.putStores", { stores });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "chain-store-form": ChainStoreForm;
  }
}
