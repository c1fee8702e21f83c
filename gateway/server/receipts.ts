// How this store's receipts are laid out: its name, the programme's words, the decimals of its money.
import { layOutReceipt } from "../devices/receipt-layout.ts";
import { receiptCode } from "../ledger/receipt-code.ts";
import { shortCode } from "../ledger/short-code.ts";
import type { Programme } from "../programme/programme.ts";
import { nameIn } from "./catalogue.ts";
import type { House } from "./house.ts";

export const receiptLayout =
  (parts: {
    readonly programme: () => Programme;
    readonly storeName: House["storeName"];
  }): House["layOut"] =>
  (facts, lang, entryHash) => {
    const programme = parts.programme();
    const { currency } = programme;
    return layOutReceipt(facts, {
      lang,
      shop: parts.storeName(lang),
      moneyDecimals: { [currency]: decimalsOf(currency) },
      nameOf: nameIn(programme, lang),
      ...(entryHash === undefined
        ? {}
        : {
            proof: {
              code: shortCode(entryHash),
              symbol: receiptCode({ receipt: facts.receipt, hash: entryHash }),
            },
          }),
    });
  };

/** How many digits of the amount are minor units: 2 for CNY, 0 for JPY. */
const decimalsOf = (currency: string): number => {
  const known = decimalsByCurrency.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  decimalsByCurrency.set(currency, decimals);
  return decimals;
};

/** A format takes longer to make than a receipt to lay out. */
const decimalsByCurrency = new Map<string, number>();
