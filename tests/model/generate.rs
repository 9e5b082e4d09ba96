//! What people do at a desk, made from a seed: two to four of them, each on a view of the desk that may be out of date, at a
//! clock that mostly goes forward.

use std::sync::{Arc, OnceLock};

use uuid::Uuid;
use zhiban::config::default_rules;
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::id::*;
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::*;
use zhiban::domain::rules::Ruleset;

use super::desk::Desk;

/// Repeatable numbers (splitmix64).
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// So many times in a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn of<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.below(from.len())].clone())
    }

    pub fn one<T: Clone>(&mut self, from: &[T]) -> T {
        self.of(from).expect("a list with something in it")
    }

    pub fn maybe<T>(&mut self, percent: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.chance(percent).then(|| make(self))
    }
}

/// One command as it arrives.
#[derive(Clone, Debug)]
pub struct Step {
    pub request: Request,
    pub now: Moment,
    pub doubtful: bool,
}

/// Three sets of rules: as delivered, a strict queue with few numbers, and one that takes nothing back.
pub fn rulesets() -> &'static [Arc<Ruleset>; 3] {
    static SETS: OnceLock<[Arc<Ruleset>; 3]> = OnceLock::new();
    SETS.get_or_init(|| {
        let delivered = default_rules().unwrap();
        let mut strict = delivered.clone();
        strict.queue.last_number = 5;
        (strict.queue.calls_before_missed, strict.queue.pause_minutes) = (2, 3);
        let mut curt = delivered.clone();
        (curt.queue.return_behind, curt.queue.take_back_minutes) = (1, 0);
        curt.limits.answer.truncate(1);
        [Arc::new(delivered), Arc::new(strict), Arc::new(curt)]
    })
}

/// Somebody at a keyboard, and what they have on the screen.
#[derive(Clone, Debug)]
struct Actor {
    account: Option<AccountId>,
    table: Option<u8>,
    view: Desk,
}

/// Makes a sequence while the model carries it out.
pub struct Maker {
    pub dice: Dice,
    /// The desk as it really is.
    pub desk: Desk,
    /// The desk as the one who acts sees it.
    pub view: Desk,
    pub now: Moment,
    pub steps: Vec<Step>,
    actors: Vec<Actor>,
    commands: u128,
    doubtful: bool,
}

/// Days worth beginning on: before National Day, the last of the year, a Monday like any other.
const DAYS: &[(i32, u32, u32)] = &[
    (2026, 9, 30),
    (2026, 12, 31),
    (2026, 11, 23),
    (2025, 12, 30),
    (2026, 2, 13),
];

pub fn sequence(seed: u64, length: usize) -> Vec<Step> {
    let mut dice = Dice(seed);
    let (y, m, d) = dice.one(DAYS);
    let day = Day::from_ymd_opt(y, m, d).unwrap();
    let mut maker = Maker {
        now: TimeOfDay(8 * 60 + 50).on(day),
        dice,
        desk: Desk::default(),
        view: Desk::default(),
        steps: Vec::new(),
        actors: vec![Actor {
            account: None,
            table: None,
            view: Desk::default(),
        }],
        commands: u128::from(seed) << 20,
        doubtful: false,
    };
    maker.set_up();
    while maker.steps.len() < length {
        maker.act();
    }
    maker.steps
}

impl Maker {
    fn set_up(&mut self) {
        if self.dice.chance(10) {
            let command = self.make("TakeNumber").unwrap();
            self.send(0, command);
        }
        let rules = self.dice.one(rulesets());
        let found = |code: &str, rules: &Ruleset| {
            Command::FoundStation(FoundStation {
                code: code.to_owned(),
                name: "柳河镇联络站".to_owned(),
                kind: StationKind::Station,
                hours: " 周一上午 ".to_owned(),
                head_phone: None,
                rules: Box::new(rules.clone()),
                os_name: "sun".to_owned(),
                person: "孙国芳".to_owned(),
            })
        };
        if self.dice.chance(10) {
            self.send(0, found(" ", &rules));
        }
        self.send(0, found("03", &rules));
        let head = self.desk.accounts[0].id;
        self.actors[0].account = Some(head);
        let mut people = vec![("林", Role::Clerk), ("何", Role::Clerk)];
        people.push(("代表", Role::Deputy));
        people.push(self.dice.one(&[
            ("客", Role::Viewer),
            ("管", Role::Administrator),
            ("副", Role::DeputyHead),
        ]));
        people.truncate(1 + self.dice.below(4));
        for (name, role) in people {
            self.refresh(0);
            let (os_name, name) = (name.to_owned(), name.to_owned());
            self.send(
                0,
                Command::AddAccount(AddAccount {
                    os_name,
                    name,
                    role,
                    deputy: None,
                }),
            );
        }
        for (n, a) in self.desk.accounts.clone().iter().enumerate().skip(1) {
            self.actors.push(Actor {
                account: Some(a.id),
                table: Some(n as u8),
                view: self.desk.clone(),
            });
        }
        self.at_the_machine();
        for _ in 0..3 {
            self.simple("AddDeputy");
        }
        self.simple("AddUnit");
        for _ in 0..2 {
            let deputies = self.desk.deputies.iter().map(|d| d.id).take(2).collect();
            let plan = self.plan(self.now.day());
            self.send(0, Command::PlanSession(PlanSession { plan, deputies }));
        }
        let planned = self.desk.sessions.first().map(|s| (s.id, s.rev));
        if let Some((session, rev)) = planned.filter(|_| self.dice.chance(75)) {
            let presence = Presence::OnTheWay;
            self.send(0, Command::OpenSession(OpenSession { session, rev, presence }));
        }
    }

    /// Where there is somebody who looks after the machine, they try to come to matters, and somebody comes in where one person
    /// does all of it.
    fn at_the_machine(&mut self) {
        let all = self.desk.accounts.iter();
        let Some(own) = all.clone().find(|a| a.role == Role::Administrator).cloned() else {
            return;
        };
        let Some(at) = self.actors.iter().position(|a| a.account == Some(own.id)) else {
            return;
        };
        let add = |os_name: &str, name: &str| {
            Command::AddAccount(AddAccount {
                os_name: os_name.to_owned(),
                name: name.to_owned(),
                role: Role::Clerk,
                deputy: None,
            })
        };
        self.send(at, add(&own.os_name, "小号"));
        let change = ChangeAccount {
            account: own.id,
            rev: own.rev,
            name: own.name,
            role: Role::Clerk,
            deputy: None,
            active: true,
        };
        self.send(at, Command::ChangeAccount(change));
        // With two clerks nobody does all of it: one of them only looks for the while.
        let clerk = self.desk.accounts.iter().rfind(|a| a.role == Role::Clerk).cloned();
        let Some((clerk, station)) = clerk.zip(self.desk.station.clone()) else {
            return;
        };
        let role = |role, rev| {
            Command::ChangeAccount(ChangeAccount {
                account: clerk.id,
                rev,
                name: clerk.name.clone(),
                role,
                deputy: None,
                active: true,
            })
        };
        self.send(0, role(Role::Viewer, clerk.rev));
        let rev = station.rev;
        self.send(0, Command::SetOnePerson(SetOnePerson { rev, on: true }));
        let now = |desk: &Desk| desk.accounts.iter().find(|a| a.id == clerk.id).map(|a| a.rev);
        let back = |desk: &Desk| role(Role::Clerk, now(desk).unwrap_or_default());
        self.send(0, back(&self.desk));
        let on = self.desk.station.as_ref().filter(|s| s.one_person).map(|s| s.rev);
        if let Some(rev) = on {
            self.send(0, Command::SetOnePerson(SetOnePerson { rev, on: false }));
        }
        self.send(0, back(&self.desk));
    }

    fn simple(&mut self, name: &'static str) {
        self.refresh(0);
        let command = self.make(name).unwrap();
        self.send(0, command);
    }

    fn refresh(&mut self, actor: usize) {
        self.actors[actor].view = self.desk.clone();
        self.view = self.desk.clone();
    }

    /// One command by one of them.
    fn act(&mut self) {
        self.tick();
        // The head and the staff do most of it.
        let actor = [0, 0, 1, 1, 1, 2, 2, 3, 4][self.dice.below(9)] % self.actors.len();
        if self.dice.chance(50) {
            self.actors[actor].view = self.desk.clone();
        }
        self.view = self.actors[actor].view.clone();
        if self.dice.chance(3) {
            let mut again = self.dice.one(&self.steps).request;
            if self.dice.chance(20) {
                // One keyboard's slip must not make another person's command.
                again.command = self.make("TakeNumber").unwrap();
            }
            return self.push(again);
        }
        let lost = self.desk.day.is_some_and(|(_, clock)| clock != self.now.day());
        if lost && self.dice.chance(40) {
            let command = self.make("ConfirmDay").unwrap();
            return self.send(actor, command);
        }
        let command = loop {
            let name = super::make::draw(&mut self.dice);
            if let Some(command) = self.make(name) {
                break command;
            }
        };
        self.send(actor, command);
    }

    /// The clock between two commands.
    fn tick(&mut self) {
        const MINUTE: i64 = 60_000;
        let day = 24 * 60 * MINUTE;
        self.doubtful = self.dice.chance(3);
        let by = match self.dice.below(100) {
            0..=2 => day,
            3 => -day,
            4 => day * (2 + self.dice.below(5) as i64),
            5 => -30 * MINUTE,
            6 => TimeOfDay(5).on(self.now.day()).0 + day - self.now.0,
            _ => self.dice.below(4 * 60) as i64 * 1000 + 1,
        };
        if by < 0 || by > day {
            self.doubtful |= self.dice.chance(80);
        }
        self.now = Moment(self.now.0 + by);
    }

    fn send(&mut self, actor: usize, command: Command) {
        let (mut account, table) = (self.actors[actor].account, self.actors[actor].table);
        if account.is_some() && self.dice.chance(1) {
            let nobody = Some(AccountId(self.ghost()));
            account = self.dice.one(&[None, nobody]);
        }
        self.commands += 1;
        let late = self.dice.chance(6) && self.desk.station.is_some();
        let late = late.then(|| Late {
            happened: Moment(self.now.0 - 3_600_000 * self.dice.one(&[-1, 0, 1, 5, 30, 24 * 40])),
            paper_no: self.dice.maybe(50, |d| format!("纸{}", d.below(9))),
        });
        self.push(Request {
            id: CommandId(Uuid::from_u128(self.commands << 64 | 1)),
            account,
            table,
            late,
            draft: None,
            command,
        });
    }

    fn push(&mut self, request: Request) {
        let _ = self.desk.execute(&request, self.now, self.doubtful);
        self.steps.push(Step {
            request,
            now: self.now,
            doubtful: self.doubtful,
        });
    }

    /// An id of nothing.
    pub fn ghost(&mut self) -> Uuid {
        Uuid::from_u128(u128::from(self.dice.next()) << 64)
    }

    pub fn plan(&mut self, day: Day) -> SessionPlan {
        let odd = self.dice.chance(4);
        SessionPlan {
            day,
            starts: TimeOfDay(if odd { 700 } else { 9 * 60 }),
            ends: TimeOfDay(self.dice.one(&[660, 690])),
            place: self.dice.one(&["站里", "村口"]).to_owned(),
            kind: SessionKind::Regular,
            tables: if self.dice.chance(3) {
                0
            } else {
                1 + self.dice.below(3) as u8
            },
            theme: None,
        }
    }
}
