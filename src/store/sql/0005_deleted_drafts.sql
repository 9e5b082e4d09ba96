-- A draft that somebody deleted, kept sealed under its key for the days the rules say, in reach of an undo; then row and key
-- go. `reason` is sealed like the words.
CREATE TABLE draft_deleted (
    id         TEXT PRIMARY KEY CHECK (length(id) = 36),
    account    TEXT    NOT NULL,
    form       TEXT    NOT NULL,
    target     TEXT,
    body       BLOB    NOT NULL,
    made_ms    INTEGER NOT NULL,
    saved_ms   INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    deleted_by TEXT    NOT NULL,
    reason     BLOB,
    at_ms      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who ended it, where that was a person's own act; kept when the words are gone.
ALTER TABLE draft_end ADD COLUMN ended_by TEXT;
