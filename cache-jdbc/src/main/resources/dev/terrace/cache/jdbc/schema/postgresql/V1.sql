-- Terrace, schema version 1, for PostgreSQL 12 and newer.
--
-- Terrace runs this by itself where it may. To run it by hand: as the owner of the tables, as it stands; with another prefix
-- than the default, replace "terrace_" by it. The service's role then needs
--
--     GRANT USAGE ON SCHEMA ... TO ...;                        -- where the tables lie
--     GRANT SELECT ON terrace_schema TO ...;
--     GRANT SELECT, INSERT, UPDATE, DELETE ON terrace_entry, terrace_log, terrace_log_record, terrace_log_append TO ...;

-- The versions of this schema that are installed.
CREATE TABLE IF NOT EXISTS terrace_schema (
    version      INTEGER                  NOT NULL PRIMARY KEY,
    installed_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- The tier: the newest envelope of each key. Keys are digests, so no collation can make two of them one.
CREATE TABLE IF NOT EXISTS terrace_entry (
    entry_id   BYTEA   NOT NULL, -- 16 bytes, of the cache's name and the key
    cache_id   BYTEA   NOT NULL, -- 16 bytes, of the namespace and the cache's name
    epoch      BIGINT  NOT NULL, -- with sequence the position in the log under which it was stored
    sequence   BIGINT  NOT NULL,
    tombstone  BOOLEAN NOT NULL,
    expires_at BIGINT  NOT NULL, -- milliseconds since 1970 by this server's clock
    envelope   BYTEA   NOT NULL,
    PRIMARY KEY (entry_id, cache_id)
);

-- Both serve the purge: of what has expired, and of what an invalidated cache left behind.
CREATE INDEX IF NOT EXISTS ix_terrace_entry_expires_at ON terrace_entry (expires_at);
CREATE INDEX IF NOT EXISTS ix_terrace_entry_position ON terrace_entry (cache_id, epoch, sequence);

-- The head of each namespace's log. Whoever appends holds its row until the commit, so that the order of commits is that of
-- the sequences, without holes.
CREATE TABLE IF NOT EXISTS terrace_log (
    log_id           BYTEA       NOT NULL PRIMARY KEY, -- 16 bytes, of the namespace
    namespace        VARCHAR(64) NOT NULL,             -- for people
    format           INTEGER     NOT NULL,             -- of the records
    epoch            BIGINT      NOT NULL,
    sequence         BIGINT      NOT NULL,             -- the last one issued
    horizon          BIGINT      NOT NULL,             -- dependencies up to here may be forgotten
    key_horizon      BIGINT      NOT NULL,             -- keys up to here may be forgotten
    dependency_count BIGINT      NOT NULL,
    key_count        BIGINT      NOT NULL
) WITH (fillfactor = 10);

-- Compacted: each name once, under its last sequence.
CREATE TABLE IF NOT EXISTS terrace_log_record (
    name_id  BYTEA   NOT NULL, -- 16 bytes, of kind and name
    log_id   BYTEA   NOT NULL,
    kind     CHAR(1) NOT NULL, -- k: key, d: dependency, c: cache, n: namespace
    name     BYTEA   NOT NULL, -- UTF-8
    sequence BIGINT  NOT NULL,
    PRIMARY KEY (name_id, log_id)
);

CREATE UNIQUE INDEX IF NOT EXISTS ix_terrace_log_record_sequence ON terrace_log_record (log_id, sequence);

-- The appends of the last while, by which a repeated one is recognised.
CREATE TABLE IF NOT EXISTS terrace_log_append (
    append_id      BYTEA  NOT NULL, -- 16 bytes, of the append's id
    log_id         BYTEA  NOT NULL,
    epoch          BIGINT NOT NULL,
    first_sequence BIGINT NOT NULL,
    PRIMARY KEY (append_id, log_id)
);

CREATE INDEX IF NOT EXISTS ix_terrace_log_append_sequence ON terrace_log_append (log_id, first_sequence);

INSERT INTO terrace_schema (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 1);
