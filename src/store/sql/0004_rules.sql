-- Sections of the rules that are lists, item by item. An adoption writes the whole of a list under its version, with a row
-- at place 0 that stands for the list itself, because it may be empty; the newest version of a list is in force.
-- `ruleset` has a row for each version, and keeps of the rules how the queue works and the limits.

CREATE TABLE code_list (
    list    TEXT    NOT NULL CHECK (list <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    place   INTEGER NOT NULL CHECK (place >= 0),
    code    TEXT,
    body    TEXT    CHECK (json_valid(body)),
    PRIMARY KEY (list, version, place),
    CHECK ((place = 0) = (body IS NULL) AND (code IS NULL) = (body IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar (
    version INTEGER NOT NULL CHECK (version >= 1),
    place   INTEGER NOT NULL CHECK (place >= 0),
    year    INTEGER,
    body    TEXT    CHECK (json_valid(body)),
    PRIMARY KEY (version, place),
    CHECK ((place = 0) = (body IS NULL) AND (year IS NULL) = (body IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE template (
    version INTEGER NOT NULL CHECK (version >= 1),
    place   INTEGER NOT NULL CHECK (place >= 0),
    name    TEXT,
    body    TEXT    CHECK (json_valid(body)),
    PRIMARY KEY (version, place),
    CHECK ((place = 0) = (body IS NULL) AND (name IS NULL) = (body IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE rhythm (
    version INTEGER NOT NULL CHECK (version >= 1),
    place   INTEGER NOT NULL CHECK (place >= 0),
    name    TEXT,
    body    TEXT    CHECK (json_valid(body)),
    PRIMARY KEY (version, place),
    CHECK ((place = 0) = (body IS NULL) AND (name IS NULL) = (body IS NULL))
) STRICT, WITHOUT ROWID;

-- What the rulesets of before hold, as `apply` would have filed it.
INSERT INTO code_list (list, version, place)
SELECT l.value, r.version, 0 FROM ruleset r, json_each('["reason", "category", "class"]') l;

INSERT INTO code_list (list, version, place, code, body)
SELECT l.value, r.version, i.key + 1, json_extract(i.value, '$.code'), i.value
FROM ruleset r, json_each('["reason", "category", "class"]') l, json_each(r.body, '$.' || l.value) i;

INSERT INTO calendar (version, place) SELECT version, 0 FROM ruleset;
INSERT INTO template (version, place) SELECT version, 0 FROM ruleset;
INSERT INTO rhythm (version, place) SELECT version, 0 FROM ruleset;

INSERT INTO calendar (version, place, year, body)
SELECT r.version, i.key + 1, json_extract(i.value, '$.year'), i.value FROM ruleset r, json_each(r.body, '$.calendar') i;

UPDATE ruleset SET body = json_remove(body, '$.reason', '$.category', '$.class', '$.calendar');
