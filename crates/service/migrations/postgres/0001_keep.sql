-- What a site keeps. Times are seconds since 1970; whatever a person wrote is sealed before it comes here.

CREATE TABLE marks (
    name  TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);

-- Made-up people to try things on; their records are no secret.
CREATE TABLE sample_people (
    place   BIGINT PRIMARY KEY,
    chinese TEXT NOT NULL,
    english TEXT NOT NULL,
    record  TEXT NOT NULL
);

CREATE TABLE accounts (
    id         TEXT PRIMARY KEY,
    -- A keyed digest of the name or of whom an identity provider vouches for: found by it, not read from it.
    login      BYTEA NOT NULL UNIQUE,
    name       BYTEA NOT NULL,
    -- Argon2id in the PHC format; none for those who come by an identity provider.
    passphrase TEXT,
    made       BIGINT NOT NULL,
    used       BIGINT NOT NULL
);
CREATE INDEX accounts_used ON accounts (used);

CREATE TABLE sessions (
    token   BYTEA PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    ends    BIGINT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_ends ON sessions (ends);

CREATE TABLE records (
    id      TEXT PRIMARY KEY,
    account TEXT REFERENCES accounts (id) ON DELETE CASCADE,
    code    BYTEA UNIQUE,
    title   BYTEA NOT NULL,
    body    BYTEA NOT NULL,
    made    BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    used    BIGINT NOT NULL,
    CHECK ((account IS NULL) <> (code IS NULL))
);
CREATE INDEX records_account ON records (account);
CREATE INDEX records_used ON records (used);

-- Every record has a key of its own, wrapped; without it the record is noise.
CREATE TABLE record_keys (
    record  TEXT PRIMARY KEY REFERENCES records (id) ON DELETE CASCADE,
    wrapped BYTEA NOT NULL
);

CREATE TABLE attempts (
    who   BYTEA PRIMARY KEY,
    count BIGINT NOT NULL,
    ends  BIGINT NOT NULL
);
CREATE INDEX attempts_ends ON attempts (ends);

-- Sign-ins that went to an identity provider and have not come back.
CREATE TABLE journeys (
    state  BYTEA PRIMARY KEY,
    sealed BYTEA NOT NULL,
    ends   BIGINT NOT NULL
);
CREATE INDEX journeys_ends ON journeys (ends);
