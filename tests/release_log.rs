//! The log of the release before, read event by event: every version arrives at today's, names become accounts where one
//! account bore them, what was erased stays so, whatever key a body lacks, and what a newer program wrote is said to be such.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/release.rs"]
mod release;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use release::raw;
use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;
use zhiban::config::default_rules;
use zhiban::domain::code::{Role, SessionKind};
use zhiban::domain::command::{AddAccount, Command as Act, HandOn, PlanSession, Request};
use zhiban::domain::event::Kind;
use zhiban::domain::id::{AccountId, CommandId, OpinionId};
use zhiban::domain::moment::{Moment, TimeOfDay};
use zhiban::domain::record::SessionPlan;
use zhiban::domain::rules::{Ruleset, Section};
use zhiban::domain::upcast::upcast;
use zhiban::domain::view::{Answer, OpinionFile, Query};
use zhiban::i18n::{Lang, history};
use zhiban::store::desk::OsSupply;
use zhiban::store::log::{self, RawEvent, StoredEvent};
use zhiban::store::sealing::Sealing;
use zhiban::store::upgrade::upgrade;
use zhiban::store::{Desk, ExecuteError, StoreError, apply, check, codec, drafts, execute, read, rules, tables};

/// A station whose file is of the release before.
struct Town {
    _folder: TempDir,
    path: PathBuf,
}

impl Town {
    fn old() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("zhiban.db");
        release::file(&path);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        Self { path, _folder: folder }
    }

    /// Brought up to date, and in order.
    fn upgraded(&self) -> Desk {
        upgrade(&self.path, &mut |_| true).unwrap().unwrap();
        let desk = Desk::open(&self.path, None).unwrap();
        assert_eq!(check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap(), []);
        desk
    }

    /// As a program between two releases made it, from another text of the state.
    fn age(&self) {
        let conn = raw(&self.path);
        conn.execute("UPDATE meta SET value = 'another' WHERE name = 'state_mark'", [])
            .unwrap();
    }

    /// Exit code and everything that is said.
    fn say(&self, args: &[&str]) -> (i32, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhiban"));
        let command = command.arg("--db").arg(&self.path).args(args);
        let out = command.env("ZHIBAN_NOW", "2026-11-24T09:20:00+08:00").output().unwrap();
        let said = String::from_utf8([out.stdout, out.stderr].concat()).unwrap();
        (out.status.code().unwrap(), said)
    }
}

fn whole_log(conn: &Connection) -> Vec<StoredEvent> {
    log::read(conn, 0, 1_000_000).unwrap()
}

fn open_body(stored: &StoredEvent) -> Value {
    serde_json::from_slice(&stored.event.body).unwrap()
}

/// Every matter with its history.
fn histories(desk: &Desk) -> Vec<(Uuid, Box<OpinionFile>)> {
    ids(desk.conn(), "opinion")
        .into_iter()
        .map(|id| {
            let file = read::answer(
                desk.conn(),
                desk.vault(),
                zhiban::domain::view::Asker::Program,
                &Query::File(OpinionId(id)),
            )
            .unwrap();
            let Answer::File(Some(file)) = file else { panic!("{id}") };
            (id, file)
        })
        .collect()
}

fn ids(conn: &Connection, table: &str) -> Vec<Uuid> {
    let mut asked = conn.prepare(&format!("SELECT id FROM {table} ORDER BY n")).unwrap();
    let ids = asked.query_map([], |row| row.get::<_, String>(0)).unwrap();
    ids.map(|id| id.unwrap().parse().unwrap()).collect()
}

/// Every value of a table that is text.
fn texts(conn: &Connection, table: &str) -> Vec<String> {
    let mut asked = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let width = asked.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..width).map(|at| row.get(at)).collect::<Result<Vec<Cell>, _>>();
    let rows: Vec<Vec<Cell>> = asked.query_map([], row).unwrap().map(Result::unwrap).collect();
    let text = |cell| match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    };
    rows.into_iter().flatten().filter_map(text).collect()
}

#[test]
fn every_stored_event_is_the_same_kind_by_whatever_steps_it_arrives_and_is_written_so_again() {
    let town = Town::old();
    let desk = town.upgraded();
    let mut met = BTreeSet::new();
    for stored in whole_log(desk.conn()) {
        let event = &stored.event;
        let happened = codec::read(&stored, desk.vault(), desk.conn()).unwrap();
        let today = happened.kind.shape();
        assert_eq!(today.name, event.kind);
        met.insert((today.name, event.ver));
        // As it would be written today, and read back.
        let parts = codec::sort(&happened.kind, &happened.about, false).unwrap();
        let again = codec::join(today.name, today.ver, parts).unwrap();
        assert_eq!(
            again,
            (happened.kind.clone(), happened.about.clone()),
            "event {}",
            stored.seq
        );
        // By way of each version between.
        for between in event.ver..=today.ver {
            let mut parts = codec::parts(event, desk.vault(), desk.conn()).unwrap();
            upcast(&event.kind, event.ver, between, &mut parts);
            let (kind, about) = codec::join(&event.kind, between, parts).unwrap();
            assert_eq!(
                (&kind, &about),
                (&happened.kind, &happened.about),
                "event {} by version {between}",
                stored.seq
            );
        }
    }
    // The release wrote the first version of all it knew; what came since has no older one.
    let since = [
        "account_left",
        "attendance_taken_back",
        "backup_taken",
        "deputy_seated",
        "hearing_corrected",
        "keeper_changed",
        "number_given",
        "number_noted",
        "one_person_set",
        "part_recounted",
        "promise_reopened",
        "section_adopted",
        "stand_in_ended",
        "stand_in_set",
        "telling_taken_back",
        "unsettled",
        "unwritten_again",
    ];
    let wanted: BTreeSet<(&str, u32)> = Kind::ALL.iter().map(|shape| (shape.name, 1)).collect();
    let left: Vec<&str> = wanted.difference(&met).map(|(name, _)| *name).collect();
    assert_eq!(left, since);
    assert!(met.is_subset(&wanted));
    let older = Kind::ALL.iter().filter(|shape| shape.ver > 1);
    assert!(older.count() > 20);
}

#[test]
fn the_keys_of_the_file_itself_come_with_the_first_upgrade_and_are_never_made_again() {
    let lost = |town: &Town| match upgrade(&town.path, &mut |_| true) {
        Err(StoreError::FileKey { owner }) => owner,
        other => panic!("{other:?}"),
    };
    let gone = |town: &Town, owner: &str| {
        raw(&town.path)
            .execute("DELETE FROM key WHERE owner = ?1", [owner])
            .unwrap()
    };
    // The release before had no key that stays, and always one to find numbers by.
    let town = Town::old();
    assert_eq!(gone(&town, "standing"), 0);
    assert_eq!(gone(&town, "lookup"), 1);
    assert_eq!(lost(&town), "lookup");

    let town = Town::old();
    let mut desk = town.upgraded();
    let keys = "SELECT count(*) FROM key WHERE owner IN ('standing', 'lookup') AND wrapped IS NOT NULL";
    assert_eq!(desk.conn().query_row(keys, [], |row| row.get::<_, i64>(0)).unwrap(), 2);
    // Something lies under it from now on.
    let plan = SessionPlan {
        day: "2026-12-28".parse().unwrap(),
        starts: TimeOfDay(540),
        ends: TimeOfDay(660),
        place: "站里".into(),
        kind: SessionKind::Regular,
        tables: 1,
        theme: Some("养老".into()),
    };
    let kept = Request {
        id: CommandId(Uuid::now_v7()),
        account: Some(AccountId(ids(desk.conn(), "account")[0])),
        table: None,
        late: None,
        draft: None,
        command: Act::PlanSession(PlanSession {
            plan,
            deputies: Vec::new(),
        }),
    };
    execute(&mut desk, &kept, Moment(1_796_000_000_000), false, &mut OsSupply).unwrap();
    drop(desk);
    town.age();
    gone(&town, "standing");
    assert_eq!(lost(&town), "standing");
}

/// Which accounts bore which name, from the bodies of the log.
#[derive(Default)]
struct Bearers(BTreeMap<Uuid, (String, bool)>);

impl Bearers {
    /// Takes in what an event says; answers who bore the name of its author then.
    fn hear(&mut self, stored: &StoredEvent) -> Option<AccountId> {
        if ["account_added", "account_changed"].contains(&stored.event.kind.as_str()) {
            let body = open_body(stored);
            let active = body.get("active").is_none_or(|active| active == true);
            let name = body["name"].as_str().unwrap().to_owned();
            self.0.insert(stored.event.subject, (name, active));
        }
        let name = stored.event.account.as_deref()?;
        let bears = |(id, (called, active)): (&Uuid, &(String, bool))| (*active && called == name).then_some(*id);
        match self.0.iter().filter_map(bears).collect::<Vec<_>>()[..] {
            [one] => Some(AccountId(one)),
            _ => None,
        }
    }
}

#[test]
fn a_name_in_the_log_is_the_account_that_alone_bore_it_then_and_stays_a_name_where_two_did() {
    let town = Town::old();
    let desk = town.upgraded();
    let mut bearers = Bearers::default();
    let stored = whole_log(desk.conn());
    let meant: BTreeMap<i64, (Option<AccountId>, String)> = stored
        .iter()
        .map(|s| (s.seq, (bearers.hear(s), s.event.account.clone().unwrap_or_default())))
        .collect();
    // In the tables.
    let mut compared = 0;
    for (table, column, seq) in [
        ("account", "touch_by", "rev"),
        ("deputy", "touch_by", "rev"),
        ("unit", "touch_by", "rev"),
        ("session", "touch_by", "rev"),
        ("visit", "touch_by", "rev"),
        ("promise", "touch_by", "rev"),
        ("citizen", "touch_by", "rev"),
        ("opinion", "touch_by", "rev"),
        ("business_day", "\"by\"", "n"),
    ] {
        let mut asked = desk
            .conn()
            .prepare(&format!("SELECT {column}, {seq} FROM {table} WHERE {seq} > 3"))
            .unwrap();
        let rows = asked.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)));
        for row in rows.unwrap() {
            let (by, seq) = row.unwrap();
            let (account, name) = &meant[&seq];
            assert_eq!(
                by,
                account.map_or_else(|| name.clone(), |id| id.to_string()),
                "{table}, event {seq}"
            );
            compared += 1;
        }
    }
    assert!(compared > 200, "{compared}");
    // Before people, and in who looks after a matter: who filed it.
    let (mut by_account, mut by_name) = (0, 0);
    for (id, file) in histories(&desk) {
        let history = &file.history;
        for h in history {
            let (account, name) = &meant[&h.seq];
            assert_eq!(h.account, *account, "event {}", h.seq);
            if account.is_some() {
                assert_eq!(&h.by, name, "what was done under a name stays said under it");
                by_account += 1;
            } else {
                assert_eq!(&h.by, name);
                by_name += 1;
            }
        }
        let filed = history
            .iter()
            .find(|h| matches!(h.kind, Kind::OpinionFiled { .. }))
            .unwrap();
        let keeper = "SELECT keeper FROM opinion WHERE id = ?1";
        let keeper: Option<String> = desk
            .conn()
            .query_row(keeper, [id.to_string()], |row| row.get(0))
            .unwrap();
        assert_eq!(keeper, meant[&filed.seq].0.map(|id| id.to_string()));
    }
    assert!(by_account > 20 && by_name > 20, "{by_account} {by_name}");
    // Both of one name acted, and neither may be taken for the other.
    let two: BTreeSet<&String> = meant.values().filter(|m| m.0.is_none()).map(|m| &m.1).collect();
    assert!(two.contains(&"李伟".to_owned()), "{two:?}");
}

#[test]
fn a_draft_is_its_accounts_where_one_bears_the_name_and_is_offered_to_both_where_two_do() {
    let town = Town::old();
    let renamed = "UPDATE draft SET account = '何敏' WHERE account = '林晓'";
    assert_eq!(raw(&town.path).execute(renamed, []).unwrap(), 1);
    let desk = town.upgraded();
    let account = |name: &str| -> Vec<AccountId> {
        let mut asked = desk.conn().prepare("SELECT id FROM account WHERE name = ?1").unwrap();
        let ids = asked.query_map([name], |row| row.get::<_, String>(0)).unwrap();
        ids.map(|id| AccountId(id.unwrap().parse().unwrap())).collect()
    };
    let of = |account: AccountId| drafts::list(desk.conn(), desk.vault(), Some(account)).unwrap();
    // She is called 何晓敏 by now.
    let [her] = account("何晓敏")[..] else { panic!() };
    let hers = of(her);
    assert_eq!((hers.len(), hers[0].account), (1, Some(her)));
    let both = account("李伟");
    assert_eq!(both.len(), 2);
    for one in both {
        let theirs = of(one);
        assert!(
            theirs.len() == 2 && theirs.iter().all(|d| d.account.is_none()),
            "{theirs:?}"
        );
    }
    let [other] = account("周站长")[..] else { panic!() };
    assert_eq!(of(other), []);
}

/// Erases everybody and every matter, as the release before did it: what it had written openly stayed in its tables.
/// Whoever had nothing sealed, an anonymous person with a code to ask by, had no key and has the mark all the same.
fn erase_all(conn: &Connection) {
    conn.execute_batch(
        "UPDATE key SET wrapped = NULL, gone_ms = 1 WHERE kind IN ('citizen', 'opinion') AND gone_ms IS NULL; \
         INSERT INTO key (owner, kind, alg, made_ms, gone_ms) SELECT id, 'citizen', 'none', 1, 1 FROM citizen \
         WHERE id NOT IN (SELECT owner FROM key); \
         UPDATE citizen SET name = NULL, pinyin = NULL, private = NULL, phone_mac = NULL, four_mac = NULL \
         WHERE id IN (SELECT owner FROM key WHERE gone_ms IS NOT NULL); \
         UPDATE opinion SET words = NULL, summary = NULL, place = NULL, papers = NULL, answer = NULL, sealed = NULL \
         WHERE id IN (SELECT owner FROM key WHERE gone_ms IS NOT NULL); \
         UPDATE round SET note = NULL, note_sealed = NULL, answer = NULL, answer_sealed = NULL; \
         UPDATE chase SET text = NULL, text_sealed = NULL; UPDATE telling SET text = NULL, text_sealed = NULL; \
         UPDATE evaluation SET text = NULL, text_sealed = NULL;",
    )
    .unwrap();
}

/// What stood open in the log of whoever can be erased, and is sealed under their key today.
fn open_words(stored: &StoredEvent) -> Vec<String> {
    let body = open_body(stored);
    let of = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    match stored.event.kind.as_str() {
        "citizen_recorded" => of("claim_code").into_iter().collect(),
        "opinion_filed" => of("papers_at").into_iter().collect(),
        "handed_over" | "chased" | "answered" => of("person").into_iter().collect(),
        "opinion_moved" | "opinion_voided" => of("reason").into_iter().collect(),
        "citizen_corrected" | "opinion_corrected" => {
            let changes = body["changes"].as_array().unwrap().iter();
            let words = changes
                .filter(|c| c["field"] == "papers_at")
                .flat_map(|c| [&c["old"], &c["new"]]);
            let words = words.filter_map(Value::as_str).map(str::to_owned);
            of("reason").into_iter().chain(words).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn of_whom_an_older_program_erased_nothing_is_left_not_even_what_it_wrote_openly() {
    let town = Town::old();
    let conn = raw(&town.path);
    let kept = texts(&conn, "opinion");
    let said: BTreeMap<i64, Vec<String>> = whole_log(&conn).iter().map(|s| (s.seq, open_words(s))).collect();
    let words: BTreeSet<&String> = said.values().flatten().collect();
    for word in [
        "776021",
        "二号柜",
        "三号柜",
        "顾主任",
        "小刘",
        "熊所长",
        "当时听错了",
        "坐在旁边的人说的",
        "同一件写了两遍",
    ] {
        assert!(words.contains(&word.to_owned()), "{word}");
    }
    erase_all(&conn);
    let still = |table: &str| texts(&conn, table).iter().filter(|t| words.contains(t)).count();
    assert!(still("round") > 10 && still("chase") > 2 && still("opinion") > 0 && still("citizen") > 2);
    drop(conn);

    let desk = town.upgraded();
    let all = [tables::STATE, tables::WORKING, &["draft", "import_memory"]].concat();
    let about = |table: &&&str| !["unit", "opinion_index", "name_index"].contains(*table);
    for table in all.iter().filter(about) {
        for text in texts(desk.conn(), table) {
            let left = words.iter().find(|word| text.contains(word.as_str()));
            assert_eq!(left, None, "{table}: {text}");
        }
    }
    for (_, file) in histories(&desk) {
        for h in &file.history {
            for lang in [Lang::Zh, Lang::En] {
                let sentence = history::sentence(lang, None, &file, h);
                let left = said
                    .get(&h.seq)
                    .into_iter()
                    .flatten()
                    .find(|word| sentence.contains(word.as_str()));
                assert_eq!(left, None, "event {}: {sentence}", h.seq);
            }
        }
    }
    // What has to outlive the key is there: where somebody was sent.
    let (now, sent) = (texts(desk.conn(), "opinion"), "县法院立案庭".to_owned());
    assert!(kept.contains(&sent) && now.contains(&sent));
}

/// An event of today's clerk, as bytes.
fn raw_event(desk: &Desk, kind: &str, ver: u32, subject: Uuid, body: &Value) -> RawEvent {
    let head = log::head(desk.conn()).unwrap();
    RawEvent {
        at_ms: head.at_ms + 1,
        happened_ms: head.at_ms + 1,
        clock_flag: false,
        day: "2026-11-24".to_owned(),
        account: Some(ids(desk.conn(), "account")[0].to_string()),
        table_no: None,
        command: Uuid::now_v7(),
        ordinal: 0,
        kind: kind.to_owned(),
        ver,
        subject,
        body: serde_json::to_vec(body).unwrap(),
        sealed: None,
    }
}

/// Files it and makes of it what a desk would.
fn file(desk: &mut Desk, event: &RawEvent) -> Result<(), StoreError> {
    desk.write(|tx, vault, _| {
        let station = log::station(tx)?.unwrap();
        let seq = log::append(tx, &station, event)?;
        let stored = &log::read(tx, seq - 1, 1)?[0];
        let hand = Sealing {
            vault,
            keys: tx,
            index: true,
        };
        apply::apply(tx, &codec::read(stored, vault, tx)?, &hand).map(|_| ())
    })
}

/// Every way to a key of a body; of the items of a list only the first.
fn ways(body: &Value, way: &str, found: &mut Vec<String>) {
    match body {
        Value::Object(fields) => {
            for (name, field) in fields {
                let way = format!("{way}/{name}");
                ways(field, &way, found);
                found.push(way);
            }
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                ways(first, &format!("{way}/0"), found);
            }
        }
        _ => {}
    }
}

/// A body once without each of its keys, and without which.
fn without_each(body: &Value) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    ways(body, "", &mut found);
    let without = |way: String| {
        let (above, key) = way.rsplit_once('/').unwrap();
        let mut less = body.clone();
        less.pointer_mut(above)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove(key)
            .unwrap();
        (way, less)
    };
    found.into_iter().map(without).collect()
}

/// What an item is known by has no default, and nor has the day of a plan.
const KNOWN_BY: &[&str] = &[
    "/limits/answer/0/urgency",
    "/reason/0/code",
    "/category/0/code",
    "/class/0/code",
    "/uphold/0/code",
    "/reveal/0/code",
    "/calendar/0/year",
    "/calendar/0/off/0/from",
];

/// The newest profile of a kind in the log, and the plan of a reception.
fn newest_body(desk: &Desk, kind: &str, field: &str) -> Value {
    let all = whole_log(desk.conn());
    let of_kind = all.iter().rev().find(|s| s.event.kind == kind && s.event.ver == 1);
    open_body(of_kind.unwrap())[field].clone()
}

#[test]
fn a_profile_a_plan_and_rules_that_lack_any_one_key_read_apply_and_equal_their_replay() {
    let town = Town::old();
    let mut desk = town.upgraded();
    let mut tried = BTreeMap::new();
    let mut count = |what: &'static str| *tried.entry(what).or_insert(0) += 1;
    for (kind, table, from, field) in [
        ("deputy_changed", "deputy", "deputy_added", "profile"),
        ("unit_changed", "unit", "unit_added", "profile"),
        ("plan_changed", "session", "session_planned", "plan"),
    ] {
        let whole = newest_body(&desk, from, field);
        let mut subjects = ids(desk.conn(), table).into_iter();
        for (way, less) in without_each(&whole) {
            if way == "/day" {
                continue;
            }
            let body = match table {
                "session" => json!({"kind": kind, "plan": less}),
                _ => json!({"kind": kind, "profile": less, "active": true}),
            };
            // One record for each, so that each stands in the tables in the end.
            let event = raw_event(&desk, kind, 1, subjects.next().unwrap(), &body);
            file(&mut desk, &event).unwrap_or_else(|e| panic!("{kind} without {way}: {e}"));
            count(kind);
        }
    }
    let station = log::station(desk.conn()).unwrap().unwrap().id;
    let shipped = serde_json::to_value(default_rules().unwrap()).unwrap();
    let mut version = rules::in_force(desk.conn()).unwrap().unwrap().version;
    for (way, less) in without_each(&shipped) {
        if KNOWN_BY.contains(&way.as_str()) {
            continue;
        }
        version += 1;
        let body = json!({"kind": "ruleset_adopted", "version": version, "rules": less});
        let event = raw_event(&desk, "ruleset_adopted", 1, station, &body);
        file(&mut desk, &event).unwrap_or_else(|e| panic!("rules without {way}: {e}"));
        let now = rules::in_force(desk.conn()).unwrap().unwrap();
        let wanted: Ruleset = serde_json::from_value(less).unwrap();
        assert_eq!((now.version, now.rules), (version, wanted), "{way}");
        count("ruleset_adopted");
    }
    for section in Section::ALL {
        let template = json!([{"name": "交办单", "text": "请按期答复"}]);
        let rhythm = json!([{"name": "每月", "body": {"day": 15}}]);
        let whole = match section {
            Section::Template => template,
            Section::Rhythm => rhythm,
            _ => shipped[section.code()].clone(),
        };
        for (way, less) in without_each(&whole) {
            let full = format!("/{}{way}", section.code());
            if KNOWN_BY.contains(&full.as_str()) || way == "/0/name" {
                continue;
            }
            version += 1;
            let body = json!({"kind": "section_adopted", "section": section.code(), "version": version, "body": less});
            let event = raw_event(&desk, "section_adopted", 1, station, &body);
            file(&mut desk, &event).unwrap_or_else(|e| panic!("a section without {full}: {e}"));
            let now = rules::in_force(desk.conn()).unwrap().unwrap();
            assert_eq!(now.version, version, "{full}");
            count("section_adopted");
        }
    }
    let least = [
        ("deputy_changed", 13),
        ("plan_changed", 6),
        ("ruleset_adopted", 40),
        ("section_adopted", 40),
        ("unit_changed", 8),
    ];
    for (kind, least) in least {
        assert!(tried[kind] >= least, "{tried:?}");
    }
    assert_eq!(check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap(), []);
    drop(desk);

    // As a program had it that knew nothing of some keys: what it kept of them lacks them too.
    town.age();
    let conn = raw(&town.path);
    let count = |sql: &str| conn.execute(sql, []).unwrap();
    assert!(count("UPDATE deputy SET profile = json_remove(profile, '$.speciality', '$.born')") > 12);
    assert!(count("UPDATE unit SET profile = json_remove(profile, '$.via')") > 8);
    assert!(count("UPDATE rules SET body = json_remove(body, '$.queue.pause_minutes', '$.limits.soon_days')") > 80);
    assert!(count("UPDATE code_list SET body = json_remove(body, '$.retired') WHERE place > 0") > 80);
    drop(conn);
    let desk = town.upgraded();
    let has = "SELECT count(*) FROM deputy WHERE json_type(profile, '$.speciality') IS NULL";
    let lacking: i64 = desk.conn().query_row(has, [], |row| row.get(0)).unwrap();
    assert_eq!(lacking, 0);
    drop(desk);

    // A value that is another one is one all the same.
    town.age();
    let another = "UPDATE deputy SET profile = json_set(profile, '$.speciality', '没人写过') WHERE n = (SELECT max(n) FROM deputy)";
    assert_eq!(raw(&town.path).execute(another, []).unwrap(), 1);
    let refused = upgrade(&town.path, &mut |_| true);
    let Err(StoreError::Rebuild { what }) = refused else {
        panic!("{refused:?}")
    };
    assert!(what.contains("deputy") && what.contains("columns profile"), "{what}");
}

/// What the sentence says.
const NEWER: [(&str, &str); 2] = [
    (
        "zh",
        "数据里有新版程序记下的事，这个程序看不懂，就停在这里了；什么都没丢，什么都没改。请用新版程序打开",
    ),
    ("en", "a newer program wrote down and this one cannot read"),
];

/// Gives whoever runs the tests an account.
fn may_read(desk: &mut Desk) {
    let head = AccountId(ids(desk.conn(), "account")[0]);
    let me = Command::new("id").arg("-un").output().unwrap();
    let add = Request {
        id: CommandId(Uuid::now_v7()),
        account: Some(head),
        table: None,
        late: None,
        draft: None,
        command: Act::AddAccount(AddAccount {
            os_name: String::from_utf8(me.stdout).unwrap().trim().to_owned(),
            name: "看客".into(),
            role: Role::Viewer,
            deputy: None,
        }),
    };
    execute(desk, &add, Moment(1_796_000_000_000), false, &mut OsSupply).unwrap();
}

#[test]
fn what_a_newer_program_wrote_is_said_to_be_such_and_never_taken_for_something_else() {
    for (kind, ver, sealed) in [
        ("suggestion_raised", 1, None),
        ("chased", 9, None),
        // It may seal otherwise, too.
        ("evaluated", 9, Some(vec![7, 7, 7])),
    ] {
        let town = Town::old();
        let mut desk = town.upgraded();
        let matter = ids(desk.conn(), "opinion")[0];
        may_read(&mut desk);
        let is_newer = |error: &StoreError| matches!(error, StoreError::NewerEvent { kind: k } if k == kind);
        let rev = "SELECT rev FROM opinion WHERE id = ?1";
        let rev: i64 = desk
            .conn()
            .query_row(rev, [matter.to_string()], |row| row.get(0))
            .unwrap();
        let everything = |desk: &Desk| tables::STATE.iter().map(|t| texts(desk.conn(), t)).collect::<Vec<_>>();
        let before = everything(&desk);
        let event = RawEvent {
            sealed,
            ..raw_event(&desk, kind, ver, matter, &json!({"kind": kind, "round": 1}))
        };
        // It is not made part of the tables, and what holds it is not written.
        let refused = file(&mut desk, &event).unwrap_err();
        assert!(is_newer(&refused), "{refused:?}");
        // There it is all the same.
        desk.write(|tx, _, _| log::append(tx, &log::station(tx)?.unwrap(), &event))
            .unwrap();
        let stored = whole_log(desk.conn()).pop().unwrap();
        assert!(is_newer(&codec::read(&stored, desk.vault(), desk.conn()).unwrap_err()));
        let history = read::answer(
            desk.conn(),
            desk.vault(),
            zhiban::domain::view::Asker::Program,
            &Query::File(OpinionId(matter)),
        );
        assert!(is_newer(&history.unwrap_err()));
        let replayed = check::deep(desk.conn(), desk.vault(), &mut |_| true);
        assert!(is_newer(&replayed.unwrap_err()));
        // Nobody knows whether it moved what an act on the matter needs.
        let account = AccountId(ids(desk.conn(), "account")[0]);
        let act = Request {
            id: CommandId(Uuid::now_v7()),
            account: Some(account),
            table: None,
            late: None,
            draft: None,
            command: Act::HandOn(HandOn {
                opinion: OpinionId(matter),
                rev,
                to: account,
                reason: None,
            }),
        };
        let done = execute(&mut desk, &act, Moment(1_796_000_000_000), false, &mut OsSupply);
        let Err(ExecuteError::Store(error)) = done else {
            panic!("{done:?}")
        };
        assert!(is_newer(&error));
        assert_eq!(everything(&desk), before);
        drop(desk);
        for (lang, sentence) in NEWER {
            for args in [&["list", "opinions", "--json"][..], &["check", "--deep"]] {
                let (code, said) = town.say(&[&["--lang", lang], args].concat());
                assert!(code == 65 && said.contains(sentence), "{args:?}: {code} {said}");
            }
            let (code, said) = town.say(&["--lang", lang, "list", "deputies"]);
            assert_eq!(code, 0, "what has nothing to do with it is there: {said}");
        }
        // Nor is a file that holds it brought up to date.
        town.age();
        let at = log::head(&raw(&town.path)).unwrap();
        assert!(is_newer(&upgrade(&town.path, &mut |_| true).unwrap_err()));
        let (code, said) = town.say(&["--lang", "zh", "list", "deputies"]);
        assert!(code == 65 && said.contains(NEWER[0].1), "{code} {said}");
        assert_eq!(log::head(&raw(&town.path)).unwrap(), at);
    }
}
