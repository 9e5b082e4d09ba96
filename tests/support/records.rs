//! People, visits, receptions and what is owed, made up.
#![allow(dead_code)] // each test binary uses a part
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

use uuid::Uuid;
use zhiban::domain::code::{Agreement, AttendanceState, Presence, Role, SessionKind, SessionState, VisitState};
use zhiban::domain::deadline::Deadline;
use zhiban::domain::id::{AccountId, DeputyId, OpinionId, PromiseId, SessionId, VisitId};
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::{Account, Attendance, Promise, Session, SessionPlan, Touch, Visit};
use zhiban::domain::view::{FollowUp, Owed, Owing};

use super::blank;

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn day() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

pub fn at(hour: u16, minute: u16) -> Moment {
    TimeOfDay::new(hour, minute).unwrap().on(day())
}

pub fn account(n: u128, name: &str, role: Role) -> Account {
    Account {
        id: AccountId(id(n)),
        os_name: "desk".into(),
        name: name.into(),
        role,
        deputy: None,
        active: true,
        rev: 1,
    }
}

pub fn visit(n: u16, label: Option<&str>, state: VisitState) -> Visit {
    Visit {
        n: i64::from(n),
        session: Some(SessionId(id(1))),
        ticket: Some(n),
        label: label.map(str::to_owned),
        state,
        rank: i64::from(n),
        rev: 3,
        ..blank::visit(VisitId(id(1000 + u128::from(n))), day(), at(9, 24))
    }
}

pub fn deputy_on_duty(n: u128, name: &str, state: AttendanceState) -> Attendance {
    Attendance {
        session: SessionId(id(1)),
        deputy: DeputyId(id(100 + n)),
        name: name.into(),
        agreed: Agreement::Yes,
        state,
        table: None,
        in_at: None,
        out_at: None,
        reason: None,
        stands_for: None,
        substituted_by: None,
    }
}

pub fn session(state: SessionState, day: Day) -> Session {
    Session {
        id: SessionId(id(1)),
        plan: SessionPlan {
            day,
            starts: TimeOfDay::new(9, 0).unwrap(),
            ends: TimeOfDay::new(11, 0).unwrap(),
            place: "柳河镇联络站".into(),
            kind: SessionKind::Regular,
            tables: 2,
            theme: None,
        },
        ordinal: state.is_open().then_some(12),
        state,
        presence: Presence::Deputies,
        opened_at: None,
        closed_at: None,
        rev: 4,
        touch: Touch::default(),
    }
}

pub fn owed(owing: Owing, n: u128, brief: &str, unit: &str, note: &str, person: &str, days: i64) -> FollowUp {
    FollowUp {
        owing,
        opinion: Some((OpinionId(id(2000 + n)), 5)),
        visit: None,
        came: None,
        draft: None,
        author: None,
        confidential: false,
        withheld: false,
        number: format!("03-2026-{n:04}"),
        brief: brief.into(),
        unit: Some(unit.into()),
        person: Some(person.into()),
        day: None,
        days,
        note: Some(note.into()),
        broken: None,
        tried: None,
        ask_on: None,
        n: -1,
    }
}

/// So much of each of these kinds.
pub fn counts(all: &[(Owing, u32)]) -> Owed {
    let mut owed = Owed::default();
    for (kind, n) in all {
        owed.put(*kind, *n);
    }
    owed
}

/// Somebody promised the next time, two weeks ago.
pub fn promise(n: u16, label: &str, words: Option<&str>, phone: Option<&str>) -> Promise {
    Promise {
        id: PromiseId(id(3000 + u128::from(n))),
        visit: VisitId(id(1000 + u128::from(n))),
        day: Day::from_ymd_opt(2026, 11, 9).unwrap(),
        ticket: Some(n),
        ordinal: Some(11),
        heads: 1,
        asked: None,
        label: Some(label.into()),
        first_words: words.map(str::to_owned),
        priority_reason: None,
        phone: phone.map(str::to_owned),
        open: true,
        withheld: None,
        rev: 1,
        touch: Touch::default(),
    }
}

/// The line of 待办 that owes it.
pub fn promised_line(p: &Promise) -> FollowUp {
    FollowUp {
        opinion: None,
        visit: Some((p.visit, 2)),
        number: p.ticket.map(|n| format!("{n:03}")).unwrap_or_default(),
        unit: None,
        person: p.label.clone(),
        day: Some(Deadline::on(p.day)),
        note: None,
        ..owed(
            Owing::Promised,
            0,
            p.first_words.as_deref().unwrap_or_default(),
            "",
            "",
            "",
            0,
        )
    }
}
