-- What a site keeps. Times are seconds since 1970; whatever a person wrote is sealed before it comes here.

CREATE TABLE marks (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- Made-up people to try things on; their records are no secret.
CREATE TABLE sample_people (
    place   INTEGER PRIMARY KEY,
    chinese TEXT NOT NULL,
    english TEXT NOT NULL,
    record  TEXT NOT NULL
) STRICT;

CREATE TABLE accounts (
    id         TEXT PRIMARY KEY,
    -- A keyed digest of the name or of whom an identity provider vouches for: found by it, not read from it.
    login      BLOB NOT NULL UNIQUE,
    name       BLOB NOT NULL,
    -- Argon2id in the PHC format; none for those who come by an identity provider.
    passphrase TEXT,
    made       INTEGER NOT NULL,
    used       INTEGER NOT NULL
) STRICT;
CREATE INDEX accounts_used ON accounts (used);

CREATE TABLE sessions (
    token   BLOB PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    ends    INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_ends ON sessions (ends);

CREATE TABLE records (
    id      TEXT PRIMARY KEY,
    account TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    code    BLOB UNIQUE,
    title   BLOB NOT NULL,
    body    BLOB NOT NULL,
    made    INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    CHECK ((account IS NULL) <> (code IS NULL))
) STRICT;
CREATE INDEX records_account ON records (account);
CREATE INDEX records_used ON records (used);

-- Every record has a key of its own, wrapped; without it the record is noise.
CREATE TABLE record_keys (
    record  TEXT PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE,
    wrapped BLOB NOT NULL
) STRICT;

CREATE TABLE attempts (
    who   BLOB PRIMARY KEY,
    count INTEGER NOT NULL,
    ends  INTEGER NOT NULL
) STRICT;
CREATE INDEX attempts_ends ON attempts (ends);

-- Sign-ins that went to an identity provider and have not come back.
CREATE TABLE journeys (
    state  BLOB PRIMARY KEY,
    sealed BLOB NOT NULL,
    ends   INTEGER NOT NULL
) STRICT;
CREATE INDEX journeys_ends ON journeys (ends);
