// What an act at the card desk comes to: what stays with the account, the fee or the payout, what is in force at once.
import { html, nothing, type TemplateResult } from "lit";
import { formatAmount } from "../charts/cashier/amount.ts";
import type { CardAction } from "../charts/cashier/card-desk.ts";
import type { Comes } from "./card-calls.ts";
import type { Account, Info } from "./desk.ts";
import type { Say } from "./words.ts";

type Asset = Account["assets"][string];

const shown = (kind: string, asset: Asset): string =>
  kind === "money" ? formatAmount(asset.available) : asset.available.toLocaleString("en-US");

/** Old card → new card, row by row the same: only the means of recognition changes. */
export const keptWithAccount = (
  say: Say,
  {
    action,
    account,
    info,
  }: {
    readonly action: CardAction;
    readonly account: Account | undefined;
    readonly info: Info | undefined;
  },
): TemplateResult | typeof nothing => {
  if (account === undefined || info === undefined) return nothing;
  const changes = action === "replace" || action === "exchange";
  const rows = info.assets.flatMap(({ id, name, kind }) => {
    const asset = account.assets[id];
    return asset === undefined ? [] : [{ name, says: shown(kind, asset) }];
  });
  return html`
    <div class="panel kept">
      <table class="rows">
        <thead>
          <tr>
            <th scope="col">${say(changes ? "card.kept" : "card.holds")}</th>
            <th scope="col" class="figure">${say(changes ? "card.old" : "before")}</th>
            ${changes ? html`<th scope="col" class="figure">${say("card.new")}</th>` : nothing}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ name, says }) =>
              html`<tr>
                <td>${name}</td>
                <td class="figure">${says}</td>
                ${changes ? html`<td class="figure">→ <b>${says}</b></td>` : nothing}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
};

/** The right column: fee or payout in figures, and the effects in a sentence. */
export const cardConditions = (
  say: Say,
  {
    action,
    comes,
    info,
  }: {
    readonly action: CardAction;
    readonly comes: Comes | undefined;
    readonly info: Info | undefined;
  },
): TemplateResult => {
  const nameOf = (id: string): string => info?.assets.find((one) => one.id === id)?.name ?? id;
  const isMoney = (id: string): boolean =>
    info?.assets.find((one) => one.id === id)?.kind === "money";
  const lapsing = Object.entries(comes?.forfeited ?? {});
  const fee = comes?.fee;
  return html`
    <aside>
      <div class="panel">
        <header><h2>${say("card.fee")}</h2></header>
        <dl>
          ${fee === undefined ? nothing : html`<dt>${say(`card.${action}`)}</dt>`}
          ${fee === undefined ? nothing : html`<dd class="due">${formatAmount(fee)}</dd>`}
          ${
            comes?.pay === undefined
              ? nothing
              : html`<dt>${say("card.refund")}</dt>
                  <dd class="due">${formatAmount(-comes.pay)}</dd>`
          }
          ${lapsing.map(
            ([id, quantity]) =>
              html`<dt>${say("card.forfeited")} ${nameOf(id)}</dt>
                <dd>
                  ${isMoney(id) ? formatAmount(quantity) : quantity.toLocaleString("en-US")}
                </dd>`,
          )}
          ${
            (fee ?? 0) === 0 && comes?.pay === undefined
              ? html`<dt>${say("card.noFee")}</dt>
                  <dd>0.00</dd>`
              : nothing
          }
        </dl>
      </div>
      <div class="panel effect">
        <p>
          ${say(`card.effect.${action}`, {
            date: comes?.replaceFrom ?? comes?.validTo ?? "—",
            pay: formatAmount(comes?.pay ?? 0),
          })}
        </p>
      </div>
    </aside>
  `;
};
