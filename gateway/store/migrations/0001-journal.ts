// Version 1: journal, entities, keys, side rows, checkpoints; and the view `write`, through which a whole batch
// goes in with one statement. What may not happen to a ledger is forbidden here, not only in our code.
export const journalSchema = /* sql */ `
CREATE TABLE property (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE TRIGGER journal_gapless BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'journal gap'); END;
CREATE TRIGGER journal_kept BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE subject (
  subject TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (subject, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoint (
  seq INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  at TEXT NOT NULL,
  signer TEXT NOT NULL,
  signature TEXT NOT NULL
) STRICT;

CREATE TABLE entity (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  links TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT;

CREATE TABLE answer (
  key TEXT PRIMARY KEY,
  op TEXT NOT NULL,
  params_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  answered_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_by_age ON answer (answered_ms);

CREATE TABLE side (
  tab TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (tab, id)
) STRICT;

CREATE VIEW line AS
SELECT journal.seq,
  posting.key AS line,
  posting.value ->> 'account' AS account,
  posting.value ->> 'unit' AS unit,
  posting.value ->> 'amount' AS amount
FROM journal, json_each(journal.body, '$.lines') AS posting;

CREATE VIEW write (what, a, b, c, d, e) AS SELECT NULL, NULL, NULL, NULL, NULL, NULL;

CREATE TRIGGER write_entry INSTEAD OF INSERT ON write WHEN NEW.what = 'entry'
BEGIN
  INSERT INTO journal (seq, id, hash, body) VALUES (NEW.a, NEW.b, NEW.c, NEW.d);
  INSERT INTO subject (subject, seq) SELECT value, NEW.a FROM json_each(NEW.e);
END;
CREATE TRIGGER write_entity INSTEAD OF INSERT ON write WHEN NEW.what = 'entity'
BEGIN
  INSERT INTO entity (kind, id, body, links) VALUES (NEW.a, NEW.b, NEW.c, NEW.d)
  ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, links = excluded.links;
END;
CREATE TRIGGER write_new_entity INSTEAD OF INSERT ON write WHEN NEW.what = 'new_entity'
BEGIN
  INSERT INTO entity (kind, id, body, links) VALUES (NEW.a, NEW.b, NEW.c, NEW.d);
END;
CREATE TRIGGER write_answer INSTEAD OF INSERT ON write WHEN NEW.what = 'answer'
BEGIN
  INSERT INTO answer (key, op, params_hash, answer, answered_ms)
  VALUES (NEW.a, NEW.b, NEW.c, NEW.d, NEW.e);
END;
CREATE TRIGGER write_side INSTEAD OF INSERT ON write WHEN NEW.what = 'side' AND NEW.c IS NOT NULL
BEGIN
  INSERT INTO side (tab, id, body) VALUES (NEW.a, NEW.b, NEW.c)
  ON CONFLICT (tab, id) DO UPDATE SET body = excluded.body;
END;
CREATE TRIGGER write_side_gone INSTEAD OF INSERT ON write WHEN NEW.what = 'side' AND NEW.c IS NULL
BEGIN
  DELETE FROM side WHERE tab = NEW.a AND id = NEW.b;
END;
CREATE TRIGGER write_checkpoint INSTEAD OF INSERT ON write WHEN NEW.what = 'checkpoint'
BEGIN
  INSERT OR REPLACE INTO checkpoint (seq, hash, at, signer, signature)
  VALUES (NEW.a, NEW.b, NEW.c, NEW.d, NEW.e);
END;
`;
