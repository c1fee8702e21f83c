// A day's booked times: who comes when, who has arrived, and a new time for the shown member or a guest by name.
import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { deskStyles } from "./card-desk-styles.ts";
import { deskLooks, fieldsOf } from "./desk-forms.ts";
import { dialogStyles } from "./dialog-styles.ts";
import { SheetForm } from "./sheet-form.ts";

type Day = ResultOf<"slot.list">;
type Booking = Day["bookings"][number];

const looks = ["day", "book", "offer"] as const;
type Look = (typeof looks)[number];
const tones = { booked: "calm", arrived: "good", cancelled: "", no_show: "warn" } as const;
const signs = { booked: "○", arrived: "✓", cancelled: "✕", no_show: "▲" } as const;

@customElement("slot-desk")
export class SlotDesk extends SheetForm {
  @state() private look: Look = "day";
  @state() private on = "";
  @state() private day: Day = { services: [], bookings: [] };

  override connectedCallback(): void {
    super.connectedCallback();
    this.on = this.desk.info?.businessDate ?? "";
    void this.#load();
  }

  async #load(): Promise<void> {
    this.day = (await this.desk.attempt("slot.list", { on: this.on })) ?? this.day;
  }

  #show(look: Look): void {
    this.look = look;
    this.desk.clearRefusal();
  }

  override render(): TemplateResult {
    const { say, look } = this;
    return html`
      <div class="desk wide-work">
        ${deskLooks({
          title: say("desk.slots"),
          looks,
          now: look,
          named: (name) => say(`slot.${name}`),
          show: (name) => this.#show(name),
          isOff: (name) => name === "book" && this.day.services.length === 0,
          also: html`<span class="spring"></span>
            <label>
              ${say("slot.on")}
              <input type="date" .value=${this.on} @change=${this.#otherDay} />
            </label>`,
        })}
        <section class="work">
          ${look === "day" ? this.#rows() : look === "book" ? this.#book() : this.#offer()}
        </section>
      </div>
    `;
  }

  readonly #otherDay = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement) || event.target.value === "") return;
    this.on = event.target.value;
    void this.#load();
  };

  #rows(): TemplateResult {
    const { say, day } = this;
    return html`
      <header>
        <h1>${say("slot.day")}</h1>
        <span class="note">${this.on}</span>
      </header>
      <div class="panel">
        ${day.bookings.map((booking) => this.#row(booking))}
        ${
          day.bookings.length === 0
            ? html`<p class="note none">
                ${say(day.services.length === 0 ? "slot.noService" : "slot.none")}
              </p>`
            : nothing
        }
      </div>
      ${this.refused === "" ? nothing : html`<p class="refused" role="alert">✕ ${this.refused}</p>`}
      <div class="actions">
        <button type="button" class="button" @click=${this.back}>
          ${say("cancel")} <kbd>Esc</kbd>
        </button>
      </div>
    `;
  }

  #row(booking: Booking): TemplateResult {
    const { say } = this;
    const { at, until, name, phone, party, service, state } = booking;
    const named = this.day.services.find((one) => one.service === service)?.name ?? service;
    return html`<div class="line">
      <b>${at}–${until}</b>
      <span>${named}</span>
      <b>${name}</b>
      <span class="meta"
        >${phone ?? ""} ${party > 1 ? say("slot.party", { count: party }) : ""}</span
      >
      <span class="spring"></span>
      <span class="tag ${tones[state]}">${signs[state]} ${say(`slot.${state}`)}</span>
      ${
        state !== "booked"
          ? nothing
          : html`<button class="button" @click=${() => void this.#move(booking, "cancelled")}>
                ${say("slot.cancelGo")}
              </button>
              <button class="button" @click=${() => void this.#move(booking, "no_show")}>
                ${say("slot.noShowGo")}
              </button>
              <button class="button primary" @click=${() => void this.#move(booking, "arrived")}>
                ${say("slot.arriveGo")}
              </button>`
      }
    </div>`;
  }

  async #move({ booking }: Booking, to: "arrived" | "cancelled" | "no_show"): Promise<void> {
    await this.once((key) => this.desk.attempt("slot.move", { booking, state: to, key }));
    await this.#load();
  }

  #book(): TemplateResult {
    const { say } = this;
    const { identified } = this.desk;
    return html`
      <header>
        <h1>${say("slot.book")}</h1>
        <b class="name">${identified?.member.name ?? ""}</b>
        <span class="note">${this.on}</span>
      </header>
      <form @submit=${this.#bookNow}>
        <div class="two">
          <label>
            ${say("slot.service")}
            <select name="service">
              ${this.day.services.map(
                ({ service, name, minutes }) =>
                  html`<option value=${service}>
                    ${name} · ${say("stay.minutes", { count: minutes })}
                  </option>`,
              )}
            </select>
          </label>
          <label>${say("slot.at")}<input name="at" type="time" required /></label>
          ${
            identified !== undefined
              ? nothing
              : html`<label
                    >${say("enrol.name")}<input
                      name="guest"
                      required
                      maxlength="80"
                      autocomplete="off"
                  /></label>
                  <label
                    >${say("enrol.phone")}<input name="phone" inputmode="tel" autocomplete="off"
                  /></label>`
          }
          <label
            >${say("slot.people")}<input name="party" inputmode="numeric" pattern="[0-9]{1,3}"
          /></label>
        </div>
        ${this.foot(say("slot.bookGo"), { back: () => this.#show("day") })}
      </form>
    `;
  }

  readonly #bookNow = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const field = fieldsOf(event.target);
    const member = this.desk.identified?.member.member;
    const [guest, phone, party] = [field("guest"), field("phone"), field("party")];
    const asked = {
      service: field("service") ?? "",
      on: this.on,
      at: field("at") ?? "",
      ...(member === undefined ? {} : { member }),
      ...(guest === undefined ? {} : { guest }),
      ...(phone === undefined ? {} : { phone }),
      ...(party === undefined ? {} : { party: Number(party) }),
    };
    void this.once((key) => this.desk.attempt("slot.book", { ...asked, key })).then(
      async (booked) => {
        if (booked === undefined) return;
        await this.#load();
        this.#show("day");
      },
    );
  };

  #offer(): TemplateResult {
    const { say } = this;
    return html`
      <header><h1>${say("slot.offer")}</h1></header>
      <form @submit=${this.#offerNow}>
        <div class="two">
          <label>${say("slot.name")}<input name="name" required maxlength="80" /></label>
          <label
            >${say("slot.minutes")}<input
              name="minutes"
              inputmode="numeric"
              pattern="[0-9]{1,4}"
              required
          /></label>
          <label
            >${say("slot.opens")}<input name="opens" type="time" required value="10:00"
          /></label>
          <label
            >${say("slot.closes")}<input name="closes" type="time" required value="22:00"
          /></label>
          <label
            >${say("slot.capacity")}<input
              name="capacity"
              inputmode="numeric"
              pattern="[0-9]{1,3}"
              required
          /></label>
        </div>
        ${this.foot(say("slot.offerGo"), { back: () => this.#show("day") })}
      </form>
    `;
  }

  readonly #offerNow = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const field = fieldsOf(event.target);
    const name = field("name") ?? "";
    const offered = {
      service: this.day.services.find((one) => one.name === name)?.service ?? crypto.randomUUID(),
      name,
      minutes: Number(field("minutes") ?? "0"),
      capacity: Number(field("capacity") ?? "1"),
      opens: field("opens") ?? "",
      closes: field("closes") ?? "",
    };
    void this.once((key) => this.desk.attempt("slot.offer", { ...offered, key })).then(
      async (done) => {
        if (done === undefined) return;
        await this.#load();
        this.#show("book");
      },
    );
  };

  static override styles = [staffStyles, dialogStyles, deskStyles];
}

declare global {
  interface HTMLElementTagNameMap {
    "slot-desk": SlotDesk;
  }
}
