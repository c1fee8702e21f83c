// Version 4: an employee's file shows the commission she is owed, as the journal has it; bills lead to their seller.
export const commissionOwed = /* sql */ `
CREATE TEMP TABLE owed AS
SELECT replace(substr(account, length('liab:commission:') + 1), '%3A', ':') AS staff,
  -sum(amount) AS minor
FROM line WHERE account GLOB 'liab:commission:*' GROUP BY 1;
UPDATE entity SET body = json_set(body, '$.owed', (SELECT minor FROM owed WHERE staff = entity.id))
WHERE kind = 'staff' AND id IN (SELECT staff FROM owed);
DROP TABLE owed;

CREATE TEMP TABLE sold AS
SELECT bill.id, coalesce(
  bill.body ->> '$.commission.seller',
  journal.body ->> ('$.events[' || bill.event || '].sale.commission.seller'),
  journal.body ->> ('$.events[' || bill.event || '].file.commission.seller')) AS staff
FROM entity AS bill LEFT JOIN journal ON journal.seq = bill.entry
WHERE bill.kind = 'bill';
UPDATE entity
SET links = json_insert(links, '$[#]', json_array('staff', (SELECT staff FROM sold WHERE sold.id = entity.id)))
WHERE kind = 'bill' AND id IN (SELECT id FROM sold WHERE staff IS NOT NULL);
DROP TABLE sold;
`;
