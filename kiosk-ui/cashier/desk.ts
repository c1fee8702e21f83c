// The state of one till: basket, shown member, quote, what the gateway answers. Knows no element; a page listens.
// Money moves under a key made when the cashier decides; an unanswered call is asked about, never repeated anew.
import type { TallygateClient } from "../../gateway/protocol/client.ts";
import type { ParamsOf } from "../../gateway/protocol/operations.ts";
import {
  type Basket,
  cameSince,
  emptyBasket,
  readBasket,
  showCard,
  toBill,
  withoutCard,
} from "../charts/cashier/basket.ts";
import type { Approval } from "../charts/cashier/by-hand.ts";
import { toSale } from "../charts/cashier/sale.ts";
import { planTenders, type TenderEdits, type TenderPlan } from "../charts/cashier/tender.ts";
import { Calling } from "./calling.ts";
import { type Arming, createArming } from "./arming.ts";
import type {
  Account,
  Device,
  Employee,
  Glance,
  Identified,
  Info,
  JobState,
  Leaving,
  Quote,
} from "./desk-types.ts";
import { type Outcome, saleDone } from "./outcome.ts";
import { availableOf, jobOf } from "./desk-answers.ts";
import { createPricing, type Pricing } from "./pricing.ts";
import { createSharedBasket, type SharedBasket } from "./shared-basket.ts";
import { tabNotes } from "./tab-notes.ts";
import { countWaiting } from "./waiting.ts";
import type { Language } from "./words.ts";

export type * from "./desk-types.ts";

const basketName = "tallygate.basket";

export class Desk extends Calling {
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
  edits: TenderEdits = {};
  outcome: Outcome | undefined;
  job: JobState | undefined;
  #leaving: Leaving | undefined;
  #recognising: Promise<boolean> | undefined;
  /** how many guests wait for a person */
  waiting = 0;
  /** a code was scanned while a dialog waited for one; without, it is an item or a card */
  codeWanted: ((code: string) => void) | undefined;
  /** a card was tapped while a dialog waited for one: the dialog takes it instead of the bill */
  cardWanted: ((token: string) => void) | undefined;
  /** what the newcomer before the till speaks, told by the kiosk's symbol */
  guestLanguage: string | undefined;
  /** the shown card's PIN, for this bill only and never kept */
  #pin: string | undefined;
  /** the manager who agreed to what was taken off by hand; for this bill only and never kept */
  approval: Approval | undefined;
  readonly #pricing: Pricing;
  /** which readers and scanners are this till's now */
  readonly arming: Arming;
  /** other tills that have the shown member in their open basket */
  readonly shared: SharedBasket;

  constructor(client: TallygateClient) {
    super(client);
    this.shared = createSharedBasket(client, () => this.changed());
    this.#pricing = createPricing({
      basket: () => this.basket,
      priced: async (basket) =>
        this.staff === undefined
          ? undefined
          : this.attempt("bill.quote", toBill(basket, this.#pin)),
      onChange: () => this.changed(),
    });
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
      this.changed();
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
      this.changed();
    });
    client.on("alert", () => {
      this.dispatchEvent(new Event("alert"));
      void this.#countWaiting().catch(() => undefined);
    });
    client.on("device.state", () => void this.#look());
    client.on("sync.state", ({ data }) => {
      this.headOffice = data.headOffice;
      this.pending = data.pending;
      this.changed();
    });
    client.on("account.changed", ({ data }) => {
      if (data.account === this.identified?.account) void this.#refreshAccount();
    });
  }

  /** Everything a page of this language shows before anybody is recognised. */
  async load(lang: Language): Promise<void> {
    this.info = await this.client.call("store.info", { lang });
    this.headOffice = this.info.headOffice;
    this.changed();
  }

  get quote(): Quote | undefined {
    return this.#pricing.quote;
  }

  /** the basket has changed since `quote` was asked for */
  get stale(): boolean {
    return this.#pricing.stale;
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
    this.changed();
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
    const recognising = this.#recognise(by);
    this.#recognising = recognising;
    const isShown = await recognising;
    if (this.#recognising === recognising) this.#recognising = undefined;
    return isShown;
  }

  async #recognise(by: ParamsOf<"card.identify">): Promise<boolean> {
    const identified = await this.attempt("card.identify", by);
    if (identified === undefined) return false;
    this.identified = identified;
    tabNotes.setShown(identified.number);
    void this.shared.attend(identified.account);
    this.setBasket(showCard(this.basket, identified.card));
    await this.#refreshAccount().catch(() => undefined);
    return true;
  }

  async #refreshAccount(): Promise<void> {
    const { identified } = this;
    if (identified === undefined) return;
    const { account } = identified;
    const shown = await this.client.call("account.get", { account });
    // Slow answers about the guest before are not this one's.
    if (this.identified !== identified) return;
    this.account = shown;
    this.changed();
    const glance = await this.client.call("member.glance", { account }).catch(() => undefined);
    if (this.identified !== identified) return;
    this.glance = glance;
    this.changed();
  }

  /** The guest has typed the card's PIN: it goes with this bill's quote and settlement. */
  setPin(pin: string): void {
    this.#pin = pin;
    this.setBasket({ ...this.basket });
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
    this.#pricing.changed();
    this.changed();
  }

  setEdits(edits: TenderEdits): void {
    this.edits = edits;
    this.changed();
  }

  /** Change that there is goes into the shown member's stored value, or back again. */
  keepChange(): void {
    if ((this.plan?.change ?? 0) === 0 || this.identified === undefined) return;
    this.setEdits({ ...this.edits, keepChange: this.edits.keepChange !== true });
  }

  get plan(): TenderPlan | undefined {
    return this.#planner()(this.quote);
  }

  /** For the guest and the amounts that are shown now, whatever the price will be. */
  #planner(): (quote: Quote | undefined) => TenderPlan | undefined {
    const { edits } = this;
    const available = this.available("money");
    return (quote) =>
      quote && planTenders({ due: quote.due, proposed: quote.tenders, available, edits });
  }

  /** What the account may spend of its first asset of this kind. */
  available(kind: "money" | "points"): number {
    return availableOf(this.info, this.account, kind);
  }

  /** The bill as it is now, whatever is still under way: its card, its price. What is rung up then is not of it. */
  async settle(): Promise<void> {
    if (!this.busy) await this.during(() => this.#settle());
  }

  async #settle(): Promise<void> {
    if ((await this.#recognising) === false) return;
    const { basket, identified, approval } = this;
    if (basket.lines.length === 0) return;
    const before = this.available("money");
    const sale = { basket, approval, edits: this.edits, pin: this.#pin };
    const planOf = this.#planner();
    const quote = this.stale
      ? await this.attempt("bill.quote", toBill(basket, sale.pin))
      : this.quote;
    const plan = planOf(quote);
    if (plan === undefined || plan.problem !== undefined) return;
    this.#leaving = { basket, identified };
    const settled = await this.attempt("bill.settle", {
      ...toSale({ ...sale, plan }),
      key: this.client.newKey(),
    });
    if (settled === undefined) return;
    this.approval = undefined;
    this.#leave();
    this.finish(saleDone(settled, plan, before));
    if (plan.cash > 0) void this.openDrawer("sale", settled.bill);
  }

  async park(note: string): Promise<void> {
    const { basket, identified } = this;
    if (basket.lines.length === 0 || this.busy) return;
    this.#leaving = { basket, identified };
    const bill: Record<string, unknown> = { ...basket };
    const parked = await this.attempt("bill.park", { bill, note, key: this.client.newKey() });
    if (parked !== undefined) this.#leave();
  }

  /** What was settled or parked leaves the till; what has come since, and who, is the next guest's. */
  #leave(): void {
    const { basket, identified } = this.#leaving ?? this;
    this.#leaving = undefined;
    const { card } = this.basket;
    const since = cameSince(this.basket, basket);
    const isNext = this.identified !== identified && card !== undefined;
    if (!isNext) this.#forgetMember();
    this.#pricing.forget();
    this.setBasket(isNext ? showCard(since, card) : since);
  }

  /** Shows what was done and follows its receipt. */
  finish(outcome: Outcome): void {
    this.outcome = outcome;
    this.job = undefined;
    void this.#refreshAccount();
    void this.#followJob(outcome);
    this.changed();
  }

  async #followJob({ receipt }: Outcome): Promise<void> {
    if (receipt === undefined) return;
    const job = await jobOf(this.client, receipt);
    if (job !== undefined && this.outcome?.receipt === receipt && this.job === undefined)
      this.job = job;
    this.changed();
  }

  closeOutcome(): void {
    this.outcome = undefined;
    this.job = undefined;
    this.changed();
  }

  /** Asks what became of a call that was not answered. */
  async askUnknown(): Promise<void> {
    const { unknown } = this;
    if (unknown === undefined) return;
    const answer = await this.attempt("key.get", { key: unknown.key });
    if (answer === undefined) return;
    this.unknown = undefined;
    if (answer.known && ["bill.settle", "bill.park"].includes(unknown.op)) this.#leave();
    if (!answer.known) this.refused = { code: "not_answered", params: {} };
    await this.#refreshAccount();
    this.changed();
  }

  /** Guests who called and top-ups that were told at a kiosk. */
  async #countWaiting(): Promise<void> {
    if (this.staff === undefined) return;
    this.waiting = await countWaiting(this.client);
    this.changed();
  }

  async #arrive(): Promise<void> {
    void this.arming.arm();
    await this.#look();
    if (this.staff === undefined) return;
    void this.#countWaiting().catch(() => undefined);
    if (this.identified !== undefined) void this.shared.attend(this.identified.account);
    if (this.basket.card !== undefined && this.identified === undefined) await this.#showAgain();
    await this.#pricing.ask();
  }

  /** After a reload of this tab its member is on the bill again; elsewhere she shows her card. */
  async #showAgain(): Promise<void> {
    const number = tabNotes.shown();
    if (number !== undefined && (await this.recognise({ number }))) return;
    this.setBasket(withoutCard(this.basket));
  }

  async #look(): Promise<void> {
    this.devices = await this.client.call("device.list", {}).catch(() => this.devices);
    this.changed();
  }

  protected override changed(): void {
    const away = !this.online || this.headOffice === "offline";
    this.awaySinceMs = away ? (this.awaySinceMs ?? Date.now()) : undefined;
    super.changed();
  }
}
