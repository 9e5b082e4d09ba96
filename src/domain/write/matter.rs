//! Writes about a matter on its straight road: filed, handed over, chased, answered, told, struck off.

use super::item::of;
use super::said::{Chase, RecordAnswer, Tell};
use crate::domain::code::NumberFamily;
use crate::domain::decide::{correct, handling, number, opinion as filing};
use crate::domain::entry::{EvaluationEntry, Handling, OpinionEntry, Speaker, VisitRef};
use crate::domain::facts::Needs;
use crate::domain::id::{AccountId, OpinionId, UnitId};
use crate::domain::life::grid::{Life, matter, visit};
use crate::domain::life::{matter, visit};
use crate::domain::moment::Day;
use crate::domain::record::{Rev, Round};
use crate::domain::refusal::Subject;
use crate::domain::rules::Code;
use crate::domain::stake::{Part, Stake};

/// These parts of a matter, as it was seen.
pub(super) fn seen(opinion: OpinionId, rev: Rev, parts: impl Into<Vec<Part>>) -> Option<Stake> {
    of(Subject::Opinion, opinion.0, rev, parts)
}

fn visit_of(visit: &VisitRef, n: &mut Needs) {
    match visit {
        VisitRef::Known(v) => n.visit = Some(*v),
        VisitRef::Unqueued { session, .. } => n.session = *session,
    }
}

fn units_of(handling: &Handling, n: &mut Needs) {
    if let Handling::HandOver(h) = handling {
        n.units
            .extend(h.parts().flat_map(|p| std::iter::once(p.unit).chain(p.via)));
    }
}

/// The part of a handling that a write means; none when that is not known.
fn part_of(unit: Option<UnitId>, round: Option<&Round>) -> Option<u16> {
    let round = round?;
    let found = unit.map_or(Some(&round.lead), |unit| round.parts().find(|p| p.unit == unit));
    found.map(|p| p.part)
}

/// What stands for the state where a unit that helps is meant: the matter does not wait for it, and goes on without it.
fn helper(unit: Option<UnitId>, round: Option<&Round>) -> Option<Part> {
    let part = part_of(unit, round)?;
    (part != round?.lead.part).then_some(Part::Helped(Some(part)))
}

// File a matter.
write! {
    Box<OpinionEntry>:
    life visit(&visit::NOT_VOID);
    names w, n => {
        visit_of(&w.visit, n);
        if let Speaker::Known(c) = &w.speaker {
            n.citizen = Some(*c);
        }
        n.deputies.clone_from(&w.details.deputies);
        units_of(&w.handling, n);
    };
    stake _, _ => None;
    rule w, facts, ctx => filing::file(w, facts, ctx);
}

writes! {
    /// One accusation was guided elsewhere (T4): nothing said is kept.
    CountAccusation { visit: VisitRef, reason: String, told: bool }
    life visit(&visit::NOT_VOID);
    names w, n => visit_of(&w.visit, n);
    stake _, _ => None;
    rule w, facts, ctx => filing::count_accusation(&w.visit, &w.reason, w.told, facts, ctx);

    /// Decide where a filed matter goes; one that has no category gets it along with it.
    Handle { opinion: OpinionId, rev: Rev, category: Option<Code>, handling: Handling }
    life matter(&matter::HANDLE);
    names w, n => {
        n.opinions.push(w.opinion);
        units_of(&w.handling, n);
    };
    stake w, _ => {
        let mut parts = vec![Part::State];
        match &w.handling {
            // What decides whether it may go, and by when.
            Handling::HandOver(_) => parts.extend(["category", "urgency"].map(Part::field)),
            Handling::OnSpot(_) | Handling::Guide(_) | Handling::Reference | Handling::Undecided => {
                parts.extend(w.category.as_ref().map(|_| Part::field("category")));
            }
        }
        // Whoever was answered or shown the way at the desk is the one who was seen there.
        if let Handling::OnSpot(_) | Handling::Guide(_) = &w.handling {
            parts.push(Part::Visit);
        }
        seen(w.opinion, w.rev, parts)
    };
    rule w, facts, ctx => handling::handle_filed(w.category.as_ref(), &w.handling, facts, ctx);
}

// Asked a unit; the leading one when none is named.
write! {
    Chase:
    life Life { part: Some(&matter::CHASE_PART), ..matter(&matter::CHASE) };
    names w, n => n.opinions.push(w.opinion);
    // Also one without a promise: what was promised before does not hold any more.
    stake w, round => seen(w.opinion, w.rev, [
        Part::Promised(part_of(w.unit, round)),
        helper(w.unit, round).unwrap_or(Part::State),
    ]);
    rule w, facts, ctx => handling::chase(w, &Self::LIFE, facts, ctx);
}

// A unit answered; the leading one when none is named.
write! {
    RecordAnswer:
    life Life { part: Some(&matter::ANSWER_PART), ..matter(&matter::ANSWER) };
    names w, n => n.opinions.push(w.opinion);
    stake w, round => match helper(w.unit, round) {
        Some(helped) => seen(w.opinion, w.rev, [helped]),
        None => seen(w.opinion, w.rev, [Part::State, Part::field("answer"), Part::field("class")]),
    };
    rule w, facts, ctx => handling::answer(w, &Self::LIFE, facts, ctx);
}

// One attempt to tell the person, or with `whom` one representative of a group; with what they said of it.
write! {
    Tell:
    life Life { person: Some(&matter::TELL_PERSON), ..matter(&matter::TELL) };
    names w, n => n.opinions.push(w.opinion);
    // Words they were not told of are told anew, and whoever was rung up is the one it was owed to; whether it still waits
    // for a telling is the rule's to say.
    stake w, _ => {
        let mut parts = vec![Part::field("answer"), Part::Visit];
        if w.reached.is_told() {
            parts.push(Part::Told(w.whom));
            parts.extend(w.grade.map(|_| Part::Grade(w.whom)));
            parts.extend(w.close.then(|| Part::field("class")));
        }
        seen(w.opinion, w.rev, parts)
    };
    rule w, facts, ctx => handling::tell(w, facts, ctx);
}

writes! {
    /// What the person said of it, later. It is not said by the one it was moved to meanwhile.
    Evaluate { opinion: OpinionId, rev: Rev, evaluation: EvaluationEntry }
    life Life { person: Some(&matter::HEAR_PERSON), ..matter(&matter::HEAR) };
    names w, n => n.opinions.push(w.opinion);
    stake w, _ => seen(w.opinion, w.rev, [Part::Grade(w.evaluation.whom), Part::Visit]);
    rule w, facts, ctx => handling::evaluate(&w.evaluation, facts, ctx);

    /// Strike off (销号).
    CloseOpinion { opinion: OpinionId, rev: Rev, class: String, class_date: Option<Day> }
    life matter(&matter::CLOSE);
    names w, n => n.opinions.push(w.opinion);
    stake w, _ => seen(w.opinion, w.rev, [
        Part::State,
        Part::Visit,
        Part::Grade(None),
        Part::field("class"),
        Part::field("answer"),
    ]);
    rule w, facts, ctx => handling::close(&w.class, w.class_date, facts, ctx);

    /// Another account looks after it from now on (经办).
    HandOn { opinion: OpinionId, rev: Rev, to: AccountId, reason: Option<String> }
    life matter(&matter::NOT_OVER);
    names w, n => {
        n.opinions.push(w.opinion);
        n.account = Some(w.to);
    };
    stake w, _ => seen(w.opinion, w.rev, [Part::Keeper]);
    rule w, facts, ctx => correct::hand_on(w.to, w.reason.as_ref(), facts, ctx);

    /// A paper of the station about these matters gets the next number of its series.
    NumberPaper { opinions: Vec<OpinionId>, family: NumberFamily, unit: Option<UnitId> }
    life matter(&matter::NOT_VOID);
    names w, n => {
        n.opinions.clone_from(&w.opinions);
        n.units.extend(w.unit);
        n.family = Some(w.family);
    };
    stake _, _ => None;
    rule w, facts, ctx => number::paper(&w.opinions, w.family, w.unit, facts, ctx);

    /// A matter has this number elsewhere, or had it in an older book (别处编号).
    NoteNumber { opinion: OpinionId, family: NumberFamily, system: Option<Code>, number: String }
    life matter(&matter::NOT_VOID);
    names w, n => n.opinions.push(w.opinion);
    stake _, _ => None;
    rule w, facts, ctx => number::note(w.family, w.system.as_ref(), &w.number, facts, ctx);
}
