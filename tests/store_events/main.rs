//! One event of every kind, built by hand and filed without asking the rules: what it leaves in the tables, and that a
//! replay leaves the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod day;
mod matter;

use std::collections::BTreeSet;

use day::{founded, people, promises, sessions, visits};
use matter::{citizens, more_opinions, opinions};
use uuid::Uuid;
use zhiban::domain::code::*;
use zhiban::domain::event::{FieldChange, Happened, Kind, NewEvent, Secret};
use zhiban::domain::id::DeputyId;
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::{DeputyProfile, SessionPlan, UnitProfile};
use zhiban::store::codec::Origin;
use zhiban::store::desk::Desk;
use zhiban::store::execute::file;
use zhiban::store::keys::Seeded;
use zhiban::store::{check, replay};

const STATION: u128 = 1;
const ACCOUNT: u128 = 2;
const DEPUTY: u128 = 10;
const OTHER: u128 = 11;
const UNIT: u128 = 20;
const SESSION: u128 = 30;
const VISIT: u128 = 40;
const CITIZEN: u128 = 50;
const OPINION: u128 = 60;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

struct Log {
    desk: Desk,
    command: u128,
    minute: u16,
    doubtful: bool,
    kinds: BTreeSet<String>,
}

impl Log {
    fn new() -> Self {
        Self {
            desk: Desk::in_memory().unwrap().with_random(Box::new(Seeded::new(3))),
            command: 1_000_000,
            minute: 480,
            doubtful: false,
            kinds: BTreeSet::new(),
        }
    }

    fn all(&mut self, events: Vec<NewEvent>) -> Vec<Happened> {
        self.command += 1;
        self.minute += 1;
        let origin = Origin {
            command: id(self.command),
            at: TimeOfDay(self.minute).on(today()),
            doubtful: self.doubtful,
            day: today(),
            by: "林站长".into(),
            table: Some(1),
        };
        self.kinds.extend(events.iter().map(|e| e.kind.name()));
        file(&mut self.desk, &origin, events).unwrap()
    }

    fn one(&mut self, subject: u128, kind: Kind) -> i64 {
        self.all(vec![NewEvent::new(id(subject), kind)])[0].seq
    }

    fn secret(&mut self, subject: u128, kind: Kind, secret: Secret) -> i64 {
        self.all(vec![NewEvent::new(id(subject), kind).sealed(secret)])[0].seq
    }

    fn at(&self) -> Moment {
        TimeOfDay(self.minute).on(today())
    }

    /// A value of a table as text, `-` for nothing.
    fn get(&self, sql: &str) -> String {
        self.desk
            .conn()
            .query_row(sql, [], |row| {
                Ok(match row.get_ref(0)? {
                    rusqlite::types::ValueRef::Null => "-".to_owned(),
                    rusqlite::types::ValueRef::Integer(n) => n.to_string(),
                    rusqlite::types::ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned(),
                    _ => "blob".to_owned(),
                })
            })
            .unwrap()
    }

    fn of(&self, table: &str, n: u128, column: &str) -> String {
        self.get(&format!("SELECT {column} FROM {table} WHERE id = '{}'", id(n)))
    }

    fn sound(&self) {
        assert_eq!(
            replay::compare(self.desk.conn(), self.desk.vault(), &mut |_| true).unwrap(),
            []
        );
        assert_eq!(
            check::deep(self.desk.conn(), self.desk.vault(), &mut |_| true).unwrap(),
            []
        );
    }
}

fn plan(tables: u8) -> SessionPlan {
    SessionPlan {
        day: today(),
        starts: TimeOfDay(540),
        ends: TimeOfDay(660),
        place: "站里".into(),
        kind: SessionKind::Regular,
        tables,
        theme: None,
    }
}

fn profile(name: &str) -> DeputyProfile {
    DeputyProfile {
        name: name.into(),
        ..DeputyProfile::default()
    }
}

fn unit(name: &str) -> UnitProfile {
    UnitProfile {
        name: name.into(),
        short: name.into(),
        pinyin: String::new(),
        kind: UnitKind::TownOffice,
        contact: None,
        phone: None,
        scope: None,
        via: None,
    }
}

fn field(field: &str, new: Option<&str>) -> FieldChange {
    FieldChange {
        field: field.into(),
        old: None,
        new: new.map(str::to_owned),
    }
}

fn text(text: &str) -> Secret {
    Secret {
        text: Some(text.into()),
        ..Secret::default()
    }
}

#[test]
fn every_kind_of_event_is_applied_and_replayed_alike() {
    let mut log = founded();
    people(&mut log);
    sessions(&mut log);
    visits(&mut log);
    promises(&mut log);
    citizens(&mut log);
    opinions(&mut log, OPINION, 1, false);
    opinions(&mut log, 64, 2, true);
    more_opinions(&mut log);
    log.sound();

    // The list of kinds, from the text that makes them.
    let source = include_str!("../../src/domain/event.rs");
    let body = source.split_once("pub enum Kind {").unwrap().1;
    let body = body.split_once("impl Kind").unwrap().0;
    let mut wanted = BTreeSet::new();
    for line in body.lines() {
        let Some(name) = line.strip_prefix("    ").filter(|l| l.starts_with(char::is_uppercase)) else {
            continue;
        };
        let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
        let mut snake = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.extend(c.to_lowercase());
        }
        wanted.insert(snake);
    }
    assert!(wanted.len() > 45);
    let missing: Vec<_> = wanted.difference(&log.kinds).collect();
    assert!(missing.is_empty(), "no test files {missing:?}");
    kept_for_ever(&log, &wanted);
}

/// One stored body of each kind and version, kept for ever: what was filed years ago must still read. A new kind or
/// version adds its line (`ADD_EVENT_FIXTURES=1`); a line that is there is never written again.
fn kept_for_ever(log: &Log, wanted: &BTreeSet<String>) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/events.tsv");
    let mut kept = std::fs::read_to_string(path).unwrap_or_default();
    if std::env::var_os("ADD_EVENT_FIXTURES").is_some() {
        for stored in zhiban::store::log::read(log.desk.conn(), 0, 1_000_000).unwrap() {
            let head = format!("{}\t{}\t", stored.event.kind, stored.event.ver);
            if !kept.lines().any(|l| l.starts_with(&head)) {
                kept.extend([head.as_str(), std::str::from_utf8(&stored.event.body).unwrap(), "\n"]);
            }
        }
        std::fs::write(path, &kept).unwrap();
    }
    let mut read = BTreeSet::new();
    for line in kept.lines() {
        let [kind, ver, body] = line.splitn(3, '\t').collect::<Vec<_>>()[..] else {
            panic!("not a fixture: {line}")
        };
        assert!(ver.parse::<u32>().is_ok(), "{line}");
        let event: Kind = serde_json::from_str(body).unwrap_or_else(|e| panic!("{kind} {ver} no longer reads: {e}"));
        assert_eq!(event.name(), kind);
        read.insert(kind.to_owned());
    }
    assert!(
        wanted.is_subset(&read),
        "without a fixture: {:?}",
        wanted.difference(&read).collect::<Vec<_>>()
    );
}

#[test]
fn an_event_that_does_not_fit_is_refused_whole() {
    let mut log = founded();
    log.command += 1;
    let origin = Origin {
        command: id(log.command),
        at: Moment(0),
        doubtful: false,
        day: today(),
        by: String::new(),
        table: None,
    };
    let before = log.get("SELECT count(*) FROM event");
    let strange = vec![
        NewEvent::new(id(70), Kind::SessionPlanned { plan: plan(1) }),
        NewEvent::new(id(71), Kind::SessionNoticed {}),
    ];
    assert!(file(&mut log.desk, &origin, strange).is_err(), "no such reception");
    let dangling = vec![NewEvent::new(
        id(72),
        Kind::DeputyAssigned {
            deputy: DeputyId(id(99)),
        },
    )];
    assert!(file(&mut log.desk, &origin, dangling).is_err(), "no such deputy");
    assert_eq!(log.get("SELECT count(*) FROM event"), before);
    assert_eq!(log.get("SELECT count(*) FROM session"), "0");
    log.sound();
}
