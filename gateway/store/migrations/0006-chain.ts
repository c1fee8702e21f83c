// Version 6: what a store of a chain keeps besides its own books. `chain_applied`: entries of all stores in the order
// in which they were folded, with their lines as booked. `chain_shadow`: the confirmed state of entities that own
// entries have touched which nobody has ordered yet; for all others `entity` is confirmed. Empty without a chain.
export const chainTables = /* sql */ `
CREATE TABLE chain_position (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE chain_applied (
  place INTEGER PRIMARY KEY,
  gseq INTEGER NOT NULL,
  id TEXT NOT NULL UNIQUE,
  store TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  verdict TEXT NOT NULL,
  body TEXT,
  lines TEXT
) STRICT;
CREATE INDEX chain_applied_by_gseq ON chain_applied (gseq);

CREATE TABLE chain_shadow (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT,
  entry INTEGER,
  event INTEGER,
  up_to INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chain_shadow_by_entry ON chain_shadow (up_to);

CREATE TRIGGER chain_shadow_taken BEFORE INSERT ON entity
WHEN EXISTS (SELECT 1 FROM chain_position WHERE name = 'stream')
  AND NOT EXISTS (SELECT 1 FROM chain_position WHERE name = 'folding')
  AND (NEW.kind IN ('member', 'account', 'card', 'coupon', 'hold', 'bill', 'lease', 'token')
    OR (NEW.kind = 'exception' AND NEW.id GLOB 'xc_*')
    OR (NEW.kind = 'lookup' AND (NEW.body ->> 'kind'
          IN ('member', 'account', 'card', 'coupon', 'hold', 'bill', 'lease', 'token')
      OR (NEW.body ->> 'kind' = 'exception' AND instr(NEW.id, ':chain:') > 0))))
BEGIN
  INSERT INTO chain_shadow (kind, id, body, entry, event, up_to)
  VALUES (NEW.kind, NEW.id,
    (SELECT body FROM entity WHERE kind = NEW.kind AND id = NEW.id),
    (SELECT entry FROM entity WHERE kind = NEW.kind AND id = NEW.id),
    (SELECT event FROM entity WHERE kind = NEW.kind AND id = NEW.id),
    (SELECT coalesce(max(seq), 0) FROM journal))
  ON CONFLICT (kind, id) DO UPDATE SET up_to = excluded.up_to;
END;

CREATE TRIGGER write_chain_position INSTEAD OF INSERT ON write
WHEN NEW.what = 'chain_position' AND NEW.b IS NOT NULL
BEGIN
  INSERT INTO chain_position (name, value) VALUES (NEW.a, NEW.b)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value;
END;
CREATE TRIGGER write_chain_position_gone INSTEAD OF INSERT ON write
WHEN NEW.what = 'chain_position' AND NEW.b IS NULL
BEGIN
  DELETE FROM chain_position WHERE name = NEW.a;
END;
CREATE TRIGGER write_chain_applied INSTEAD OF INSERT ON write WHEN NEW.what = 'chain_applied'
BEGIN
  INSERT INTO chain_applied (gseq, id, store, epoch, seq, verdict, body, lines)
  VALUES (NEW.a, NEW.b, NEW.c ->> 0, NEW.c ->> 1, NEW.c ->> 2, NEW.c ->> 3, NEW.d, NEW.e);
END;
CREATE TRIGGER write_chain_shown INSTEAD OF INSERT ON write
WHEN NEW.what = 'chain_shown' AND NEW.c IS NOT NULL
BEGIN
  INSERT INTO entity (kind, id, body, links) VALUES (NEW.a, NEW.b, NEW.c, NEW.d)
  ON CONFLICT (kind, id) DO UPDATE SET
    body = excluded.body, links = excluded.links, entry = NULL, event = NULL;
END;
CREATE TRIGGER write_chain_shown_gone INSTEAD OF INSERT ON write
WHEN NEW.what = 'chain_shown' AND NEW.c IS NULL
BEGIN
  DELETE FROM entity WHERE kind = NEW.a AND id = NEW.b;
END;
CREATE TRIGGER write_chain_shadow INSTEAD OF INSERT ON write WHEN NEW.what = 'chain_shadow'
BEGIN
  INSERT INTO chain_shadow (kind, id, body, up_to) VALUES (NEW.a, NEW.b, NEW.c, NEW.d)
  ON CONFLICT (kind, id) DO UPDATE SET
    body = excluded.body, entry = NULL, event = NULL, up_to = excluded.up_to;
END;
CREATE TRIGGER write_chain_lifted INSTEAD OF INSERT ON write WHEN NEW.what = 'chain_lifted'
BEGIN
  DELETE FROM chain_shadow WHERE kind = NEW.a AND id = NEW.b;
END;
`;
