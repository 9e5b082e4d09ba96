//! Records nobody has done anything with yet, for tests to say only what they are about: `Visit { ticket: Some(7),
//! ..blank::visit(id, day, at) }`.
#![allow(dead_code)] // each test binary uses a part

use zhiban::domain::code::{Channel, OpinionState, Priority, VisitState};
use zhiban::domain::id::{OpinionId, VisitId};
use zhiban::domain::moment::{Day, Moment};
use zhiban::domain::record::{Opinion, OpinionDetails, Touch, Visit};

/// Somebody who has just come, without a number.
pub fn visit(id: VisitId, day: Day, at: Moment) -> Visit {
    Visit {
        id,
        n: 0,
        session: None,
        day,
        channel: Channel::Visit,
        ticket: None,
        label: None,
        first_words: None,
        heads: 1,
        head_informed: false,
        asked: None,
        priority: Priority::Normal,
        priority_reason: None,
        state: VisitState::Waiting,
        table: None,
        rank: 0,
        arrived_at: at,
        first_called_at: None,
        called_at: None,
        calls: 0,
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
        touch: Touch::default(),
    }
}

/// A matter that has just been filed, said by nobody, without a word.
pub fn opinion(id: OpinionId, visit: VisitId, day: Day, at: Moment) -> Opinion {
    Opinion {
        id,
        n: 0,
        number: String::new(),
        visit,
        citizen: None,
        parties: Vec::new(),
        session: None,
        day,
        details: OpinionDetails::default(),
        state: OpinionState::Filed,
        rounds: Vec::new(),
        numbers: Vec::new(),
        keeper: None,
        on_spot: false,
        answered_at: None,
        class: None,
        class_date: None,
        answer: None,
        guidance: None,
        told: false,
        tell_by: None,
        tries: Vec::new(),
        held: false,
        grade: None,
        void_reason: None,
        split_from: None,
        paper_no: None,
        filed_at: at,
        closed_at: None,
        rev: 1,
    }
}
