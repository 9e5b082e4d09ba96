-- Whose whole number was shown to whom, when and why. Beside the log, because looking changes nothing: no record gets another
-- `rev` by it. The number itself stands nowhere here, so that whoever is erased is not kept by who looked.
-- Of whom, where a matter has several, says `citizen`.
-- `shown` says what it was shown for, `reason` is a code of the rules; `beyond` counts the matters of the last hour where that
-- was more than the rules say.
CREATE TABLE look (
    n        INTEGER PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    account  TEXT,
    table_no INTEGER,
    opinion  TEXT    NOT NULL CHECK (length(opinion) = 36),
    citizen  TEXT,
    shown    TEXT    NOT NULL CHECK (shown <> ''),
    reason   TEXT,
    beyond   INTEGER
) STRICT;

CREATE INDEX look_opinion ON look (opinion, n);
CREATE INDEX look_account ON look (account, at_ms);
CREATE INDEX look_beyond ON look (at_ms) WHERE beyond IS NOT NULL;

CREATE TRIGGER look_no_update BEFORE UPDATE ON look
BEGIN
    SELECT RAISE(ABORT, 'look: rows are never changed');
END;

CREATE TRIGGER look_no_delete BEFORE DELETE ON look
BEGIN
    SELECT RAISE(ABORT, 'look: rows are never deleted');
END;
