-- Terrace, schema version 3, for SQLite 3.42 and newer: by what a log is known again.
--
-- To be run by hand like V1.sql, after V2.sql. Services of the version before go on meanwhile. There are no grants.

-- Each transaction that appends draws a token. A log that was restored from an older copy and has gone on since has other ones.
CREATE TABLE IF NOT EXISTS terrace_log_token (
    log_id         BLOB    NOT NULL, -- 16 bytes, of the namespace
    first_sequence INTEGER NOT NULL, -- that the transaction gave
    epoch          INTEGER NOT NULL,
    last_sequence  INTEGER NOT NULL,
    token          INTEGER NOT NULL, -- random
    PRIMARY KEY (log_id, first_sequence, epoch)
);

INSERT INTO terrace_schema (version) SELECT 3 WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 3);
