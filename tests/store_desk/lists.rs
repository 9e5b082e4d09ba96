//! Lists are read in bulk: what a page of them costs does not grow with what stands on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::{Bench, person, today};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use zhiban::domain::code::NumberFamily;
use zhiban::domain::command::{
    CitizenChange, Command, CorrectCitizen, NoteNumber, PlanSession, SplitOpinion, VoidOpinion,
};
use zhiban::domain::view::{Answer, Asker, OpinionFile, Query, Stretch};
use zhiban::store::keys::Vault;
use zhiban::store::open::{Access, open};
use zhiban::store::read;

fn whole(limit: u32) -> Query {
    Query::Files {
        matching: String::new(),
        stretch: Stretch::Newest,
        limit,
    }
}

/// What statements were made for a question, counted with nothing kept ready from before.
fn statements(b: &Bench, query: &Query) -> (usize, Answer) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.db");
    b.desk.conn().execute("VACUUM INTO ?1", [path.to_str()]).unwrap();
    let mut conn = open(&path, Access::Job).unwrap();
    conn.set_prepared_statement_cache_capacity(0);
    let vault = Vault::unlock(&conn, None).unwrap();
    let counted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&counted);
    let hook = move |asked: AuthContext<'_>| {
        if asked.action == AuthAction::Select {
            count.fetch_add(1, Ordering::Relaxed);
        }
        Authorization::Allow
    };
    conn.authorizer(Some(hook)).unwrap();
    let answer = read::answer(&conn, &vault, Asker::Program, query).unwrap();
    (counted.load(Ordering::Relaxed), answer)
}

/// Matters of every kind a list has something to fetch for, five of them each time.
fn five_matters(b: &mut Bench) {
    for n in 0..4 {
        let mut entry = b.entry("路灯不亮,沟也堵了", person("王秀英", "13712344410"));
        entry.details.confidential = n == 1;
        entry.details.deputies.clone_from(&b.deputies);
        entry.handling = b.hand_over((n != 2).then(today));
        let opinion = b.file(entry);
        let rev = b.rev(opinion);
        let citizen = b.opinion_file(opinion).citizen.unwrap();
        b.act(match n {
            0 => Command::SplitOpinion(SplitOpinion {
                opinion,
                rev,
                keep: "路灯不亮".into(),
                words: "沟堵了".into(),
                category: None,
            }),
            1 => Command::VoidOpinion(VoidOpinion {
                opinion,
                rev,
                reason: "记重了".into(),
            }),
            2 => Command::CorrectCitizen(CorrectCitizen {
                citizen: citizen.id,
                rev: citizen.rev,
                changes: vec![CitizenChange::Village(Some(b.village))],
                reason: "写错了".into(),
            }),
            _ => Command::NoteNumber(NoteNumber {
                opinion,
                family: NumberFamily::Foreign,
                system: Some("petition".into()),
                number: "XF-77".into(),
            }),
        });
    }
}

fn said(files: &[OpinionFile]) -> Vec<String> {
    files.iter().map(|file| format!("{file:?}")).collect()
}

#[test]
fn two_hundred_matters_take_as_many_statements_as_ten() {
    let mut b = Bench::new();
    five_matters(&mut b);
    five_matters(&mut b);
    let (of_ten, answer) = statements(&b, &whole(200));
    let Answer::Files(files, false) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(files.len(), 10);
    for _ in 2..40 {
        five_matters(&mut b);
    }
    let (of_many, answer) = statements(&b, &whole(200));
    let Answer::Files(files, false) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!((files.len(), of_many), (200, of_ten));
    assert!((10..45).contains(&of_ten), "{of_ten}");
    let briefly = |limit| Query::Opinions {
        matching: String::new(),
        state: None,
        stretch: Stretch::Newest,
        limit,
    };
    assert_eq!(statements(&b, &briefly(10)).0, statements(&b, &briefly(200)).0);
    let one_by_one: Vec<_> = files.iter().map(|file| b.opinion_file(file.opinion.id)).collect();
    assert_eq!(said(&files), said(&one_by_one));
    let split = files.iter().find(|file| file.opinion.split_from.is_some()).unwrap();
    assert!(
        split
            .names
            .iter()
            .any(|(id, number)| Some(*id) == split.opinion.split_from.map(|id| id.0) && number.starts_with("03-2026-"))
    );
    assert!(files.iter().any(|file| file.village.as_deref() == Some("石桥村")));
}

#[test]
fn many_receptions_take_as_many_statements_as_one() {
    let mut b = Bench::new();
    let query = Query::Sessions { state: None, limit: 50 };
    let mut counted = Vec::new();
    for days in [1, 9] {
        for n in 0..days {
            let mut plan = b.plan(2);
            plan.day = today() + chrono::Days::new(days + n);
            let deputies = b.deputies.clone();
            b.act(Command::PlanSession(PlanSession { plan, deputies }));
        }
        let (statements, answer) = statements(&b, &query);
        let Answer::Sessions(rows) = answer else {
            panic!("{answer:?}")
        };
        assert!(rows.iter().all(|row| row.attendance.len() == 3));
        counted.push((statements, rows.len()));
    }
    assert_eq!(counted[0].0, counted[1].0);
    assert_eq!((counted[0].1, counted[1].1), (1, 10));
}
