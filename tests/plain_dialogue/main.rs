//! The conversation by itself, step by step, over a desk that only answers what a test tells it to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod acts;
#[path = "../support/blank.rs"]
mod blank;
mod typed;

use uuid::Uuid;
use zhiban::app::Failure;
use zhiban::app::ids::Ids;
use zhiban::config::default_rules;
use zhiban::domain::code::{OpinionState, Role, StationKind, VisitState};
use zhiban::domain::command::Request;
use zhiban::domain::id::{AccountId, CitizenId, OpinionId, StationId, VisitId};
use zhiban::domain::lease::Unsaved;
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::{Account, Citizen, CitizenDetails, Opinion, OpinionDetails, Party, Station, Unit, Visit};
use zhiban::domain::view::{Answer, OpinionFile, Outcome, Query, Snapshot};
use zhiban::i18n::Lang;
use zhiban::plain::{Context, Reply, Stored, Wish};
use zhiban::runtime::lines::{Port, run};

fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

fn now() -> Moment {
    TimeOfDay(582).on(today())
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn context(lang: Lang) -> Context {
    Context {
        lang,
        account: Account {
            id: AccountId(Uuid::from_u128(1)),
            os_name: "lin".into(),
            name: "林晓".into(),
            role: Role::Head,
            deputy: None,
            active: true,
            rev: 1,
        },
        table: 1,
        practice: true,
        ids: Ids::new([7, 7]),
        charset: "UTF-8",
    }
}

fn visit(n: u16, state: VisitState) -> Visit {
    Visit {
        n: i64::from(n),
        ticket: Some(n),
        label: Some("王秀英\u{1b}[31m\n第二行".into()),
        state,
        table: Some(1),
        first_called_at: Some(now()),
        called_at: Some(now()),
        calls: 1,
        rev: 3,
        ..blank::visit(VisitId(id(u128::from(n))), today(), now())
    }
}

fn opinion(state: OpinionState) -> Opinion {
    Opinion {
        n: 1,
        number: "03-2026-0113".into(),
        citizen: Some(CitizenId(id(60))),
        parties: vec![
            Party {
                citizen: CitizenId(id(60)),
                name: Some("孙国芳".into()),
                told: true,
                grade: None,
            },
            Party {
                citizen: CitizenId(id(61)),
                name: Some("何平".into()),
                told: false,
                grade: None,
            },
        ],
        details: OpinionDetails {
            words: "老街路灯不亮".into(),
            ..OpinionDetails::default()
        },
        state,
        answer: Some("换了灯泡".into()),
        rev: 7,
        ..blank::opinion(OpinionId(id(50)), VisitId(id(1)), today(), now())
    }
}

fn outcome() -> Outcome {
    Outcome {
        seq: 1,
        visit: Some(VisitId(id(1))),
        ticket: Some(1),
        number: Some("03-2026-0001".into()),
        ..Outcome::default()
    }
}

/// A station where nobody has come yet.
fn snapshot() -> Snapshot {
    let station = Station {
        id: StationId(id(7)),
        code: "03".into(),
        name: "柳河镇联络站".into(),
        kind: StationKind::Station,
        hours: String::new(),
        head_phone: None,
        one_person: false,
        rev: 1,
        touch: blank::visit(VisitId(id(1)), today(), now()).touch,
    };
    Snapshot {
        station: Some(station),
        rules: Some(std::sync::Arc::new(default_rules().unwrap())),
        business_day: Some(today()),
        ..Snapshot::default()
    }
}

/// A desk of one visit and one matter that notes what it was told.
struct Fake {
    queue: Vec<Visit>,
    opinion: Opinion,
    keeper: Option<String>,
    units: Vec<Unit>,
    replies: Vec<Result<Outcome, Failure>>,
    acts: Vec<Request>,
    kept: Vec<Unsaved>,
    locked: bool,
    full: bool,
    /// What is found out of an act nobody knew of.
    became: Option<bool>,
    /// Seconds between two looks at the clock.
    pace: i64,
    clock: Moment,
}

impl Fake {
    fn new() -> Self {
        Self {
            queue: Vec::new(),
            opinion: opinion(OpinionState::Answered),
            keeper: None,
            units: Vec::new(),
            replies: Vec::new(),
            acts: Vec::new(),
            kept: Vec::new(),
            locked: false,
            full: false,
            became: None,
            pace: 2,
            clock: now(),
        }
    }

    fn say(&mut self, script: &str) -> String {
        let mut out = Vec::new();
        run(&mut script.as_bytes(), &mut out, context(Lang::Zh), self).unwrap();
        String::from_utf8(out).unwrap()
    }
}

impl Port for Fake {
    fn now(&mut self) -> Moment {
        self.clock.0 += self.pace * 1000;
        self.clock
    }

    fn carry_out(&mut self, wish: &Wish) -> Reply {
        match wish {
            Wish::Ask(query) => Reply::Answer(self.ask(query)),
            Wish::Take(_) => Reply::Answer(Ok(Answer::Taken(Err(None)))),
            Wish::Do(act) => Reply::Outcome(self.execute(act)),
            Wish::Keep(kept) => Reply::Stored(self.save_draft(kept)),
            Wish::LookUp(_) => Reply::LookedUp(self.became),
            Wish::GiveUp(_) | Wish::Delete(..) | Wish::Restore(_) | Wish::Beside(..) => Reply::Changed(Ok(true)),
        }
    }
}

impl Fake {
    fn ask(&mut self, query: &Query) -> Result<Answer, String> {
        if self.locked {
            return Err("打不开，请再试".into());
        }
        Ok(match query {
            Query::Snapshot { .. } => Answer::Snapshot(Box::new(Snapshot {
                queue: self.queue.clone(),
                ..snapshot()
            })),
            Query::File(_) => Answer::File(Some(Box::new(OpinionFile {
                opinion: self.opinion.clone(),
                citizen: None,
                people: Vec::new(),
                failed_tellings: 0,
                of_person: 1,
                unit_phone: None,
                village: None,
                deputies: Vec::new(),
                keeper: self.keeper.clone(),
                keepers: Vec::new(),
                names: Vec::new(),
                cadres: Vec::new(),
                withheld: false,
                looks: Vec::new(),
                looked: 0,
                visit: None,
                history: Vec::new(),
            }))),
            Query::VisitFile(_) => {
                let details = CitizenDetails {
                    name: Some("何平".into()),
                    phone: Some("13744104410".into()),
                    cannot_read: true,
                    ..CitizenDetails::default()
                };
                let citizen = Citizen {
                    id: CitizenId(id(61)),
                    visit: VisitId(id(1)),
                    details,
                    claim_code: None,
                    rev: 1,
                };
                Answer::VisitFile(self.queue.first().cloned(), vec![citizen], Vec::new(), Vec::new())
            }
            Query::Opinions { matching, .. } => {
                let found = matching.contains("0113").then(|| zhiban::domain::view::OpinionRow {
                    id: self.opinion.id,
                    n: 1,
                    number: self.opinion.number.clone(),
                    day: today(),
                    brief: String::new(),
                    person: None,
                    village: None,
                    unit: None,
                    category: None,
                    state: self.opinion.state,
                    due: None,
                    confidential: false,
                    withheld: false,
                    rev: 7,
                });
                Answer::Opinions(found.into_iter().collect(), false, false)
            }
            Query::Visits { .. } => Answer::Visits(self.queue.clone()),
            Query::Leases(_) => Answer::Leases(Vec::new()),
            Query::Withheld(_) => Answer::Withheld(Vec::new()),
            Query::Drafts { .. } => Answer::Drafts(Vec::new()),
            Query::Units { .. } => Answer::Units(self.units.clone()),
            Query::Deputies { .. } => Answer::Deputies(Vec::new()),
            Query::Earlier { .. } => Answer::Earlier(Vec::new()),
            other => panic!("{other:?}"),
        })
    }

    fn execute(&mut self, act: &Request) -> Result<Outcome, Failure> {
        self.acts.push(act.clone());
        if self.replies.is_empty() {
            return Ok(outcome());
        }
        self.replies.remove(0)
    }

    fn save_draft(&mut self, kept: &Unsaved) -> Result<Stored, String> {
        if self.full {
            return Err("磁盘满了".into());
        }
        self.kept.push(kept.clone());
        Ok(Stored {
            lease: kept.draft.lease(),
            said: None,
        })
    }
}
