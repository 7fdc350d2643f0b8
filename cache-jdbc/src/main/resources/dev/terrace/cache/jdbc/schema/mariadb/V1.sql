-- Terrace, schema version 1, for MariaDB 10.6 and newer and for MySQL 8.0 and newer.
--
-- Terrace runs this by itself where it may. To run it by hand: as a user who may create tables, as it stands; with another
-- prefix than the default, replace "terrace_" by it. The service's user then needs
--
--     GRANT SELECT ON terrace_schema TO ...;
--     GRANT SELECT, INSERT, UPDATE, DELETE ON ... TO ...;  -- for each of terrace_entry, terrace_log, terrace_log_record,
--                                                          -- terrace_log_append
--
-- The server commits after each of these statements, so each of them can be run twice.

-- The versions of this schema that are installed.
CREATE TABLE IF NOT EXISTS terrace_schema (
    version      INTEGER      NOT NULL PRIMARY KEY,
    installed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) ENGINE = InnoDB;

-- The tier: the newest envelope of each key. Keys are digests in binary columns: text would be compared without regard to case
-- or to spaces at its end.
CREATE TABLE IF NOT EXISTS terrace_entry (
    entry_id   VARBINARY(16)   NOT NULL, -- of the cache's name and the key
    cache_id   VARBINARY(16)   NOT NULL, -- of the namespace and the cache's name
    epoch      BIGINT          NOT NULL, -- with sequence the position in the log under which it was stored
    sequence   BIGINT          NOT NULL,
    tombstone  BOOLEAN         NOT NULL,
    expires_at BIGINT          NOT NULL, -- milliseconds since 1970 by this server's clock
    envelope   LONGBLOB        NOT NULL,
    write_id   BIGINT UNSIGNED NOT NULL, -- of the write that stored it, see MariaDbDialect
    PRIMARY KEY (entry_id, cache_id),
    -- Both serve the purge: of what has expired, and of what an invalidated cache left behind.
    INDEX ix_terrace_entry_expires_at (expires_at),
    INDEX ix_terrace_entry_position (cache_id, epoch, sequence)
) ENGINE = InnoDB;

-- The head of each namespace's log. Whoever appends holds its row until the commit, so that the order of commits is that of
-- the sequences, without holes.
CREATE TABLE IF NOT EXISTS terrace_log (
    log_id           VARBINARY(16) NOT NULL PRIMARY KEY, -- of the namespace
    namespace        VARCHAR(64)   NOT NULL,             -- for people
    format           INTEGER       NOT NULL,             -- of the records
    epoch            BIGINT        NOT NULL,
    sequence         BIGINT        NOT NULL,             -- the last one issued
    horizon          BIGINT        NOT NULL,             -- dependencies up to here may be forgotten
    key_horizon      BIGINT        NOT NULL,             -- keys up to here may be forgotten
    dependency_count BIGINT        NOT NULL,
    key_count        BIGINT        NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Compacted: each name once, under its last sequence.
CREATE TABLE IF NOT EXISTS terrace_log_record (
    name_id  VARBINARY(16)  NOT NULL, -- of kind and name
    log_id   VARBINARY(16)  NOT NULL,
    kind     CHAR(1)        NOT NULL, -- k: key, d: dependency, c: cache, n: namespace
    name     VARBINARY(512) NOT NULL, -- UTF-8
    sequence BIGINT         NOT NULL,
    PRIMARY KEY (name_id, log_id),
    UNIQUE INDEX ix_terrace_log_record_sequence (log_id, sequence)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The appends of the last while, by which a repeated one is recognised.
CREATE TABLE IF NOT EXISTS terrace_log_append (
    append_id      VARBINARY(16) NOT NULL, -- of the append's id
    log_id         VARBINARY(16) NOT NULL,
    epoch          BIGINT        NOT NULL,
    first_sequence BIGINT        NOT NULL,
    PRIMARY KEY (append_id, log_id),
    INDEX ix_terrace_log_append_sequence (log_id, first_sequence)
) ENGINE = InnoDB;

INSERT INTO terrace_schema (version)
    SELECT 1 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 1);
