// What a campaign gives, as fields: a voucher, units of an asset, or both.
import { html, type TemplateResult } from "lit";
import type { ParamsOf } from "../../../gateway/protocol/operations.ts";
import { countText, moneyText } from "../format.ts";
import type { Office } from "../office.ts";
import { choice, field, minorOf, typedOf, wholeOf } from "./fields.ts";
import type { SayCare } from "./words.ts";

export type Gift = ParamsOf<"campaign.put">["gift"];

const daysDefault = 30;

/** Fields `<prefix>.value`, `.minSpend`, `.days`, `.asset`, `.quantity`. */
export const giftFields = (
  { office, say }: { readonly office: Office; readonly say: SayCare },
  given: {
    readonly prefix: string;
    readonly legend: string;
    readonly gift: Gift;
    readonly disabled: boolean;
  },
): TemplateResult => {
  const { prefix, legend, gift, disabled } = given;
  const { coupon, units } = gift;
  const assets = (office.info?.assets ?? []).filter(({ kind }) =>
    ["points", "count", "money"].includes(kind),
  );
  const money = (name: string, label: string, value: number | undefined): TemplateResult =>
    field({ name: `${prefix}.${name}`, label, value: typedOf(value, office.reading), disabled });
  return html`
    <fieldset>
      <legend>${legend}</legend>
      <div class="fields">
        ${money("value", `${say("campaigns.coupon")} · ${say("campaigns.value")}`, coupon?.value)}
        ${money("minSpend", say("campaigns.minSpend"), coupon?.minSpend)}
        ${field({
          name: `${prefix}.days`,
          label: say("campaigns.days"),
          value: String(coupon?.days ?? daysDefault),
          disabled,
        })}
        ${choice({
          name: `${prefix}.asset`,
          label: say("campaigns.units"),
          value: units?.asset ?? "",
          disabled,
          options: [
            ["", say("campaigns.nothing")],
            ...assets.map(({ id, name }) => [id, name ?? id] as const),
          ],
        })}
        ${field({
          name: `${prefix}.quantity`,
          label: say("campaigns.quantity"),
          value: unitsText(office, units),
          disabled,
        })}
      </div>
    </fieldset>
  `;
};

const isMoney = ({ info }: Office, asset: string): boolean =>
  info?.assets.find(({ id }) => id === asset)?.kind === "money";

const unitsText = (office: Office, units: Gift["units"]): string => {
  if (units === undefined) return "";
  return isMoney(office, units.asset)
    ? typedOf(units.quantity, office.reading)
    : String(units.quantity);
};

/** What was typed; undefined where nothing is given. */
export const giftTyped = (
  office: Office,
  typed: (name: string) => string,
  prefix: string,
): Gift | undefined => {
  const value = minorOf(typed(`${prefix}.value`), office.reading);
  const minSpend = minorOf(typed(`${prefix}.minSpend`), office.reading);
  const days = wholeOf(typed(`${prefix}.days`)) ?? daysDefault;
  const asset = typed(`${prefix}.asset`);
  const text = typed(`${prefix}.quantity`);
  const quantity = isMoney(office, asset) ? minorOf(text, office.reading) : wholeOf(text);
  const coupon =
    value === undefined || value === 0
      ? {}
      : {
          coupon: {
            value,
            days,
            ...(minSpend === undefined || minSpend === 0 ? {} : { minSpend }),
          },
        };
  const units =
    asset === "" || quantity === undefined || quantity === 0 ? {} : { units: { asset, quantity } };
  const gift: Gift = { ...coupon, ...units };
  return Object.keys(gift).length === 0 ? undefined : gift;
};

/** In a few words. */
export const giftText = (office: Office, say: SayCare, { coupon, units }: Gift): string => {
  const parts = [];
  if (coupon !== undefined) {
    const min =
      coupon.minSpend === undefined
        ? ""
        : ` (${say("coupons.min", { amount: moneyText(coupon.minSpend, office.reading) })})`;
    parts.push(`${say("campaigns.coupon")} ${moneyText(coupon.value, office.reading)}${min}`);
  }
  if (units !== undefined) {
    const name = office.info?.assets.find(({ id }) => id === units.asset)?.name ?? units.asset;
    const quantity = isMoney(office, units.asset)
      ? moneyText(units.quantity, office.reading)
      : countText(units.quantity, office.language);
    parts.push(`${name} ${quantity}`);
  }
  return parts.join(" + ");
};
