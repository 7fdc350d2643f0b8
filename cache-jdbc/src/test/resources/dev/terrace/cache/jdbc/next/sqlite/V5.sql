-- What a fifth version may look like: a new column, and something with semicolons inside.
ALTER TABLE terrace_entry ADD COLUMN note TEXT DEFAULT 'none';

CREATE INDEX IF NOT EXISTS ix_terrace_entry_note
    ON terrace_entry (note);

INSERT INTO terrace_schema (version) SELECT 5 WHERE NOT EXISTS (SELECT 1 FROM terrace_schema WHERE version = 5);
