// What every sheet of the till has: how to say things, the till's state, one key per intent until it is refused.
import { LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { formFoot } from "./desk-forms.ts";
import type { Desk } from "./desk.ts";
import type { Say } from "./words.ts";

export class SheetForm extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) desk!: Desk;
  /** the last refusal as a sentence, empty when there is none */
  @property() refused = "";
  @property({ type: Boolean }) english = false;
  #key: string | undefined;

  /** What a scanned code means while this sheet is open; a sheet without it leaves codes to the basket. */
  protected codeScanned?(code: string): void;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.codeScanned !== undefined) this.desk.codeWanted = (code) => this.codeScanned?.(code);
  }

  override disconnectedCallback(): void {
    if (this.codeScanned !== undefined) this.desk.codeWanted = undefined;
    super.disconnectedCallback();
  }

  /** Acts under one key: a second press after a lost answer is the same act; a refused one is a new intent. */
  protected async once<T>(act: (key: string) => Promise<T | undefined>): Promise<T | undefined> {
    this.#key ??= this.desk.client.newKey();
    const done = await act(this.#key);
    if (done !== undefined || this.desk.unknown === undefined) this.#key = undefined;
    return done;
  }

  /** The refusal and the two keys at a form's end; nothing is done twice while an answer is waited for. */
  protected foot(
    go: string,
    {
      ready = true,
      back = this.back,
    }: { readonly ready?: boolean; readonly back?: () => void } = {},
  ): TemplateResult {
    const { say, refused, desk } = this;
    return formFoot({ say, refused, go, ready: ready && !desk.busy, back });
  }

  protected done(detail?: unknown): void {
    this.dispatchEvent(new CustomEvent("done", { detail }));
  }

  protected readonly back = (): void => {
    this.dispatchEvent(new CustomEvent("back"));
  };
}
