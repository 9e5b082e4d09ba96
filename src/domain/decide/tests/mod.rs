//! The rules over facts built by hand: no database, no clock.

#[path = "../../../../tests/support/blank.rs"]
mod blank;
mod codes;
mod matter;
mod names;
mod promise;
mod queue;

use uuid::Uuid;

use super::decide;
use crate::config::default_rules;
use crate::domain::code::*;
use crate::domain::command::*;
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts, Since, Supply};
use crate::domain::id::*;
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::record::*;
use crate::domain::refusal::Refusal;

struct Count(u128);

impl Supply for Count {
    fn id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
    fn below(&mut self, limit: u32) -> u32 {
        limit - 1
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// Monday 23 November 2026, 09:00.
fn morning() -> Moment {
    TimeOfDay(540).on(today())
}

fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

fn session() -> Session {
    Session {
        id: SessionId(id(900)),
        plan: SessionPlan {
            day: today(),
            starts: TimeOfDay(540),
            ends: TimeOfDay(660),
            place: "站".into(),
            kind: SessionKind::Regular,
            tables: 2,
            theme: None,
        },
        ordinal: Some(12),
        state: SessionState::Open,
        presence: Presence::Deputies,
        opened_at: Some(morning()),
        closed_at: None,
        rev: 1,
        touch: Touch::default(),
    }
}

fn visit(n: u128, state: VisitState) -> Visit {
    Visit {
        n: n as i64,
        session: Some(SessionId(id(900))),
        ticket: Some(n as u16),
        state,
        table: state.is_open().then_some(1),
        rank: n as i64 * 1_000_000,
        first_called_at: state.is_open().then(morning),
        called_at: state.is_open().then(morning),
        calls: u16::from(state.is_open()),
        touch: Touch {
            by: "孙国芳".into(),
            account: None,
            table: Some(1),
            at: morning(),
        },
        ..blank::visit(VisitId(id(n)), today(), morning())
    }
}

fn opinion(state: OpinionState) -> Opinion {
    Opinion {
        n: 800,
        number: "03-2026-0001".into(),
        citizen: Some(CitizenId(id(700))),
        details: OpinionDetails {
            words: "灯不亮".into(),
            category: Some("lamp".into()),
            ..OpinionDetails::default()
        },
        state,
        ..blank::opinion(OpinionId(id(800)), VisitId(id(7)), today(), morning())
    }
}

fn desk() -> Facts {
    Facts {
        station: Some(Station {
            id: StationId(id(1)),
            code: "03".into(),
            name: "柳河镇联络站".into(),
            kind: StationKind::Station,
            hours: String::new(),
            head_phone: None,
            one_person: false,
            rev: 1,
            touch: Touch::default(),
        }),
        lineage: "A".into(),
        rules: Some(std::sync::Arc::new(default_rules().unwrap())),
        business_day: Some(today()),
        clock_day: Some(today()),
        open_session: Some(session()),
        session: Some(session()),
        ..Facts::default()
    }
}

fn act_at(command: &Command, facts: &Facts, now: Moment) -> Result<Vec<Kind>, Refusal> {
    by(Role::Head, command, facts, now)
}

fn as_role(role: Role, command: &Command, facts: &Facts) -> Result<Vec<Kind>, Refusal> {
    by(role, command, facts, morning())
}

fn by(role: Role, command: &Command, facts: &Facts, now: Moment) -> Result<Vec<Kind>, Refusal> {
    let mut supply = Count(10_000);
    let mut ctx = Ctx {
        now,
        happened: now,
        is_late: false,
        paper_no: None,
        role: Some(role),
        account: None,
        deputy: None,
        stands_for: Vec::new(),
        supply: &mut supply,
    };
    Ok(decide(command, facts, &mut ctx)?.into_iter().map(|e| e.kind).collect())
}

/// Somebody else was quicker.
fn since(kind: Kind, by: &str) -> Vec<Since> {
    let touch = Touch {
        by: by.into(),
        table: Some(1),
        at: morning(),
        ..Touch::default()
    };
    vec![Since { kind, touch }]
}

/// Nothing of it needs a key that could be erased.
fn is_unsealed(kind: &Kind) -> bool {
    let said = serde_json::to_value(kind).unwrap();
    let sealed = kind.shape().fields().filter(|f| f.class.is_only_own());
    sealed.into_iter().all(|f| said[f.name].is_null())
}

fn act(command: &Command, facts: &Facts) -> Result<Vec<Kind>, Refusal> {
    act_at(command, facts, morning())
}

fn later(minutes: i64) -> Moment {
    Moment(morning().0 + minutes * 60_000)
}
