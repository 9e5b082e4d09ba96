-- The tables that know nothing of the desk's kinds of commands: the log, the keys, and what is never compared.

-- The log. Rows are only ever added, one number after the other; everything the desk knows is derived from them.
-- Text ids are UUIDs in their hyphenated form. `day` is the business date, YYYY-MM-DD.
CREATE TABLE event (
    seq         INTEGER PRIMARY KEY,
    station_id  TEXT    NOT NULL CHECK (length(station_id) = 36),
    lineage     TEXT    NOT NULL CHECK (lineage <> ''),
    at_ms       INTEGER NOT NULL,
    happened_ms INTEGER NOT NULL,
    clock_flag  INTEGER NOT NULL CHECK (clock_flag IN (0, 1)),
    day         TEXT    NOT NULL CHECK (length(day) = 10),
    account     TEXT,
    table_no    INTEGER,
    command     TEXT    NOT NULL CHECK (length(command) = 36),
    ordinal     INTEGER NOT NULL CHECK (ordinal >= 0),
    kind        TEXT    NOT NULL CHECK (kind <> ''),
    ver         INTEGER NOT NULL CHECK (ver >= 1),
    subject     TEXT    NOT NULL CHECK (length(subject) = 36),
    body        BLOB    NOT NULL,
    sealed      BLOB,
    alg         TEXT    NOT NULL,
    digest      BLOB    NOT NULL CHECK (length(digest) = 32),
    UNIQUE (command, ordinal)
) STRICT;

CREATE INDEX event_subject ON event (subject, seq);

-- Numbers are handed out here and nowhere else: no gap, no row slipped in between, no row replaced.
CREATE TRIGGER event_next BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event)
BEGIN
    SELECT RAISE(ABORT, 'event: the number is not the next one');
END;

CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN
    SELECT RAISE(ABORT, 'event: rows are never changed');
END;

CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN
    SELECT RAISE(ABORT, 'event: rows are never deleted');
END;

-- One data key per citizen, opinion or draft. Erasing empties `wrapped` and keeps the row, so that a key is never made
-- a second time for someone who was erased, and a restore can tell "erased" from "never had one".
-- `alg`: 'none' = stored as it is (no station key set), 'xc20p' = wrapped by the station key.
CREATE TABLE key (
    owner   TEXT PRIMARY KEY,
    kind    TEXT    NOT NULL CHECK (kind <> ''),
    alg     TEXT    NOT NULL CHECK (alg IN ('none', 'xc20p')),
    wrapped BLOB,
    made_ms INTEGER NOT NULL,
    gone_ms INTEGER,
    CHECK ((wrapped IS NULL) = (gone_ms IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- Small facts about the file itself: station, lineage, the station key's check value.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- Which schema steps built this file, and from which exact text.
CREATE TABLE migration (
    version INTEGER PRIMARY KEY,
    name    TEXT NOT NULL,
    sum     TEXT NOT NULL
) STRICT;

-- What somebody was typing. `body` is sealed; the row goes in the transaction that files the form.
CREATE TABLE draft (
    id       TEXT PRIMARY KEY,
    account  TEXT    NOT NULL,
    form     TEXT    NOT NULL,
    target   TEXT,
    base_rev INTEGER,
    body     BLOB    NOT NULL,
    made_ms  INTEGER NOT NULL,
    saved_ms INTEGER NOT NULL,
    label    TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX draft_account ON draft (account, saved_ms);

-- Who is at which table now and what they have open: leases by heartbeat, for showing, never for safety.
CREATE TABLE presence (
    session  TEXT PRIMARY KEY,
    account  TEXT    NOT NULL,
    table_no INTEGER,
    pid      INTEGER NOT NULL,
    since_ms INTEGER NOT NULL,
    seen_ms  INTEGER NOT NULL,
    doing    TEXT,
    target   TEXT
) STRICT, WITHOUT ROWID;

-- Which column of a sheet was which field the last time, so that the next import asks less.
CREATE TABLE import_memory (
    kind    TEXT NOT NULL,
    heading TEXT NOT NULL,
    field   TEXT NOT NULL,
    used_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, heading)
) STRICT, WITHOUT ROWID;
