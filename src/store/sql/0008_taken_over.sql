-- Whose draft somebody went on with, because they gave no sign of life. `reason` is sealed under the draft's key and gone with it.
-- `told_ms` is when whoever it was of was told.
CREATE TABLE draft_taken (
    n        INTEGER PRIMARY KEY,
    draft    TEXT    NOT NULL CHECK (length(draft) = 36),
    of       TEXT    NOT NULL CHECK (length(of) = 36),
    by       TEXT    NOT NULL CHECK (length(by) = 36),
    at_ms    INTEGER NOT NULL,
    reason   BLOB    NOT NULL,
    told_ms  INTEGER
) STRICT;

CREATE INDEX draft_taken_untold ON draft_taken (n) WHERE told_ms IS NULL;
