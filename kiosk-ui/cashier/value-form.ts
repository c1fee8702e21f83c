// What the sheets about a member's account share: who, how to say it, and one key per sheet until it is refused.
import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import { staffStyles } from "../kit/staff-styles.ts";
import type { Desk } from "./desk.ts";
import { dialogStyles } from "./dialog-styles.ts";
import type { Say } from "./words.ts";

export class ValueForm extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) desk!: Desk;
  @property() refused = "";
  @property({ type: Boolean }) english = false;
  protected key: string | undefined;

  protected takeKey(): string {
    this.key ??= this.desk.client.newKey();
    return this.key;
  }

  protected get account(): string {
    return this.desk.identified?.account ?? "";
  }

  protected done(): void {
    this.dispatchEvent(new CustomEvent("done"));
  }

  protected readonly back = (): void => {
    this.dispatchEvent(new CustomEvent("back"));
  };

  static override styles = [staffStyles, dialogStyles];
}
