// The archive of head office: every entry of every store once, and what is summed up from it. May be thrown away:
// the stream, or its segments, make it again.

/** Another number throws the file away. */
export const archiveVersion = 1;

export const archiveSchema = /* sql */ `
CREATE TABLE mark (version INTEGER NOT NULL, stream TEXT NOT NULL, gseq INTEGER NOT NULL) STRICT;

-- seq: the archive's own count. An entry that comes again, also in a stream made anew, is there already.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, store TEXT NOT NULL, epoch INTEGER NOT NULL, number INTEGER NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL, day TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX journal_by_place ON journal (store, epoch, number);

-- Two entries that claim one place of a store's journal: the store runs twice.
CREATE TABLE fork (
  store TEXT NOT NULL, epoch INTEGER NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL, gseq INTEGER NOT NULL,
  PRIMARY KEY (store, epoch, number, hash)
) STRICT, WITHOUT ROWID;

-- Which store's entry first put value into a lot or voucher.
CREATE TABLE origin (place TEXT PRIMARY KEY, store TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- What is owed to members in each lot part, voucher and unused pass.
CREATE TABLE held (
  account TEXT PRIMARY KEY, place TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL, balance INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE claim (
  seq INTEGER NOT NULL, day TEXT NOT NULL, debtor TEXT NOT NULL, creditor TEXT NOT NULL, kind TEXT NOT NULL,
  unit TEXT NOT NULL, amount INTEGER NOT NULL
) STRICT;
CREATE INDEX claim_by_day ON claim (day, debtor, creditor);

-- Cards nobody may use, and where in the stream that was said.
CREATE TABLE hot (
  card TEXT PRIMARY KEY, state TEXT NOT NULL, store TEXT NOT NULL, at TEXT NOT NULL, stream TEXT NOT NULL,
  gseq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX hot_by_time ON hot (at);
CREATE TABLE exception (
  store TEXT NOT NULL, exception TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, seq INTEGER NOT NULL,
  opened TEXT NOT NULL, outcome TEXT, resolved TEXT,
  PRIMARY KEY (store, exception)
) STRICT, WITHOUT ROWID;
`;
