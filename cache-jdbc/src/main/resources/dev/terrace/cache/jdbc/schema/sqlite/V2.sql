-- Terrace, schema version 2, for SQLite 3.42 and newer: leases and ledgers.
--
-- To be run by hand like V1.sql, after it. There are no grants.

-- Leases. A row stays when its lease has ended, so that no token is issued twice.
CREATE TABLE IF NOT EXISTS terrace_lease (
    lease_id   BLOB           NOT NULL PRIMARY KEY, -- of the namespace and the name
    namespace  TEXT           NOT NULL,             -- for people
    name       TEXT           NOT NULL,             -- for people
    holder     BLOB           NOT NULL,             -- UTF-8
    token      INTEGER        NOT NULL,             -- of the last grant
    expires_at INTEGER        NOT NULL              -- milliseconds since 1970 by this machine's clock
);

-- The head of each collection. Whoever changes it holds its row until the commit, so that the order of commits is that of the
-- trail, without holes.
CREATE TABLE IF NOT EXISTS terrace_ledger (
    collection_id BLOB          NOT NULL PRIMARY KEY, -- of the namespace and the name
    namespace     TEXT          NOT NULL,             -- for people
    name          TEXT          NOT NULL,             -- for people
    format        INTEGER       NOT NULL,             -- of what belongs to the collection
    epoch         INTEGER       NOT NULL,             -- to be raised by hand after an older copy was restored
    sequence      INTEGER       NOT NULL,             -- the last one of the trail
    record_count  INTEGER       NOT NULL,
    byte_count    INTEGER       NOT NULL
);

CREATE TABLE IF NOT EXISTS terrace_ledger_record (
    collection_id BLOB           NOT NULL,
    key_id        BLOB           NOT NULL, -- of the key
    record_key    BLOB           NOT NULL, -- UTF-8
    version       INTEGER        NOT NULL,
    content       BLOB,                    -- null of what was removed
    PRIMARY KEY (collection_id, key_id)
);

CREATE TABLE IF NOT EXISTS terrace_ledger_trail (
    collection_id BLOB          NOT NULL,
    sequence      INTEGER       NOT NULL,
    change_id     BLOB          NOT NULL, -- of the change's id
    versions      TEXT          NOT NULL, -- that the change gave, with commas
    content       BLOB          NOT NULL,
    PRIMARY KEY (collection_id, sequence)
);

-- By which a repeated change is recognised.
CREATE UNIQUE INDEX IF NOT EXISTS ix_terrace_ledger_trail_change ON terrace_ledger_trail (change_id, collection_id);

CREATE TABLE IF NOT EXISTS terrace_ledger_evidence (
    collection_id BLOB           NOT NULL,
    key_id        BLOB           NOT NULL, -- of the key
    source_id     BLOB           NOT NULL, -- of the source
    source        BLOB           NOT NULL, -- UTF-8
    version       INTEGER        NOT NULL,
    taken_at      INTEGER        NOT NULL, -- milliseconds since 1970 by this machine's clock
    content       BLOB           NOT NULL,
    PRIMARY KEY (collection_id, key_id, source_id)
);

INSERT INTO terrace_schema (version) SELECT 2 WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 2);
