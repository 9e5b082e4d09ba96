//! One event of every kind, built by hand and filed without asking the rules: what it leaves in the tables, and that a
//! replay leaves the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod day;
#[path = "../support/fixture.rs"]
mod fixture;
mod further;
mod kept;
mod matter;
#[path = "../support/matters.rs"]
mod matters;
mod old_log;
mod written;

use std::collections::BTreeMap;

use day::{founded, people, promises, promises_again, sessions, visits};
use further::{copies, duty, helpers, keepers, numbers, sections, standing, tellings};
use matter::{citizens, more_opinions, opinions};
use uuid::Uuid;
use zhiban::domain::code::*;
use zhiban::domain::event::{FieldChange, Happened, Kind, NewEvent};
use zhiban::domain::id::{AccountId, DeputyId};
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::{DeputyProfile, SessionPlan, UnitProfile};
use zhiban::domain::upcast::Parts;
use zhiban::store::codec::{self, Origin};
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
    /// What the first event of each kind says, sorted as it is stored.
    said: BTreeMap<&'static str, Parts>,
}

impl Log {
    fn new() -> Self {
        Self {
            desk: Desk::in_memory().unwrap().with_random(Box::new(Seeded::new(3))),
            command: 1_000_000,
            minute: 480,
            doubtful: false,
            said: BTreeMap::new(),
        }
    }

    fn all(&mut self, events: &[NewEvent]) -> Vec<Happened> {
        self.command += 1;
        self.minute += 1;
        let origin = Origin {
            command: id(self.command),
            at: TimeOfDay(self.minute).on(today()),
            doubtful: self.doubtful,
            day: today(),
            account: Some(AccountId(id(ACCOUNT))),
            table: Some(1),
        };
        for event in events {
            let parts = codec::sort(&event.kind, &event.about, false).unwrap();
            self.said.entry(event.kind.name()).or_insert(parts);
        }
        file(&mut self.desk, &origin, events).unwrap()
    }

    fn one(&mut self, subject: u128, kind: Kind) -> i64 {
        self.all(&[NewEvent::new(id(subject), kind)])[0].seq
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

fn planned(tables: u8) -> Kind {
    let plan = plan(tables);
    Kind::SessionPlanned {
        plan: plan.frame(),
        place: Some(plan.place),
        theme: plan.theme,
    }
}

fn profile(name: &str) -> Box<DeputyProfile> {
    Box::new(DeputyProfile {
        name: name.into(),
        ..DeputyProfile::default()
    })
}

fn unit(name: &str) -> Box<UnitProfile> {
    Box::new(UnitProfile {
        name: name.into(),
        short: name.into(),
        pinyin: String::new(),
        kind: UnitKind::TownOffice,
        contact: None,
        phone: None,
        scope: None,
        via: None,
    })
}

fn field(field: &str, new: Option<&str>) -> FieldChange {
    FieldChange {
        field: field.into(),
        old: None,
        new: new.map(str::to_owned),
    }
}

/// What the program of the first version could write too, in the order `data/events_1.jsonl` has it.
fn first() -> Log {
    let mut log = founded();
    people(&mut log);
    sessions(&mut log);
    visits(&mut log);
    promises(&mut log);
    citizens(&mut log);
    opinions(&mut log, OPINION, 1, false);
    opinions(&mut log, 64, 2, true);
    more_opinions(&mut log);
    log
}

#[test]
fn every_kind_of_event_is_applied_and_replayed_alike() {
    let mut log = first();
    sections(&mut log);
    copies(&mut log);
    helpers(&mut log);
    keepers(&mut log);
    standing(&mut log);
    numbers(&mut log);
    duty(&mut log);
    tellings(&mut log);
    promises_again(&mut log);
    log.one(OPINION, Kind::Unsettled {});
    assert_eq!(log.of("opinion", OPINION, "state || (closed_at IS NULL)"), "told1");
    log.one(VISIT, Kind::UnwrittenAgain {});
    assert_eq!(log.of("visit", VISIT, "state || unwritten"), "done1");
    log.sound();
    let kinds = Kind::ALL.iter().map(|shape| shape.name);
    let missing: Vec<_> = kinds.filter(|kind| !log.said.contains_key(kind)).collect();
    assert!(missing.is_empty(), "no test files {missing:?}");
    kept::for_ever(&log);
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
        account: None,
        table: None,
    };
    let before = log.get("SELECT count(*) FROM event");
    let strange = vec![
        NewEvent::new(id(70), planned(1)),
        NewEvent::new(id(71), Kind::SessionNoticed {}),
    ];
    assert!(file(&mut log.desk, &origin, &strange).is_err(), "no such reception");
    let dangling = vec![NewEvent::new(
        id(72),
        Kind::DeputyAssigned {
            deputy: DeputyId(id(99)),
        },
    )];
    assert!(file(&mut log.desk, &origin, &dangling).is_err(), "no such deputy");
    assert_eq!(log.get("SELECT count(*) FROM event"), before);
    assert_eq!(log.get("SELECT count(*) FROM session"), "0");
    log.sound();
}
