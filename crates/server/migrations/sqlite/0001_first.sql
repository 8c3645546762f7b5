-- Times are milliseconds since 1970-01-01T00:00:00Z. Text messages are the only connection so far.

-- Keys that this server made for itself. Several processes on one database share them.
CREATE TABLE keys (
    purpose    TEXT    NOT NULL,
    kid        TEXT    NOT NULL,
    material   BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (purpose, kid)
) STRICT;

-- One row for each number, so that only the newest code can exist. `subject` is a keyed hash of connection and number.
CREATE TABLE codes (
    subject     TEXT    NOT NULL PRIMARY KEY,
    code_id     TEXT    NOT NULL,
    digest      BLOB    NOT NULL,
    tries       INTEGER NOT NULL DEFAULT 0,
    expires_at  INTEGER NOT NULL,
    consumed_at INTEGER
) STRICT;

CREATE INDEX codes_by_expiry ON codes (expires_at);

CREATE TABLE users (
    id         TEXT    NOT NULL PRIMARY KEY,
    connection TEXT    NOT NULL,
    identifier TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    logins     INTEGER NOT NULL,
    UNIQUE (connection, identifier)
) STRICT;

-- Token buckets, each described by the one moment at which it is full again.
CREATE TABLE buckets (
    name    TEXT    NOT NULL PRIMARY KEY,
    full_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX buckets_by_fullness ON buckets (full_at);

-- Messages that were kept instead of sent. The only place that holds a code in the clear.
CREATE TABLE outbox (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    channel   TEXT    NOT NULL,
    recipient TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    code      TEXT    NOT NULL,
    link      TEXT,
    sent_at   INTEGER NOT NULL
) STRICT;
