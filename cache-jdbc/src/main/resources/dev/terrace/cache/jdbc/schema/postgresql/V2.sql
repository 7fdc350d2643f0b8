-- Terrace, schema version 2, for PostgreSQL 12 and newer: leases and ledgers.
--
-- To be run by hand like V1.sql, after it. The service's role then needs as well
--
--     GRANT SELECT, INSERT, UPDATE, DELETE ON terrace_lease, terrace_ledger, terrace_ledger_record, terrace_ledger_trail,
--         terrace_ledger_evidence TO ...;

-- Leases. A row stays when its lease has ended, so that no token is issued twice.
CREATE TABLE IF NOT EXISTS terrace_lease (
    lease_id   BYTEA          NOT NULL PRIMARY KEY, -- of the namespace and the name
    namespace  VARCHAR(64)    NOT NULL,             -- for people
    name       VARCHAR(128)   NOT NULL,             -- for people
    holder     BYTEA          NOT NULL,             -- UTF-8
    token      BIGINT         NOT NULL,             -- of the last grant
    expires_at BIGINT         NOT NULL              -- milliseconds since 1970 by this server's clock
);

-- The head of each collection. Whoever changes it holds its row until the commit, so that the order of commits is that of the
-- trail, without holes.
CREATE TABLE IF NOT EXISTS terrace_ledger (
    collection_id BYTEA         NOT NULL PRIMARY KEY, -- of the namespace and the name
    namespace     VARCHAR(64)   NOT NULL,             -- for people
    name          VARCHAR(128)  NOT NULL,             -- for people
    format        INTEGER       NOT NULL,             -- of what belongs to the collection
    epoch         BIGINT        NOT NULL,             -- to be raised by hand after an older copy was restored
    sequence      BIGINT        NOT NULL,             -- the last one of the trail
    record_count  BIGINT        NOT NULL,
    byte_count    BIGINT        NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE IF NOT EXISTS terrace_ledger_record (
    collection_id BYTEA          NOT NULL,
    key_id        BYTEA          NOT NULL, -- of the key
    record_key    BYTEA          NOT NULL, -- UTF-8
    version       BIGINT         NOT NULL,
    content       BYTEA,                   -- null of what was removed
    PRIMARY KEY (collection_id, key_id)
);

CREATE TABLE IF NOT EXISTS terrace_ledger_trail (
    collection_id BYTEA         NOT NULL,
    sequence      BIGINT        NOT NULL,
    change_id     BYTEA         NOT NULL, -- of the change's id
    versions      VARCHAR(2000) NOT NULL, -- that the change gave, with commas
    content       BYTEA         NOT NULL,
    PRIMARY KEY (collection_id, sequence)
);

-- By which a repeated change is recognised.
CREATE UNIQUE INDEX IF NOT EXISTS ix_terrace_ledger_trail_change ON terrace_ledger_trail (change_id, collection_id);

CREATE TABLE IF NOT EXISTS terrace_ledger_evidence (
    collection_id BYTEA          NOT NULL,
    key_id        BYTEA          NOT NULL, -- of the key
    source_id     BYTEA          NOT NULL, -- of the source
    source        BYTEA          NOT NULL, -- UTF-8
    version       BIGINT         NOT NULL,
    taken_at      BIGINT         NOT NULL, -- milliseconds since 1970 by this server's clock
    content       BYTEA          NOT NULL,
    PRIMARY KEY (collection_id, key_id, source_id)
);

INSERT INTO terrace_schema (version) SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 2);
