// A list of members as segments and campaigns show it: masked, each name leading to the file.
import { html, type TemplateResult } from "lit";
import type { ResultOf } from "../../../gateway/protocol/operations.ts";
import { moneyText } from "../format.ts";
import type { Office } from "../office.ts";
import type { SayCare } from "./words.ts";

export type People = ResultOf<"segment.members">["members"];

export const peopleTable = (office: Office, say: SayCare, people: People): TemplateResult => html`
  <div class="scroll" tabindex="0" role="group" aria-label=${say("row.name")}>
    <table class="tight">
      <thead>
        <tr>
          <th scope="col">${say("row.name")}</th>
          <th scope="col">${say("row.number")}</th>
          <th scope="col">${say("row.tier")}</th>
          <th scope="col">${say("row.last")}</th>
          <th scope="col" class="figure">${say("row.spent")}</th>
        </tr>
      </thead>
      <tbody>
        ${people.map(
          (one) => html`
            <tr>
              <th scope="row"><a href="#/members/${one.member}">${one.name}</a></th>
              <td>${one.number}</td>
              <td>${tierName(office, one.tier)}</td>
              <td>${one.lastVisit ?? "—"}</td>
              <td class="figure">
                ${one.spend12m === undefined ? "—" : moneyText(one.spend12m, office.reading)}
              </td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  </div>
`;

const tierName = (office: Office, tier: string | null | undefined): string =>
  office.info?.tiers.find(({ id }) => id === tier)?.name ?? tier ?? "—";
