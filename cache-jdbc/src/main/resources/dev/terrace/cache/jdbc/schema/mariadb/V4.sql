-- Terrace, schema version 4, for MariaDB 10.6 and newer and for MySQL 8.0 and newer: which keys are being loaded.
--
-- To be run by hand like V1.sql, after V3.sql. Services of the version before go on meanwhile. The service's user then needs as well
--
--     GRANT SELECT, INSERT, UPDATE, DELETE ON terrace_claim TO ...;
--
-- The server commits after each of these statements, so each of them can be run twice.

-- The claims on loads, each of which ends by itself.
CREATE TABLE IF NOT EXISTS terrace_claim (
    entry_id   VARBINARY(16) NOT NULL, -- as in terrace_entry
    cache_id   VARBINARY(16) NOT NULL,
    token      BIGINT        NOT NULL, -- random
    epoch      BIGINT        NOT NULL, -- with sequence what its holder knew of the log
    sequence   BIGINT        NOT NULL,
    expires_at BIGINT        NOT NULL, -- milliseconds since 1970 by this server's clock
    PRIMARY KEY (entry_id, cache_id),
    INDEX ix_terrace_claim_expires_at (expires_at)
) ENGINE = InnoDB;

INSERT INTO terrace_schema (version)
    SELECT 4 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 4);
