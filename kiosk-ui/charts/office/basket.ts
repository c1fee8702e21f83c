// The test basket: one bill under two versions of a programme, line by line, as the gateway would quote it.
import { type Programme, compileProgramme } from "../../../gateway/programme/compile.ts";
import type { BillInput } from "../../../gateway/programme/contract.ts";
import type { ProgrammeFile } from "../../../gateway/programme/format.ts";
import { quoteBill } from "../../../gateway/programme/quote.ts";

export interface BasketLine {
  readonly sku: string;
  readonly venue: string;
  readonly list: number;
  readonly quantity: number;
  readonly tags?: readonly string[];
}

export interface BasketMoment {
  /** business date and hour of the wall clock */
  readonly date: string;
  readonly hour: number;
  readonly weekday: number;
}

export interface BasketRow {
  readonly sku: string;
  readonly list: number;
  readonly now: number;
  readonly then: number;
}

const inputOf = (
  programme: Programme,
  lines: readonly BasketLine[],
  { card, moment }: { readonly card: string; readonly moment: BasketMoment },
): BillInput => {
  const tier = programme.cardType(card)?.tier;
  return {
    lines,
    facts: {
      ...moment,
      workday: moment.weekday <= 5,
      card,
      member: true,
      authenticated: true,
      guestIsMember: true,
      channel: "desk",
      where: "desk",
      class: "ordinary",
      ...(tier === undefined ? {} : { tier }),
    },
    recognised: true,
    holdings: {},
    carry: {},
    vouchers: [],
    redeem: [],
    offers: [],
  };
};

/** Minor units for each line, whole; both files must be ones that passed the checks. */
export const compareBasket = (
  files: { readonly now: ProgrammeFile; readonly then: ProgrammeFile },
  lines: readonly BasketLine[],
  shown: { readonly card: string; readonly moment: BasketMoment },
): readonly BasketRow[] => {
  const quoted = [files.now, files.then].map((file) => {
    const programme = compileProgramme(file);
    return quoteBill(programme, inputOf(programme, lines, shown));
  });
  return lines.map(({ sku, list, quantity }, at) => ({
    sku,
    list: list * quantity,
    now: quoted[0]?.lines[at]?.net ?? 0,
    then: quoted[1]?.lines[at]?.net ?? 0,
  }));
};
