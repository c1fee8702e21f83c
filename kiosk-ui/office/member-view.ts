// One member whole: who she is (masked), what happened to her out of the ledger, what she has left, lot by lot.
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { staffStyles } from "../kit/staff-styles.ts";
import { countText, moneyText, weekdayText } from "./format.ts";
import { memberStyles } from "./member-styles.ts";
import type { Office } from "./office.ts";
import { officeStyles } from "./office-styles.ts";
import { saveText } from "./save-file.ts";
import { opName } from "./op-names.ts";
import type { Word } from "./words.ts";

type File = ResultOf<"member.get">;
type Account = ResultOf<"account.get">;
type Entry = ResultOf<"member.history">["entries"][number] & {
  readonly businessDate?: string;
  readonly account?: string;
  readonly staff?: string;
  readonly changes?: Readonly<Record<string, number>>;
};
type Filter = "all" | "bill" | "value" | "points" | "pass" | "card";

const filters: readonly Filter[] = ["all", "bill", "value", "points", "pass", "card"];
const nounsOf: Readonly<Record<Exclude<Filter, "all">, readonly string[]>> = {
  bill: ["bill", "stay"],
  value: ["account", "hold", "coupon", "campaign"],
  points: ["points"],
  pass: ["pass"],
  card: ["card", "member", "day"],
};
const pageSize = 200;

@customElement("member-view")
export class MemberView extends LitElement {
  @property({ attribute: false }) office!: Office;
  @property() member = "";
  @property() language = "";
  @state() private file: File | undefined;
  @state() private accounts: readonly Account[] = [];
  @state() private entries: readonly Entry[] = [];
  @state() private cursor: string | undefined;
  @state() private filter: Filter = "all";
  @state() private full: File | undefined;
  @state() private wrong = "";

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("member")) void this.#load();
  }

  async #load(): Promise<void> {
    const { client } = this.office;
    this.full = undefined;
    this.wrong = "";
    try {
      this.file = await client.call("member.get", { member: this.member });
      const { mergedInto } = this.file;
      if (mergedInto !== undefined) {
        location.replace(`#/members/${mergedInto}`);
        return;
      }
      const ids = [...new Set((this.file.cards ?? []).map(({ account }) => account))];
      this.accounts = await Promise.all(
        ids.map((account) => client.call("account.get", { account })),
      );
      this.entries = [];
      await this.#more(undefined);
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  async #more(cursor: string | undefined): Promise<void> {
    const found = await this.office.client.call("member.history", {
      member: this.member,
      limit: pageSize,
      ...(cursor === undefined ? {} : { cursor }),
    });
    this.entries = [...this.entries, ...(found.entries as readonly Entry[])];
    this.cursor = found.cursor;
  }

  readonly #reveal = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const reason = this.renderRoot.querySelector<HTMLInputElement>("input[name=reason]")?.value;
    if (reason === undefined || reason === "") return;
    try {
      const { member } = this;
      this.full = await this.office.client.call("member.get", { member, reveal: true, reason });
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  };

  async #export(): Promise<void> {
    const { client } = this.office;
    try {
      const { member } = this;
      const all = await client.call("member.export", { member });
      saveText(`${member}.json`, JSON.stringify(all.member, null, 2));
    } catch (error) {
      this.wrong = this.office.sentence(error);
    }
  }

  override render(): TemplateResult {
    const { office, file } = this;
    const { say } = office;
    return html`
      <header class="top">
        <a href="#/members">${say("nav.members")}</a> /
        <h1>${file?.name ?? ""}</h1>
        ${this.accounts.map(({ tier }) =>
          tier === null ? nothing : html`<span class="tag gold">${this.#tier(tier)}</span>`,
        )}
        <span class="spring"></span>
        <button class="button small no-print" @click=${() => void this.#export()}>
          ${say("member.export")}
        </button>
      </header>
      ${this.wrong === "" ? nothing : html`<p class="wrong" role="alert">✕ ${this.wrong}</p>`}
      ${
        file === undefined
          ? nothing
          : html`<div class="columns">
              ${this.#person(file)} ${this.#timeline()}
              <div class="balances">${this.accounts.map((account) => this.#balances(account))}</div>
            </div>`
      }
    `;
  }

  #tier(id: string): string {
    return this.office.info?.tiers.find((one) => one.id === id)?.name ?? id;
  }

  #person(file: File): TemplateResult {
    const { say } = this.office;
    const shown = this.full ?? file;
    const cards = file.cards ?? [];
    const row = (word: Word, text: unknown): TemplateResult =>
      html`<div>
        <dt>${say(word)}</dt>
        <dd>${typeof text === "string" && text !== "" ? text : "—"}</dd>
      </div>`;
    return html`
      <section class="panel person" aria-label=${shown.name ?? ""}>
        <p class="name">${shown.name}</p>
        <p class="meta">${file.number} · ${say("member.since", { date: file.enrolledOn ?? "" })}</p>
        <dl>
          ${row("member.phone", shown.phone)}
          ${cards.map(({ number, state: cardState, type }) =>
            row(
              "member.card",
              `${number} · ${this.#cardName(type)} · ${cardStateName(cardState, this.language)}`,
            ),
          )}
          ${row("member.consent", say(hasConsent(file) ? "member.yes" : "member.no"))}
        </dl>
        <form class="no-print" @submit=${(event: SubmitEvent) => void this.#reveal(event)}>
          <label class="field"
            >${say("member.revealWhy")}<input name="reason" required autocomplete="off"
          /></label>
          <button class="button small">${say("member.reveal")}</button>
        </form>
      </section>
    `;
  }

  #cardName(type: string): string {
    return this.office.info?.cards.find((one) => one.type === type)?.name ?? type;
  }

  #timeline(): TemplateResult {
    const { say } = this.office;
    const { filter } = this;
    const shown = this.entries.filter(
      ({ op }) => filter === "all" || nounsOf[filter].includes(op.split(".")[0] ?? ""),
    );
    const days = Map.groupBy(shown, (entry) => entry.businessDate ?? entry.at.slice(0, 10));
    return html`
      <section class="panel timeline" aria-label=${say("member.timeline")}>
        <header>
          <h2>${say("member.timeline")}</h2>
          <div class="switch no-print">
            ${filters.map(
              (one) =>
                html`<button
                  aria-pressed=${one === filter}
                  @click=${() => {
                    this.filter = one;
                  }}
                >
                  ${say(`filter.${one}`)}
                </button>`,
            )}
          </div>
        </header>
        <div class="scroll" tabindex="0" role="group" aria-label=${say("member.timeline")}>
          <table class="tight">
            <tbody>
              ${[...days].map(
                ([day, entries]) => html`
                  <tr class="day">
                    <th scope="rowgroup" colspan="5">
                      ${day} ${weekdayText(day, this.office.language)}
                    </th>
                  </tr>
                  ${entries.map((entry) => this.#entry(entry))}
                `,
              )}
            </tbody>
          </table>
        </div>
        <footer class="body">
          ${
            this.cursor === undefined
              ? this.#adds()
              : html`<button
                  class="button small"
                  @click=${() => void this.#more(this.cursor).catch(() => undefined)}
                >
                  ${say("member.more")}
                </button>`
          }
        </footer>
      </section>
    `;
  }

  #entry({ at, op, changes = {}, staff, entry, note }: Entry): TemplateResult {
    return html`
      <tr>
        <td>${at.slice(11, 16)}</td>
        <td>
          <span class="tag">${opName(op, this.office.language)}</span>
          ${note === undefined ? nothing : html`<div class="note">${note}</div>`}
        </td>
        <td class="figure">
          ${Object.entries(changes).map(
            ([asset, change]) =>
              html`<div>
                ${this.#assetName(asset)} <b>${this.#amount(asset, change, true)}</b>
              </div>`,
          )}
        </td>
        <td>${staff ?? "—"}</td>
        <td class="figure mono">${entry.slice(-6)}</td>
      </tr>
    `;
  }

  /** Every entry is on the page: their sum must be what the accounts show. */
  #adds(): TemplateResult | typeof nothing {
    const sums = new Map<string, number>();
    for (const { changes = {} } of this.entries)
      for (const [asset, change] of Object.entries(changes))
        sums.set(asset, (sums.get(asset) ?? 0) + change);
    const equal = [...sums].every(([asset, sum]) => {
      const held = this.accounts.reduce((total, { assets }) => {
        const lots = assets[asset]?.lots ?? [];
        return total + lots.reduce((all, { quantity }) => all + quantity, 0);
      }, 0);
      return sum === held;
    });
    const { say } = this.office;
    return equal
      ? html`<span class="tag good">✓ ${say("member.adds")}</span>`
      : html`<span class="tag">${say("member.partly")}</span>`;
  }

  #assetName(asset: string): string {
    return this.office.info?.assets.find(({ id }) => id === asset)?.name ?? asset;
  }

  #amount(asset: string, units: number, signed = false): string {
    const { info, reading } = this.office;
    const kind = info?.assets.find(({ id }) => id === asset)?.kind;
    const sign = signed && units > 0 ? "+" : "";
    return (
      sign +
      (kind === "money" || kind === "credit"
        ? moneyText(units, reading)
        : countText(units, reading.language))
    );
  }

  #balances(account: Account): TemplateResult {
    const { say } = this.office;
    return html`
      <section class="panel" aria-label=${say("member.balances")}>
        <header><h2>${say("member.balances")}</h2></header>
        ${Object.entries(account.assets).map(
          ([asset, held]) => html`
            <div class="asset">
              <p>
                <span>${this.#assetName(asset)}</span><b>${this.#amount(asset, held.available)}</b>
              </p>
              ${held.lots.map(
                ({ quantity, expiresOn }) => html`
                  <p class="meta">
                    <span
                      >${expiresOn === undefined || expiresOn === null ? "—" : say("member.until", { date: expiresOn })}</span
                    >
                    <span>${this.#amount(asset, quantity)}</span>
                  </p>
                `,
              )}
            </div>
          `,
        )}
      </section>
    `;
  }

  static override styles = [staffStyles, officeStyles, memberStyles];
}

const cardStates: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  active: ["正常", "active"],
  lost: ["已挂失", "lost"],
  blocked: ["已停用", "blocked"],
  expired: ["已过期", "expired"],
  damaged: ["已损坏", "damaged"],
  replaced: ["已换新", "replaced"],
  closed: ["已退", "closed"],
};

const cardStateName = (cardState: string, language: string): string =>
  cardStates[cardState]?.[language === "en" ? 1 : 0] ?? cardState;

const hasConsent = (file: File): boolean => {
  const consent: unknown = (file as Readonly<Record<string, unknown>>)["consent"];
  return (
    typeof consent === "object" &&
    consent !== null &&
    "marketing" in consent &&
    consent.marketing === true
  );
};

declare global {
  interface HTMLElementTagNameMap {
    "member-view": MemberView;
  }
}
