//! Files made by released programs open for ever, and say what they said.
//!
//! `tests/data/release-NNNN.db` was made by the program whose schema has that number, and is never made again; the folder
//! of the same name holds what that program said of it:
//!
//! - `holds.json`: every kind of event there was, and every code in every column that holds one;
//! - `list-*.json`, `accounts.json`: a command with what it printed, at the moment of [`NOW`];
//! - `state.jsonl`: every row of every state table, sealed columns opened;
//! - `history.jsonl`, `drafts.json`, `figures.json`: what a desk shows beside lists.
//!
//! 0003 began as a made-up station of a fortnight (`demo`), on which every command was then carried out that the demo does
//! not give: late entries, two accounts of one name and one renamed and one withdrawn after they had acted, a day
//! turned back and confirmed, corrections of every field, a matter made confidential and open again, a person and a
//! matter erased, a backup restored in between, a reception left with people waiting, called and talking, drafts of
//! two accounts. Every kind and every state is there but what two rows cannot be at once: a reception that is closing
//! while another is open stands in the log alone. It was then closed and vacuumed.
//!
//! Since then the number is the one a file has in itself (`user_version`), and the file of a release holds one of every write
//! there was (`do_acts/every.jsonl`) and two confidential matters, packed. Its tables are their own witness; beside it lie lists,
//! accounts and history. Before a number is raised, the file of the one before is kept ([`Keeping`]):
//!
//! `KEEP_RELEASE=BINARY cargo test --features rings --test release_files kept`
//!
//! What a later schema moves it says in [`STANDS`], [`moved`] and [`ON_PURPOSE`].
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/release.rs"]
mod release;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rusqlite::types::{Value as Sql, ValueRef};
use rusqlite::{Connection, OpenFlags, Row};
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use zhiban::domain::id::OpinionId;
use zhiban::domain::rules::Section;
use zhiban::domain::view::{Answer, Query};
use zhiban::i18n::{Lang, history};
use zhiban::store::migrate::{APPLY, parts_of};
use zhiban::store::sealing::Sealing;
use zhiban::store::tables::STATE;
use zhiban::store::{Desk, drafts, read};

/// When the old programs were asked.
const NOW: &str = "2026-11-24T09:20:00+08:00";

/// Where the rows of an old table stand now, where that is not the table of the same name: (the last release of which it
/// is true, table, what follows FROM).
const STANDS: &[(u32, &str, &str)] = &[(3, "round", "handover WHERE lead = 1"), (3, "ruleset", "rules")];

/// What an old column is now, told as SQL over the row, where it is not the column of the same name: (the last release of
/// which it is true, table or `*` for every one, column, SQL).
fn moved() -> Vec<(u32, &'static str, &'static str, String)> {
    // What an account was called at a place in the log, where a column held a name and now holds an id. Whoever founds a
    // station acts before the account is there.
    let bore = |account: &str, seq: &str| {
        format!(
            "coalesce((SELECT a.name FROM account_name a WHERE a.account = {account} \
             ORDER BY a.n > {seq}, abs(a.n - {seq}) LIMIT 1), {account})"
        )
    };
    // A list of the rules, which has a table of its own and stood among the rest.
    let list = |table: &str, key: &str, of: &str| {
        format!(
            ", '$.{key}', json((SELECT '[' || group_concat(item) || ']' FROM (SELECT l.body AS item FROM {table} l \
             WHERE l.place > 0 {of} AND l.version = (SELECT max(m.version) FROM {table} m \
             WHERE m.version <= rules.version {of}) ORDER BY l.place)))"
        )
    };
    let code_list = |key: &str| list("code_list", key, &format!("AND list = '{key}'"));
    let lists = ["reason", "category", "class"].map(code_list).concat();
    let rules = format!("json_set(body{lists}{})", list("calendar", "calendar", ""));
    let touched = "(SELECT max(e.seq) FROM event e WHERE e.subject = session AND e.at_ms = touch_at)";
    // It counted the events of a record and is the number of the last one, of whatever it counted, and of a reception's
    // roster besides.
    let counted = |counts: &str, last: &str| {
        format!(
            "(SELECT sum(e.kind {counts}) * (max(e.seq) = rev) FROM event e WHERE e.subject = id AND e.kind {last})"
        )
    };
    // Of whom one number was said, it was in a column each.
    let number = |token: &str| format!("(SELECT p.{token} FROM citizen_number p WHERE p.citizen = citizen.id)");
    // The attempts themselves are counted now.
    let tries = "(SELECT count(*) FROM telling t WHERE t.opinion = opinion.id AND t.n > opinion.owed_since \
                 AND t.reached IN ('no_answer', 'wrong'))";
    vec![
        (3, "round", "no", "round".to_owned()),
        (3, "round", "provisional", "due_provisional".to_owned()),
        (3, "ruleset", "body", rules),
        (3, "ruleset", "by", bore("\"by\"", "rules.n")),
        (3, "business_day", "by", bore("\"by\"", "business_day.n")),
        (3, "attendance", "touch_by", bore("touch_by", touched)),
        (3, "citizen", "phone_mac", number("phone_mac")),
        (3, "citizen", "four_mac", number("four_mac")),
        (3, "opinion", "failed_tellings", tries.to_owned()),
        (3, "*", "touch_by", bore("touch_by", "rev")),
        (3, "station", "rev", counted("<> ''", "LIKE 'station%'")),
        (3, "session", "rev", counted("NOT LIKE 'deputy%'", "<> ''")),
        (3, "*", "rev", counted("<> ''", "<> ''")),
    ]
}

/// Columns that are sealed: (table, column, SQL of the owner of the key, SQL of the field's name).
const SEALED: &[(&str, &str, &str, &str)] = &[
    ("promise", "private", "id", "'private'"),
    ("citizen", "private", "id", "'private'"),
    ("opinion", "sealed", "id", "'texts'"),
    ("round", "note_sealed", "opinion", "'handover.' || n || '.note'"),
    ("round", "answer_sealed", "opinion", "'handover.' || n || '.answer'"),
    ("chase", "text_sealed", "opinion", "'chase.' || n || '.text'"),
    ("telling", "text_sealed", "opinion", "'telling.' || n || '.text'"),
    ("evaluation", "text_sealed", "opinion", "'evaluation.' || n || '.text'"),
];

/// What says something else than it did, on purpose.
struct OnPurpose {
    /// The last release of which it is true.
    until: u32,
    /// Table or kept file; all of whose names begin so, where it ends in a star.
    place: &'static str,
    field: &'static str,
    /// Whether the new value is what the old one had to become.
    fits: fn(&Value, &Value) -> bool,
    why: &'static str,
}

/// Stands for the field of a row that was not there.
const MORE: &str = "(the whole row)";

/// All of it. Whatever excuses nothing fails.
const ON_PURPOSE: &[OnPurpose] = &[
    OnPurpose {
        until: 8013,
        place: "list-opinions-by-words*",
        field: MORE,
        fits: |_, is| is["confidential"] == true,
        why: "a confidential matter is found by its words by whoever may know of it",
    },
    OnPurpose {
        until: 3,
        place: "list-opinions*",
        field: "failed_tellings",
        fits: |was, is| is.as_u64() < was.as_u64(),
        why: "a wrong number was counted as an attempt; nobody was rung with it",
    },
    OnPurpose {
        until: 3,
        place: "list-deputies*",
        field: "sex",
        fits: |was, is| (was == "男" && is == "male") || (was == "女" && is == "female"),
        why: "it was told as it was typed, so that one list had two spellings; now it is a code, as what an import brought was",
    },
    OnPurpose {
        until: 3,
        place: "list-units*",
        field: "phone",
        fits: |was, is| was.as_str().is_some_and(|was| was.contains('*')) && is.is_string(),
        why: "an office's number is nobody's personal data, and is told whole",
    },
    OnPurpose {
        until: 3,
        place: "list-*",
        field: "rev",
        fits: |was, is| was.is_u64() && is.as_u64() >= was.as_u64(),
        why: "it counted the events of a record and is the number of the last one (compared with the log in the tables)",
    },
    OnPurpose {
        until: 3,
        place: "opinion",
        field: "papers_at",
        fits: |_, is| is.is_null(),
        why: "of a confidential matter it is sealed like its other words",
    },
    OnPurpose {
        until: 6012,
        place: "citizen",
        field: "name",
        fits: |_, is| is.is_null(),
        why: "of whom only confidential matters name it is sealed",
    },
    OnPurpose {
        until: 6012,
        place: "citizen",
        field: "pinyin",
        fits: |_, is| is.is_null(),
        why: "of whom only confidential matters name it is sealed",
    },
    OnPurpose {
        until: 3,
        place: "round",
        field: "person",
        fits: |_, is| is.is_null(),
        why: "of a confidential matter it is sealed like its other words",
    },
    OnPurpose {
        until: 3,
        place: "round",
        field: "answered_person",
        fits: |_, is| is.is_null(),
        why: "of a confidential matter it is sealed like its other words",
    },
    OnPurpose {
        until: 3,
        place: "chase",
        field: "person",
        fits: |_, is| is.is_null(),
        why: "of a confidential matter it is sealed like its other words",
    },
    OnPurpose {
        until: 3,
        place: "opinion",
        field: "guide_destination",
        fits: |_, is| is.is_null(),
        why: "of a confidential matter, as an accusation is, it is sealed like its other words",
    },
    OnPurpose {
        until: 3,
        place: "opinion",
        field: "guide_phone",
        fits: |_, is| is.is_null(),
        why: "of a confidential matter, as an accusation is, it is sealed like its other words",
    },
    OnPurpose {
        until: 3,
        place: "visit",
        field: "priority_reason",
        fits: |_, is| is.is_null(),
        why: "why somebody goes first goes with what else is known of them only while the visit lasts",
    },
    OnPurpose {
        until: 3,
        place: "list-*",
        field: "priority_reason",
        fits: |_, is| is.is_null(),
        why: "why somebody goes first goes with what else is known of them only while the visit lasts",
    },
    OnPurpose {
        until: 3,
        place: "history.jsonl",
        field: "zh",
        fits: names_the_unit,
        why: "it names the unit that was asked or answered",
    },
    OnPurpose {
        until: 3,
        place: "history.jsonl",
        field: "en",
        fits: names_the_unit,
        why: "it names the unit that was asked or answered",
    },
    OnPurpose {
        until: 3,
        place: "history.jsonl",
        field: "zh",
        fits: names_who_was_told,
        why: "of several it names who was told",
    },
    OnPurpose {
        until: 3,
        place: "history.jsonl",
        field: "en",
        fits: names_who_was_told,
        why: "of several it names who was told",
    },
    OnPurpose {
        until: 3,
        place: "history.jsonl",
        field: "zh",
        fits: names_deputies_and_villages,
        why: "it names the deputies and villages of a correction, and where the original lies is sealed with the other words, \
              which are said after the codes",
    },
    OnPurpose {
        until: 3,
        place: "history.jsonl",
        field: "en",
        fits: names_deputies_and_villages,
        why: "it names the deputies and villages of a correction, and where the original lies is sealed with the other words, \
              which are said after the codes",
    },
    OnPurpose {
        until: 3,
        place: "history.jsonl",
        field: "zh",
        fits: says_the_year,
        why: "a day of another year than the line's own says its year",
    },
    OnPurpose {
        until: 3,
        place: "history.jsonl",
        field: "en",
        fits: says_the_year,
        why: "a day of another year than the line's own says its year",
    },
];

/// The same, but for a year before or behind a day.
fn says_the_year(was: &Value, is: &Value) -> bool {
    let is = is.as_str().unwrap();
    let without = [is.replacen("2026年", "", 1), is.replacen(" 2026", "", 1)];
    without.iter().any(|text| Some(text.as_str()) == was.as_str())
}

/// The same parts, but for those of deputies and villages, and sealed words after codes.
fn names_deputies_and_villages(was: &Value, is: &Value) -> bool {
    let named = ["接待代表：", "村：", "Deputies: ", "Village: "];
    let parts = |value: &Value| -> (BTreeSet<String>, usize) {
        let said = value.as_str().unwrap().split("; ").map(str::to_owned);
        let (names, rest): (Vec<_>, Vec<_>) = said.partition(|part| named.iter().any(|name| part.starts_with(name)));
        (rest.into_iter().collect(), names.len())
    };
    let (was, is) = (parts(was), parts(is));
    was == is && was.1 > 0
}

/// The same, with a name in brackets.
fn names_who_was_told(was: &Value, is: &Value) -> bool {
    let (was, is) = (was.as_str().unwrap(), is.as_str().unwrap());
    let named = [("（", "）"), (" (", ")")].into_iter().find_map(|(from, to)| {
        let (before, rest) = is.split_once(from)?;
        let (_, after) = rest.split_once(to)?;
        Some([before, after].concat())
    });
    named.as_deref() == Some(was)
}

/// Asked or answered as before, with the unit before whoever spoke for it.
fn names_the_unit(was: &Value, is: &Value) -> bool {
    let (was, is) = (was.as_str().unwrap(), is.as_str().unwrap());
    let asked = ["催办", "asked "].into_iter().find_map(|verb| was.strip_prefix(verb));
    let answered = ["答复，", "answered, "].iter().any(|verb| was.starts_with(verb));
    let same = asked.or_else(|| answered.then_some(was));
    is.len() > was.len() && same.is_some_and(|same| is.ends_with(same))
}

/// One thing that is not what it was.
struct Differs {
    release: u32,
    place: String,
    field: String,
    row: usize,
    was: Value,
    is: Value,
}

impl OnPurpose {
    fn excuses(&self, d: &Differs) -> bool {
        let is_place = match self.place.strip_suffix('*') {
            Some(beginning) => d.place.starts_with(beginning),
            None => d.place == self.place,
        };
        d.release <= self.until && is_place && d.field == self.field && (self.fits)(&d.was, &d.is)
    }
}

/// A file of an old program, opened and brought up to date by this one.
struct Upgraded {
    _dir: TempDir,
    /// The file as it was made.
    old: Connection,
    release: u32,
    kept: PathBuf,
    db: PathBuf,
    clock: PathBuf,
}

fn releases() -> Vec<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("release-") && (name.ends_with(".db") || name.ends_with(PACKED))
    };
    let all = fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<_> = all.filter(named).collect();
    all.sort();
    assert!(!all.is_empty());
    all
}

/// What the name of a packed file ends in.
const PACKED: &str = ".db.gz";

/// The name of a file without what it ends in.
fn stem(release: &Path) -> String {
    let name = release.file_name().unwrap().to_string_lossy();
    name.split('.').next().unwrap().to_owned()
}

/// The number in the name of a file.
fn number(release: &Path) -> u32 {
    stem(release).trim_start_matches("release-").parse().unwrap()
}

/// A file as it was made.
fn unpacked(release: &Path) -> Vec<u8> {
    let bytes = fs::read(release).unwrap();
    if !release.to_string_lossy().ends_with(PACKED) {
        return bytes;
    }
    let mut whole = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..])
        .read_to_end(&mut whole)
        .unwrap();
    whole
}

impl Upgraded {
    fn of(release: &Path) -> Self {
        let dir = TempDir::new().unwrap();
        let place = |name: &str| dir.path().join(name);
        for name in ["zhiban.db", "as-it-was.db"] {
            fs::write(place(name), unpacked(release)).unwrap();
            fs::set_permissions(place(name), fs::Permissions::from_mode(0o600)).unwrap();
        }
        fs::write(place("now"), NOW).unwrap();
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        let this = Self {
            old: Connection::open_with_flags(place("as-it-was.db"), flags).unwrap(),
            release: number(release),
            kept: release.with_file_name(stem(release)),
            db: place("zhiban.db"),
            clock: place("now"),
            _dir: dir,
        };
        assert_eq!(
            this.say(&["check", "--deep", "--json"]),
            json!([]),
            "{}",
            release.display()
        );
        this
    }

    /// What a command of this program prints.
    fn say(&self, args: &[&str]) -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhiban"));
        let command = command.args(["--lang", "zh", "--db"]).arg(&self.db).args(args);
        let out = command
            .env("ZHIBAN_NOW", format!("@{}", self.clock.display()))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success(), "{args:?}: {said}");
        serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{args:?}: {e}: {said}"))
    }

    fn kept(&self, name: &str) -> Value {
        serde_json::from_str(&fs::read_to_string(self.kept.join(name)).unwrap()).unwrap()
    }

    fn has(&self, name: &str) -> bool {
        self.kept.join(name).exists()
    }

    fn kept_lines(&self, name: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.kept.join(name)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn desk(&self) -> Desk {
        Desk::open(&self.db, None).unwrap()
    }
}

/// Whether a value still says what it said: objects may have grown, lists may not.
fn covers(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let same = |(key, value): (&String, &Value)| new.get(key).is_some_and(|new| covers(value, new));
            old.iter().all(same)
        }
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| covers(old, new))
        }
        // A column that holds JSON.
        (Value::String(old), Value::String(new)) if old != new && old.starts_with('{') => {
            let read = |text: &str| serde_json::from_str::<Value>(text).ok();
            read(old).zip(read(new)).is_some_and(|(old, new)| covers(&old, &new))
        }
        _ => old == new,
    }
}

/// Compares rows one by one, field by field.
fn compare((release, place): (u32, &str), old: &[Value], new: &[Value], out: &mut Vec<Differs>) {
    // A list of matters may hold more of them than it did; where it is no list of matters, or holds fewer, nothing is left out.
    let number = |row: &Value| row.get("number").cloned();
    let was_there = |row: &Value| number(row).is_none() || old.iter().any(|old| number(old) == number(row));
    let (new, more): (Vec<&Value>, Vec<&Value>) = new.iter().partition(|row| was_there(row));
    for (row, is) in more.into_iter().enumerate() {
        out.push(Differs {
            release,
            place: place.to_owned(),
            field: MORE.to_owned(),
            row,
            was: Value::Null,
            is: is.clone(),
        });
    }
    assert_eq!(old.len(), new.len(), "rows of {place} of {release:04}");
    for (row, (old, new)) in old.iter().zip(new).enumerate() {
        for (field, was) in old.as_object().unwrap() {
            let is = new.get(field);
            if !is.is_some_and(|is| covers(was, is)) {
                out.push(Differs {
                    release,
                    place: place.to_owned(),
                    field: field.to_owned(),
                    row,
                    was: was.clone(),
                    is: is.cloned().unwrap_or_default(),
                });
            }
        }
    }
}

/// Nothing differs but what does so on purpose, and all of that does.
fn only_on_purpose(found: &[Differs]) {
    let bad = found.iter().filter(|d| !ON_PURPOSE.iter().any(|e| e.excuses(d)));
    let bad: Vec<String> = bad
        .map(|d| {
            format!(
                "{:04} {} row {} {}: {} became {}",
                d.release, d.place, d.row, d.field, d.was, d.is
            )
        })
        .collect();
    assert!(
        bad.is_empty(),
        "{} differences:\n{}",
        bad.len(),
        bad[..bad.len().min(20)].join("\n")
    );
    for excuse in ON_PURPOSE {
        let used = found.iter().any(|d| excuse.excuses(d));
        assert!(
            used,
            "{}: {}: {} excuses nothing",
            excuse.place, excuse.field, excuse.why
        );
    }
}

fn columns(conn: &Connection, table: &str) -> Vec<(String, bool)> {
    let mut asked = conn.prepare("SELECT name, pk FROM pragma_table_info(?1)").unwrap();
    let found = asked.query_map([table], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? > 0)));
    found.unwrap().map(Result::unwrap).collect()
}

/// A state table of the old file as the new one tells it, by primary key.
fn state(file: &Upgraded, hand: &Sealing<'_>, table: &str) -> BTreeMap<String, Value> {
    let columns = columns(&file.old, table);
    let is_old = std::ptr::eq(hand.keys, &raw const file.old);
    let sealed = |name: &str| SEALED.iter().find(|(t, c, ..)| (*t, *c) == (table, name));
    let moved = moved();
    let mut wanted = Vec::new();
    for (name, _) in &columns {
        let moved = moved
            .iter()
            .find(|(until, t, c, _)| !is_old && file.release <= *until && [table, "*"].contains(t) && *c == name);
        wanted.push(format!("{} AS \"{name}\"", moved.map_or(name, |m| &m.3)));
        if let Some((_, _, owner, field)) = sealed(name) {
            wanted.push(format!("{owner} AS \"{name} owner\", {field} AS \"{name} field\""));
        }
    }
    let from = STANDS
        .iter()
        .find(|(until, t, _)| file.release <= *until && *t == table)
        .map_or(table, |stands| stands.2);
    let mut asked = hand
        .keys
        .prepare(&format!("SELECT {} FROM {from}", wanted.join(", ")))
        .unwrap();
    let read = |row: &Row<'_>| {
        let value = |name: &str| match row.get_ref(name).unwrap() {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(n) => json!(n),
            ValueRef::Real(n) => json!(n),
            ValueRef::Text(text) => json!(std::str::from_utf8(text).unwrap()),
            ValueRef::Blob(bytes) if sealed(name).is_some() => {
                let said = |what: &str| row.get::<_, String>(format!("{name} {what}").as_str()).unwrap();
                let plain = hand.open(&said("owner"), &said("field"), bytes).unwrap();
                json!(plain.map(|plain| String::from_utf8(plain.to_vec()).unwrap()))
            }
            ValueRef::Blob(bytes) => json!(zhiban::store::chain::hex(bytes)),
        };
        let fields = columns.iter().map(|(name, _)| (name.clone(), value(name)));
        Ok(Value::Object(fields.collect::<Map<_, _>>()))
    };
    let rows = asked.query_map([], read).unwrap();
    rows.map(|row| row.unwrap())
        .map(|row| (key(&columns, &row), row))
        .collect()
}

fn key(columns: &[(String, bool)], row: &Value) -> String {
    let parts = columns
        .iter()
        .filter(|(_, key)| *key)
        .map(|(name, _)| row[name].to_string());
    parts.collect::<Vec<_>>().join(" ")
}

fn compare_state(file: &Upgraded, desk: &Desk, out: &mut Vec<Differs>) {
    let mut tables: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    if file.has("state.jsonl") {
        for mut row in file.kept_lines("state.jsonl") {
            let table = row.as_object_mut().unwrap().remove("table").unwrap();
            tables.entry(table.as_str().unwrap().to_owned()).or_default().push(row);
        }
    } else {
        let hand = Sealing {
            keys: &file.old,
            ..desk.hand()
        };
        for table in STATE.iter().filter(|table| !columns(&file.old, table).is_empty()) {
            tables.insert((*table).to_owned(), state(file, &hand, table).into_values().collect());
        }
    }
    assert!(tables.len() > 15);
    for (table, was) in tables {
        let mut is = state(file, &desk.hand(), &table);
        let columns = columns(&file.old, &table);
        let now: Vec<Value> = was.iter().filter_map(|row| is.remove(&key(&columns, row))).collect();
        assert_eq!(now.len(), was.len(), "rows of {table} are gone");
        is.retain(|_, row| !came_since(file.release, &table, row));
        assert!(is.is_empty(), "rows of {table} came from nowhere: {:?}", is.keys());
        compare((file.release, &table), &was, &now, out);
    }
}

/// Whether a row is of a list of the rules that the program of a file did not know.
fn came_since(release: u32, table: &str, row: &Value) -> bool {
    let list = |s: &&Section| table == "code_list" && row["list"] == s.code();
    Section::ALL
        .iter()
        .find(list)
        .is_some_and(|s| s.since() > release % 1_000)
}

/// The history of every matter, as a screen says it.
fn histories(desk: &Desk) -> Vec<Value> {
    let ask =
        |query: &Query| read::answer(desk.conn(), desk.vault(), zhiban::domain::view::Asker::Program, query).unwrap();
    let today = NOW.split_once('T').unwrap().0.parse().unwrap();
    let Answer::Snapshot(first) = ask(&Query::Snapshot { today }) else {
        panic!()
    };
    let mut asked = desk.conn().prepare("SELECT id FROM opinion ORDER BY n").unwrap();
    let ids = asked.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut lines = Vec::new();
    for id in ids {
        let id = OpinionId(id.unwrap().parse().unwrap());
        let Answer::File(Some(file)) = ask(&Query::File(id)) else {
            panic!("{id}")
        };
        lines.extend(file.history.iter().map(|h| {
            let sentence = |lang| history::sentence(lang, first.rules.as_deref(), &file, h);
            json!({
                "opinion": file.opinion.number, "seq": h.seq, "at": h.at.0, "happened": h.happened.0,
                "paper": h.about.paper, "doubtful": h.doubtful, "by": h.by, "table": h.table, "kind": h.kind.name(),
                "subject": h.subject.to_string(), "zh": sentence(Lang::Zh), "en": sentence(Lang::En),
            })
        }));
    }
    lines
}

fn kept_drafts(desk: &Desk) -> Value {
    let all = drafts::list(desk.conn(), desk.vault(), None).unwrap();
    let whose =
        "SELECT coalesce(a.name, d.account) FROM draft d LEFT JOIN account a ON a.id = d.account WHERE d.id = ?1";
    let line = |d: &zhiban::domain::lease::Draft| {
        let whose = desk
            .conn()
            .query_row(whose, [d.id.to_string()], |row| row.get::<_, String>(0));
        json!({
            "id": d.id.to_string(), "form": d.form, "target": d.target, "label": d.label, "body": d.body,
            "account": whose.unwrap(), "saved_at": d.saved_at.0, "generation": d.generation,
        })
    };
    all.iter().map(line).collect()
}

fn figures(desk: &Desk, kept: &Value) -> Value {
    let day = |name: &str| kept[name].as_str().unwrap().parse().unwrap();
    let query = Query::Figures {
        spans: vec![(day("from"), day("to"))],
    };
    let Answer::Figures(f) =
        read::answer(desk.conn(), desk.vault(), zhiban::domain::view::Asker::Program, &query).unwrap()
    else {
        panic!()
    };
    let f = &f[0];
    let not_received: BTreeMap<&str, u32> = f.not_received.iter().map(|(state, n)| (state.code(), *n)).collect();
    json!({
        "from": f.from, "to": f.to, "sessions": f.sessions, "batches": f.batches, "persons": f.persons,
        "groups": f.groups, "consultations": f.consultations, "opinions": f.opinions, "on_spot": f.on_spot,
        "handed_over": f.handed_over, "guided": f.guided, "reference": f.reference, "undecided": f.undecided,
        "closed": f.closed, "void": f.void, "not_received": not_received, "mean_wait": f.mean_wait,
        "doubtful": f.doubtful,
    })
}

#[test]
fn a_file_of_every_release_is_brought_up_to_date_and_says_what_it_said() {
    let mut found = Vec::new();
    for release in releases() {
        let file = Upgraded::of(&release);
        let mut same = |name: &str, was: &Value, is: &Value| {
            let rows = |all: &Value| all.as_array().cloned().unwrap_or_else(|| vec![all.clone()]);
            compare((file.release, name), &rows(was), &rows(is), &mut found);
        };
        let mut lists = 0;
        // Whoever runs the tests has no account there, and reads with the head's.
        let me = release::me();
        let was = release::lend(&file.db, &me);
        for entry in fs::read_dir(&file.kept).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            if name.starts_with("list-") || name == "accounts.json" {
                let kept = file.kept(&name);
                let args = kept["args"].as_array().unwrap().iter().map(|arg| arg.as_str().unwrap());
                let args: Vec<&str> = args.chain(["--account", "周站长"]).collect();
                let said = file
                    .say(&args)
                    .to_string()
                    .replace(&format!("\"login\":\"{me}\""), &format!("\"login\":\"{was}\""));
                same(&name, &kept["rows"], &serde_json::from_str(&said).unwrap());
                lists += 1;
            }
        }
        release::lend(&file.db, &was);
        assert!(lists > 6, "{lists} lists of {release:?}");
        let desk = file.desk();
        let kept = Value::Array(file.kept_lines("history.jsonl"));
        same("history.jsonl", &kept, &Value::Array(histories(&desk)));
        // One file is enough for what comes from its own tables and nothing else.
        if file.has("drafts.json") {
            same("drafts.json", &file.kept("drafts.json"), &kept_drafts(&desk));
            let kept = file.kept("figures.json");
            same("figures.json", &kept, &figures(&desk, &kept));
        }
        compare_state(&file, &desk, &mut found);
    }
    only_on_purpose(&found);
}

/// Every row of the log as it is stored, byte for byte.
fn log(conn: &Connection, last: i64) -> Vec<Vec<Sql>> {
    let mut asked = conn
        .prepare("SELECT * FROM event WHERE seq <= ?1 ORDER BY seq")
        .unwrap();
    let width = asked.column_count();
    let row = |row: &Row<'_>| (0..width).map(|at| row.get(at)).collect();
    asked.query_map([last], row).unwrap().map(Result::unwrap).collect()
}

#[test]
fn bringing_a_file_up_to_date_leaves_every_byte_of_its_log() {
    for release in releases() {
        let file = Upgraded::of(&release);
        let last: i64 = file
            .old
            .query_row("SELECT max(seq) FROM event", [], |row| row.get(0))
            .unwrap();
        let desk = file.desk();
        assert!(last > 200);
        assert!(log(&file.old, last) == log(desk.conn(), last), "{release:?}");
    }
}

#[test]
fn a_file_of_every_release_holds_every_kind_and_every_code_there_was() {
    for file in releases().iter().map(|release| Upgraded::of(release)) {
        if !file.has("holds.json") {
            let kinds = "SELECT count(DISTINCT kind) FROM event";
            let kinds: i64 = file.old.query_row(kinds, [], |row| row.get(0)).unwrap();
            assert!(kinds > 70, "{kinds} of {}", file.release);
            continue;
        }
        let holds = file.kept("holds.json");
        let has = |table: &str, column: &str, wanted: &Value| {
            let sql = format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL");
            let mut asked = file.old.prepare(&sql).unwrap();
            let found = asked.query_map([], |row| row.get(0)).unwrap();
            let found: BTreeSet<String> = found.map(Result::unwrap).collect();
            let wanted: BTreeSet<String> = serde_json::from_value(wanted.clone()).unwrap();
            assert!(!wanted.is_empty());
            assert_eq!(found, wanted, "{table}.{column} of {}", file.release);
        };
        has("event", "kind", &holds["kinds"]);
        for (place, wanted) in holds["codes"].as_object().unwrap() {
            let (table, column) = place.split_once('.').unwrap();
            has(table, column, wanted);
        }
        // What only a clear eye would miss: an erased owner, a second lineage, two accounts of one name who both acted.
        let count = |sql: &str| file.old.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert!(count("SELECT count(*) FROM key WHERE kind IN ('citizen', 'opinion') AND gone_ms IS NOT NULL") == 2);
        assert!(count("SELECT count(DISTINCT lineage) FROM event") > 1);
        assert!(count("SELECT count(*) FROM account GROUP BY name ORDER BY 1 DESC LIMIT 1") > 1);
    }
}

/// A file being kept of a program, beside what the program says of it.
struct Keeping {
    binary: String,
    dir: TempDir,
}

impl Keeping {
    fn run(&self, now: &str, args: &[&str], input: &[u8]) -> String {
        let mut command = Command::new(&self.binary);
        let command = command.args(["--lang", "zh", "--db"]).arg(self.db()).args(args);
        let command = command
            .env("ZHIBAN_NOW", now)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let out = child.wait_with_output().unwrap();
        let said = String::from_utf8(out.stdout).unwrap();
        assert!(out.status.success(), "{args:?}: {said}");
        said
    }

    fn db(&self) -> PathBuf {
        self.dir.path().join("zhiban.db")
    }

    fn keep(&self) {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
        let given = |name: &str| data.join(name).display().to_string();
        let then = |args: &[&str]| self.run("2026-11-23T08:50:00", args, b"");
        then(&[
            "init",
            "--name",
            "柳河镇联络站",
            "--code",
            "03",
            "--person",
            "周站长",
            "--demo",
        ]);
        then(&["import", "deputies", &given("代表名册.xlsx"), "--yes"]);
        then(&["import", "units", &given("承办单位.csv"), "--yes"]);
        let acts = [include_str!("do_acts/every.jsonl"), CONFIDENTIAL].concat();
        let args = ["--account", "周站长", "do", "--json"];
        self.run("2026-11-23T08:50:00", &args, acts.as_bytes());
        let raw = release::raw(&self.db());
        raw.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        let number: i64 = raw.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        drop(raw);
        let place = data.join(format!("release-{number:04}"));
        fs::create_dir_all(&place).unwrap();
        for (name, args) in [
            ("accounts", &["accounts", "list"][..]),
            ("list-today-of-monday", &["list", "today", "--day", "2026-11-23"]),
            ("list-queue", &["list", "queue"]),
            ("list-sessions", &["list", "sessions"]),
            ("list-opinions", &["list", "opinions"]),
            ("list-opinions-by-words", &["list", "opinions", "--match", "路"]),
            ("list-opinions-by-name", &["list", "opinions", "--match", "冯"]),
            ("list-owed", &["list", "owed"]),
            ("list-deputies", &["list", "deputies"]),
            ("list-units", &["list", "units"]),
        ] {
            let args = [args, &["--json"]].concat();
            let said = self.run(
                NOW.trim_end_matches("+08:00"),
                &[&args[..], &["--account", "周站长"]].concat(),
                b"",
            );
            let rows: Value = serde_json::from_str(&said).unwrap();
            let kept = serde_json::to_string_pretty(&json!({"args": args, "rows": rows})).unwrap();
            fs::write(place.join(format!("{name}.json")), kept + "\n").unwrap();
        }
        let packed = fs::File::create(place.with_extension("db.gz")).unwrap();
        let mut packed = flate2::write::GzEncoder::new(packed, flate2::Compression::best());
        packed.write_all(&fs::read(self.db()).unwrap()).unwrap();
        packed.finish().unwrap();
        // As the program says it that keeps the file; one of before has no other mouth.
        let history = histories(&Upgraded::of(&place.with_extension("db.gz")).desk());
        let lines: Vec<String> = history.iter().map(Value::to_string).collect();
        fs::write(place.join("history.jsonl"), lines.join("\n") + "\n").unwrap();
    }
}

/// What is asked in the acts of every kind of nobody.
const CONFIDENTIAL: &str = r#"
{"act":"opinion.file","words":"有人收了宅基地审批的好处费","summary":"反映审批收钱","person":"孙秀兰","phone":"139 5555 0101","category":"road","confidential":true,"deputies":["丙代表"],"channel":"phone","id":"conf1"}
{"act":"opinion.hand_over","opinion":"@conf1","unit":"甲办","way":"paper","person":"钱主任"}
{"act":"opinion.chase","opinion":"@conf1","way":"phone","person":"钱主任","text":"在查"}
{"act":"opinion.file","words":"举报鱼塘排污","person":"何大山","phone":"139 5555 0102","confidential":true,"channel":"letter","id":"conf2"}
{"act":"opinion.void","opinion":"@conf2","reason":"重复"}
"#;

#[test]
fn of_the_release_before_a_file_is_kept() {
    if let Ok(binary) = std::env::var("KEEP_RELEASE") {
        let dir = TempDir::new().unwrap();
        Keeping { binary, dir }.keep();
    }
    let numbers = releases().iter().map(|r| parts_of(number(r).into()).1).max();
    assert!(
        numbers.is_some_and(|newest| newest + 1 >= APPLY),
        "no file is kept of what stood in tables before {APPLY}: keep one by the program of the last release \
         (KEEP_RELEASE, at the head of this file)"
    );
}
