// Version 3: an entity that one event made whole stands in the journal only; its row says where. Its `body` is the JSON
// null then, `entry` and `event` the number of the entry and the event's place in it.
export const madeByAnEvent = /* sql */ `
ALTER TABLE entity ADD COLUMN entry INTEGER;
ALTER TABLE entity ADD COLUMN event INTEGER;

DROP TRIGGER write_entity;
CREATE TRIGGER write_entity INSTEAD OF INSERT ON write WHEN NEW.what = 'entity'
BEGIN
  INSERT INTO entity (kind, id, body, links, entry, event)
  VALUES (NEW.a, NEW.b, coalesce(NEW.c, 'null'), NEW.d, NEW.e ->> 0, NEW.e ->> 1)
  ON CONFLICT (kind, id) DO UPDATE SET
    body = excluded.body, links = excluded.links, entry = excluded.entry, event = excluded.event;
END;
DROP TRIGGER write_new_entity;
CREATE TRIGGER write_new_entity INSTEAD OF INSERT ON write WHEN NEW.what = 'new_entity'
BEGIN
  INSERT INTO entity (kind, id, body, links, entry, event)
  VALUES (NEW.a, NEW.b, coalesce(NEW.c, 'null'), NEW.d, NEW.e ->> 0, NEW.e ->> 1);
END;
`;
