-- Terrace, schema version 2, for MariaDB 10.6 and newer and for MySQL 8.0 and newer: leases and ledgers.
--
-- To be run by hand like V1.sql, after it. The service's user then needs as well
--
--     GRANT SELECT, INSERT, UPDATE, DELETE ON ... TO ...;  -- for each of terrace_lease, terrace_ledger, terrace_ledger_record,
--                                                          -- terrace_ledger_trail, terrace_ledger_evidence
--
-- The server commits after each of these statements, so each of them can be run twice.

-- Leases. A row stays when its lease has ended, so that no token is issued twice.
CREATE TABLE IF NOT EXISTS terrace_lease (
    lease_id   VARBINARY(16)  NOT NULL PRIMARY KEY, -- of the namespace and the name
    namespace  VARCHAR(64)    NOT NULL,             -- for people
    name       VARCHAR(128)   NOT NULL,             -- for people
    holder     VARBINARY(256) NOT NULL,             -- UTF-8
    token      BIGINT         NOT NULL,             -- of the last grant
    expires_at BIGINT         NOT NULL              -- milliseconds since 1970 by this server's clock
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The head of each collection. Whoever changes it holds its row until the commit, so that the order of commits is that of the
-- trail, without holes.
CREATE TABLE IF NOT EXISTS terrace_ledger (
    collection_id VARBINARY(16) NOT NULL PRIMARY KEY, -- of the namespace and the name
    namespace     VARCHAR(64)   NOT NULL,             -- for people
    name          VARCHAR(128)  NOT NULL,             -- for people
    format        INTEGER       NOT NULL,             -- of what belongs to the collection
    epoch         BIGINT        NOT NULL,             -- to be raised by hand after an older copy was restored
    sequence      BIGINT        NOT NULL,             -- the last one of the trail
    record_count  BIGINT        NOT NULL,
    byte_count    BIGINT        NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS terrace_ledger_record (
    collection_id VARBINARY(16)  NOT NULL,
    key_id        VARBINARY(16)  NOT NULL, -- of the key
    record_key    VARBINARY(256) NOT NULL, -- UTF-8
    version       BIGINT         NOT NULL,
    content       LONGBLOB,                -- null of what was removed
    PRIMARY KEY (collection_id, key_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS terrace_ledger_trail (
    collection_id VARBINARY(16) NOT NULL,
    sequence      BIGINT        NOT NULL,
    change_id     VARBINARY(16) NOT NULL, -- of the change's id
    versions      VARCHAR(2000) NOT NULL, -- that the change gave, with commas
    content       LONGBLOB      NOT NULL,
    PRIMARY KEY (collection_id, sequence),
    -- By which a repeated change is recognised.
    UNIQUE INDEX ix_terrace_ledger_trail_change (change_id, collection_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS terrace_ledger_evidence (
    collection_id VARBINARY(16)  NOT NULL,
    key_id        VARBINARY(16)  NOT NULL, -- of the key
    source_id     VARBINARY(16)  NOT NULL, -- of the source
    source        VARBINARY(256) NOT NULL, -- UTF-8
    version       BIGINT         NOT NULL,
    taken_at      BIGINT         NOT NULL, -- milliseconds since 1970 by this server's clock
    content       LONGBLOB       NOT NULL,
    PRIMARY KEY (collection_id, key_id, source_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO terrace_schema (version)
    SELECT 2 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 2);
