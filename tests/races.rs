//! Several processes at one file: the same visitor never twice, no number skipped or given twice, no lock in anybody's face,
//! nothing acknowledged lost when a process is killed (S1, S2, S5).
//!
//! The other processes are this test binary, started again as [`clerk`] with its orders on its input, one a line; without
//! its variable set that test does nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command as Process, Stdio};

use tempfile::TempDir;
use uuid::Uuid;
use zhiban::config::default_rules;
use zhiban::domain::code::{Role, StationKind};
use zhiban::domain::command::*;
use zhiban::domain::facts::Supply;
use zhiban::domain::id::*;
use zhiban::domain::moment::Moment;
use zhiban::domain::record::OpinionDetails;
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::Outcome;
use zhiban::store::execute::{ExecuteError, execute, execute_many};
use zhiban::store::{Desk, check, log};

const PATH: &str = "ZHIBAN_RACE_PATH";
const TABLE: &str = "ZHIBAN_RACE_TABLE";

/// Monday 23 November 2026, 09:00.
const NINE: i64 = 1_795_395_600_000;
const DAY: i64 = 86_400_000;

/// In memory where there is such a disk: these tests are about processes, and no power goes out.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory).unwrap()
    } else {
        TempDir::new().unwrap()
    }
}

/// Ids that no other process makes.
struct Ids(u128);

impl Supply for Ids {
    fn id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }

    fn below(&mut self, limit: u32) -> u32 {
        limit - 1
    }
}

fn request(id: u128, account: Option<AccountId>, table: Option<u8>, command: Command) -> Request {
    Request {
        id: CommandId(Uuid::from_u128(id)),
        account,
        table,
        late: None,
        draft: None,
        command,
    }
}

fn account(n: u8) -> AccountId {
    AccountId(Uuid::from_u128(2 + u128::from(n)))
}

fn take() -> Command {
    Command::TakeNumber {
        session: None,
        arrival: Arrival::default(),
    }
}

/// A letter: the visit, the person, the matter and where it goes, four events of one command.
fn letter() -> Command {
    Command::FileOpinion(Box::new(OpinionEntry {
        visit: VisitRef::Unqueued {
            session: None,
            heads: 1,
        },
        speaker: Speaker::New(Box::default()),
        representatives: Vec::new(),
        details: OpinionDetails {
            words: "老街路灯不亮".to_owned(),
            ..OpinionDetails::default()
        },
        handling: Handling::Reference,
    }))
}

/// A station with a head and four clerks; ids 1 (station), 2 (head), 3 to 6.
fn found(path: &Path, now: i64) -> Desk {
    let mut desk = Desk::create(path).unwrap();
    let mut rules = default_rules().unwrap();
    rules.queue.last_number = 9_999;
    let mut ids = Ids(0);
    let found = Command::FoundStation {
        code: "03".to_owned(),
        name: "柳河镇联络站".to_owned(),
        kind: StationKind::Station,
        hours: String::new(),
        head_phone: None,
        rules: Box::new(rules),
        os_name: "sun".to_owned(),
        person: "孙国芳".to_owned(),
    };
    let mut send = |id, account, command| {
        let request = request(id, account, None, command);
        execute(&mut desk, &request, Moment(now), false, &mut ids).unwrap();
    };
    send(1, None, found);
    for n in 1..=4_u8 {
        let add = Command::AddAccount {
            os_name: format!("c{n}"),
            name: format!("第{n}人"),
            role: Role::Clerk,
            deputy: None,
        };
        send(1 + u128::from(n), Some(account(0)), add);
    }
    desk
}

// ---- the other side: a clerk in a process of their own ----

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n> {line}").unwrap();
    out.flush().unwrap();
}

fn answer(done: Result<Outcome, ExecuteError>) -> String {
    match done {
        Ok(o) => {
            let called = o.called.or(o.visit).map_or_else(|| "-".to_owned(), |v| v.to_string());
            format!("ok {} {called} {}", o.ticket.unwrap_or_default(), u8::from(o.repeated))
        }
        Err(ExecuteError::Refused(Refusal::Changed {
            what,
            touch,
            visit,
            next,
            ..
        })) => {
            let next = next.map_or_else(|| "-".to_owned(), |v| v.to_string());
            let table = touch.table.unwrap_or_default();
            format!(
                "lost {what} {} {table} {} {visit:?} {next}",
                touch.by,
                touch.at.clock_seconds()
            )
            .replace("Some", "")
        }
        Err(error) => format!("error {error:?}"),
    }
}

/// Obeys one order a line: `next`, `call VISIT REV`, `finish VISIT REV`, `take`, `letters FIRST`.
#[test]
fn clerk() {
    let (Some(path), Ok(table)) = (std::env::var_os(PATH), std::env::var(TABLE)) else {
        return;
    };
    let table: u8 = table.parse().unwrap();
    let mut desk = Desk::open(&PathBuf::from(path), None).unwrap();
    let mut ids = Ids(u128::from(table) << 100 | u128::from(std::process::id()) << 40);
    let mut number = ids.0 | 1 << 90;
    say("here");
    for (n, line) in (0_i64..).zip(std::io::stdin().lines()) {
        let line = line.unwrap();
        let words: Vec<&str> = line.split_whitespace().collect();
        let visit = || VisitId(words[1].parse().unwrap());
        let rev = || words[2].parse().unwrap();
        let now = Moment(NINE + n);
        let command = match words[0] {
            "next" => Command::CallNext { session: None, table },
            "call" => Command::CallVisit {
                visit: visit(),
                rev: rev(),
                table,
            },
            "finish" => Command::FinishVisit {
                visit: visit(),
                rev: rev(),
                consult_only: false,
                unwritten: false,
                call_next: false,
            },
            "take" => take(),
            "letters" => {
                let first: u128 = words[1].parse().unwrap();
                for id in first.. {
                    let request = request(id, Some(account(table)), Some(table), letter());
                    let done = execute(&mut desk, &request, now, false, &mut ids);
                    say(&format!("{id} {}", answer(done)));
                    std::thread::sleep(zhiban::store::turn::REST);
                }
                return;
            }
            other => panic!("no such order: {other}"),
        };
        number += 1;
        let request = request(number, Some(account(table)), Some(table), command);
        say(&answer(execute(&mut desk, &request, now, false, &mut ids)));
    }
}

struct Clerk {
    process: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Clerk {
    fn start(path: &Path, table: u8) -> Self {
        let mut process = Process::new(std::env::current_exe().unwrap())
            .args(["--exact", "clerk", "--nocapture", "--test-threads=1"])
            .env(PATH, path)
            .env(TABLE, table.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut clerk = Self {
            orders: process.stdin.take().unwrap(),
            answers: BufReader::new(process.stdout.take().unwrap()).lines(),
            process,
        };
        assert_eq!(clerk.hear(), "here");
        clerk
    }

    fn order(&mut self, order: &str) {
        writeln!(self.orders, "{order}").unwrap();
    }

    fn hear(&mut self) -> String {
        self.hear_or_end().expect("the clerk's process ended")
    }

    fn hear_or_end(&mut self) -> Option<String> {
        let mut answers = self.answers.by_ref().map_while(Result::ok);
        answers.find_map(|l| l.strip_prefix("> ").map(str::to_owned))
    }

    fn go_home(self) {
        let Self {
            mut process,
            orders,
            answers,
        } = self;
        drop(orders);
        // To the end, or its last words meet a closed pipe.
        answers.for_each(drop);
        assert!(process.wait().unwrap().success());
    }
}

/// Everybody gets the order in the same instant, as far as one can; then everybody is heard.
fn at_once(clerks: &mut [Clerk], order: impl Fn(usize) -> String) -> Vec<String> {
    for (n, clerk) in clerks.iter_mut().enumerate() {
        clerk.order(&order(n));
    }
    clerks.iter_mut().map(Clerk::hear).collect()
}

/// `ok TICKET VISIT REPEATED`
fn ok(said: &str) -> (u16, VisitId) {
    let words: Vec<&str> = said.split(' ').collect();
    assert_eq!(words[0], "ok", "{said}");
    (words[1].parse().unwrap(), VisitId(words[2].parse().unwrap()))
}

fn rev(desk: &Desk, visit: VisitId) -> u32 {
    let sql = "SELECT rev FROM visit WHERE id = ?1";
    desk.conn()
        .query_row(sql, [visit.to_string()], |row| row.get(0))
        .unwrap()
}

fn count(desk: &Desk, sql: &str) -> i64 {
    desk.conn().query_row(sql, [], |row| row.get(0)).unwrap()
}

fn whole(desk: &Desk) {
    assert_eq!(check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap(), []);
}

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
        let revs: Vec<u32> = got.iter().map(|(_, visit)| rev(&desk, *visit)).collect();
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
