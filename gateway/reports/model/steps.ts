// From journal entries to the tables of schema.ts, as SQL over the attached books: one step a batch of entries, ?1
// < seq ≤ ?2.
// Reads events by their names; knows no report.

const inStep = "journal.seq > ?1 AND journal.seq <= ?2";

const entries = /* sql */ `
INSERT INTO entry (seq, id, day, at, op, station, staff, member, account)
SELECT seq, id, body ->> 'businessDate', body ->> 'at', body ->> 'op', body ->> '$.actor.station',
  body ->> '$.actor.staff', body ->> 'member', body ->> 'account'
FROM source AS journal WHERE ${inStep}`;

/**
 * A name is read from its end where an asset's own id may hold colons: liab:<asset>:<part>:<account>:<lot>.
 * Each name is taken apart once: without MATERIALIZED it would be for every column that asks.
 */
const postings = /* sql */ `
WITH line AS MATERIALIZED (
  SELECT journal.seq, posting.value ->> 'account' AS whole, posting.value ->> 'unit' AS unit,
    posting.value ->> 'amount' AS amount,
    '[' || replace(json_quote(posting.value ->> 'account'), ':', '","') || ']' AS names
  FROM source AS journal, json_each(journal.body, '$.lines') AS posting WHERE ${inStep}
), apart AS MATERIALIZED (
  SELECT seq, whole, unit, amount, json_array_length(names) AS depth, names ->> '$[0]' AS head,
    coalesce(names ->> '$[1]', '') AS second, names ->> '$[2]' AS third, names ->> '$[#-3]' AS part,
    names ->> '$[#-2]' AS owner, names ->> '$[#-1]' AS lot
  FROM line
), named AS MATERIALIZED (
  SELECT *, head = 'liab' AND depth >= 5 AND part IN ('principal', 'bonus', 'avail', 'pending') AS in_lot FROM apart
)
INSERT INTO posting (seq, day, hour, op, station, account, head, name, rest, part, owner, lot, unit, amount)
SELECT entry.seq, entry.day, CAST(substr(entry.at, 12, 2) AS INTEGER), entry.op, entry.station, entry.account,
  head,
  CASE WHEN in_lot THEN substr(whole, 6, length(whole) - 8 - length(part) - length(owner) - length(lot))
    ELSE second END,
  CASE WHEN in_lot OR depth < 3 OR (head = 'liab' AND second <> 'commission')
      OR (head = 'asset' AND second = 'receivable') THEN NULL
    ELSE replace(substr(whole, length(head) + length(second) + 3), '%3A', ':') END,
  CASE WHEN in_lot THEN part END,
  CASE WHEN in_lot OR (head = 'liab' AND second = 'deferred') THEN owner
    WHEN head = 'asset' AND second = 'receivable' THEN third END,
  CASE WHEN in_lot OR (head = 'liab' AND second IN ('deferred', 'voucher')) THEN lot END,
  unit, amount
FROM named JOIN entry ON entry.seq = named.seq`;

const staged = /* sql */ `
INSERT INTO staged (seq, type, event)
SELECT journal.seq, event.value ->> 'type', event.value
FROM source AS journal, json_each(journal.body, '$.events') AS event
WHERE ${inStep} AND event.value ->> 'type' IN ('LotOpened', 'LotCredited', 'AccountOpened', 'TierChanged',
  'MemberEnrolled', 'MemberChanged', 'MemberErased',
  'MembersMerged', 'CardIssued', 'BillSettled', 'BillReversed', 'ToppedUp',
  'VoucherIssued', 'VoucherUsed', 'VoucherRestored', 'VoucherExpired', 'VoucherVoided', 'ShiftClosed',
  'StayCheckedOut', 'DrawerOpened')`;

const from = (...types: readonly string[]): string =>
  `FROM staged JOIN entry ON entry.seq = staged.seq WHERE staged.type IN (${types
    .map((type) => `'${type}'`)
    .join(", ")})`;

const accounts: readonly string[] = [
  /* sql */ `INSERT OR IGNORE INTO lot (lot, account, asset, created, expires)
SELECT event ->> 'lot', coalesce(event ->> 'account', entry.account), event ->> 'asset',
  coalesce(event ->> 'createdOn', entry.day), event ->> 'expiresOn'
${from("LotOpened")} ORDER BY staged.seq`,
  /* sql */ `UPDATE lot SET expires = credited.expires FROM (
  SELECT event ->> 'lot' AS lot, event ->> 'expiresOn' AS expires FROM staged WHERE type = 'LotCredited'
) AS credited WHERE lot.lot = credited.lot`,
  /* sql */ `INSERT OR IGNORE INTO account (account, member, opened, tier)
SELECT event ->> 'account', event ->> 'member', entry.day, event ->> 'tier' ${from("AccountOpened")}`,
  /* sql */ `INSERT INTO tier_move (seq, day, account, before, after)
SELECT staged.seq, entry.day, coalesce(event ->> 'account', entry.account), event ->> 'from', event ->> 'to'
${from("TierChanged")} ORDER BY staged.seq, staged.rowid`,
  /* sql */ `INSERT OR IGNORE INTO card (card, account, type, day, seq)
SELECT event ->> 'card', coalesce(event ->> '$.file.account', entry.account), event ->> '$.file.type',
  entry.day, staged.seq
${from("CardIssued")}`,
  /* sql */ `INSERT INTO topup (seq, day, account, amount, bonus, seller)
SELECT staged.seq, entry.day, coalesce(event ->> 'account', entry.account), event ->> 'amount',
  coalesce(event ->> 'bonus', 0), event ->> 'seller'
${from("ToppedUp")} ORDER BY staged.seq`,
];

const region = (file: string): string =>
  `coalesce(${["region", "city", "province"]
    .map((name) => `event ->> '$.${file}.attributes.${name}'`)
    .join(", ")})`;

const members: readonly string[] = [
  /* sql */ `INSERT OR IGNORE INTO member (member, number, name, enrolled, seq, sex, born, region, referrer)
SELECT event ->> 'member', event ->> '$.file.number', event ->> '$.file.person.maskedName',
  coalesce(event ->> '$.file.enrolledOn', entry.day), staged.seq, event ->> '$.file.sex',
  event ->> '$.file.birthday.year',
  ${region("file")}, event ->> '$.file.referrer' ${from("MemberEnrolled")}`,
  /* sql */ `UPDATE member SET
  name = coalesce(changed.name, member.name), sex = coalesce(changed.sex, member.sex),
  born = coalesce(changed.born, member.born), region = coalesce(changed.region, member.region),
  referrer = coalesce(changed.referrer, member.referrer)
FROM (
  SELECT event ->> 'member' AS member, max(event ->> '$.changes.person.maskedName') AS name,
    max(event ->> '$.changes.sex') AS sex, max(event ->> '$.changes.birthday.year') AS born,
    max(${region("changes")}) AS region, max(event ->> '$.changes.referrer') AS referrer
  FROM staged WHERE type = 'MemberChanged' GROUP BY 1
) AS changed WHERE member.member = changed.member`,
  // What newer journals do not hold stands beside the members' keys, for as long as they are members. CROSS JOIN: each
  // member of the step is looked up; the other way round all members would be looked at with every one of the step.
  /* sql */ `UPDATE member SET sex = coalesce(told.sex, member.sex), born = coalesce(told.born, member.born),
  region = coalesce(told.region, member.region)
FROM (
  WITH wanted AS MATERIALIZED (
    SELECT DISTINCT event ->> 'member' AS member FROM staged WHERE type IN ('MemberEnrolled', 'MemberChanged')
  )
  SELECT trait.* FROM wanted CROSS JOIN trait ON trait.member = wanted.member
) AS told WHERE member.member = told.member`,
  /* sql */ `UPDATE member SET name = '*', sex = NULL, born = NULL, region = NULL, referrer = NULL, erased = 1
WHERE member IN (SELECT event ->> 'member' FROM staged WHERE type = 'MemberErased')`,
];

/** Accounts of files that were merged, and where each leads; what they did is the survivor's from then on. */
const merged = /* sql */ `SELECT pair.value ->> 'from' AS ended, pair.value ->> 'to' AS led, event ->> 'into' AS survivor
FROM staged, json_each(staged.event, '$.accounts') AS pair WHERE staged.type = 'MembersMerged'`;
/** Nothing where nobody was merged: the range of entries is then empty, and no row is looked at. */
const before = "seq <= (SELECT max(seq) FROM staged WHERE type = 'MembersMerged')";

const merging: readonly string[] = [
  /* sql */ `UPDATE account SET member = merged.survivor FROM (${merged}) AS merged
WHERE account.account = merged.ended`,
  ...["posting", "sale"].map(
    (table) => /* sql */ `UPDATE ${table} SET account = merged.led FROM (${merged}) AS merged
WHERE ${table}.${before} AND ${table}.account = merged.ended AND merged.led IS NOT NULL`,
  ),
  /* sql */ `UPDATE member SET name = '*', sex = NULL, born = NULL, region = NULL, referrer = NULL, erased = 1
WHERE member IN (SELECT event ->> 'member' FROM staged WHERE type = 'MembersMerged')`,
];

const bills: readonly string[] = [
  // The rows as they stand after the event; a settled bill keeps its lines and what each came to apart.
  /* sql */ `INSERT INTO staged_row (seq, bill, line, venue, sku, quantity, list, net)
SELECT staged.seq, event ->> 'bill', line.key, line.value ->> 'venue', line.value ->> 'sku',
  line.value ->> 'quantity', (line.value ->> 'list') * (line.value ->> 'quantity'),
  net.value
FROM staged, json_each(staged.event, '$.sale.lines') AS line, json_each(staged.event, '$.sale.nets') AS net
WHERE staged.type = 'BillSettled' AND net.key = line.key
UNION ALL
SELECT staged.seq, event ->> 'bill', line.key, line.value ->> 'venue', line.value ->> 'sku',
  (line.value ->> 'quantity') - (line.value ->> 'returned'),
  (line.value ->> 'list') * ((line.value ->> 'quantity') - (line.value ->> 'returned')), line.value ->> 'net'
FROM staged, json_each(staged.event, '$.file.rows') AS line
WHERE staged.type IN ('BillSettled', 'BillReversed')`,
  // What a bill was before: earlier in this step, else all that earlier steps said of it.
  /* sql */ `INSERT INTO sale (seq, day, op, station, account, bill, line, venue, sku, quantity, list, net)
SELECT now.seq, entry.day, entry.op, entry.station, entry.account, now.bill, now.line, now.venue, now.sku,
  now.quantity - coalesce(lag(now.quantity) OVER same, known.quantity, 0),
  now.list - coalesce(lag(now.list) OVER same, known.list, 0),
  now.net - coalesce(lag(now.net) OVER same, known.net, 0)
FROM staged_row AS now JOIN entry ON entry.seq = now.seq
LEFT JOIN (
  SELECT bill, line, sum(quantity) AS quantity, sum(list) AS list, sum(net) AS net FROM sale
  WHERE bill IN (SELECT bill FROM staged_row) GROUP BY bill, line
) AS known ON known.bill = now.bill AND known.line = now.line
WINDOW same AS (PARTITION BY now.bill, now.line ORDER BY now.seq)`,
  /* sql */ `INSERT INTO coupon_move (seq, day, coupon, what, bill, value, reason)
SELECT staged.seq, entry.day, event ->> 'coupon', lower(substr(staged.type, 8)), event ->> 'bill',
  coalesce(event ->> '$.file.value', event ->> 'used'), event ->> 'reason'
${from("VoucherIssued", "VoucherUsed", "VoucherRestored", "VoucherExpired", "VoucherVoided")}
ORDER BY staged.seq`,
];

const house: readonly string[] = [
  /* sql */ `INSERT INTO shift_end (seq, day, at, shift, till, staff, tender, expected, counted, difference)
SELECT staged.seq, entry.day, event ->> 'at', event ->> 'shift', event ->> 'till', entry.staff, tender.key,
  tender.value, coalesce(event -> 'counted' ->> tender.key, tender.value),
  coalesce(event -> 'difference' ->> tender.key, 0)
FROM staged JOIN entry ON entry.seq = staged.seq, json_each(staged.event, '$.expected') AS tender
WHERE staged.type = 'ShiftClosed'`,
  /* sql */ `INSERT INTO own_word (seq, day, staff, station, what, amount)
SELECT seq, day, staff, station, 'discount', sum(off) FROM (
  SELECT staged.seq, entry.day, entry.staff, entry.station, coalesce(line.value ->> 'off', 0) AS off
  FROM staged JOIN entry ON entry.seq = staged.seq, json_each(staged.event, '$.sale.lines') AS line
  WHERE staged.type = 'BillSettled'
  UNION ALL
  SELECT staged.seq, entry.day, entry.staff, entry.station, event ->> '$.sale.byHand.offered'
  ${from("BillSettled")} AND event ->> '$.sale.byHand.offered' IS NOT NULL
) WHERE staff IS NOT NULL GROUP BY seq HAVING sum(off) > 0`,
  /* sql */ `INSERT INTO own_word (seq, day, staff, station, what, amount)
SELECT staged.seq, entry.day, entry.staff, entry.station, 'no_sale', 0
${from("DrawerOpened")} AND event ->> 'reason' = 'no_sale' AND entry.staff IS NOT NULL`,
  /* sql */ `INSERT INTO stay_end (seq, day, room, room_type, charge)
SELECT staged.seq, entry.day, event ->> '$.file.room', event ->> '$.file.roomType', event ->> 'charge'
${from("StayCheckedOut")}`,
  "DELETE FROM staged",
  "DELETE FROM staged_row",
];

/** Read the journal: two parameters, the last seq done and the last of this step. */
export const readingSteps: readonly string[] = [entries, postings, staged];

/** Work on what was read: no parameters. */
export const foldingSteps: readonly string[] = [
  ...accounts,
  ...members,
  ...bills,
  ...merging,
  ...house,
];
