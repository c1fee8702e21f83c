// Version 8: what a store of a chain has in common with the others beside entries. `chain_key`: members'
// keys that the chain has not been told of yet (`due`), and those that were shredded anywhere, for ever
// (`gone`); due by what the store writes, never by rows that a backup takes out or puts in.
// `chain_emptied`: a snapshot of the common state is about to take the place of all that was folded.
const isChained = "EXISTS (SELECT 1 FROM chain_position WHERE name = 'stream')";
const isCommon = /* sql */ `kind IN ('member', 'account', 'card', 'coupon', 'hold', 'bill', 'lease', 'token')
  OR (kind = 'exception' AND id GLOB 'xc_*')
  OR (kind = 'lookup' AND (body ->> 'kind'
        IN ('member', 'account', 'card', 'coupon', 'hold', 'bill', 'lease', 'token')
    OR (body ->> 'kind' = 'exception' AND instr(id, ':chain:') > 0)))`;

export const chainWhole = /* sql */ `
CREATE TABLE chain_key (
  id TEXT PRIMARY KEY,
  gone INTEGER NOT NULL,
  due INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX chain_key_due ON chain_key (due) WHERE due = 1;

CREATE TRIGGER member_key_refused BEFORE INSERT ON side
WHEN NEW.tab = 'member_key' AND EXISTS (SELECT 1 FROM chain_key WHERE id = NEW.id AND gone = 1)
BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER write_member_key INSTEAD OF INSERT ON write
WHEN NEW.what = 'side' AND NEW.a = 'member_key' AND NEW.c IS NOT NULL AND ${isChained}
BEGIN
  INSERT INTO chain_key (id, gone, due) VALUES (NEW.b, 0, 1) ON CONFLICT (id) DO UPDATE SET due = 1;
END;
CREATE TRIGGER write_member_traits INSTEAD OF INSERT ON write
WHEN NEW.what = 'traits' AND ${isChained}
BEGIN
  INSERT INTO chain_key (id, gone, due) VALUES (NEW.a, 0, 1) ON CONFLICT (id) DO UPDATE SET due = 1;
END;
CREATE TRIGGER write_member_key_gone INSTEAD OF INSERT ON write
WHEN NEW.what = 'side' AND NEW.a = 'member_key' AND NEW.c IS NULL AND ${isChained}
BEGIN
  INSERT INTO chain_key (id, gone, due) VALUES (NEW.b, 1, 1)
  ON CONFLICT (id) DO UPDATE SET gone = 1, due = 1;
END;

CREATE TRIGGER write_chain_keys_due INSTEAD OF INSERT ON write WHEN NEW.what = 'chain_keys_due'
BEGIN
  INSERT INTO chain_key (id, gone, due) SELECT id, 0, 1 FROM side WHERE tab = 'member_key'
  ON CONFLICT (id) DO UPDATE SET due = 1;
  UPDATE chain_key SET due = 1;
END;
CREATE TRIGGER write_chain_key_told INSTEAD OF INSERT ON write
WHEN NEW.what = 'chain_key_told' AND NEW.b IS NOT NULL
BEGIN
  DELETE FROM chain_key WHERE id = NEW.a AND gone = 0
    AND (SELECT body FROM side WHERE tab = 'member_key' AND id = NEW.a) = NEW.b;
END;
CREATE TRIGGER write_chain_key_told_gone INSTEAD OF INSERT ON write
WHEN NEW.what = 'chain_key_told' AND NEW.b IS NULL
BEGIN
  UPDATE chain_key SET due = 0 WHERE id = NEW.a AND gone = 1;
END;
CREATE TRIGGER write_chain_key_taken INSTEAD OF INSERT ON write
WHEN NEW.what = 'chain_key_taken' AND NEW.b IS NOT NULL
BEGIN
  INSERT INTO side (tab, id, body) SELECT 'member_key', NEW.a, NEW.b
  WHERE NOT EXISTS (SELECT 1 FROM chain_key WHERE id = NEW.a AND due = 1)
  ON CONFLICT (tab, id) DO UPDATE SET body = excluded.body;
END;
CREATE TRIGGER write_chain_key_taken_gone INSTEAD OF INSERT ON write
WHEN NEW.what = 'chain_key_taken' AND NEW.b IS NULL
BEGIN
  DELETE FROM side WHERE tab = 'member_key' AND id = NEW.a;
  INSERT INTO chain_key (id, gone, due) VALUES (NEW.a, 1, 0)
  ON CONFLICT (id) DO UPDATE SET gone = 1, due = 0;
END;

CREATE TRIGGER write_chain_emptied INSTEAD OF INSERT ON write WHEN NEW.what = 'chain_emptied'
BEGIN
  DELETE FROM chain_applied;
  DELETE FROM chain_shadow;
  DELETE FROM entity WHERE ${isCommon};
END;
`;
