// Who came how often and spent how much in the year up to a day: what reports of care share.

/** Days with sales in the year up to :to, an account each: `visit(account, day, spent)`, `guest(account, visits, spend, first, last)`. */
export const guestsOfYear = /* sql */ `visit AS (
  SELECT account, day, -sum(amount) AS spent FROM posting
  WHERE head = 'income' AND name = 'sales' AND account IS NOT NULL AND day > date(:to, '-1 year') AND day <= :to
  GROUP BY account, day HAVING spent > 0
), guest AS (
  SELECT account, count(*) AS visits, sum(spent) AS spend, min(day) AS first, max(day) AS last
  FROM visit GROUP BY account
)`;

/** What the guests of a condition spent, entry by entry. */
export const spentBy = (condition: string, also = ""): string => /* sql */ `
WITH ${guestsOfYear}${also}
SELECT posting.seq AS seq, -sum(posting.amount) AS amount FROM posting
JOIN visit ON visit.account = posting.account AND visit.day = posting.day
WHERE head = 'income' AND name = 'sales' AND posting.account IN (SELECT account FROM guest WHERE ${condition})
GROUP BY posting.seq`;
