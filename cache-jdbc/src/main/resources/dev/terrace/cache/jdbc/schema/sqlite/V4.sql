-- Terrace, schema version 4, for SQLite 3.42 and newer: which keys are being loaded.
--
-- To be run by hand like V1.sql, after V3.sql. Services of the version before go on meanwhile. There are no grants.

-- The claims on loads, each of which ends by itself.
CREATE TABLE IF NOT EXISTS terrace_claim (
    entry_id   BLOB    NOT NULL, -- 16 bytes, as in terrace_entry
    cache_id   BLOB    NOT NULL,
    token      INTEGER NOT NULL, -- random
    epoch      INTEGER NOT NULL, -- with sequence what its holder knew of the log
    sequence   INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, -- milliseconds since 1970 by this machine's clock
    PRIMARY KEY (entry_id, cache_id)
);

CREATE INDEX IF NOT EXISTS ix_terrace_claim_expires_at ON terrace_claim (expires_at);

INSERT INTO terrace_schema (version) SELECT 4 WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 4);
