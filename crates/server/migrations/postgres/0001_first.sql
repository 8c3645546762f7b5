-- The same tables as in ../sqlite. Times are milliseconds since 1970-01-01T00:00:00Z. Text messages are the only
-- connection so far. Texts that are looked for compare byte by byte, whatever language the database speaks.

-- Keys that this server made for itself. Several processes on one database share them.
CREATE TABLE keys (
    purpose    TEXT COLLATE "C" NOT NULL,
    kid        TEXT COLLATE "C" NOT NULL,
    material   BYTEA            NOT NULL,
    created_at BIGINT           NOT NULL,
    PRIMARY KEY (purpose, kid)
);

-- One row for each number, so that only the newest code can exist. `subject` is a keyed hash of connection and number.
CREATE TABLE codes (
    subject     TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    code_id     TEXT             NOT NULL,
    digest      BYTEA            NOT NULL,
    tries       BIGINT           NOT NULL DEFAULT 0,
    expires_at  BIGINT           NOT NULL,
    consumed_at BIGINT
) WITH (fillfactor = 80);

CREATE INDEX codes_by_expiry ON codes (expires_at);

CREATE TABLE users (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    connection TEXT COLLATE "C" NOT NULL,
    identifier TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    updated_at BIGINT           NOT NULL,
    logins     BIGINT           NOT NULL,
    UNIQUE (connection, identifier)
);

-- Token buckets, each described by the one moment at which it is full again.
CREATE TABLE buckets (
    name    TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    full_at BIGINT           NOT NULL
);

CREATE INDEX buckets_by_fullness ON buckets (full_at);

-- Messages that were kept instead of sent. The only place that holds a code in the clear.
CREATE TABLE outbox (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    channel   TEXT   NOT NULL,
    recipient TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    code      TEXT   NOT NULL,
    link      TEXT,
    sent_at   BIGINT NOT NULL
);
