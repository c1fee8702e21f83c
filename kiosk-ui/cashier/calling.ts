// How the till calls its gateway: what was refused, what nobody knows, what is under way.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { OperationName, ParamsOf, ResultOf } from "../../gateway/protocol/operations.ts";
import { notDone } from "./desk-answers.ts";
import type { Refused, Unknown } from "./desk-types.ts";

export class Calling extends EventTarget {
  readonly client: TallygateClient;
  unknown: Unknown | undefined;
  refused: Refused | undefined;
  /** acts under way */
  #acts = 0;

  constructor(client: TallygateClient) {
    super();
    this.client = client;
  }

  /** Something is being done: nothing else is done meanwhile. What only asks does nothing. */
  get busy(): boolean {
    return this.#acts > 0;
  }

  protected async during<T>(act: () => Promise<T>): Promise<T> {
    this.#acts += 1;
    try {
      return await act();
    } finally {
      this.#acts -= 1;
      this.changed();
    }
  }

  /** Calls, and turns a refusal into the notice; `undefined` = not done. A call with a key is an act. */
  attempt<O extends OperationName>(op: O, params: ParamsOf<O>): Promise<ResultOf<O> | undefined> {
    return "key" in params ? this.during(() => this.ask(op, params)) : this.ask(op, params);
  }

  protected async ask<O extends OperationName>(
    op: O,
    params: ParamsOf<O>,
  ): Promise<ResultOf<O> | undefined> {
    this.refused = undefined;
    this.changed();
    try {
      return await this.client.call(op, params);
    } catch (error) {
      Object.assign(this, notDone(op, error));
      return undefined;
    } finally {
      this.changed();
    }
  }

  /** The drawer opens for what was just booked: nothing waits for it; that it did not is said, not fatal. */
  async openDrawer(reason: "sale" | "refund" | "count" | "no_sale", bill?: string): Promise<void> {
    const about = bill === undefined ? {} : { bill };
    const key = this.client.newKey();
    const answer = await this.ask("drawer.open", { reason, ...about, key });
    // A till without a drawer has none to be told of.
    if (this.refused?.code === "device.unknown") this.clearRefusal();
    else if (answer?.opened === false || this.refused?.code === "device.absent")
      this.refuse("drawer.stayed_shut");
  }

  refuse(code: string): void {
    this.refused = { code, params: {} };
    this.changed();
  }

  clearRefusal(): void {
    this.refused = undefined;
    this.changed();
  }

  protected changed(): void {
    this.dispatchEvent(new Event("changed"));
  }
}
