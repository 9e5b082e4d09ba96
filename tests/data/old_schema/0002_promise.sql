-- Next time with priority, until the person came or was struck off. `private` holds the phone, sealed under the promise's key.
-- Promises of before were only noted on the visit, and whom they were given to was wiped at once; they stay as they are.

CREATE TABLE promise (
    n           INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE CHECK (length(id) = 36),
    visit       TEXT    NOT NULL REFERENCES visit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    state       TEXT    NOT NULL CHECK (state IN ('open', 'kept', 'struck')),
    -- Who it is and what about: only while it is open.
    label       TEXT,
    first_words TEXT,
    private     BLOB,
    why         TEXT    CHECK (why IN ('came', 'declined', 'unreachable')),
    rev         INTEGER NOT NULL CHECK (rev >= 1),
    touch_by    TEXT    NOT NULL,
    touch_table INTEGER,
    touch_at    INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX promise_visit ON promise (visit);
CREATE INDEX promise_open ON promise (n) WHERE state = 'open';

-- The earlier visit whose promise gave a number.
ALTER TABLE visit ADD COLUMN carried_from TEXT REFERENCES visit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;

CREATE INDEX visit_carried ON visit (carried_from) WHERE carried_from IS NOT NULL;
