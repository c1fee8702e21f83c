// The state of one till: basket, shown member, quote, what the gateway answers. Knows no element; a page listens.
// Money moves under a key made when the cashier decides; an unanswered call is asked about, never repeated anew.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { OperationName, ParamsOf, ResultOf } from "../../gateway/protocol/operations.ts";
import {
  type Basket,
  emptyBasket,
  readBasket,
  showCard,
  toBill,
  withoutCard,
} from "../charts/cashier/basket.ts";
import type { Approval } from "../charts/cashier/by-hand.ts";
import { toSale } from "../charts/cashier/sale.ts";
import { planTenders, type TenderEdits, type TenderPlan } from "../charts/cashier/tender.ts";
import { type Arming, createArming } from "./arming.ts";
import type {
  Account,
  Device,
  Employee,
  Glance,
  Identified,
  Info,
  JobState,
  Quote,
  Refused,
  Unknown,
} from "./desk-types.ts";
import { type Outcome, saleDone } from "./outcome.ts";
import { availableOf, jobOf, notDone } from "./desk-answers.ts";
import { createSharedBasket, type SharedBasket } from "./shared-basket.ts";
import { tabNotes } from "./tab-notes.ts";
import { countWaiting } from "./waiting.ts";
import type { Language } from "./words.ts";

export type * from "./desk-types.ts";

const basketName = "tallygate.basket";
const quoteDelayMs = 60;
export class Desk extends EventTarget {
  info: Info | undefined;
  staff: Employee | undefined;
  online = false;
  headOffice: Info["headOffice"] = "none";
  /** entries that head office does not have yet */
  pending = 0;
  /** since when the gateway or head office is away, by this page's clock */
  awaySinceMs: number | undefined;
  devices: readonly Device[] = [];
  basket: Basket = emptyBasket;
  identified: Identified | undefined;
  account: Account | undefined;
  /** what a cashier should know of the shown member; comes after the account */
  glance: Glance | undefined;
  quote: Quote | undefined;
  /** the basket has changed since `quote` was asked for */
  stale = false;
  edits: TenderEdits = {};
  outcome: Outcome | undefined;
  job: JobState | undefined;
  unknown: Unknown | undefined;
  refused: Refused | undefined;
  busy = false;
  /** how many guests wait for a person */
  waiting = 0;
  /** a code was scanned while a dialog waited for one; without, it is an item or a card */
  codeWanted: ((code: string) => void) | undefined;
  /** a card was tapped while a dialog waited for one: the dialog takes it instead of the bill */
  cardWanted: ((token: string) => void) | undefined;
  readonly client: TallygateClient;
  /** what the newcomer before the till speaks, told by the kiosk's symbol */
  guestLanguage: string | undefined;
  /** the shown card's PIN, for this bill only and never kept */
  #pin: string | undefined;
  /** the manager who agreed to what was taken off by hand; for this bill only and never kept */
  approval: Approval | undefined;
  #quoteTimer: ReturnType<typeof setTimeout> | undefined;
  #quoteRound = 0;
  /** which readers and scanners are this till's now */
  readonly arming: Arming;
  /** other tills that have the shown member in their open basket */
  readonly shared: SharedBasket;

  constructor(client: TallygateClient) {
    super();
    this.client = client;
    this.shared = createSharedBasket(client, () => this.#changed());
    this.arming = createArming({
      client,
      isOnline: () => this.online,
      onDuty: () => this.staff !== undefined,
      devices: () => this.devices,
    });
    this.basket = readBasket(localStorage.getItem(basketName));
    client.onStatus((status) => {
      this.online = status.state === "online";
      if (status.state === "online") {
        this.staff = tabNotes.isLocked() ? undefined : status.session.staff;
        // It was locked while the gateway was away: now the gateway hears of it.
        if (this.staff !== status.session.staff)
          void client.call("staff.signOut", {}).catch(() => {});
        void this.#arrive();
      }
      this.#changed();
    });
    client.on("card.presented", ({ data }) => {
      if (data.token !== undefined) this.tokenShown(data.token);
    });
    client.on("code.scanned", ({ data }) =>
      this.dispatchEvent(new CustomEvent("scanned", { detail: data.code })),
    );
    client.on("job.state", ({ data }) => {
      if (data.receipt === undefined || data.receipt !== this.outcome?.receipt) return;
      this.job = data;
      this.#changed();
    });
    client.on("alert", () => {
      this.dispatchEvent(new Event("alert"));
      void this.#countWaiting().catch(() => undefined);
    });
    client.on("device.state", () => void this.#look());
    client.on("sync.state", ({ data }) => {
      this.headOffice = data.headOffice;
      this.pending = data.pending;
      this.#changed();
    });
    client.on("account.changed", ({ data }) => {
      if (data.account === this.identified?.account) void this.#refreshAccount();
    });
  }

  /** Everything a page of this language shows before anybody is recognised. */
  async load(lang: Language): Promise<void> {
    this.info = await this.client.call("store.info", { lang });
    this.headOffice = this.info.headOffice;
    this.#changed();
  }

  /** Calls and turns a refusal into the notice; `undefined` = not done. */
  async attempt<O extends OperationName>(
    op: O,
    params: ParamsOf<O>,
  ): Promise<ResultOf<O> | undefined> {
    this.refused = undefined;
    this.busy = true;
    this.#changed();
    try {
      return await this.client.call(op, params);
    } catch (error) {
      Object.assign(this, notDone(op, error));
      return undefined;
    } finally {
      this.busy = false;
      this.#changed();
    }
  }

  async signIn(staff: string, pin: string): Promise<boolean> {
    return this.#onDuty(await this.attempt("staff.signIn", { staff, pin }));
  }

  async #onDuty(signedIn: { readonly staff: Employee } | undefined): Promise<boolean> {
    if (signedIn === undefined) return false;
    this.staff = signedIn.staff;
    tabNotes.setLocked(false);
    await this.#arrive();
    return true;
  }

  /** The basket stays; whoever comes signs in. Locked at once, whether the gateway hears of it now or later. */
  async lock(): Promise<void> {
    tabNotes.setLocked(true);
    this.staff = undefined;
    this.#changed();
    await this.client.call("staff.signOut", {}).catch(() => undefined);
    void this.arming.arm();
  }

  /** A card was tapped: an employee's while nobody is on duty, else a waiting dialog's or the bill's. */
  tokenShown(token: string): void {
    if (this.staff === undefined)
      void this.attempt("staff.signInByCard", { card: token }).then((one) => this.#onDuty(one));
    else if (this.cardWanted !== undefined) this.cardWanted(token);
    else void this.recognise({ token });
  }

  async recognise(by: ParamsOf<"card.identify">): Promise<boolean> {
    const identified = await this.attempt("card.identify", by);
    if (identified === undefined) return false;
    this.identified = identified;
    tabNotes.setShown(identified.number);
    void this.shared.attend(identified.account);
    this.setBasket(showCard(this.basket, identified.card));
    await this.#refreshAccount();
    return true;
  }

  async #refreshAccount(): Promise<void> {
    const { identified } = this;
    if (identified === undefined) return;
    const { account } = identified;
    this.account = await this.client.call("account.get", { account });
    this.#changed();
    this.glance = await this.client.call("member.glance", { account }).catch(() => undefined);
    this.#changed();
  }

  /** The guest has typed the card's PIN: it goes with this bill's quote and settlement. */
  setPin(pin: string): void {
    this.#pin = pin;
    this.setBasket(this.basket);
  }

  get pinWanted(): boolean {
    return this.identified?.needsPin === true && this.#pin === undefined;
  }

  #forgetMember(): void {
    tabNotes.setShown(undefined);
    if (this.identified !== undefined) void this.shared.attend(undefined);
    this.#pin = undefined;
    this.identified = undefined;
    this.account = undefined;
    this.glance = undefined;
  }

  detach(): void {
    this.#forgetMember();
    this.setBasket(withoutCard(this.basket));
  }

  setBasket(basket: Basket): void {
    this.basket = basket;
    this.edits = {};
    localStorage.setItem(basketName, JSON.stringify(basket));
    this.stale = true;
    clearTimeout(this.#quoteTimer);
    this.#quoteTimer = setTimeout(() => void this.#requote(), quoteDelayMs);
    this.#changed();
  }

  setEdits(edits: TenderEdits): void {
    this.edits = edits;
    this.#changed();
  }

  /** Change that there is goes into the shown member's stored value, or back again. */
  keepChange(): void {
    if ((this.plan?.change ?? 0) === 0 || this.identified === undefined) return;
    this.setEdits({ ...this.edits, keepChange: this.edits.keepChange !== true });
  }

  async #requote(): Promise<void> {
    const round = ++this.#quoteRound;
    if (this.basket.lines.length === 0 || this.staff === undefined) {
      this.quote = undefined;
      return this.#changed();
    }
    const quote = await this.attempt("bill.quote", toBill(this.basket, this.#pin));
    if (round !== this.#quoteRound) return;
    this.stale = false;
    this.quote = quote;
    this.#changed();
  }

  get plan(): TenderPlan | undefined {
    if (this.quote === undefined) return undefined;
    return planTenders({
      due: this.quote.due,
      proposed: this.quote.tenders,
      available: this.available("money"),
      edits: this.edits,
    });
  }

  /** What the account may spend of its first asset of this kind. */
  available(kind: "money" | "points"): number {
    return availableOf(this.info, this.account, kind);
  }

  async settle(): Promise<void> {
    if (this.stale) await this.#requote();
    const { basket, approval, edits, plan } = this;
    if (plan === undefined || plan.problem !== undefined || this.busy) return;
    const before = this.available("money");
    const settled = await this.attempt("bill.settle", {
      ...toSale({ basket, approval, edits, plan, pin: this.#pin }),
      key: this.client.newKey(),
    });
    if (settled === undefined) return;
    this.approval = undefined;
    this.finish(saleDone(settled, plan, before));
    if (plan.cash > 0) void this.openDrawer("sale", settled.bill);
    this.#forgetMember();
    this.quote = undefined;
    this.setBasket(emptyBasket);
  }

  /** The drawer opens for what was just booked; that it did not is said, not fatal. */
  async openDrawer(reason: "sale" | "refund" | "count" | "no_sale", bill?: string): Promise<void> {
    const about = bill === undefined ? {} : { bill };
    await this.attempt("drawer.open", { reason, ...about, key: this.client.newKey() });
  }

  /** Shows what was done and follows its receipt. */
  finish(outcome: Outcome): void {
    this.outcome = outcome;
    this.job = undefined;
    void this.#refreshAccount();
    void this.#followJob(outcome);
    this.#changed();
  }

  async #followJob({ receipt }: Outcome): Promise<void> {
    if (receipt === undefined) return;
    const job = await jobOf(this.client, receipt);
    if (job !== undefined && this.outcome?.receipt === receipt && this.job === undefined)
      this.job = job;
    this.#changed();
  }

  closeOutcome(): void {
    this.outcome = undefined;
    this.job = undefined;
    this.#changed();
  }

  refuse(code: string): void {
    this.refused = { code, params: {} };
    this.#changed();
  }

  clearRefusal(): void {
    this.refused = undefined;
    this.#changed();
  }

  /** Asks what became of a call that was not answered. */
  async askUnknown(): Promise<void> {
    const { unknown } = this;
    if (unknown === undefined) return;
    const answer = await this.attempt("key.get", { key: unknown.key });
    if (answer === undefined) return;
    this.unknown = undefined;
    if (answer.known && unknown.op === "bill.settle") {
      this.detach();
      this.setBasket(emptyBasket);
    }
    if (!answer.known) this.refused = { code: "not_answered", params: {} };
    await this.#refreshAccount();
    this.#changed();
  }

  /** Guests who called and top-ups that were told at a kiosk. */
  async #countWaiting(): Promise<void> {
    if (this.staff === undefined) return;
    this.waiting = await countWaiting(this.client);
    this.#changed();
  }

  async #arrive(): Promise<void> {
    void this.arming.arm();
    await this.#look();
    if (this.staff === undefined) return;
    void this.#countWaiting().catch(() => undefined);
    if (this.identified !== undefined) void this.shared.attend(this.identified.account);
    if (this.basket.card !== undefined && this.identified === undefined) await this.#showAgain();
    await this.#requote();
  }

  /** After a reload of this tab its member is on the bill again; elsewhere she shows her card. */
  async #showAgain(): Promise<void> {
    const number = tabNotes.shown();
    if (number !== undefined && (await this.recognise({ number }))) return;
    this.setBasket(withoutCard(this.basket));
  }

  async #look(): Promise<void> {
    this.devices = await this.client.call("device.list", {}).catch(() => this.devices);
    this.#changed();
  }

  #changed(): void {
    const away = !this.online || this.headOffice === "offline";
    this.awaySinceMs = away ? (this.awaySinceMs ?? Date.now()) : undefined;
    this.dispatchEvent(new Event("changed"));
  }
}
