//! What the tests of the store's base share.
#![allow(dead_code, clippy::unwrap_used)]

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;
use zhiban::store::backup::Hooks;
use zhiban::store::keys::{Random as _, Seeded};
use zhiban::store::log::{self, RawEvent, Station};
use zhiban::store::turn;

/// Any SQLite file, without our checks: what a tool would do.
pub fn raw(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE).unwrap()
}

/// A repeatable UUID.
pub fn id(random: &mut Seeded) -> Uuid {
    let mut bytes = [0; 16];
    random.fill(&mut bytes).unwrap();
    Uuid::from_bytes(bytes)
}

/// An event like any other.
pub fn event(command: Uuid, ordinal: u32, subject: Uuid) -> RawEvent {
    RawEvent {
        at_ms: 1_780_000_000_000,
        happened_ms: 1_779_999_000_000,
        clock_flag: false,
        day: "2026-05-28".to_owned(),
        account: Some("li".to_owned()),
        table_no: None,
        command,
        ordinal,
        kind: "opinion.noted".to_owned(),
        ver: 1,
        subject,
        body: br#"{"words":1}"#.to_vec(),
        sealed: ordinal.is_multiple_of(2).then(|| vec![1, 2, 3]),
    }
}

/// The station of these tests.
pub fn station() -> Station {
    Station {
        id: Uuid::from_u128(7),
        lineage: "A".to_owned(),
    }
}

/// Files `count` commands of two events each.
pub fn set_up(conn: &mut Connection, count: u32) -> Seeded {
    let mut random = Seeded::new(1);
    let tx = turn::begin(conn).unwrap();
    log::set_station(&tx, &station()).unwrap();
    for _ in 0..count {
        let command = id(&mut random);
        log::append(&tx, &station(), &event(command, 0, command)).unwrap();
        log::append(&tx, &station(), &event(command, 1, command)).unwrap();
    }
    turn::commit(tx).unwrap();
    random
}

/// A restore in which the desk has nothing to do.
pub fn no_hooks() -> Hooks<'static> {
    Hooks {
        erase: &|_, _| Ok(()),
        renumber: &|_, _| Ok(()),
    }
}

/// The two triggers against changing, out of the way: what somebody with a tool would do.
pub fn unguard(conn: &Connection) {
    conn.execute_batch("DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete; DROP TRIGGER event_next;")
        .unwrap();
}
