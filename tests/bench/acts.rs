//! Durable acts (`synchronous = FULL`) over the road of every write, one after the other, beside the floor: a bare SQLite
//! commit of one row in the same folder in the same minute.

use std::path::Path;
use std::time::{Duration, Instant};

use zhiban::demo::FIRST_ACCOUNT;
use zhiban::domain::code::{UnitKind, VisitState, Way};
use zhiban::domain::command::{
    Arrival, CallNext, Command, FinishVisit, HandOverEntry, Handling, OpinionEntry, PartEntry, Request, Speaker,
    SpotEntry, TakeNumber, VisitRef,
};
use zhiban::domain::id::{AccountId, CommandId, UnitId};
use zhiban::domain::moment::Moment;
use zhiban::domain::pinyin;
use zhiban::domain::record::{CitizenDetails, OpinionDetails};
use zhiban::domain::view::{Answer, Outcome, Query, Snapshot};
use zhiban::store::desk::OsSupply;
use zhiban::store::read::answer;
use zhiban::store::turn::REST;
use zhiban::store::{Desk, execute};

use super::seat::{file, now, today};

/// Rounds of number, call, file, finish.
const ROUNDS: u32 = 250;

struct Clerk {
    desk: Desk,
    account: AccountId,
    now: Moment,
    spent: Vec<(&'static str, Duration)>,
}

impl Clerk {
    fn act(&mut self, name: &'static str, command: Command) -> Outcome {
        self.now = Moment(self.now.0 + 1_000);
        let request = Request {
            id: CommandId(uuid::Uuid::now_v7()),
            account: Some(self.account),
            table: Some(1),
            late: None,
            draft: None,
            command,
        };
        let start = Instant::now();
        let done = execute(&mut self.desk, &request, self.now, false, &mut OsSupply);
        self.spent.push((name, start.elapsed()));
        // The writer rests after each act; so do we.
        std::thread::sleep(REST);
        done.unwrap_or_else(|e| panic!("{name}: {e:?}"))
    }

    fn ask(&self, query: &Query) -> Answer {
        answer(
            self.desk.conn(),
            self.desk.vault(),
            zhiban::domain::view::Asker::Program,
            query,
        )
        .unwrap()
    }

    fn snapshot(&self) -> Snapshot {
        match self.ask(&Query::Snapshot { today: today() }) {
            Answer::Snapshot(s) => *s,
            other => panic!("{other:?}"),
        }
    }

    fn day(&mut self) {
        let Answer::Units(units) = self.ask(&Query::Units {
            matching: String::new(),
            kind: Some(UnitKind::TownOffice),
            limit: 1,
        }) else {
            panic!()
        };
        let unit = units[0].id;
        let session = self.snapshot().session.map(|s| s.id);
        let busy = self
            .snapshot()
            .queue
            .into_iter()
            .filter(|v| v.table == Some(1) && matches!(v.state, VisitState::Called | VisitState::Talking));
        for v in busy.collect::<Vec<_>>() {
            let (visit, rev) = (v.id, v.rev);
            let (consult_only, unwritten, call_next) = (true, false, false);
            self.act(
                "before",
                Command::FinishVisit(FinishVisit {
                    visit,
                    rev,
                    consult_only,
                    unwritten,
                    call_next,
                }),
            );
        }
        for n in 0..ROUNDS {
            let arrival = Arrival {
                label: Some(format!("王秀英{n}")),
                first_words: Some("路灯".to_owned()),
                ..Arrival::default()
            };
            self.act("take a number", Command::TakeNumber(TakeNumber { session, arrival }));
            let called = self.act("call the next", Command::CallNext(CallNext { session, table: 1 }));
            let visit = called.called.unwrap();
            let handling = if n % 2 == 0 {
                Handling::HandOver(over(unit))
            } else {
                Handling::OnSpot(SpotEntry {
                    answer: Some("当场说明，群众认可".to_owned()),
                    class: "A".to_owned(),
                    grade: None,
                    said: None,
                })
            };
            self.act(
                "file a matter",
                Command::FileOpinion(Box::new(matter(visit, handling, n))),
            );
            let Answer::VisitFile(Some(seen), ..) = self.ask(&Query::VisitFile(visit)) else {
                panic!()
            };
            let (rev, consult_only, unwritten, call_next) = (seen.rev, false, false, false);
            self.act(
                "finish",
                Command::FinishVisit(FinishVisit {
                    visit,
                    rev,
                    consult_only,
                    unwritten,
                    call_next,
                }),
            );
        }
    }
}

fn over(unit: UnitId) -> HandOverEntry {
    HandOverEntry {
        lead: PartEntry::to(unit),
        further: Vec::new(),
        way: Way::Phone,
        person: Some("熊所长".to_owned()),
        note: Some("请尽快".to_owned()),
    }
}

fn matter(visit: zhiban::domain::id::VisitId, handling: Handling, n: u32) -> OpinionEntry {
    OpinionEntry {
        visit: VisitRef::Known(visit),
        speaker: Speaker::New(Box::new(CitizenDetails {
            name: Some("王秀英".to_owned()),
            pinyin: Some(pinyin::search_key("王秀英")),
            phone: Some(format!("1371234{:04}", n % 10_000)),
            privacy_told: true,
            ..CitizenDetails::default()
        })),
        representatives: Vec::new(),
        details: OpinionDetails {
            words: "村口弯道看不见对面来车，今年已经摔了三起，希望装一面凸面镜，再画一道减速线，孩子们上学都从那里过。"
                .to_owned(),
            category: Some("road".to_owned()),
            place: Some("石桥村口".to_owned()),
            ..OpinionDetails::default()
        },
        handling,
    }
}

/// Commits of one small row by bare SQLite: what the disk and the library cost without us.
fn floor(path: &Path) -> Vec<Duration> {
    #[allow(clippy::disallowed_methods)] // a bare connection is what this measures
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)",
    )
    .unwrap();
    let mut spent = Vec::new();
    for _ in 0..1000 {
        let start = Instant::now();
        conn.prepare_cached("INSERT INTO t (b) VALUES (zeroblob(300))")
            .unwrap()
            .execute([])
            .unwrap();
        spent.push(start.elapsed());
        std::thread::sleep(REST);
    }
    spent
}

/// Prints the middle, the slow end and the slowest of what was measured.
pub fn line(name: &str, mut spent: Vec<Duration>) {
    spent.sort();
    let at = |per_mille: usize| {
        let place = (spent.len() * per_mille / 1000).min(spent.len() - 1);
        spent[place].as_secs_f64() * 1000.0
    };
    println!(
        "{name:<18} x{:<5} p50 {:>7.3} p99 {:>7.3} most {:>7.3} ms",
        spent.len(),
        at(500),
        at(990),
        at(1000)
    );
}

/// Prints how long acts take: on the disk, and where there is one on a disk in memory, which leaves our own work.
pub fn table() {
    println!("durable acts, synchronous FULL, on the disk");
    acts_in(Path::new(env!("CARGO_TARGET_TMPDIR")));
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        println!("the same on a disk in memory");
        acts_in(memory);
    }
}

fn acts_in(place: &Path) {
    let folder = tempfile::tempdir_in(place).unwrap();
    let path = folder.path().join("zhiban.db");
    std::fs::copy(file(), &path).unwrap();
    line("bare commit", floor(&folder.path().join("before.db")));
    let desk = Desk::open(&path, None).unwrap();
    let mut clerk = Clerk {
        account: AccountId(uuid::Uuid::nil()),
        desk,
        now: now(),
        spent: Vec::new(),
    };
    let Answer::Accounts(accounts) = clerk.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    clerk.account = accounts.iter().find(|a| a.name == FIRST_ACCOUNT).unwrap().id;
    clerk.day();
    for name in ["take a number", "call the next", "file a matter", "finish"] {
        line(name, clerk.spent.iter().filter(|s| s.0 == name).map(|s| s.1).collect());
    }
    line("every act", clerk.spent.iter().map(|s| s.1).collect());
    line("bare commit", floor(&folder.path().join("after.db")));
}
