// The shown member: tier, stored value, points, passes as tallies; or what to do while nobody is shown.
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { formatAmount } from "../charts/cashier/amount.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import type { Account, Glance, Identified, Info } from "./desk.ts";
import { glanceRows, glanceStyles } from "./glance-rows.ts";
import { type Say, wordFor } from "./words.ts";

type Asset = Account["assets"][string];

const notchesMax = 20;
/** What is done for a member, with its letter. */
export const memberActions = [
  ["enrol", "member.enrol", "N"],
  ["topUp", "member.topUp", "T"],
  ["pass", "member.pass", "P"],
  ["redeem", "member.redeem", "R"],
] as const;
const states = {
  active: ["good", "✓", "member.ok"],
  expired: ["warn", "▲", "member.expired"],
  pin_blocked: ["bad", "✕", "member.pinBlocked"],
} as const;

@customElement("member-panel")
export class MemberPanel extends LitElement {
  @property({ attribute: false }) say!: Say;
  @property({ attribute: false }) info: Info | undefined;
  @property({ attribute: false }) identified: Identified | undefined;
  @property({ attribute: false }) account: Account | undefined;
  @property({ attribute: false }) glance: Glance | undefined;

  override render(): TemplateResult {
    const { identified, account, say } = this;
    return html`
      <section class="panel" aria-label=${say("key.member")}>
        ${
          identified === undefined || account === undefined
            ? html`<div class="nobody">
                <h2>${say("member.none")}</h2>
                <p class="note">${say("member.noneHelp")}</p>
              </div>`
            : this.#member(identified, account)
        }
        <span class="spring"></span>
        <div class="actions">
          ${memberActions.map(
            ([name, word, key]) => html`
              <button
                class="button"
                ?disabled=${name !== "enrol" && identified === undefined}
                @click=${() => this.dispatchEvent(new CustomEvent("desk", { detail: name }))}
              >
                ${say(word)} <kbd>Alt ${key}</kbd>
              </button>
            `,
          )}
        </div>
      </section>
    `;
  }

  #member(identified: Identified, account: Account): TemplateResult {
    const { say } = this;
    const [tone, sign, word] = states[identified.state];
    return html`
      <header>
        <div class="name">${identified.member.name}</div>
        <span class="tag gold">${this.#named("tiers", identified.tier ?? identified.type)}</span>
        ${
          this.glance === undefined
            ? nothing
            : html`<span class="tag">${say(`class.${this.glance.class}`)}</span>`
        }
        <span class="spring"></span>
        <span class="tag ${tone}">${sign} ${say(word)}</span>
      </header>
      <p class="note contact">
        ${identified.member.phone ?? ""}
        ${identified.number === undefined ? "" : say("member.card", { tail: identified.number.slice(-4) })}
        ${identified.validTo == null ? nothing : say("member.until", { date: identified.validTo })}
      </p>
      <div class="balances">
        ${this.#assets("money").map(([id, asset]) => this.#money(id, asset))}
        ${this.#assets("points").map(([, asset]) => this.#points(asset))}
      </div>
      ${this.#assets("count")
        .filter(([, asset]) => asset.available > 0)
        .map(([id, asset]) => this.#tally(id, asset))}
      ${this.glance === undefined ? nothing : glanceRows(say, this.glance)}
      ${
        account.benefits.length === 0
          ? nothing
          : html`<p class="benefits">
              ${account.benefits.map((one) => html`<span class="tag calm">${wordFor(say, "benefit", one.code)}</span>`)}
            </p>`
      }
    `;
  }

  #money(_id: string, asset: Asset): TemplateResult {
    const { say } = this;
    const parts =
      asset.principal === undefined
        ? nothing
        : html`<div class="meta">
            ${say("member.parts", {
              principal: formatAmount(asset.principal),
              bonus: formatAmount(asset.bonus ?? 0),
            })}
          </div>`;
    return html`<div>
      <div class="meta">${say("member.stored")}</div>
      <div class="figure-big">${formatAmount(asset.available)}</div>
      ${parts}
    </div>`;
  }

  #points(asset: Asset): TemplateResult {
    const { say } = this;
    const next = asset.expiresNext;
    return html`<div>
      <div class="meta">${say("member.points")}</div>
      <div class="figure-big">${asset.available.toLocaleString("en-US")}</div>
      ${
        next === undefined
          ? nothing
          : html`<div class="meta warn">
              ${say("member.expires", { date: next.on, count: next.quantity })}
            </div>`
      }
    </div>`;
  }

  /** A punch card as a tally: cut notches are used, dotted ones are left. */
  #tally(id: string, asset: Asset): TemplateResult {
    const { say } = this;
    const pass = this.info?.passes.find((one) => one.asset === id);
    const whole = Math.max(pass?.quantity ?? asset.available, asset.available);
    const shown = Math.min(whole, notchesMax);
    const used = Math.min(whole - asset.available, shown);
    const until = asset.lots[0]?.expiresOn;
    return html`
      <div class="pass">
        <div class="line">
          <b>${pass?.name ?? this.#named("assets", id)}</b>
          <span class="meta"
            >${until === undefined ? "" : say("member.until", { date: until })}</span
          >
          <span class="spring"></span>
          <span>${say("member.left", { count: asset.available })}</span>
        </div>
        <div class="tally" aria-hidden="true">
          ${Array.from({ length: shown }, (_none, at) => html`<i class=${at < used ? "cut" : "left"}></i>`)}
        </div>
      </div>
    `;
  }

  #assets(kind: string): readonly (readonly [string, Asset])[] {
    return (this.info?.assets ?? [])
      .filter((asset) => asset.kind === kind)
      .flatMap(({ id }) => {
        const asset = this.account?.assets[id];
        return asset === undefined ? [] : [[id, asset] as const];
      });
  }

  #named(list: "tiers" | "assets", id: string): string {
    return this.info?.[list].find((one) => one.id === id)?.name ?? id;
  }

  static override styles = [
    staffStyles,
    glanceStyles,
    css`
      :host {
        display: grid;
        min-height: 0;
      }
      .panel {
        display: flex;
        flex-direction: column;
        min-height: 0;
        overflow: auto;
      }
      .panel > header {
        border: 0;
        padding-block-end: 0;
      }
      .name {
        font: 700 1.5rem/2rem var(--font-display);
      }
      .contact {
        padding: 0 16px 10px;
      }
      .nobody {
        padding: 28px 16px;
        text-align: center;
      }
      .nobody h2 {
        font: 700 1.25rem/2rem var(--font-display);
      }
      .balances {
        display: grid;
        grid-template-columns: 1fr 1fr;
        border-block: 1px solid var(--line);
      }
      .balances > div {
        padding: 10px 16px;
      }
      .balances > div + div {
        border-inline-start: 1px solid var(--line);
      }
      .figure-big {
        font-size: 1.5rem;
        line-height: 2rem;
        font-weight: 700;
      }
      .warn {
        color: var(--warn);
      }
      .pass {
        padding: 10px 16px;
        border-block-end: 1px solid var(--line);
      }
      .line {
        display: flex;
        align-items: baseline;
        gap: 8px;
      }
      .tally {
        display: flex;
        height: 24px;
        margin-block-start: 6px;
        background: var(--gold-soft);
        border: 1px solid var(--gold);
        border-radius: 5px;
        overflow: hidden;
      }
      .tally i {
        flex: 1;
        position: relative;
      }
      .tally .cut::before {
        content: "";
        position: absolute;
        inset-block-start: -1px;
        inset-inline-start: calc(50% - 7px);
        border: 7px solid transparent;
        border-block-start: 11px solid var(--gold);
        border-block-end: 0;
      }
      .tally .left::before {
        content: "";
        position: absolute;
        inset-block: 5px;
        inset-inline-start: 50%;
        border-inline-start: 2px dotted var(--edge);
      }
      .benefits {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        padding: 10px 16px;
      }
      .actions {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 8px;
        padding: 12px 16px;
        /* however much there is to tell of a member, what can be done stands whole */
        position: sticky;
        inset-block-end: 0;
        background: var(--surface);
      }
      .actions .button {
        justify-content: space-between;
        min-height: 44px;
        min-width: 0;
        white-space: normal;
        text-align: start;
      }
      @media (max-width: 700px) {
        .actions kbd {
          display: none;
        }
      }
    `,
  ];
}

/** Names of the desks a cashier can open from here. */
export type DeskName = (typeof memberActions)[number][0];
export const deskKeys: ReadonlyMap<string, DeskName> = new Map(
  memberActions.map(([name, , key]) => [key.toLowerCase(), name]),
);
declare global {
  interface HTMLElementTagNameMap {
    "member-panel": MemberPanel;
  }
}
