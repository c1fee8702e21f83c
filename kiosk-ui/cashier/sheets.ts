// Which sheet lies over the till: an unknown outcome before everything, then what was done, then the open form.
import { html, nothing, type TemplateResult } from "lit";
import { addItem, addVoucher, readBasket, withoutCard } from "../charts/cashier/basket.ts";
import "./by-hand-form.ts";
import { deskSheet, isDesk, type OpenDesk } from "./desks.ts";
import type { Desk } from "./desk.ts";
import "./enrol-form.ts";
import "./find-form.ts";
import type { DeskName } from "./member-panel.ts";
import "./key-list.ts";
import "./note-form.ts";
import "./outcome-sheet.ts";
import "./small-forms.ts";
import "./redeem-form.ts";
import "./value-forms.ts";
import { type Language, sayIn } from "./words.ts";

export type Sheet =
  | DeskName
  | OpenDesk
  | "help"
  | "discount"
  | "find"
  | "note"
  | "open-amount"
  | "pin"
  | "parked"
  | "voucher";

interface Asked {
  readonly desk: Desk;
  readonly sheet: Sheet | undefined;
  readonly language: Language;
  /** the last refusal as a sentence, empty when there is none */
  readonly refused: string;
  readonly close: () => void;
}

export const sheetContent = (asked: Asked): TemplateResult | typeof nothing => {
  const { desk, sheet, language, refused } = asked;
  const say = sayIn(language);
  return desk.unknown !== undefined
    ? html`<div class="unknown" role="alert">
        <h2>？ ${say("unknown.title")}</h2>
        <p>${say("unknown.help")}</p>
        <p class="meta">${desk.unknown.op} · ${desk.unknown.key}</p>
        <button class="button primary" @click=${() => void desk.askUnknown()}>
          ${say("unknown.ask")}
        </button>
      </div>`
    : desk.outcome !== undefined
      ? html`<outcome-sheet
          .say=${say}
          .outcome=${desk.outcome}
          .job=${desk.job}
          .notice=${refused}
          @next=${() => desk.closeOutcome()}
          @resolve=${(event: CustomEvent<{ job: string; outcome: "came_out" | "reprint" }>) =>
            void desk.attempt("print.resolve", { ...event.detail, key: desk.client.newKey() })}
        ></outcome-sheet>`
      : sheet === undefined
        ? nothing
        : form(asked, sheet);
};

const unpark = async (desk: Desk, parked: string, close: () => void): Promise<void> => {
  const taken = await desk.attempt("bill.unpark", { parked, key: desk.client.newKey() });
  if (taken === undefined) return;
  close();
  // A parked basket comes back; its card must be shown again.
  desk.setBasket(withoutCard(readBasket(JSON.stringify(taken.bill))));
};

const isDeskName = (sheet: Sheet): sheet is DeskName =>
  ["enrol", "topUp", "pass", "redeem"].includes(sheet);

type SmallSheet = Exclude<Sheet, DeskName | OpenDesk>;

const form = (asked: Asked, sheet: Sheet): TemplateResult => {
  if (isDesk(sheet)) return openDesk(asked, sheet);
  return isDeskName(sheet) ? memberForm(asked, sheet) : smallForm(asked, sheet);
};

const openDesk = ({ language, ...asked }: Asked, name: OpenDesk): TemplateResult =>
  deskSheet(name, { ...asked, say: sayIn(language), english: language === "en" }) ?? html``;

const memberForm = ({ desk, language, refused, close }: Asked, sheet: DeskName): TemplateResult => {
  const say = sayIn(language);
  const english = language === "en";
  switch (sheet) {
    case "enrol":
      return html`<enrol-form
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        .english=${english}
        @back=${close}
        @done=${close}
      ></enrol-form>`;
    case "topUp":
      return html`<top-up-form
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        .english=${english}
        @back=${close}
        @done=${close}
      ></top-up-form>`;
    case "pass":
      return html`<pass-form
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        .english=${english}
        @back=${close}
        @done=${close}
      ></pass-form>`;
    case "redeem":
      return html`<redeem-form
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        .english=${english}
        @back=${close}
        @done=${close}
      ></redeem-form>`;
  }
};

const smallForm = (
  { desk, language, refused, close }: Asked,
  sheet: SmallSheet,
): TemplateResult => {
  const say = sayIn(language);
  switch (sheet) {
    case "find":
      return html`<find-form
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        @back=${close}
        @done=${close}
      ></find-form>`;
    case "help":
      return html`<key-list .say=${say} @back=${close}></key-list>`;
    case "discount":
      return html`<by-hand-form
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        .english=${language === "en"}
        @back=${close}
        @done=${close}
      ></by-hand-form>`;
    case "note":
      return html`<note-form
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        @back=${close}
        @done=${close}
      ></note-form>`;
    case "open-amount":
      return html`<open-amount-form
        .say=${say}
        .desk=${desk}
        @back=${close}
        @done=${(event: CustomEvent) => {
          desk.setBasket(addItem(desk.basket, event.detail));
          close();
        }}
      ></open-amount-form>`;
    case "pin":
      return html`<pin-form
        .say=${say}
        .desk=${desk}
        @back=${() => {
          desk.detach();
          close();
        }}
        @done=${(event: CustomEvent<string>) => {
          desk.setPin(event.detail);
          close();
        }}
      ></pin-form>`;
    case "voucher":
      return html`<voucher-form
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        @back=${close}
        @done=${(event: CustomEvent<string>) => {
          desk.setBasket(addVoucher(desk.basket, event.detail));
          close();
        }}
      ></voucher-form>`;
    case "parked":
      return html`<parked-form
        .say=${say}
        .desk=${desk}
        .refused=${refused}
        @back=${close}
        @done=${(event: CustomEvent<string>) => void unpark(desk, event.detail, close)}
      ></parked-form>`;
  }
};
