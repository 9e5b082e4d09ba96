-- Whoever came and told no matter yet has a number too (下次优先): a look names a matter, or the visit whose number it was.
-- What is there stays as it is. No table is renamed: SQLite renames none while a view looks for one that is not there.
CREATE TABLE look_before AS SELECT * FROM look;
DROP TABLE look;

CREATE TABLE look (
    n        INTEGER PRIMARY KEY,
    at_ms    INTEGER NOT NULL,
    account  TEXT,
    table_no INTEGER,
    opinion  TEXT    CHECK (length(opinion) = 36),
    visit    TEXT    CHECK (length(visit) = 36),
    citizen  TEXT,
    shown    TEXT    NOT NULL CHECK (shown <> ''),
    reason   TEXT,
    beyond   INTEGER,
    CHECK ((opinion IS NULL) <> (visit IS NULL))
) STRICT;

INSERT INTO look (n, at_ms, account, table_no, opinion, citizen, shown, reason, beyond)
SELECT n, at_ms, account, table_no, opinion, citizen, shown, reason, beyond FROM look_before ORDER BY n;
DROP TABLE look_before;

CREATE INDEX look_opinion ON look (opinion, n);
CREATE INDEX look_visit ON look (visit, n) WHERE visit IS NOT NULL;
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
