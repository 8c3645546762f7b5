-- Public keys whose private halves people have in their devices (Web Authentication). With the person they go.
CREATE TABLE passkeys (
    id           TEXT    NOT NULL PRIMARY KEY,
    -- What the device calls it.
    credential   BLOB    NOT NULL UNIQUE,
    user_id      TEXT    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- Whose it was when it was made, which its device goes on saying.
    handle       TEXT    NOT NULL,
    -- The name that it belongs to.
    rp_id        TEXT    NOT NULL,
    -- The public key with what its device said of it, as the library keeps it (JSON).
    material     TEXT    NOT NULL,
    -- The same public key as the device sent it (COSE).
    public_key   BLOB    NOT NULL,
    -- The make of the device, or of the manager of passwords, as a UUID.
    aaguid       TEXT    NOT NULL,
    -- How often it was used, if the device counts.
    counter      INTEGER NOT NULL,
    is_backed_up INTEGER NOT NULL,
    -- What the device shows in the place of the person's name.
    user_name    TEXT    NOT NULL,
    -- What the person calls it.
    name         TEXT,
    created_at   INTEGER NOT NULL,
    used_at      INTEGER
) STRICT;

CREATE INDEX passkeys_by_user ON passkeys (user_id);

-- What was asked of a device, until it answers. `digest` is a hash of the auth_session.
CREATE TABLE ceremonies (
    digest     BLOB    NOT NULL PRIMARY KEY,
    client_id  TEXT    NOT NULL,
    -- Who adds a passkey; empty for somebody who is about to log in or to sign up.
    user_id    TEXT    REFERENCES users (id) ON DELETE CASCADE,
    -- The challenge and what else has to come back (JSON).
    asked      TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ceremonies_by_user ON ceremonies (user_id);
CREATE INDEX ceremonies_by_expiry ON ceremonies (expires_at);
