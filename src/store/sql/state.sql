-- What the desk knows, made from the log by `apply` and by nothing else; and the indexes for search, which are only help.
-- `n` is the number of the event that made the row, so "newest first" is n. `id` is the UUID everybody else uses.
-- `rev` is the number of a record's last event. `touch_by` and `by` are the id of an account; in what old rows made that
-- name somebody several accounts were called, the name.
-- Instants are milliseconds since 1970 UTC, days are YYYY-MM-DD in the station's zone.
-- References are checked at the end of the transaction, so that the order of the events of one command is free.
-- There are no steps for these tables: a file made from another text than this one gets them anew from its log, so whoever
-- changes this file raises APPLY. Codes (states, kinds, ways) are closed by the program's enums and by no list here.

-- ---- station ----

CREATE TABLE station (
    n           INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE CHECK (length(id) = 36),
    code        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    hours       TEXT    NOT NULL,
    head_phone  TEXT,
    one_person  INTEGER NOT NULL DEFAULT 0 CHECK (one_person IN (0, 1)),
    rev         INTEGER NOT NULL CHECK (rev >= 1),
    touch_by    TEXT    NOT NULL,
    touch_table INTEGER,
    touch_at    INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX station_only_one ON station ((1));

CREATE TABLE rules (
    n       INTEGER PRIMARY KEY,
    version INTEGER NOT NULL UNIQUE,
    body    TEXT    NOT NULL CHECK (json_valid(body)),
    by      TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT;

-- Sections of the rules that are lists, item by item. An adoption writes the whole of a list under its version, with a row
-- at place 0 that stands for the list itself, because it may be empty; the newest version of a list is in force.
-- `rules` has a row for each version, and keeps of the rules how the queue works and the limits.

CREATE TABLE code_list (
    list    TEXT    NOT NULL CHECK (list <> ''),
    version INTEGER NOT NULL CHECK (version >= 1),
    place   INTEGER NOT NULL CHECK (place >= 0),
    code    TEXT,
    body    TEXT    CHECK (body IS NULL OR json_valid(body)),
    PRIMARY KEY (list, version, place),
    CHECK ((place = 0) = (body IS NULL) AND (code IS NULL) = (body IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar (
    version INTEGER NOT NULL CHECK (version >= 1),
    place   INTEGER NOT NULL CHECK (place >= 0),
    year    INTEGER,
    body    TEXT    CHECK (body IS NULL OR json_valid(body)),
    PRIMARY KEY (version, place),
    CHECK ((place = 0) = (body IS NULL) AND (year IS NULL) = (body IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE template (
    version INTEGER NOT NULL CHECK (version >= 1),
    place   INTEGER NOT NULL CHECK (place >= 0),
    name    TEXT,
    body    TEXT    CHECK (body IS NULL OR json_valid(body)),
    PRIMARY KEY (version, place),
    CHECK ((place = 0) = (body IS NULL) AND (name IS NULL) = (body IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE rhythm (
    version INTEGER NOT NULL CHECK (version >= 1),
    place   INTEGER NOT NULL CHECK (place >= 0),
    name    TEXT,
    body    TEXT    CHECK (body IS NULL OR json_valid(body)),
    PRIMARY KEY (version, place),
    CHECK ((place = 0) = (body IS NULL) AND (name IS NULL) = (body IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
    n           INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE CHECK (length(id) = 36),
    os_name     TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    deputy      TEXT    REFERENCES deputy (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    active      INTEGER NOT NULL CHECK (active IN (0, 1)),
    rev         INTEGER NOT NULL CHECK (rev >= 1),
    touch_by    TEXT    NOT NULL,
    touch_table INTEGER,
    touch_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX account_os ON account (os_name, n);
CREATE INDEX account_called ON account (name);

-- Who bore which name from which event on: rows of the log of before name people instead of accounts.
CREATE TABLE account_name (
    account TEXT    NOT NULL REFERENCES account (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    n       INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    active  INTEGER NOT NULL CHECK (active IN (0, 1)),
    PRIMARY KEY (account, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_name_name ON account_name (name);

-- Who acts in whose place: to a last day, or for good (no last day) where somebody left what they looked after. One that was
-- ended says by which event.
CREATE TABLE stand_in (
    n         INTEGER NOT NULL,
    account   TEXT    NOT NULL REFERENCES account (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    by        TEXT    NOT NULL REFERENCES account (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    from_day  TEXT    NOT NULL CHECK (length(from_day) = 10),
    until_day TEXT    CHECK (length(until_day) = 10),
    ended     INTEGER,
    PRIMARY KEY (n, account)
) STRICT, WITHOUT ROWID;

CREATE INDEX stand_in_by ON stand_in (by);
CREATE INDEX stand_in_account ON stand_in (account);

-- The desk's day is the newest row: it may turn back when somebody confirms it.
CREATE TABLE business_day (
    n         INTEGER PRIMARY KEY,
    day       TEXT    NOT NULL CHECK (length(day) = 10),
    clock     TEXT    NOT NULL CHECK (length(clock) = 10),
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    by        TEXT    NOT NULL,
    at        INTEGER NOT NULL
) STRICT;

-- Last numbers given to people: kind 'ticket' by day, 'opinion', 'session' and the series of papers by year, 'ruleset'.
CREATE TABLE counter (
    kind  TEXT    NOT NULL,
    scope TEXT    NOT NULL,
    last  INTEGER NOT NULL CHECK (last >= 0),
    PRIMARY KEY (kind, scope)
) STRICT, WITHOUT ROWID;

-- ---- people ----

CREATE TABLE deputy (
    n           INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE CHECK (length(id) = 36),
    name        TEXT    NOT NULL,
    profile     TEXT    NOT NULL CHECK (json_valid(profile)),
    active      INTEGER NOT NULL CHECK (active IN (0, 1)),
    rev         INTEGER NOT NULL CHECK (rev >= 1),
    touch_by    TEXT    NOT NULL,
    touch_table INTEGER,
    touch_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX deputy_name ON deputy (name);

CREATE TABLE unit (
    n           INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE CHECK (length(id) = 36),
    name        TEXT    NOT NULL,
    short       TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    profile     TEXT    NOT NULL CHECK (json_valid(profile)),
    active      INTEGER NOT NULL CHECK (active IN (0, 1)),
    rev         INTEGER NOT NULL CHECK (rev >= 1),
    touch_by    TEXT    NOT NULL,
    touch_table INTEGER,
    touch_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX unit_name ON unit (name);

-- ---- reception ----

CREATE TABLE session (
    n             INTEGER PRIMARY KEY,
    id            TEXT    NOT NULL UNIQUE CHECK (length(id) = 36),
    day           TEXT    NOT NULL CHECK (length(day) = 10),
    starts        INTEGER NOT NULL,
    ends          INTEGER NOT NULL,
    place         TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    tables        INTEGER NOT NULL CHECK (tables BETWEEN 0 AND 255),
    theme         TEXT,
    year          INTEGER,
    ordinal       INTEGER,
    state         TEXT    NOT NULL,
    presence      TEXT    NOT NULL,
    opened_at     INTEGER,
    closed_at     INTEGER,
    postponed_to  TEXT    REFERENCES session (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    cancel_reason TEXT,
    note          TEXT,
    rev           INTEGER NOT NULL CHECK (rev >= 1),
    touch_by      TEXT    NOT NULL,
    touch_table   INTEGER,
    touch_at      INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX session_one_open ON session ((1)) WHERE state IN ('open', 'closing');
CREATE UNIQUE INDEX session_ordinal ON session (year, ordinal) WHERE ordinal IS NOT NULL;
CREATE INDEX session_state ON session (state, day);
CREATE INDEX session_day ON session (day, starts, n);

-- `place` orders deputies named by one event.
CREATE TABLE attendance (
    n              INTEGER NOT NULL,
    place          INTEGER NOT NULL,
    session        TEXT    NOT NULL REFERENCES session (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    deputy         TEXT    NOT NULL REFERENCES deputy (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    agreed         TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    came_late      INTEGER NOT NULL CHECK (came_late IN (0, 1)),
    table_no       INTEGER,
    in_at          INTEGER,
    out_at         INTEGER,
    reason         TEXT,
    stands_for     TEXT    REFERENCES deputy (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    substituted_by TEXT    REFERENCES deputy (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    touch_by       TEXT    NOT NULL,
    touch_table    INTEGER,
    touch_at       INTEGER NOT NULL,
    PRIMARY KEY (session, deputy)
) STRICT, WITHOUT ROWID;

CREATE INDEX attendance_deputy ON attendance (deputy);

-- ---- visit ----

CREATE TABLE visit (
    n               INTEGER PRIMARY KEY,
    id              TEXT    NOT NULL UNIQUE CHECK (length(id) = 36),
    session         TEXT    REFERENCES session (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    day             TEXT    NOT NULL CHECK (length(day) = 10),
    channel         TEXT    NOT NULL,
    ticket          INTEGER,
    -- The earlier visit whose promise gave this number.
    carried_from    TEXT    REFERENCES visit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    -- Who it is and what about: while the visit lasts, and as long after that as it can be brought back.
    label           TEXT,
    first_words     TEXT,
    note            TEXT,
    heads           INTEGER NOT NULL,
    head_informed   INTEGER NOT NULL CHECK (head_informed IN (0, 1)),
    asked           TEXT    REFERENCES deputy (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    priority        TEXT    NOT NULL,
    priority_reason TEXT,
    state           TEXT    NOT NULL,
    table_no        INTEGER,
    rank            INTEGER NOT NULL,
    arrived_at      INTEGER NOT NULL,
    first_called_at INTEGER,
    called_at       INTEGER,
    calls           INTEGER NOT NULL,
    talk_at         INTEGER,
    over_at         INTEGER,
    missed          INTEGER NOT NULL,
    outcome_reason  TEXT,
    unwritten       INTEGER NOT NULL CHECK (unwritten IN (0, 1)),
    consult_only    INTEGER NOT NULL CHECK (consult_only IN (0, 1)),
    after_close     INTEGER NOT NULL CHECK (after_close IN (0, 1)),
    doubtful        INTEGER NOT NULL CHECK (doubtful IN (0, 1)),
    opinions        INTEGER NOT NULL CHECK (opinions >= 0),
    rev             INTEGER NOT NULL CHECK (rev >= 1),
    touch_by        TEXT    NOT NULL,
    touch_table     INTEGER,
    touch_at        INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX visit_one_per_table ON visit (table_no) WHERE state IN ('called', 'talking');
CREATE UNIQUE INDEX visit_ticket ON visit (day, ticket) WHERE ticket IS NOT NULL;
CREATE INDEX visit_waiting ON visit (day, priority, rank, n) WHERE state = 'waiting';
CREATE INDEX visit_missed ON visit (day, rank, n) WHERE state = 'missed';
CREATE INDEX visit_unwritten ON visit (day, n) WHERE unwritten = 1;
CREATE INDEX visit_day ON visit (day, n);
CREATE INDEX visit_session ON visit (session, state) WHERE session IS NOT NULL;
CREATE INDEX visit_group ON visit (day, heads) WHERE head_informed = 0 AND heads > 1;
CREATE INDEX visit_asked ON visit (asked) WHERE asked IS NOT NULL;
CREATE INDEX visit_carried ON visit (carried_from) WHERE carried_from IS NOT NULL;

-- Where the time of a visit went, one row per state and table, so that the times before and after a move stay apart.
CREATE TABLE visit_span (
    n        INTEGER NOT NULL,
    part     INTEGER NOT NULL,
    visit    TEXT    NOT NULL REFERENCES visit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    kind     TEXT    NOT NULL,
    table_no INTEGER,
    from_at  INTEGER NOT NULL,
    to_at    INTEGER,
    doubtful INTEGER NOT NULL CHECK (doubtful IN (0, 1)),
    PRIMARY KEY (n, part)
) STRICT, WITHOUT ROWID;

CREATE INDEX visit_span_visit ON visit_span (visit, n);
CREATE UNIQUE INDEX visit_span_open ON visit_span (visit) WHERE to_at IS NULL;

-- Next time with priority, until the person came or was struck off. `private` holds the phone, sealed under the promise's key.
-- Who it is, what about and why they went first stand there while it is open, and while the visit that took it up can turn out
-- to be a mistake: that long the promise may be open again.
-- Promises of the first version were only noted on the visit, and whom they were given to was wiped at once.
CREATE TABLE promise (
    n           INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE CHECK (length(id) = 36),
    visit       TEXT    NOT NULL REFERENCES visit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    state       TEXT    NOT NULL,
    -- The visit whose number it gave.
    taken_by    TEXT    REFERENCES visit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    label       TEXT,
    first_words TEXT,
    priority_reason TEXT,
    private     BLOB,
    why         TEXT,
    rev         INTEGER NOT NULL CHECK (rev >= 1),
    touch_by    TEXT    NOT NULL,
    touch_table INTEGER,
    touch_at    INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX promise_visit ON promise (visit) WHERE state = 'open';
CREATE INDEX promise_open ON promise (n) WHERE state = 'open';
CREATE INDEX promise_taken ON promise (taken_by) WHERE taken_by IS NOT NULL;

-- ---- citizen ----

CREATE TABLE citizen (
    n            INTEGER PRIMARY KEY,
    id           TEXT    NOT NULL UNIQUE CHECK (length(id) = 36),
    visit        TEXT    NOT NULL REFERENCES visit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    name         TEXT,
    pinyin       TEXT,
    -- Name and pinyin of whom no matter names that is not confidential, sealed under the person's own key, and the token
    -- the whole name is found by; the clear columns are then empty.
    called       BLOB,
    name_mac     BLOB,
    anonymous    INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    -- Phone, address and the like, sealed under the person's own key.
    private      BLOB,
    reach        TEXT,
    village      TEXT    REFERENCES unit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    sex          TEXT,
    cannot_read  INTEGER NOT NULL CHECK (cannot_read IN (0, 1)),
    privacy_told INTEGER NOT NULL CHECK (privacy_told IN (0, 1)),
    claim_code   TEXT,
    rev          INTEGER NOT NULL CHECK (rev >= 1),
    touch_by     TEXT    NOT NULL,
    touch_table  INTEGER,
    touch_at     INTEGER NOT NULL,
    CHECK (called IS NULL OR coalesce(name, pinyin) IS NULL)
) STRICT;

CREATE INDEX citizen_name_mac ON citizen (name_mac) WHERE name_mac IS NOT NULL;
CREATE INDEX citizen_visit ON citizen (visit);
CREATE INDEX citizen_name ON citizen (name, village) WHERE name IS NOT NULL;
CREATE INDEX citizen_village ON citizen (village) WHERE village IS NOT NULL;
CREATE INDEX citizen_claim ON citizen (claim_code) WHERE claim_code IS NOT NULL;

-- Every number somebody may be found by: their phone, and those among what was said of how to reach them. The tokens, of the
-- whole of it and of its last four digits, find one without showing it.
CREATE TABLE citizen_number (
    citizen   TEXT NOT NULL REFERENCES citizen (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    phone_mac BLOB NOT NULL,
    four_mac  BLOB,
    PRIMARY KEY (citizen, phone_mac)
) STRICT, WITHOUT ROWID;

CREATE INDEX citizen_number_phone ON citizen_number (phone_mac);
CREATE INDEX citizen_number_four ON citizen_number (four_mac) WHERE four_mac IS NOT NULL;

-- ---- opinion ----

-- `sealed` holds most texts of a confidential matter, and each of the others has a column of the same name ending in _sealed;
-- the clear columns are then empty. Unit, due and promise repeat what the current round says, so that the follow-up pane needs
-- no join.
CREATE TABLE opinion (
    n                 INTEGER PRIMARY KEY,
    id                TEXT    NOT NULL UNIQUE CHECK (length(id) = 36),
    number            TEXT    NOT NULL UNIQUE,
    year              INTEGER NOT NULL,
    serial            INTEGER NOT NULL,
    visit             TEXT    NOT NULL REFERENCES visit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    citizen           TEXT    REFERENCES citizen (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    session           TEXT    REFERENCES session (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    day               TEXT    NOT NULL CHECK (length(day) = 10),
    channel           TEXT    NOT NULL,
    category          TEXT,
    affected          INTEGER,
    scope             TEXT,
    urgency           TEXT    NOT NULL,
    confidential      INTEGER NOT NULL CHECK (confidential IN (0, 1)),
    words             TEXT,
    summary           TEXT,
    place             TEXT,
    papers            TEXT,
    answer            TEXT,
    sealed            BLOB,
    papers_at         TEXT,
    papers_at_sealed  BLOB,
    wants             TEXT,
    materials         TEXT,
    may_relay         TEXT,
    consent_phone     TEXT,
    consent_publish   TEXT,
    opened_by         TEXT,
    opened_way        TEXT,
    opened_on         TEXT    CHECK (length(opened_on) = 10),
    split_from        TEXT    REFERENCES opinion (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    paper_no          TEXT,
    paper_no_sealed   BLOB,
    state             TEXT    NOT NULL,
    round_no          INTEGER,
    unit              TEXT    REFERENCES unit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    due               TEXT    CHECK (length(due) = 10),
    due_time          INTEGER CHECK (due_time BETWEEN 0 AND 1439),
    due_provisional   INTEGER NOT NULL DEFAULT 0 CHECK (due_provisional IN (0, 1)),
    promised_for      TEXT,
    answered_at       INTEGER,
    -- The limit by which the person is to be told, from the day the answer or the guidance is of.
    tell_by           TEXT    CHECK (tell_by IS NULL OR json_valid(tell_by)),
    on_spot           INTEGER NOT NULL CHECK (on_spot IN (0, 1)),
    class             TEXT,
    class_date        TEXT,
    -- What the answer says of both. Striking off may say otherwise, and what undoes it leads back to these.
    answer_class      TEXT,
    answer_date       TEXT,
    guidance          TEXT,
    guided_at         INTEGER,
    guide_destination TEXT,
    guide_destination_sealed BLOB,
    guide_phone       TEXT,
    guide_phone_sealed BLOB,
    told              INTEGER NOT NULL CHECK (told IN (0, 1)),
    held              INTEGER NOT NULL CHECK (held IN (0, 1)),
    grade             TEXT,
    -- What was said of it before this event was said by somebody it is not owed to any more, or of an earlier handling.
    owed_since        INTEGER NOT NULL,
    void_reason       TEXT,
    void_reason_sealed BLOB,
    -- The account that looks after it: who filed it, until handed on.
    keeper            TEXT    REFERENCES account (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    filed_at          INTEGER NOT NULL,
    closed_at         INTEGER,
    rev               INTEGER NOT NULL CHECK (rev >= 1),
    touch_by          TEXT    NOT NULL,
    touch_table       INTEGER,
    touch_at          INTEGER NOT NULL,
    CHECK (confidential = 0 OR coalesce(words, summary, place, papers, papers_at, wants, materials, may_relay, opened_by,
                                        answer, paper_no, guide_destination, guide_phone, void_reason) IS NULL),
    CHECK (confidential = 1 OR coalesce(sealed, papers_at_sealed, paper_no_sealed, guide_destination_sealed,
                                        guide_phone_sealed, void_reason_sealed) IS NULL)
) STRICT;

CREATE INDEX opinion_state ON opinion (state, n);
CREATE INDEX opinion_serial ON opinion (serial, n);
CREATE INDEX opinion_day ON opinion (day, state);
CREATE INDEX opinion_visit ON opinion (visit, n);
CREATE INDEX opinion_citizen ON opinion (citizen, n) WHERE citizen IS NOT NULL;
CREATE INDEX opinion_session ON opinion (session, state) WHERE session IS NOT NULL;
CREATE INDEX opinion_split ON opinion (split_from) WHERE split_from IS NOT NULL;
CREATE INDEX opinion_keeper ON opinion (keeper, state) WHERE keeper IS NOT NULL;
CREATE INDEX opinion_unit ON opinion (unit, state) WHERE unit IS NOT NULL;
CREATE INDEX opinion_to_tell ON opinion (held, answered_at, n) WHERE state = 'answered';
CREATE INDEX opinion_due ON opinion (due, n, promised_for) WHERE state = 'handed_over';
-- The limit stands in it because most of what was promised for a day that is past is past its limit too, and is not asked for here.
CREATE INDEX opinion_promised ON opinion (promised_for, n, due) WHERE state = 'handed_over' AND promised_for IS NOT NULL;
CREATE INDEX opinion_dissatisfied ON opinion (n) WHERE state = 'told' AND grade = 'dissatisfied';
CREATE INDEX opinion_to_close ON opinion (n) WHERE state = 'told' AND grade IS NOT 'dissatisfied';
CREATE INDEX opinion_untold ON opinion (guided_at, n) WHERE state = 'guided' AND told = 0 AND citizen IS NOT NULL;
-- What somebody may no longer know is looked for whenever anybody writes anything.
CREATE INDEX opinion_confidential ON opinion (rev) WHERE confidential = 1;
CREATE INDEX opinion_closed ON opinion (closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE opinion_deputy (
    opinion TEXT    NOT NULL REFERENCES opinion (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    place   INTEGER NOT NULL,
    deputy  TEXT    NOT NULL REFERENCES deputy (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (opinion, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX opinion_deputy_deputy ON opinion_deputy (deputy);

-- Everybody the answer is owed to, who spoke first.
CREATE TABLE opinion_party (
    opinion TEXT    NOT NULL REFERENCES opinion (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    citizen TEXT    NOT NULL REFERENCES citizen (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    place   INTEGER NOT NULL,
    told    INTEGER NOT NULL CHECK (told IN (0, 1)),
    PRIMARY KEY (opinion, citizen)
) STRICT, WITHOUT ROWID;

CREATE INDEX opinion_party_citizen ON opinion_party (citizen);
-- Those that are owed to several, which are few: of all others one name is enough.
CREATE INDEX opinion_party_several ON opinion_party (opinion) WHERE place > 0;

-- One unit's part in a handling: `lead` = 1 for the one whose answer and due date are the matter's. `counted_from` is the day
-- the limit runs from, when not the day it was handed over; `counted_by` the limit itself as JSON, none where somebody set the
-- day by their own word; `due_time` is minutes since midnight, none the end of the day.
-- Texts below: in clear, or for a confidential matter only in the column of the same name ending in _sealed.
CREATE TABLE handover (
    n               INTEGER PRIMARY KEY,
    opinion         TEXT    NOT NULL REFERENCES opinion (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    round           INTEGER NOT NULL CHECK (round >= 1),
    part            INTEGER NOT NULL CHECK (part >= 1),
    lead            INTEGER NOT NULL CHECK (lead IN (0, 1)),
    unit            TEXT    NOT NULL REFERENCES unit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    unit_name       TEXT    NOT NULL,
    via             TEXT    REFERENCES unit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    handed_at       INTEGER NOT NULL,
    counted_from    TEXT    CHECK (length(counted_from) = 10),
    due             TEXT    CHECK (length(due) = 10),
    due_time        INTEGER CHECK (due_time BETWEEN 0 AND 1439),
    due_provisional INTEGER NOT NULL CHECK (due_provisional IN (0, 1)),
    counted_by      TEXT,
    way             TEXT    NOT NULL,
    person          TEXT,
    person_sealed   BLOB,
    note            TEXT,
    note_sealed     BLOB,
    promised_for    TEXT,
    answered_at     INTEGER,
    answered_way    TEXT,
    answered_person TEXT,
    answered_person_sealed BLOB,
    class           TEXT,
    class_date      TEXT,
    answer          TEXT,
    answer_sealed   BLOB,
    UNIQUE (opinion, round, part)
) STRICT;

CREATE UNIQUE INDEX handover_lead ON handover (opinion, round) WHERE lead = 1;
CREATE INDEX handover_unit ON handover (unit);
CREATE INDEX handover_via ON handover (via) WHERE via IS NOT NULL;

-- Numbers beside a matter's own: `serial` where a paper of the station has it from a counter of its year. `key` is the number
-- in the one form it is searched by.
CREATE TABLE number (
    n       INTEGER PRIMARY KEY,
    opinion TEXT    NOT NULL REFERENCES opinion (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    family  TEXT    NOT NULL,
    system  TEXT,
    year    INTEGER,
    serial  INTEGER,
    number  TEXT,
    -- Of a confidential matter, whose number of another system leads to a person there; it is found whole, by its token.
    number_sealed BLOB,
    key     TEXT,
    token   BLOB,
    -- The same of the number without its marks, as somebody reads it out.
    bare_token BLOB,
    unit    TEXT    REFERENCES unit (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE INDEX number_opinion ON number (opinion, n);
CREATE INDEX number_key ON number (key) WHERE key IS NOT NULL;
CREATE INDEX number_token ON number (token) WHERE token IS NOT NULL;
CREATE INDEX number_bare ON number (bare_token) WHERE bare_token IS NOT NULL;
CREATE INDEX number_unit ON number (unit) WHERE unit IS NOT NULL;

CREATE TABLE chase (
    n            INTEGER PRIMARY KEY,
    opinion      TEXT    NOT NULL REFERENCES opinion (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    round        INTEGER NOT NULL,
    part         INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    way          TEXT    NOT NULL,
    person       TEXT,
    person_sealed BLOB,
    promised_for TEXT,
    text         TEXT,
    text_sealed  BLOB
) STRICT;

CREATE INDEX chase_opinion ON chase (opinion, n);

CREATE TABLE telling (
    n           INTEGER PRIMARY KEY,
    opinion     TEXT    NOT NULL REFERENCES opinion (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    at          INTEGER NOT NULL,
    way         TEXT    NOT NULL,
    -- Whom of a group; nobody named is everybody.
    citizen     TEXT    REFERENCES citizen (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    reached     TEXT    NOT NULL,
    -- When they are asked whether the word came that was sent.
    ask_on      TEXT,
    text        TEXT,
    text_sealed BLOB
) STRICT;

CREATE INDEX telling_citizen ON telling (citizen) WHERE citizen IS NOT NULL;
CREATE INDEX telling_opinion ON telling (opinion, n);

-- What a person said of the outcome; whom of a group, and who asked where it was not the account that wrote it down.
CREATE TABLE evaluation (
    n           INTEGER PRIMARY KEY,
    opinion     TEXT    NOT NULL REFERENCES opinion (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    at          INTEGER NOT NULL,
    way         TEXT,
    citizen     TEXT    REFERENCES citizen (id) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED,
    grade       TEXT    NOT NULL,
    attitude    TEXT,
    result      TEXT,
    asked_by    TEXT    CHECK (asked_by IS NULL OR json_valid(asked_by)),
    text        TEXT,
    text_sealed BLOB
) STRICT;

CREATE INDEX evaluation_citizen ON evaluation (citizen) WHERE citizen IS NOT NULL;
CREATE INDEX evaluation_opinion ON evaluation (opinion, n);

-- Copies of the file by name: who took each, up to which entry, and whether it is still kept. Without a folder it lies among
-- the copies beside the file; named by a person it is theirs to throw away.
CREATE TABLE backup (
    n      INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    by     TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    folder TEXT,
    ok     INTEGER NOT NULL,
    named  INTEGER NOT NULL,
    upto   INTEGER NOT NULL,
    bytes  INTEGER NOT NULL,
    sum    TEXT    NOT NULL,
    second TEXT    NOT NULL,
    gone   INTEGER NOT NULL
) STRICT;

-- ---- search; rowid = opinion.n ----

-- Cut into pairs by the program, so the stock tokenizer that only looks at spaces is enough and any tool can open the file.
CREATE VIRTUAL TABLE opinion_index USING fts5 (
    words, summary, place, name, content = '', contentless_delete = 1, prefix = '1', tokenize = 'ascii'
);

-- The names again as people type them in letters: whole pinyin, initials.
CREATE VIRTUAL TABLE name_index USING fts5 (
    pinyin, content = '', contentless_delete = 1, prefix = '1 2 3 4', tokenize = 'ascii'
);

-- A desk of a program before this one that was open while the file was brought up to date reads these two names before
-- anything else, and shows the name that is missing as the reason why it cannot.
CREATE VIEW ruleset AS SELECT * FROM
    "数据文件已由新版值班台升级，请退出后重新打开 (a newer zhiban has upgraded the file: quit and open it again)";
CREATE VIEW round AS SELECT * FROM
    "数据文件已由新版值班台升级，请退出后重新打开 (a newer zhiban has upgraded the file: quit and open it again)";
