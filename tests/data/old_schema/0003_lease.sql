-- One draft in two programs of one person: whoever took it last has the newest generation, and only that one saves and
-- files. Drafts of before are held by whoever has them open.
ALTER TABLE draft ADD COLUMN generation INTEGER NOT NULL DEFAULT 1 CHECK (generation >= 1);

-- How a draft ended, so that a program that still has it open neither brings it back nor files it a second time.
-- `number` is what it was filed as.
CREATE TABLE draft_end (
    id     TEXT PRIMARY KEY CHECK (length(id) = 36),
    how    TEXT    NOT NULL CHECK (how IN ('filed', 'dropped', 'counted')),
    number TEXT,
    at_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
