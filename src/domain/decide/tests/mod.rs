//! The rules over facts built by hand: no database, no clock.

mod matter;
mod promise;
mod queue;

use uuid::Uuid;

use super::decide;
use crate::config::default_rules;
use crate::domain::code::*;
use crate::domain::command::*;
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts, Supply};
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
        id: VisitId(id(n)),
        n: n as i64,
        session: Some(SessionId(id(900))),
        day: today(),
        channel: Channel::Visit,
        ticket: Some(n as u16),
        label: None,
        first_words: None,
        heads: 1,
        head_informed: false,
        asked: None,
        priority: Priority::Normal,
        priority_reason: None,
        state,
        table: state.is_open().then_some(1),
        rank: n as i64 * 1_000_000,
        arrived_at: morning(),
        first_called_at: state.is_open().then(morning),
        called_at: state.is_open().then(morning),
        calls: u16::from(state.is_open()),
        talk_at: None,
        over_at: None,
        missed: 0,
        note: None,
        outcome_reason: None,
        unwritten: false,
        consult_only: false,
        after_close: false,
        carried_from: None,
        doubtful: false,
        opinions: 0,
        rev: 1,
        touch: Touch {
            by: "孙国芳".into(),
            table: Some(1),
            at: morning(),
        },
    }
}

fn opinion(state: OpinionState) -> Opinion {
    Opinion {
        id: OpinionId(id(800)),
        n: 800,
        number: "03-2026-0001".into(),
        visit: VisitId(id(7)),
        citizen: Some(CitizenId(id(700))),
        parties: Vec::new(),
        session: None,
        day: today(),
        details: OpinionDetails {
            words: "灯不亮".into(),
            category: Some("lamp".into()),
            ..OpinionDetails::default()
        },
        state,
        round: None,
        on_spot: false,
        class: None,
        class_date: None,
        answer: None,
        guidance: None,
        told: false,
        failed_tellings: 0,
        held: false,
        grade: None,
        void_reason: None,
        split_from: None,
        paper_no: None,
        filed_at: morning(),
        closed_at: None,
        rev: 1,
        touch: Touch::default(),
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
    let mut supply = Count(10_000);
    let mut ctx = Ctx {
        now,
        happened: now,
        is_late: false,
        paper_no: None,
        role: Some(Role::Head),
        supply: &mut supply,
    };
    Ok(decide(command, facts, &mut ctx)?.into_iter().map(|e| e.kind).collect())
}

fn act(command: &Command, facts: &Facts) -> Result<Vec<Kind>, Refusal> {
    act_at(command, facts, morning())
}

fn later(minutes: i64) -> Moment {
    Moment(morning().0 + minutes * 60_000)
}
