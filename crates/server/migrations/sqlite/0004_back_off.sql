-- The last message to a number that nobody has answered by logging in, and how long it is until the next may follow.
ALTER TABLE codes ADD COLUMN sent_at INTEGER;
ALTER TABLE codes ADD COLUMN wait INTEGER NOT NULL DEFAULT 0;
