//! Two desks on one file, and the threads that serve a screen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use common::{Bench, Count, person, rules, today};
use tempfile::TempDir;
use uuid::Uuid;
use zhiban::domain::command::{AdoptRules, Arrival, CallNext, Command, FinishVisit, Request, TakeNumber};
use zhiban::domain::id::{CommandId, DraftId, VisitId};
use zhiban::domain::lease::{Saved, Spare, Unsaved};
use zhiban::domain::moment::Moment;
use zhiban::domain::view::{Answer, Draft, Query};
use zhiban::store::anchor::{self, Anchored};
use zhiban::store::desk::{Desk, OsSupply};
use zhiban::store::threads::{Reader, Reply, Writer, Written};
use zhiban::store::turn::REST;
use zhiban::store::{chain, execute};

/// Calls per thread.
const CALLS: usize = 1_000;
/// People waiting at any time.
const WAITING: usize = 6;

#[test]
fn two_desks_never_call_the_same_visit() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut b = Bench::over(Desk::create(&path).unwrap());
    let mut many = rules();
    many.queue.last_number = 9_999;
    b.act(Command::AdoptRules(AdoptRules {
        seen: 1,
        rules: Box::new(many),
    }));
    for i in 0..WAITING {
        b.arrive(None, &format!("第{i}位"));
    }
    let (account, now) = (b.account, b.now);
    let start = Arc::new(Barrier::new(2));
    let threads: Vec<_> = [1u8, 2]
        .into_iter()
        .map(|table| {
            let (path, start) = (path.clone(), Arc::clone(&start));
            std::thread::spawn(move || {
                let mut desk = Desk::open(&path, None).unwrap();
                let mut supply = Count(u128::from(table) << 64);
                let mut called = Vec::new();
                let mut go = |command: Command| {
                    let id = CommandId(Uuid::from_u128(
                        (u128::from(table) << 80) + called_so_far(&command, &mut supply),
                    ));
                    let request = Request {
                        id,
                        account,
                        table: Some(table),
                        late: None,
                        draft: None,
                        command,
                    };
                    let outcome = execute(&mut desk, &request, now, false, &mut supply);
                    std::thread::sleep(REST);
                    outcome.unwrap()
                };
                start.wait();
                for _ in 0..CALLS {
                    // One comes, one is called, one goes: both desks reach for the same head of the queue all the time.
                    go(Command::TakeNumber(TakeNumber {
                        session: None,
                        arrival: Arrival::default(),
                    }));
                    let next = go(Command::CallNext(CallNext { session: None, table }));
                    let visit = next.called.unwrap();
                    called.push(visit);
                    go(Command::FinishVisit(FinishVisit {
                        visit,
                        rev: next.rev(visit.0).unwrap(),
                        consult_only: true,
                        unwritten: false,
                        call_next: false,
                    }));
                }
                called
            })
        })
        .collect();
    let mut all: Vec<VisitId> = Vec::new();
    for thread in threads {
        all.extend(thread.join().unwrap());
    }
    assert_eq!(all.len(), 2 * CALLS);
    assert_eq!(
        all.iter().collect::<BTreeSet<_>>().len(),
        2 * CALLS,
        "nobody was called twice"
    );
    assert_eq!(
        b.count("SELECT last FROM counter WHERE kind = 'ticket'"),
        (2 * CALLS + WAITING) as i64
    );
    assert_eq!(chain::verify(b.desk.conn(), 1).unwrap(), []);
    b.sound();
}

fn called_so_far(_: &Command, supply: &mut Count) -> u128 {
    supply.0 += 1;
    supply.0 & 0xffff_ffff
}

fn wake(count: &Arc<AtomicU32>) -> Box<dyn Fn() + Send> {
    let count = Arc::clone(count);
    Box::new(move || {
        count.fetch_add(1, Ordering::SeqCst);
    })
}

const SOON: Duration = Duration::from_secs(20);

#[test]
fn the_writer_answers_in_order_and_the_reader_answers_the_newest() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut b = Bench::over(Desk::create(&path).unwrap());
    let entry = b.entry("老街路灯不亮", person("王秀英", "13712344410"));
    b.act(Command::FileOpinion(Box::new(entry)));
    let woken = Arc::new(AtomicU32::new(0));
    let now = b.now;
    let writer = Writer::start(
        Desk::open(&path, None).unwrap(),
        Box::new(move || (now, false)),
        Box::new(OsSupply),
        wake(&woken),
    )
    .unwrap();
    let reader = Reader::start(&path, None, wake(&woken)).unwrap();
    reader.ask_version(1);
    let (_, Reply::Version(Ok(version))) = reader.answers().recv_timeout(SOON).unwrap() else {
        panic!()
    };

    let request = b.request(Command::TakeNumber(TakeNumber {
        session: None,
        arrival: Arrival::default(),
    }));
    let draft = Draft {
        id: DraftId(Uuid::from_u128(9)),
        form: "opinion".into(),
        target: String::new(),
        label: "没写完的".into(),
        body: "{}".into(),
        account: request.account,
        saved_at: Moment(0),
        generation: 1,
    };
    let words = Unsaved {
        spare: Spare {
            id: DraftId(Uuid::from_u128(10)),
            label: "另存".into(),
        },
        draft: draft.clone(),
    };
    writer.send(request.clone()).unwrap();
    writer.send(request.clone()).unwrap();
    writer.save_draft(words).unwrap();
    writer.take_draft(7, draft.id, draft.account).unwrap();
    writer.drop_draft(draft.id, draft.account).unwrap();
    let next = || writer.results().recv_timeout(SOON).unwrap();
    let Written::Executed(id, first) = next() else { panic!() };
    let first = first.unwrap();
    assert_eq!((id, first.ticket, first.repeated), (request.id, Some(1), false));
    let Written::Executed(_, again) = next() else { panic!() };
    assert!(again.unwrap().repeated);
    assert!(matches!(next(), Written::DraftSaved(lease, Ok(Saved::Kept)) if lease == draft.lease()));
    let Written::DraftTaken(7, Ok(Ok(taken))) = next() else {
        panic!()
    };
    assert_eq!((taken.generation, taken.saved_at), (2, now));
    assert!(matches!(next(), Written::DraftDropped(Ok(Ok(true)))));

    reader.ask_version(2);
    let (2, Reply::Version(Ok(later))) = reader.answers().recv_timeout(SOON).unwrap() else {
        panic!()
    };
    assert_ne!(version, later, "somebody else has written");

    // A key held down: only the last question has to be answered, and it always is.
    for ticket in 10..=200 {
        reader.ask(
            zhiban::domain::view::Asker::Program,
            Query::Opinions {
                matching: "路灯".into(),
                state: None,
                stretch: zhiban::domain::view::Stretch::Newest,
                limit: 50,
            },
            ticket,
        );
    }
    let last = loop {
        let (ticket, reply) = reader.answers().recv_timeout(SOON).unwrap();
        let Reply::Answer(answer, _) = reply else { panic!() };
        let Answer::Opinions(rows, ..) = answer.unwrap() else {
            panic!()
        };
        assert_eq!(rows.len(), 1);
        if ticket == 200 {
            break ticket;
        }
    };
    assert_eq!(last, 200);
    // A page and the form above it ask for the same, and each waits for its answer.
    for ticket in 201..=240 {
        reader.ask(
            zhiban::domain::view::Asker::Program,
            Query::Visits { day: today() },
            ticket,
        );
    }
    let answered: Vec<u64> = (201..=240)
        .map(|_| reader.answers().recv_timeout(SOON).unwrap().0)
        .collect();
    assert_eq!(answered, (201..=240).collect::<Vec<_>>());
    reader.ask(
        zhiban::domain::view::Asker::Program,
        Query::Snapshot { today: today() },
        300,
    );
    assert!(matches!(
        reader.answers().recv_timeout(SOON).unwrap(),
        (300, Reply::Answer(Ok(Answer::Snapshot(_)), Some(_)))
    ));
    assert!(woken.load(Ordering::SeqCst) >= 8);
    writer.stop();
    drop(reader);
    assert_eq!(anchor::compare(b.desk.conn(), &path).unwrap(), Anchored::Good);
    b.sound();
}
