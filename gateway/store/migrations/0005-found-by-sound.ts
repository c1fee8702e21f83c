// Version 5: members are found by what stands beside their keys (the letters of the name, the last digits of
// the phone), so that nothing of it is in the journal and all of it goes with the key.
export const foundBySound = /* sql */ `
CREATE INDEX key_by_initials ON side (body ->> '$.initials') WHERE tab = 'member_key';
CREATE INDEX key_by_tail ON side (body ->> '$.tail') WHERE tab = 'member_key';
CREATE INDEX member_by_key ON entity (substr(body ->> '$.person.sealed', 4, 34)) WHERE kind = 'member';
`;
