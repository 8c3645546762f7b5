-- An email address as the person typed it when the account was made; `identifier` is the same in lower case.
ALTER TABLE users ADD COLUMN typed TEXT;

-- What an email has beside its text.
ALTER TABLE outbox ADD COLUMN subject TEXT;
ALTER TABLE outbox ADD COLUMN html TEXT;
