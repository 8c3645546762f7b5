-- A browser that somebody has logged in with. Its cookie is known as a hash alone, and is replaced now and then.
CREATE TABLE sessions (
    digest       BLOB    NOT NULL PRIMARY KEY,
    -- The cookie before. Whoever comes with it when the new one has long been in use has a copy.
    previous     BLOB,
    user_id      TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- When the person proved who they are.
    logged_in_at INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    rotated_at   INTEGER NOT NULL,
    used_at      INTEGER NOT NULL,
    -- Whatever happens, it ends here.
    expires_at   INTEGER NOT NULL,
    -- It ends here if it is not used before.
    idle_at      INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX sessions_by_previous ON sessions (previous);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_idleness ON sessions (idle_at);

-- A code that was right, waiting to be taken to /authorize by the browser that has the cookie or knows the verifier.
CREATE TABLE tickets (
    digest       BLOB    NOT NULL PRIMARY KEY,
    cookie       BLOB    NOT NULL,
    verifier     BLOB    NOT NULL,
    client_id    TEXT    NOT NULL,
    user_id      TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    logged_in_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX tickets_by_user ON tickets (user_id);
CREATE INDEX tickets_by_expiry ON tickets (expires_at);

-- Authorization codes (RFC 6749, section 4.1.2). One that was used stays for a while, so that a second use is noticed and
-- ends the login that the first one began.
CREATE TABLE authorizations (
    digest       BLOB    NOT NULL PRIMARY KEY,
    client_id    TEXT    NOT NULL,
    user_id      TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    issuer       TEXT    NOT NULL,
    redirect_uri TEXT    NOT NULL,
    challenge    TEXT,
    nonce        TEXT,
    scope        TEXT    NOT NULL,
    audience     TEXT,
    logged_in_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    used_at      INTEGER,
    family_id    BLOB
) STRICT;

CREATE INDEX authorizations_by_user ON authorizations (user_id);
CREATE INDEX authorizations_by_expiry ON authorizations (expires_at);
