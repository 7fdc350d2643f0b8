-- Terrace, schema version 1, for SQLite 3.42 and newer.
--
-- Terrace runs this by itself where it may. To run it by hand: as it stands; with another prefix than the default, replace
-- "terrace_" by it. There are no grants: whoever may write the file may do everything.

-- The versions of this schema that are installed.
CREATE TABLE IF NOT EXISTS terrace_schema (
    version      INTEGER NOT NULL PRIMARY KEY,
    installed_at TEXT    NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- The tier: the newest envelope of each key. Keys are digests, so no collation can make two of them one.
CREATE TABLE IF NOT EXISTS terrace_entry (
    entry_id   BLOB    NOT NULL, -- 16 bytes, of the cache's name and the key
    cache_id   BLOB    NOT NULL, -- 16 bytes, of the namespace and the cache's name
    epoch      INTEGER NOT NULL, -- with sequence the position in the log under which it was stored
    sequence   INTEGER NOT NULL,
    tombstone  INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, -- milliseconds since 1970 by this machine's clock
    envelope   BLOB    NOT NULL,
    PRIMARY KEY (entry_id, cache_id)
);

-- Both serve the purge: of what has expired, and of what an invalidated cache left behind.
CREATE INDEX IF NOT EXISTS ix_terrace_entry_expires_at ON terrace_entry (expires_at);
CREATE INDEX IF NOT EXISTS ix_terrace_entry_position ON terrace_entry (cache_id, epoch, sequence);

-- The head of each namespace's log. Whoever appends has the file for himself until the commit, so that the order of commits is
-- that of the sequences, without holes.
CREATE TABLE IF NOT EXISTS terrace_log (
    log_id           BLOB    NOT NULL PRIMARY KEY, -- 16 bytes, of the namespace
    namespace        TEXT    NOT NULL,             -- for people
    format           INTEGER NOT NULL,             -- of the records
    epoch            INTEGER NOT NULL,
    sequence         INTEGER NOT NULL,             -- the last one issued
    horizon          INTEGER NOT NULL,             -- dependencies up to here may be forgotten
    key_horizon      INTEGER NOT NULL,             -- keys up to here may be forgotten
    dependency_count INTEGER NOT NULL,
    key_count        INTEGER NOT NULL
);

-- Compacted: each name once, under its last sequence.
CREATE TABLE IF NOT EXISTS terrace_log_record (
    name_id  BLOB    NOT NULL, -- 16 bytes, of kind and name
    log_id   BLOB    NOT NULL,
    kind     TEXT    NOT NULL, -- k: key, d: dependency, c: cache, n: namespace
    name     BLOB    NOT NULL, -- UTF-8
    sequence INTEGER NOT NULL,
    PRIMARY KEY (name_id, log_id)
);

CREATE UNIQUE INDEX IF NOT EXISTS ix_terrace_log_record_sequence ON terrace_log_record (log_id, sequence);

-- The appends of the last while, by which a repeated one is recognised.
CREATE TABLE IF NOT EXISTS terrace_log_append (
    append_id      BLOB    NOT NULL, -- 16 bytes, of the append's id
    log_id         BLOB    NOT NULL,
    epoch          INTEGER NOT NULL,
    first_sequence INTEGER NOT NULL,
    PRIMARY KEY (append_id, log_id)
);

CREATE INDEX IF NOT EXISTS ix_terrace_log_append_sequence ON terrace_log_append (log_id, first_sequence);

INSERT INTO terrace_schema (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 1);
