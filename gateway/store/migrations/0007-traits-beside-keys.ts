// Version 7: birthdays, sexes and free notes stand beside the members' keys, and go with them. What older entries say
// of them in clear stays there: the journal is never changed.
const keyOf = (member: string): string => `substr(${member} ->> '$.person.sealed', 4, 34)`;

export const traitsBesideKeys = /* sql */ `
CREATE TRIGGER write_traits INSTEAD OF INSERT ON write WHEN NEW.what = 'traits'
BEGIN
  INSERT INTO side (tab, id, body) VALUES ('member_key', NEW.a, json_object('traits', json(NEW.b)))
  ON CONFLICT (tab, id) DO UPDATE SET body = json_set(side.body, '$.traits', json(NEW.b));
END;

INSERT INTO write (what, a, b)
SELECT 'traits', ${keyOf("body")}, json_patch('{}', json_object(
  'birthday', body -> '$.birthday', 'sex', body ->> '$.sex', 'attributes', body -> '$.attributes'))
FROM entity WHERE kind = 'member' AND ${keyOf("body")} <> ''
  AND (body -> '$.birthday' IS NOT NULL OR body -> '$.sex' IS NOT NULL OR body -> '$.attributes' IS NOT NULL);
UPDATE entity SET body = json_remove(body, '$.birthday', '$.sex', '$.attributes')
WHERE kind = 'member'
  AND (body -> '$.birthday' IS NOT NULL OR body -> '$.sex' IS NOT NULL OR body -> '$.attributes' IS NOT NULL);
`;
