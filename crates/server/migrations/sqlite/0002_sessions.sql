-- A signing key is published some time before it signs; the newest that may sign does.
ALTER TABLE keys ADD COLUMN signs_from INTEGER NOT NULL DEFAULT 0;

-- What the request for the code wants to find in the id_token.
ALTER TABLE codes ADD COLUMN nonce TEXT;

-- Since when a person is shut out.
ALTER TABLE users ADD COLUMN blocked_at INTEGER;

-- A login that can be renewed. `id` is a hash of what all of its refresh tokens begin with. To end a login is to delete
-- it: a token of which nothing is known is refused.
CREATE TABLE families (
    id           BLOB    NOT NULL PRIMARY KEY,
    user_id      TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id    TEXT    NOT NULL,
    issuer       TEXT    NOT NULL,
    scope        TEXT    NOT NULL,
    audience     TEXT,
    logged_in_at INTEGER NOT NULL,
    -- Whatever happens, it ends here: none of its tokens lasts longer.
    expires_at   INTEGER NOT NULL,
    -- When its last token expires, if it is not renewed before.
    idle_at      INTEGER NOT NULL
) STRICT;

CREATE INDEX families_by_user ON families (user_id);
CREATE INDEX families_by_idleness ON families (idle_at);

-- The tokens that may still be used, and those that they were traded for. Of a family that goes on, a token that is not
-- here was used before those.
CREATE TABLE refresh_tokens (
    digest     BLOB    NOT NULL PRIMARY KEY,
    family_id  BLOB    NOT NULL REFERENCES families (id) ON DELETE CASCADE,
    -- The token that this one was traded for.
    parent     BLOB,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;

CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family_id);
