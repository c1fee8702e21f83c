// What goes with a shift: the drawer's log with the form for cash in and out, and the parked bills, which stay.
import { html, nothing, type TemplateResult } from "lit";
import type { ResultOf } from "../../gateway/protocol/operations.ts";
import { formatAmount } from "../charts/cashier/amount.ts";
import { type Say, wordFor } from "./words.ts";

export type DrawerRows = NonNullable<ResultOf<"shift.get">["drawer"]>;
type Parked = ResultOf<"bill.parked">["parked"];

const kinds = ["in", "safe", "expense"] as const;
const shownRows = 40;

const timeOf = (at: string): string => new Date(at).toTimeString().slice(0, 5);

const signed = (amount: number | undefined): string =>
  amount === undefined ? "—" : `${amount > 0 ? "+" : ""}${formatAmount(amount)}`;

/** When, what and why; an opening's own words stand beside its reason. */
export const drawerRows = (say: Say, rows: DrawerRows): TemplateResult => html`
  <div class="scroll">
    <table class="rows">
      <tbody>
        ${rows.slice(0, shownRows).map(
          (row) =>
            html`<tr>
              <td>${timeOf(row.at)}</td>
              <td><b>${say(row.what === "cash" ? "drawer.cash" : "drawer.opened")}</b></td>
              <td>
                ${wordFor(say, "drawer.why", row.reason)}${row.note === undefined ? "" : ` · ${row.note}`}
              </td>
              <td class="figure">${signed(row.amount)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${rows.length === 0 ? html`<p class="note empty">${say("drawer.none")}</p>` : nothing}
  </div>
`;

export const drawerLog = (
  say: Say,
  rows: DrawerRows,
  move: (event: SubmitEvent) => void,
  refused: string,
): TemplateResult => html`
  <section class="panel">
    <header><h2>${say("drawer.title")}</h2></header>
    ${drawerRows(say, rows)}
    <form class="move" @submit=${move}>
      <select name="kind" aria-label=${say("drawer.cash")}>
        ${kinds.map((kind) => html`<option value=${kind}>${say(`drawer.kind.${kind}`)}</option>`)}
      </select>
      <input
        name="amount"
        inputmode="decimal"
        aria-label=${say("topUp.amount")}
        placeholder="0.00"
        required
      />
      <input
        name="why"
        aria-label=${say("card.reason")}
        placeholder=${say("card.reason")}
        required
        maxlength="200"
      />
      <button class="button">${say("drawer.go")}</button>
    </form>
    ${refused === "" ? nothing : html`<p class="refused" role="alert">✕ ${refused}</p>`}
  </section>
`;

/** How often the drawer was opened in the shift, as the X report has it. */
export const openingsLine = (
  say: Say,
  openings: { readonly all: number; readonly noSale: number } | undefined,
): TemplateResult | typeof nothing =>
  openings === undefined
    ? nothing
    : html`<p class="note openings">${say("drawer.openings", openings)}</p>`;

export const parkedList = (say: Say, parked: Parked): TemplateResult => html`
  <section class="panel">
    <header>
      <h2>${say("shift.parked")}</h2>
      <span class="note">${say("shift.parkedHelp")}</span>
    </header>
    <table class="rows">
      <tbody>
        ${parked.map(
          (bill) =>
            html`<tr>
              <td>${bill.note ?? timeOf(bill.at)}</td>
              <td class="figure">${bill.due === undefined ? "—" : formatAmount(bill.due)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${parked.length === 0 ? html`<p class="note empty">${say("park.none")}</p>` : nothing}
  </section>
`;
