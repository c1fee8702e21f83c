// The tables reports are asked of: the journal flattened, kept in a file of its own that may be thrown away at any
// time.
// Holds ids, days and whole amounts; of a person only what is masked.

/** Another number throws the file away: it is made again from the journal. */
export const modelVersion = 2;

export const modelSchema = /* sql */ `
CREATE TABLE mark (version INTEGER NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;

-- One row an entry.
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL, op TEXT NOT NULL,
  station TEXT NOT NULL, staff TEXT, member TEXT, account TEXT
) STRICT;
CREATE INDEX entry_by_day ON entry (day);

-- One row a ledger line, its account's name taken apart. amount: debit positive, as in the journal.
CREATE TABLE posting (
  seq INTEGER NOT NULL, day TEXT NOT NULL, hour INTEGER NOT NULL, op TEXT NOT NULL,
  station TEXT NOT NULL, account TEXT,
  head TEXT NOT NULL,   -- asset | liab | income | expense | house
  name TEXT NOT NULL,   -- tender, asset of the programme, sales, breakage, issued …
  rest TEXT,            -- till, venue, employee
  part TEXT,            -- principal | bonus | avail | pending
  owner TEXT,           -- member account
  lot TEXT,             -- lot or voucher
  unit TEXT NOT NULL, amount INTEGER NOT NULL
) STRICT;
CREATE INDEX posting_by_name ON posting (head, name, day, account, rest, amount);
CREATE INDEX posting_by_entry ON posting (seq);
-- What is owed, by lot: balances of a day are read from here alone.
CREATE INDEX posting_owed ON posting (lot, part, name, unit, day, amount) WHERE head = 'liab';

CREATE TABLE lot (
  lot TEXT PRIMARY KEY, account TEXT NOT NULL, asset TEXT NOT NULL, created TEXT NOT NULL, expires TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE account (
  account TEXT PRIMARY KEY, member TEXT NOT NULL, opened TEXT NOT NULL, tier TEXT -- at first
) STRICT, WITHOUT ROWID;
CREATE TABLE member (
  member TEXT PRIMARY KEY, number TEXT NOT NULL, name TEXT NOT NULL, enrolled TEXT NOT NULL, seq INTEGER NOT NULL,
  sex TEXT, born INTEGER, region TEXT, referrer TEXT, erased INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE card (
  card TEXT PRIMARY KEY, account TEXT NOT NULL, type TEXT NOT NULL, day TEXT NOT NULL, seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tier_move (
  seq INTEGER NOT NULL, day TEXT NOT NULL, account TEXT NOT NULL, before TEXT, after TEXT
) STRICT;

-- What bills sold, as changes: a settled bill adds, a reversal takes away.
CREATE TABLE sale (
  seq INTEGER NOT NULL, day TEXT NOT NULL, op TEXT NOT NULL, station TEXT NOT NULL, account TEXT,
  bill TEXT NOT NULL, line INTEGER NOT NULL,
  venue TEXT NOT NULL, sku TEXT, quantity INTEGER NOT NULL, list INTEGER NOT NULL, net INTEGER NOT NULL
) STRICT;
CREATE INDEX sale_by_day ON sale (day);
CREATE INDEX sale_by_bill ON sale (bill, line);

CREATE TABLE topup (
  seq INTEGER NOT NULL, day TEXT NOT NULL, account TEXT NOT NULL, amount INTEGER NOT NULL, bonus INTEGER NOT NULL,
  seller TEXT
) STRICT;
CREATE TABLE coupon_move (
  seq INTEGER NOT NULL, day TEXT NOT NULL, coupon TEXT NOT NULL, what TEXT NOT NULL, bill TEXT,
  value INTEGER, reason TEXT
) STRICT;
CREATE INDEX coupon_move_by_coupon ON coupon_move (coupon);
CREATE INDEX sale_by_entry ON sale (seq);
CREATE INDEX tier_move_by_account ON tier_move (account);
CREATE TABLE shift_end (
  seq INTEGER NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL, shift TEXT NOT NULL, till TEXT NOT NULL, staff TEXT,
  tender TEXT NOT NULL, expected INTEGER NOT NULL, counted INTEGER NOT NULL, difference INTEGER NOT NULL
) STRICT;
-- What an employee did on a word of the own: bills reduced by hand or by an offer, the drawer opened without a sale.
CREATE TABLE own_word (
  seq INTEGER NOT NULL, day TEXT NOT NULL, staff TEXT NOT NULL, station TEXT NOT NULL,
  what TEXT NOT NULL,   -- discount | no_sale
  amount INTEGER NOT NULL
) STRICT;
CREATE INDEX own_word_by_day ON own_word (day);
CREATE TABLE stay_end (
  seq INTEGER NOT NULL, day TEXT NOT NULL, room TEXT, room_type TEXT NOT NULL, charge INTEGER NOT NULL
) STRICT;

-- Where events and bills of one step wait; empty between steps.
CREATE TABLE staged (seq INTEGER NOT NULL, type TEXT NOT NULL, event TEXT NOT NULL) STRICT;
CREATE TABLE staged_row (
  seq INTEGER NOT NULL, bill TEXT NOT NULL, line INTEGER NOT NULL, venue TEXT NOT NULL, sku TEXT,
  quantity INTEGER NOT NULL, list INTEGER NOT NULL, net INTEGER NOT NULL
) STRICT;
`;
