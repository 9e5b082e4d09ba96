//! Several processes at one file: the same visitor never twice, no number skipped or given twice, no lock in anybody's face,
//! nothing acknowledged lost when a process is killed (S1, S2, S5).
//!
//! The other processes are this test binary, started again as [`clerk::clerk`] with its orders on its input, one a line; without
//! its variable set that test does nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod clerk;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use zhiban::domain::id::*;
use zhiban::domain::moment::Moment;
use zhiban::domain::record::Rev;
use zhiban::store::{Desk, log};
use zhiban::store::{execute, execute_many};

use clerk::*;

#[test]
fn four_clerks_call_next_a_thousand_times_and_never_the_same_visitor() {
    let dir = folder();
    let path = dir.path().join("desk.db");
    let mut desk = found(&path, NINE);
    let mut clerks: Vec<Clerk> = (1..=4).map(|t| Clerk::start(&path, t)).collect();
    let (mut ids, mut number) = (Ids(1 << 80), 1_u128 << 70);
    let (mut waiting, mut called) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..1_000 {
        // Mostly as many as there are tables, and now and then somebody is left waiting.
        let come = if waiting.len() < 2 && round % 7 == 0 { 5 } else { 4 };
        execute_many(&mut desk, |batch| -> Result<(), zhiban::store::StoreError> {
            for _ in 0..come {
                number += 1;
                let request = request(number, Some(account(0)), None, take());
                let given = batch.execute(&request, Moment(NINE), false, &mut ids).unwrap();
                waiting.insert(given.ticket.unwrap());
            }
            Ok(())
        })
        .unwrap();
        let said = at_once(&mut clerks, |_| "next".to_owned());
        let got: Vec<(u16, VisitId)> = said.iter().map(|s| ok(s)).collect();
        let first: BTreeSet<u16> = waiting.iter().copied().take(4).collect();
        let tickets: BTreeSet<u16> = got.iter().map(|(ticket, _)| *ticket).collect();
        assert_eq!(
            tickets, first,
            "round {round}: those who waited longest, each of them once"
        );
        for (ticket, visit) in &got {
            assert!(called.insert(*visit), "{visit} was called twice");
            waiting.remove(ticket);
        }
        let revs: Vec<Rev> = got.iter().map(|(_, visit)| rev(&desk, *visit)).collect();
        for said in at_once(&mut clerks, |n| format!("finish {} {}", got[n].1, revs[n])) {
            ok(&said);
        }
    }
    assert_eq!(called.len(), 4_000);
    clerks.into_iter().for_each(Clerk::go_home);
    let calls = "SELECT count(*) FROM event WHERE kind = 'visit_called'";
    assert_eq!(count(&desk, calls), 4_000);
    let visitors = "SELECT count(DISTINCT subject) FROM event WHERE kind = 'visit_called'";
    assert_eq!(count(&desk, visitors), 4_000, "each call is in the history once");
    whole(&desk);
}

#[test]
fn of_two_clerks_who_choose_the_same_visitor_one_reads_who_has_him() {
    let dir = folder();
    let path = dir.path().join("desk.db");
    let mut desk = found(&path, NINE);
    let mut clerks: Vec<Clerk> = (1..=2).map(|t| Clerk::start(&path, t)).collect();
    let (mut ids, mut number) = (Ids(1 << 80), 1_u128 << 70);
    let mut come = |desk: &mut Desk| {
        number += 1;
        let request = request(number, Some(account(0)), None, take());
        let given = execute(desk, &request, Moment(NINE), false, &mut ids).unwrap();
        (given.ticket.unwrap(), given.visit.unwrap())
    };
    let mut chosen = come(&mut desk);
    for _ in 0..150 {
        let next = come(&mut desk);
        // Both lists were read before either of them pressed the key.
        let listed = rev(&desk, chosen.1);
        let said = at_once(&mut clerks, |_| format!("call {} {listed}", chosen.1));
        let won = said
            .iter()
            .position(|s| s.starts_with("ok "))
            .expect("one of them has him");
        assert_eq!(ok(&said[won]), (chosen.0, chosen.1));
        let winner = won + 1;
        let lost = &said[1 - won];
        let reads = format!("lost {:03} 第{winner}人 {winner} 09:00:0", chosen.0);
        assert!(lost.starts_with(&reads), "{lost} against {reads}");
        assert!(
            lost.ends_with(&format!("(Called) {}", next.1)),
            "{lost}: the next one is offered"
        );
        let seen = rev(&desk, chosen.1);
        clerks[won].order(&format!("finish {} {seen}", chosen.1));
        ok(&clerks[won].hear());
        chosen = next;
    }
    clerks.into_iter().for_each(Clerk::go_home);
    whole(&desk);
}

#[test]
fn two_clerks_take_the_first_numbers_of_the_day_at_once() {
    let dir = folder();
    let path = dir.path().join("desk.db");
    // Yesterday, which ended at 031.
    let mut desk = found(&path, NINE - DAY);
    let mut ids = Ids(1 << 80);
    for n in 0..31 {
        let request = request((1 << 70) + n, Some(account(0)), None, take());
        execute(&mut desk, &request, Moment(NINE - DAY), false, &mut ids).unwrap();
    }
    let mut clerks: Vec<Clerk> = (1..=2).map(|t| Clerk::start(&path, t)).collect();
    let mut given = Vec::new();
    for round in 0..200_u16 {
        let said = at_once(&mut clerks, |_| "take".to_owned());
        let mut two: Vec<u16> = said.iter().map(|s| ok(s).0).collect();
        two.sort_unstable();
        assert_eq!(two, [2 * round + 1, 2 * round + 2]);
        given.extend(two);
    }
    clerks.into_iter().for_each(Clerk::go_home);
    assert_eq!(given, (1..=400).collect::<Vec<u16>>());
    let turned = "SELECT count(*) FROM business_day WHERE day = '2026-11-23'";
    assert_eq!(count(&desk, turned), 1, "the day turned once");
    let yesterday = "SELECT count(*) FROM visit WHERE day = '2026-11-22' AND ticket = 1";
    assert_eq!(count(&desk, yesterday), 1, "yesterday's 001 is still found by its date");
    whole(&desk);
}

/// One clerk files letters and is killed, over and over, each time beginning a few letters before the last one
/// acknowledged; answers what was acknowledged, and how often a repeat was answered with the first outcome.
fn killed_often(path: &Path, table: u8) -> (BTreeSet<u128>, u32) {
    let base = u128::from(table) << 100;
    let (mut acknowledged, mut again) = (BTreeSet::new(), 0);
    for round in 0..10_u64 {
        let first = acknowledged
            .last()
            .map_or(base + 1, |last: &u128| (last - 2).max(base + 1));
        let mut clerk = Clerk::start(path, table);
        clerk.order(&format!("letters {first}"));
        let most = 5 + (round * 7 + u64::from(table) * 3) % 11;
        let mut heard = 0;
        while let Some(said) = clerk.hear_or_end() {
            let (id, said) = said.split_once(' ').unwrap();
            ok(said);
            let id: u128 = id.parse().unwrap();
            if !acknowledged.insert(id) {
                assert!(said.ends_with(" 1"), "{id} was acknowledged before: {said}");
                again += 1;
            }
            heard += 1;
            if heard == most {
                // Somewhere in the next one.
                std::thread::sleep(std::time::Duration::from_micros(round * 350));
                clerk.process.kill().unwrap();
            }
        }
        clerk.process.wait().unwrap();
    }
    (acknowledged, again)
}

#[test]
fn a_killed_clerk_loses_nothing_acknowledged_and_repeats_nothing() {
    let dir = folder();
    let path = dir.path().join("desk.db");
    let desk = found(&path, NINE);
    let before = count(&desk, "SELECT max(seq) FROM event");
    let clerks: Vec<_> = (1..=2_u8)
        .map(|table| {
            let path = path.clone();
            std::thread::spawn(move || killed_often(&path, table))
        })
        .collect();
    let heard: Vec<_> = clerks.into_iter().map(|c| c.join().unwrap()).collect();
    let mut events: BTreeMap<u128, usize> = BTreeMap::new();
    for event in log::read(desk.conn(), before, usize::MAX).unwrap() {
        *events.entry(event.event.command.as_u128()).or_default() += 1;
    }
    assert!(events.values().all(|n| *n == 4), "never half a command");
    for (acknowledged, again) in &heard {
        assert!(acknowledged.iter().all(|id| events.contains_key(id)));
        assert!(*again >= 18, "{again} repeats");
    }
    let acknowledged: usize = heard.iter().map(|(a, _)| a.len()).sum();
    // One in flight at each kill, and what a pipe still held.
    assert!(events.len() >= acknowledged && events.len() <= acknowledged + 20);
    whole(&desk);
}
