//! What `apply` makes of logs that never change, pinned: a file made by another `apply` has to say so by its number, or
//! its rows are called different by the next check and nothing makes them anew.

use std::fmt::Write as _;

use rusqlite::Connection;
use zhiban::domain::event::NewEvent;
use zhiban::domain::id::AccountId;
use zhiban::domain::moment::TimeOfDay;
use zhiban::store::chain::{hash, hex};
use zhiban::store::codec::{self, Origin, Sealer};
use zhiban::store::desk::Desk;
use zhiban::store::keys::{FILE_KEYS, Seeded};
use zhiban::store::migrate::APPLY;
use zhiban::store::tables::STATE;
use zhiban::store::{log, replay};

use super::kept::Line;
use super::{ACCOUNT, DEPUTY, OPINION, STATION, UNIT, id, old_log, today};

/// What was written under which number. The pair is changed together.
const PINNED: (u32, &str) = (14, "18236555d79b3d581f5a8caa9dc8609d9900342f51bf2872ebef5752e706e92e");

/// Who looks after the first matter in the end.
const NEW_ACCOUNT: u128 = 3;
/// Whose number is given.
const NEW_UNIT: u128 = 21;
/// A matter that no unit has yet.
const SECOND: u128 = 61;

/// Somebody whose number stays.
const SECOND_CITIZEN: u128 = 51;

/// What is said of two matters and the rest of the station after the log of the first version: kinds and versions that
/// came later, as `data/events.tsv` keeps them.
const LATER: [(&str, u32, u128); 22] = [
    ("backup_taken", 1, STATION),
    ("section_adopted", 1, STATION),
    ("station_changed", 2, STATION),
    ("account_added", 2, NEW_ACCOUNT),
    ("account_changed", 2, ACCOUNT),
    ("deputy_changed", 2, DEPUTY),
    ("unit_added", 2, NEW_UNIT),
    ("unit_changed", 2, UNIT),
    ("keeper_changed", 1, OPINION),
    ("number_given", 1, OPINION),
    ("number_noted", 1, OPINION),
    ("handed_over", 2, SECOND),
    ("chased", 2, SECOND),
    ("answered", 2, SECOND),
    ("person_told", 2, SECOND),
    ("evaluated", 2, SECOND),
    ("opinion_corrected", 2, SECOND),
    ("opinion_voided", 2, SECOND),
    ("citizen_recorded", 2, SECOND_CITIZEN),
    ("one_person_set", 1, STATION),
    ("stand_in_set", 1, ACCOUNT),
    ("account_left", 1, NEW_ACCOUNT),
];

/// Keys that do not depend on who is filed first.
fn keys(conn: &Connection) {
    let others = old_log::subjects().into_iter().map(|id| id.hyphenated().to_string());
    for owner in others.chain(FILE_KEYS.map(str::to_owned)) {
        let row = (&owner, "other", hash(owner.as_bytes()));
        conn.execute("INSERT INTO key VALUES (?1, ?2, 'none', ?3, 0, NULL)", row)
            .unwrap();
    }
}

/// The later ones, from what is kept of them.
fn fixtures() -> Vec<NewEvent> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/events.tsv")).unwrap();
    let find = |&(name, ver, subject): &(&str, u32, u128)| {
        let mut lines = text.lines().map(Line::read);
        let line = lines.find(|l| l.kind == name && l.ver == ver).unwrap();
        let (kind, about) = codec::join(name, ver, line.parts).unwrap();
        NewEvent {
            about,
            ..NewEvent::new(id(subject), kind)
        }
    };
    LATER.iter().map(find).collect()
}

/// The log of the first version and what came later.
fn whole() -> Desk {
    let mut desk = Desk::in_memory().unwrap();
    keys(desk.conn());
    old_log::append(&mut desk, old_log::rows());
    let origin = Origin {
        command: id(9_000_000),
        at: TimeOfDay(1_200).on(today()),
        doubtful: false,
        day: today(),
        account: Some(AccountId(id(ACCOUNT))),
        table: Some(1),
    };
    desk.write(|tx, vault, _| {
        let station = log::station(tx)?.unwrap();
        let mut random = Seeded::new(5);
        for (ordinal, event) in (0..).zip(fixtures()) {
            let mut sealer = Sealer {
                tx,
                vault,
                random: &mut random,
                at: origin.at,
            };
            let (raw, _) = codec::seal(&mut sealer, &origin, ordinal, event)?;
            log::append(tx, &station, &raw)?;
        }
        Ok(())
    })
    .unwrap();
    desk
}

#[test]
fn what_apply_writes_is_what_was_written_under_its_number() {
    let desk = whole();
    let made = replay::replay(desk.conn(), desk.vault(), &mut |_| true).unwrap();
    let mut said = String::new();
    for table in STATE {
        let cells = old_log::cells(&made, table);
        assert!(
            !cells.is_empty() || ["rhythm", "template"].contains(table),
            "{table} is not asked for"
        );
        writeln!(said, "{table} {cells:?}").unwrap();
    }
    assert_eq!(
        (APPLY, hex(&hash(said.as_bytes())).as_str()),
        PINNED,
        "apply writes something else than before (a new field of a profile or key of the rules counts, and so does \
         another default): raise APPLY in src/store/migrate.rs by one if it was not raised since the last release, so \
         that files of before are made anew from their log, and write the pair on the left into PINNED"
    );
}
