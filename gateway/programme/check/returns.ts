// What the programme gives back at most for money spent: an upper bound, in basis points.
import type { ProgrammeFile, Rule } from "../format.ts";
import { mulDiv, WHOLE } from "../money.ts";
import type { Finding } from "./finding.ts";
import { note, warning } from "./finding.ts";

/** Above this an owner should look twice. */
const generousBasisPoints = 5_000;

const highest = (values: readonly number[]): number => Math.max(0, ...values);

const at = (file: ProgrammeFile, stage: Rule["at"]): readonly Rule[] =>
  file.rules.filter((rule) => rule.at === stage);

/** The largest ratio off any line; fixed prices and amounts have none. */
const discount = (file: ProgrammeFile): number =>
  highest(at(file, "discount").map((rule) => Math.max(0, WHOLE - (rule.then.payRatio ?? WHOLE))));

/** The largest gift on top of a top-up: a rate, or a fixed gift on the least amount that earns it. */
const bonus = (file: ProgrammeFile): number =>
  highest(
    at(file, "topup").map((rule) => {
      const { rate = 0, fixed = 0 } = rule.then.bonus ?? {};
      const amount = rule.when?.["amount"];
      const least = typeof amount === "object" && "gte" in amount ? amount.gte : undefined;
      return (
        rate + (typeof least === "number" && least > 0 ? Math.floor((fixed * WHOLE) / least) : 0)
      );
    }),
  );

/** What points given for money are worth where points can pay. */
const points = (file: ProgrammeFile): number => {
  const factor = highest([WHOLE, ...at(file, "earn").map((rule) => rule.then.multiply ?? WHOLE)]);
  const earning = at(file, "earn").flatMap(({ then: { points: effect } }) =>
    effect === undefined || (effect.base ?? "eligible_net") !== "eligible_net" ? [] : [effect],
  );
  return highest(
    at(file, "points_pay").flatMap(({ then: { spend } }) =>
      earning.map(({ per, give }) => {
        const worth = (spend?.for?.amount ?? 0) * give;
        const by = { numerator: factor, divisor: per * (spend?.qty ?? 1) };
        return mulDiv(worth, by, "floor");
      }),
    ),
  );
};

export interface Returns {
  readonly discount: number;
  readonly bonus: number;
  readonly points: number;
  /** all three one on another, on money paid in */
  readonly total: number;
}

/** Upper bounds in basis points; estimates for an owner, never used in arithmetic on balances. */
export const returnsOf = (file: ProgrammeFile): Returns => {
  const [off, extra, earned] = [discount(file), bonus(file), points(file)];
  const by = { numerator: WHOLE, divisor: WHOLE + extra };
  const left = mulDiv(WHOLE - off, by, "floor");
  const back = mulDiv(left, { numerator: earned, divisor: WHOLE }, "floor");
  return { discount: off, bonus: extra, points: earned, total: WHOLE - left + back };
};

const percent = (basisPoints: number): string => {
  const text = String(basisPoints).padStart(3, "0");
  return `${text.slice(0, -2)}.${text.slice(-2)} %`;
};

/** Says the return rate; warns where it is high. */
export const checkReturns = (file: ProgrammeFile): readonly Finding[] => {
  const returns = returnsOf(file);
  const say = returns.total > generousBasisPoints ? warning : note;
  const message =
    `gives back at most ${percent(returns.total)}: discount ${percent(returns.discount)}, ` +
    `top-up gift ${percent(returns.bonus)}, points ${percent(returns.points)}`;
  return [say("return_rate", "/rules", message)];
};
