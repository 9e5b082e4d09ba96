//! Eight desks at one file, each a process of its own, none of them resting longer than a moment between two acts: what each
//! waits, and whether one gets more done than another (design 8: p99 of 25 ms, a spread of 10 %).
//!
//! The desks are this program, started again with the file in its environment.

use std::io::Read as _;
use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};

use uuid::Uuid;
use zhiban::demo::FIRST_ACCOUNT;
use zhiban::domain::command::{Command, Handling, OpinionEntry, Request, Speaker, VisitRef};
use zhiban::domain::id::{AccountId, CommandId};
use zhiban::domain::moment::Moment;
use zhiban::domain::record::OpinionDetails;
use zhiban::domain::view::{Answer, Query};
use zhiban::store::desk::OsSupply;
use zhiban::store::read::answer;
use zhiban::store::turn::REST;
use zhiban::store::{Desk, execute};

use super::acts::line;
use super::seat::{file, now};

const FILE: &str = "ZHIBAN_CROWD_FILE";
const DESKS: usize = 8;
const LASTS: Duration = Duration::from_secs(20);

/// What one desk does, when this process is one: one letter after the other, a line of microseconds for each.
pub fn sit_down() -> bool {
    let Some(path) = std::env::var_os(FILE) else {
        return false;
    };
    let mut desk = Desk::open(Path::new(&path), None).unwrap();
    let accounts = answer(
        desk.conn(),
        desk.vault(),
        zhiban::domain::view::Asker::Program,
        &Query::Accounts { os_name: None },
    )
    .unwrap();
    let Answer::Accounts(accounts) = accounts else { panic!() };
    let account = accounts.iter().find(|a| a.name == FIRST_ACCOUNT).unwrap().id;
    let start = Instant::now();
    let mut seed = u64::from(std::process::id());
    while start.elapsed() < LASTS {
        let at = Moment(now().0 + 60_000 + start.elapsed().as_millis() as i64);
        let begin = Instant::now();
        execute(&mut desk, &request(account, letter()), at, false, &mut OsSupply).unwrap_or_else(|e| panic!("{e:?}"));
        println!("{}", begin.elapsed().as_micros());
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(REST + Duration::from_micros((seed >> 33) % 3_000));
    }
    true
}

/// A letter: the visit, the person, the matter and where it goes, four events of one command. Numbers would make a queue
/// of thousands, as no station has.
fn letter() -> Command {
    Command::FileOpinion(Box::new(OpinionEntry {
        visit: VisitRef::Unqueued {
            session: None,
            heads: 1,
        },
        speaker: Speaker::New(Box::default()),
        representatives: Vec::new(),
        details: OpinionDetails {
            words: "老街路灯不亮，晚上看不见路。".to_owned(),
            ..OpinionDetails::default()
        },
        handling: Handling::Reference,
    }))
}

fn request(account: AccountId, command: Command) -> Request {
    Request {
        id: CommandId(Uuid::now_v7()),
        account: Some(account),
        table: None,
        late: None,
        draft: None,
        command,
    }
}

/// Prints what eight desks at once waited, and how evenly they were served.
pub fn table() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("zhiban.db");
    std::fs::copy(file(), &path).unwrap();
    println!("{DESKS} processes at once, letters filed, synchronous FULL, on the disk, {LASTS:?}");
    let desks: Vec<_> = (0..DESKS)
        .map(|_| {
            Process::new(std::env::current_exe().unwrap())
                .env(FILE, &path)
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    // A pipe that nobody reads would hold its desk up.
    let readers: Vec<_> = desks
        .into_iter()
        .map(|mut desk| {
            std::thread::spawn(move || {
                let mut text = String::new();
                desk.stdout.take().unwrap().read_to_string(&mut text).unwrap();
                assert!(desk.wait().unwrap().success());
                text.lines()
                    .map(|l| Duration::from_micros(l.parse().unwrap()))
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let waits: Vec<Vec<Duration>> = readers.into_iter().map(|r| r.join().unwrap()).collect();
    let done: Vec<usize> = waits.iter().map(Vec::len).collect();
    let (least, most) = (done.iter().min().unwrap(), done.iter().max().unwrap());
    let all = done.iter().sum::<usize>();
    line("every act", waits.concat());
    println!(
        "{:.0} acts a second; the busiest desk did {most}, the slowest {least}: a spread of {:.1} %",
        all as f64 / LASTS.as_secs_f64(),
        100.0 * (most - least) as f64 * DESKS as f64 / all as f64
    );
}
