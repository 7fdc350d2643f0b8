-- Terrace, schema version 3, for MariaDB 10.6 and newer and for MySQL 8.0 and newer: by what a log is known again.
--
-- To be run by hand like V1.sql, after V2.sql. Services of the version before go on meanwhile. The service's user then needs as well
--
--     GRANT SELECT, INSERT, UPDATE, DELETE ON terrace_log_token TO ...;
--
-- The server commits after each of these statements, so each of them can be run twice.

-- Each transaction that appends draws a token. A log that was restored from an older copy and has gone on since has other ones.
CREATE TABLE IF NOT EXISTS terrace_log_token (
    log_id         VARBINARY(16) NOT NULL, -- of the namespace
    first_sequence BIGINT        NOT NULL, -- that the transaction gave
    epoch          BIGINT        NOT NULL,
    last_sequence  BIGINT        NOT NULL,
    token          BIGINT        NOT NULL, -- random
    PRIMARY KEY (log_id, first_sequence, epoch)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO terrace_schema (version)
    SELECT 3 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 3);
