// Version 2: answers of keys are forgotten after their time, a few with each commit that asks for it.
export const forgetting = /* sql */ `
CREATE TRIGGER write_forget INSTEAD OF INSERT ON write WHEN NEW.what = 'forget'
BEGIN
  DELETE FROM answer WHERE key IN (
    SELECT key FROM answer WHERE answered_ms < NEW.a ORDER BY answered_ms LIMIT NEW.b
  );
END;
`;
