//! What the tests of the desk's half of the store share: a desk with a station, people and a clock of its own.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use uuid::Uuid;
use zhiban::config::default_rules;
use zhiban::domain::code::{Level, SessionKind, StationKind, UnitKind, Way};
use zhiban::domain::command::{
    Arrival, Change, Command, FoundStation, HandOverEntry, Handling, Late, OpenSession, OpinionEntry, PartEntry,
    PlanSession, Request, SignIn, Speaker, TakeNumber, VisitRef,
};
use zhiban::domain::deadline::Deadline;
use zhiban::domain::facts::Supply;
use zhiban::domain::id::{AccountId, CommandId, DeputyId, OpinionId, SessionId, UnitId, VisitId};
use zhiban::domain::lease::{Lease, Source};
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::{CitizenDetails, DeputyProfile, OpinionDetails, Rev, SessionPlan, UnitProfile};
use zhiban::domain::view::{Answer, OpinionFile, OpinionRow, Outcome, Query, Snapshot};
use zhiban::domain::{pinyin, rules::Ruleset};
use zhiban::store::desk::Desk;
use zhiban::store::keys::Seeded;
use zhiban::store::read::answer;
use zhiban::store::tables::STATE;
use zhiban::store::{ExecuteError, check, execute, replay};

/// Repeatable ids.
pub struct Count(pub u128);

impl Supply for Count {
    fn id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
    fn below(&mut self, limit: u32) -> u32 {
        self.0 += 1;
        (self.0 % u128::from(limit)) as u32
    }
}

/// Monday 23 November 2026.
pub fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

pub fn rules() -> Ruleset {
    default_rules().unwrap()
}

/// A desk with its people.
pub struct Bench {
    pub desk: Desk,
    pub supply: Count,
    pub now: Moment,
    pub account: Option<AccountId>,
    pub late: Option<Late>,
    pub draft: Option<Lease>,
    pub table: Option<u8>,
    pub deputies: Vec<DeputyId>,
    pub village: UnitId,
    pub unit: UnitId,
}

pub fn deputy(name: &str) -> DeputyProfile {
    DeputyProfile {
        name: name.into(),
        pinyin: pinyin::search_key(name),
        levels: vec![Level::Town],
        ..DeputyProfile::default()
    }
}

pub fn unit(name: &str, short: &str, kind: UnitKind) -> UnitProfile {
    UnitProfile {
        name: name.into(),
        short: short.into(),
        pinyin: format!("{} {}", pinyin::search_key(name), pinyin::search_key(short)),
        kind,
        contact: None,
        phone: None,
        scope: Some("路灯 供电".into()),
        via: None,
    }
}

pub fn person(name: &str, phone: &str) -> CitizenDetails {
    CitizenDetails {
        name: Some(name.into()),
        phone: Some(phone.into()),
        privacy_told: true,
        ..CitizenDetails::default()
    }
}

/// What turns a matter confidential, or so no more, as whoever spoke agreed.
pub fn turned(on: bool) -> Vec<Change> {
    let mut changes = vec![Change::Confidential(on)];
    if !on {
        changes.extend([
            Change::OpenedBy(Some("本人".into())),
            Change::OpenedWay(Some(Way::Phone)),
        ]);
    }
    changes
}

impl Bench {
    pub fn new() -> Self {
        Self::over(Desk::in_memory().unwrap().with_random(Box::new(Seeded::new(7))))
    }

    /// A desk that was set up with a station, three deputies, a village and a unit.
    pub fn over(desk: Desk) -> Self {
        let mut b = Self {
            desk,
            supply: Count(1_000),
            now: TimeOfDay(510).on(today()),
            account: None,
            late: None,
            draft: None,
            table: None,
            deputies: Vec::new(),
            village: UnitId(Uuid::nil()),
            unit: UnitId(Uuid::nil()),
        };
        b.act(Command::FoundStation(FoundStation {
            code: "03".into(),
            name: "柳河镇联络站".into(),
            kind: StationKind::Station,
            hours: "周一 9:00-11:00".into(),
            head_phone: None,
            rules: Box::new(rules()),
            os_name: "lin".into(),
            person: "林站长".into(),
        }));
        let Answer::Accounts(accounts) = b.ask(&Query::Accounts { os_name: None }) else {
            panic!()
        };
        b.account = Some(accounts.first().unwrap().id);
        for name in ["张建军", "李桂兰", "何平"] {
            b.act(Command::AddDeputy(deputy(name)));
        }
        let Answer::Deputies(found) = b.ask(&Query::Deputies {
            matching: String::new(),
            limit: 9,
        }) else {
            panic!()
        };
        b.deputies = found.iter().map(|d| d.id).collect();
        b.act(Command::AddUnit(unit("石桥村", "石桥村", UnitKind::Village)));
        b.act(Command::AddUnit(unit("柳河供电所", "供电所", UnitKind::Enterprise)));
        let Answer::Units(found) = b.ask(&Query::Units {
            matching: String::new(),
            kind: None,
            limit: 9,
        }) else {
            panic!()
        };
        b.village = found.first().unwrap().id;
        b.unit = found.last().unwrap().id;
        b
    }

    pub fn request(&mut self, command: Command) -> Request {
        Request {
            id: CommandId(self.supply.id()),
            account: self.account,
            table: self.table,
            late: self.late.clone(),
            draft: self.draft.map(|lease| Source {
                lease,
                ends: true,
                unsaved: None,
            }),
            command,
        }
    }

    pub fn try_act(&mut self, command: Command) -> Result<Outcome, ExecuteError> {
        let request = self.request(command);
        self.now = Moment(self.now.0 + 60_000);
        execute(&mut self.desk, &request, self.now, false, &mut self.supply)
    }

    pub fn act(&mut self, command: Command) -> Outcome {
        let what = format!("{command:?}");
        match self.try_act(command) {
            Ok(outcome) => outcome,
            Err(error) => panic!("{error:?} to {what}"),
        }
    }

    pub fn ask(&self, query: &Query) -> Answer {
        answer(
            self.desk.conn(),
            self.desk.vault(),
            zhiban::domain::view::Asker::Program,
            query,
        )
        .unwrap()
    }

    #[allow(clippy::unused_self)] // reads as what it is: the plan of this desk
    pub fn plan(&self, tables: u8) -> SessionPlan {
        SessionPlan {
            day: today(),
            starts: TimeOfDay(540),
            ends: TimeOfDay(660),
            place: "站里".into(),
            kind: SessionKind::Regular,
            tables,
            theme: None,
        }
    }

    /// Plans and opens today's reception with the first deputy at table 1.
    pub fn open_session(&mut self, tables: u8) -> SessionId {
        let deputies = self.deputies.clone();
        let plan = self.plan(tables);
        let planned = self.act(Command::PlanSession(PlanSession { plan, deputies }));
        let session = planned.session.unwrap();
        self.act(Command::OpenSession(OpenSession {
            session,
            rev: planned.rev(session.0).unwrap(),
            presence: zhiban::domain::code::Presence::Deputies,
        }));
        self.act(Command::SignIn(SignIn {
            session,
            deputy: self.deputies[0],
            table: Some(1),
            late: false,
        }));
        session
    }

    pub fn arrive(&mut self, session: Option<SessionId>, label: &str) -> Outcome {
        self.act(Command::TakeNumber(TakeNumber {
            session,
            arrival: Arrival {
                label: Some(label.into()),
                first_words: Some("路灯".into()),
                heads: 1,
                ..Arrival::default()
            },
        }))
    }

    pub fn entry(&self, words: &str, who: CitizenDetails) -> OpinionEntry {
        OpinionEntry {
            visit: VisitRef::Unqueued {
                session: None,
                heads: 1,
            },
            speaker: Speaker::New(Box::new(who)),
            representatives: Vec::new(),
            details: OpinionDetails {
                words: words.into(),
                category: Some(rules().categories.first().unwrap().code.clone()),
                place: Some("石桥村口".into()),
                deputies: vec![self.deputies[0]],
                ..OpinionDetails::default()
            },
            handling: Handling::Undecided,
        }
    }

    pub fn file(&mut self, entry: OpinionEntry) -> OpinionId {
        self.act(Command::FileOpinion(Box::new(entry))).opinion.unwrap()
    }

    pub fn hand_over(&self, due: Option<Day>) -> Handling {
        Handling::HandOver(HandOverEntry {
            lead: PartEntry {
                due: due.map(Deadline::on),
                ..PartEntry::to(self.unit)
            },
            further: Vec::new(),
            way: Way::Phone,
            person: Some("熊所长".into()),
            note: Some("请尽快".into()),
        })
    }

    pub fn opinion_file(&self, id: OpinionId) -> OpinionFile {
        match self.ask(&Query::File(id)) {
            Answer::File(Some(file)) => *file,
            other => panic!("{other:?}"),
        }
    }

    pub fn rev(&self, id: OpinionId) -> Rev {
        self.opinion_file(id).opinion.rev
    }

    pub fn visit_rev(&self, id: VisitId) -> Rev {
        match self.ask(&Query::VisitFile(id)) {
            Answer::VisitFile(Some(v), ..) => v.rev,
            other => panic!("{other:?}"),
        }
    }

    pub fn search(&self, matching: &str) -> Vec<OpinionRow> {
        match self.ask(&Query::Opinions {
            matching: matching.into(),
            state: None,
            stretch: zhiban::domain::view::Stretch::Newest,
            limit: 50,
        }) {
            Answer::Opinions(rows, ..) => rows,
            other => panic!("{other:?}"),
        }
    }

    pub fn snapshot(&self) -> Snapshot {
        match self.ask(&Query::Snapshot { today: today() }) {
            Answer::Snapshot(s) => *s,
            other => panic!("{other:?}"),
        }
    }

    pub fn count(&self, sql: &str) -> i64 {
        self.desk.conn().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// The tables say what the log says, and nothing else is wrong either.
    pub fn sound(&self) {
        let differences = replay::compare(self.desk.conn(), self.desk.vault(), &mut |_| true).unwrap();
        assert_eq!(differences, []);
        let faults = check::deep(self.desk.conn(), self.desk.vault(), &mut |_| true).unwrap();
        assert_eq!(faults, []);
        assert!(STATE.len() > 15);
    }
}
