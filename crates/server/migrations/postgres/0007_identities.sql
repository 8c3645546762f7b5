-- The account that somebody comes into by this number or address, when it is another one: both were proved to be the same
-- person's. An account with this is nobody's own any more.
ALTER TABLE users ADD COLUMN linked_to TEXT COLLATE "C" REFERENCES users (id) ON DELETE CASCADE;

CREATE INDEX users_by_link ON users (linked_to);
