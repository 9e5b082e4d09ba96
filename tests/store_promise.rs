//! A file from before promises were kept is brought up to date, and a backup keeps whom the station waits for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use common::Bench;
use rusqlite::Connection;
use zhiban::domain::code::Struck;
use zhiban::domain::command::{Arrival, Command, VisitRef};
use zhiban::store::migrate::{MIGRATIONS, newest, run_list, unlisted_tables, version};
use zhiban::store::tables;

fn text(conn: &Connection, sql: &str) -> String {
    conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_file_of_the_first_version_keeps_its_visits_and_gains_the_list() {
    let mut conn = Connection::open_in_memory().unwrap();
    conn.pragma_update(None, "foreign_keys", true).unwrap();
    run_list(&mut conn, &MIGRATIONS[..1]).unwrap();
    assert_eq!(version(&conn).unwrap(), 1);
    // Somebody who was promised the next time when it was only noted: whom, was wiped at once.
    conn.execute_batch(
        "INSERT INTO visit (n, id, day, channel, ticket, heads, head_informed, priority, state, rank, arrived_at, calls, \
         missed, unwritten, consult_only, after_close, doubtful, opinions, rev, touch_by, touch_at) \
         VALUES (1, '00000000-0000-0000-0000-000000000001', '2026-11-09', 'visit', 7, 1, 0, 'normal', 'next_time', 1, 0, 0, \
         0, 0, 0, 0, 0, 0, 2, 'lin', 0)",
    )
    .unwrap();
    assert_eq!(run_list(&mut conn, MIGRATIONS).unwrap(), MIGRATIONS.len() - 1);
    assert_eq!(version(&conn).unwrap(), newest());
    let kept = text(
        &conn,
        "SELECT state || ticket || coalesce(carried_from, '-') FROM visit",
    );
    assert_eq!(kept, "next_time7-");
    assert_eq!(text(&conn, "SELECT count(*) || '' FROM promise"), "0");
    let all = [tables::STATE, tables::WORKING].concat();
    assert_eq!(unlisted_tables(&conn, &all).unwrap(), Vec::<String>::new());
    assert_eq!(run_list(&mut conn, MIGRATIONS).unwrap(), 0, "once is enough");
}

#[test]
fn of_an_accusation_no_word_outlives_the_visit_in_a_promise() {
    let mut b = Bench::new();
    let arrival = Arrival {
        label: Some("周德旺".into()),
        first_words: Some("举报某某".into()),
        ..Arrival::default()
    };
    let took = Command::TakeNumber { session: None, arrival };
    let visit = b.act(took).visit.unwrap();
    b.act(Command::CountAccusation {
        visit: VisitRef::Known(visit),
        reason: "T4".into(),
        told: true,
    });
    b.act(Command::PromiseNext {
        visit,
        rev: b.visit_rev(visit),
        label: None,
        phone: Some("13700004410".into()),
        reason: None,
    });
    let p = b.snapshot().promised.remove(0);
    assert_eq!((p.label, p.first_words, p.ticket), (None, None, Some(1)));
    assert_eq!(p.phone.as_deref(), Some("13700004410"));
    let left = "SELECT count(*) FROM key k JOIN visit v ON v.id = k.owner WHERE k.wrapped IS NOT NULL";
    assert_eq!(
        b.count(left),
        0,
        "what was said at the queue opens with nothing any more"
    );
    // The phone stands nowhere in clear, and opens with nothing once nobody is waited for.
    let clear =
        "SELECT count(*) FROM event WHERE instr(body, '13700004410') OR instr(coalesce(sealed, ''), '13700004410')";
    assert_eq!(b.count(clear), 0);
    b.act(Command::StrikePromise {
        promise: p.id,
        rev: p.rev,
        why: Struck::Unreachable,
    });
    assert_eq!(b.snapshot().promised, []);
    assert_eq!(b.snapshot().owed.promised, 0);
    let keys = "SELECT count(*) FROM key WHERE kind = 'promise' AND wrapped IS NOT NULL";
    assert_eq!(b.count(keys), 0);
    b.sound();
}

#[test]
fn a_void_visit_takes_its_promise_with_it() {
    let mut b = Bench::new();
    let arrival = Arrival {
        label: Some("周德旺".into()),
        ..Arrival::default()
    };
    let visit = b.act(Command::TakeNumber { session: None, arrival }).visit.unwrap();
    b.act(Command::PromiseNext {
        visit,
        rev: b.visit_rev(visit),
        label: None,
        phone: None,
        reason: None,
    });
    assert_eq!(b.snapshot().promised.len(), 1);
    b.act(Command::VoidVisit {
        visit,
        rev: b.visit_rev(visit),
        reason: "点错".into(),
    });
    assert_eq!(b.snapshot().promised, []);
    assert_eq!(b.count("SELECT count(*) FROM promise WHERE label IS NOT NULL"), 0);
    b.sound();
}
