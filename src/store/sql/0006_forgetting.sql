-- Visits that are over and whose key, with what is known of the person, goes when nobody can bring them back any more. Without a
-- time they are not over yet, and it goes as soon as they are.
CREATE TABLE forgetting (
    owner TEXT PRIMARY KEY CHECK (length(owner) = 36),
    at_ms INTEGER
) STRICT, WITHOUT ROWID;
