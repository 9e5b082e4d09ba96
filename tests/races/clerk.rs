//! The other processes, their orders and what they say; and what every test asks of the file in the end.

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
use zhiban::domain::record::{OpinionDetails, Rev};
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::Outcome;
use zhiban::store::execute::{ExecuteError, execute};
use zhiban::store::{Desk, check};

pub const PATH: &str = "ZHIBAN_RACE_PATH";
pub const TABLE: &str = "ZHIBAN_RACE_TABLE";

/// Monday 23 November 2026, 09:00.
pub const NINE: i64 = 1_795_395_600_000;
pub const DAY: i64 = 86_400_000;

/// In memory where there is such a disk: these tests are about processes, and no power goes out.
pub fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        TempDir::new_in(memory).unwrap()
    } else {
        TempDir::new().unwrap()
    }
}

/// Ids that no other process makes.
pub struct Ids(pub u128);

impl Supply for Ids {
    fn id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }

    fn below(&mut self, limit: u32) -> u32 {
        limit - 1
    }
}

pub fn request(id: u128, account: Option<AccountId>, table: Option<u8>, command: Command) -> Request {
    Request {
        id: CommandId(Uuid::from_u128(id)),
        account,
        table,
        late: None,
        draft: None,
        command,
    }
}

pub fn account(n: u8) -> AccountId {
    AccountId(Uuid::from_u128(2 + u128::from(n)))
}

pub fn take() -> Command {
    Command::TakeNumber(TakeNumber {
        session: None,
        arrival: Arrival::default(),
    })
}

/// A letter: the visit, the person, the matter and where it goes, four events of one command.
pub fn letter() -> Command {
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
pub fn found(path: &Path, now: i64) -> Desk {
    let mut desk = Desk::create(path).unwrap();
    let mut rules = default_rules().unwrap();
    rules.queue.last_number = 9_999;
    let mut ids = Ids(0);
    let found = Command::FoundStation(FoundStation {
        code: "03".to_owned(),
        name: "柳河镇联络站".to_owned(),
        kind: StationKind::Station,
        hours: String::new(),
        head_phone: None,
        rules: Box::new(rules),
        os_name: "sun".to_owned(),
        person: "孙国芳".to_owned(),
    });
    let mut send = |id, account, command| {
        let request = request(id, account, None, command);
        execute(&mut desk, &request, Moment(now), false, &mut ids).unwrap();
    };
    send(1, None, found);
    for n in 1..=4_u8 {
        let add = Command::AddAccount(AddAccount {
            os_name: format!("c{n}"),
            name: format!("第{n}人"),
            role: Role::Clerk,
            deputy: None,
        });
        send(1 + u128::from(n), Some(account(0)), add);
    }
    desk
}

// ---- the other side: a clerk in a process of their own ----

pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n> {line}").unwrap();
    out.flush().unwrap();
}

pub fn answer(done: Result<Outcome, ExecuteError>) -> String {
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
            "next" => Command::CallNext(CallNext { session: None, table }),
            "call" => Command::CallVisit(CallVisit {
                visit: visit(),
                rev: rev(),
                table,
            }),
            "finish" => Command::FinishVisit(FinishVisit {
                visit: visit(),
                rev: rev(),
                consult_only: false,
                unwritten: false,
                call_next: false,
            }),
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

pub struct Clerk {
    pub process: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Clerk {
    pub fn start(path: &Path, table: u8) -> Self {
        let mut process = Process::new(std::env::current_exe().unwrap())
            .args(["--exact", "clerk::clerk", "--nocapture", "--test-threads=1"])
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

    pub fn order(&mut self, order: &str) {
        writeln!(self.orders, "{order}").unwrap();
    }

    pub fn hear(&mut self) -> String {
        self.hear_or_end().expect("the clerk's process ended")
    }

    pub fn hear_or_end(&mut self) -> Option<String> {
        let mut answers = self.answers.by_ref().map_while(Result::ok);
        answers.find_map(|l| l.strip_prefix("> ").map(str::to_owned))
    }

    pub fn go_home(self) {
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
pub fn at_once(clerks: &mut [Clerk], order: impl Fn(usize) -> String) -> Vec<String> {
    for (n, clerk) in clerks.iter_mut().enumerate() {
        clerk.order(&order(n));
    }
    clerks.iter_mut().map(Clerk::hear).collect()
}

/// `ok TICKET VISIT REPEATED`
pub fn ok(said: &str) -> (u16, VisitId) {
    let words: Vec<&str> = said.split(' ').collect();
    assert_eq!(words[0], "ok", "{said}");
    (words[1].parse().unwrap(), VisitId(words[2].parse().unwrap()))
}

pub fn rev(desk: &Desk, visit: VisitId) -> Rev {
    let sql = "SELECT rev FROM visit WHERE id = ?1";
    desk.conn()
        .query_row(sql, [visit.to_string()], |row| row.get(0))
        .unwrap()
}

pub fn count(desk: &Desk, sql: &str) -> i64 {
    desk.conn().query_row(sql, [], |row| row.get(0)).unwrap()
}

pub fn whole(desk: &Desk) {
    assert_eq!(check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap(), []);
}
