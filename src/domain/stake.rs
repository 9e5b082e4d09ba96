//! What is at stake in an act: which parts of a record it needs as they were seen, or writes. Two people work on one record;
//! the second is refused only when something after what they saw moved a part that is at stake for them (S2). Each
//! command says its parts here once, each kind of event the parts it moves.

use uuid::Uuid;

use super::event::{FieldChange, Kind};
use super::id::{CitizenId, DeputyId};
use super::record::Rev;
use super::refusal::Subject;

/// A part of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything: records that are written whole.
    Whole,
    State,
    /// Day, hours, place of a reception.
    Plan,
    Presence,
    /// One line of the roster.
    Line(DeputyId),
    /// What is known of a visitor, and whether they go first.
    Arrival,
    /// What was noted for the table somebody was moved to.
    Note,
    Table,
    /// How often somebody was called.
    Calls,
    /// Something said is unwritten.
    Unwritten,
    /// The head was told.
    HeadInformed,
    /// Whom to ring before the next reception.
    Contact,
    /// A field, by the code of `domain::change`.
    Field(String),
    /// Which units handle it.
    Units,
    /// When a unit promised, by its part in the handling; none is all of them.
    Promised(Option<u16>),
    /// What a unit that helps answered, by its part in the handling; none is all of them.
    Helped(Option<u16>),
    /// Who knows the answer: one person, or all of them.
    Told(Option<CitizenId>),
    /// Attempts that reached nobody.
    Tries,
    /// Held until the person asks.
    Held,
    /// What one person said of it, or all of them.
    Grade(Option<CitizenId>),
    /// Whose visit it belongs to.
    Visit,
    /// Who looks after it.
    Keeper,
}

impl Part {
    /// A field by its code.
    pub fn field(code: &str) -> Self {
        Self::Field(code.to_owned())
    }

    /// Whether moving one moves the other.
    fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Whole, _)
            | (_, Self::Whole)
            | (Self::Told(None), Self::Told(_))
            | (Self::Told(_), Self::Told(None))
            | (Self::Grade(None), Self::Grade(_))
            | (Self::Grade(_), Self::Grade(None))
            | (Self::Helped(None), Self::Helped(_))
            | (Self::Helped(_), Self::Helped(None))
            | (Self::Promised(None), Self::Promised(_))
            | (Self::Promised(_), Self::Promised(None)) => true,
            _ => self == other,
        }
    }
}

/// What a command is about, as its author saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stake {
    /// What kind of record.
    pub subject: Subject,
    /// Which; none is the station.
    pub id: Option<Uuid>,
    /// Its last event, as seen.
    pub seen: Rev,
    /// What it needs as it was, or writes.
    pub parts: Vec<Part>,
}

impl Stake {
    /// Whether an event moved something that is at stake.
    pub fn is_moved_by(&self, kind: &Kind) -> bool {
        let moved = moves(kind);
        moved.iter().any(|m| self.parts.iter().any(|p| p.meets(m)))
    }
}

/// Fields of an event of correction; of an erased one only that words were changed is known.
fn corrected(open: &[FieldChange], sealed: Option<&[FieldChange]>) -> Vec<Part> {
    let all = open.iter().chain(sealed.unwrap_or_default());
    all.map(|c| Part::field(&c.field)).collect()
}

/// What an event moves.
pub fn moves(kind: &Kind) -> Vec<Part> {
    use Kind as K;
    let with = |fields: &[&str], more: &[Part]| {
        let fields = fields.iter().map(|f| Part::field(f));
        more.iter().cloned().chain(fields).collect::<Vec<_>>()
    };
    match kind {
        K::StationFounded { .. }
        | K::StationChanged { .. }
        | K::AccountAdded { .. }
        | K::AccountChanged { .. }
        | K::DeputyAdded { .. }
        | K::DeputyChanged { .. }
        | K::UnitAdded { .. }
        | K::UnitChanged { .. }
        | K::SessionPlanned { .. }
        | K::SessionEntered { .. }
        | K::VisitArrived { .. }
        | K::VisitEntered { .. }
        | K::PromiseMade { .. }
        | K::CitizenRecorded { .. }
        | K::OpinionFiled { .. } => vec![Part::Whole],
        // Beside the station's own row, or in rows of their own: every number.
        K::RulesetAdopted { .. }
        | K::SectionAdopted { .. }
        | K::DayTurned { .. }
        | K::LineageBegun { .. }
        | K::OpinionSplit { .. }
        | K::NumberGiven { .. }
        | K::NumberNoted { .. } => Vec::new(),
        K::Answered { lead: false, part, .. } => vec![Part::Helped(Some(*part))],
        K::PlanChanged { .. } => vec![Part::Plan],
        K::SessionNoticed {}
        | K::SessionPostponed { .. }
        | K::SessionCancelled { .. }
        | K::ClosingStarted {}
        | K::ClosingStopped {}
        | K::SessionClosed { .. }
        | K::VisitMissed {}
        | K::KeptForReference {}
        | K::OpinionVoided { .. } => vec![Part::State],
        K::SessionOpened { .. } => vec![Part::State, Part::Presence],
        K::PresenceChanged { .. } => vec![Part::Presence],
        K::DeputyAssigned { deputy }
        | K::DeputyUnassigned { deputy }
        | K::DeputyAgreed { deputy, .. }
        | K::DeputySignedIn { deputy, .. }
        | K::DeputyOnLeave { deputy, .. }
        | K::DeputySignedOut { deputy } => vec![Part::Line(*deputy)],
        K::DeputySubstituted { absent, by, .. } => vec![Part::Line(*absent), Part::Line(*by)],
        K::VisitChanged { .. } => vec![Part::Arrival],
        K::VisitWordsDropped {} => vec![Part::Arrival, Part::Note],
        K::HeadInformed {} => vec![Part::HeadInformed],
        K::VisitCalled { .. } | K::CallTakenBack {} | K::VisitReturned { .. } => {
            vec![Part::State, Part::Table, Part::Calls]
        }
        K::VisitCalledAgain {} => vec![Part::Calls],
        K::TalkStarted { .. } => vec![Part::State, Part::Table],
        K::VisitMoved { .. } => vec![Part::Table, Part::Note],
        K::VisitFinished { .. } | K::VisitVoided { .. } => {
            vec![Part::State, Part::Unwritten, Part::Arrival, Part::Note]
        }
        K::UnwrittenSettled {} => vec![Part::Unwritten, Part::Arrival, Part::Note],
        K::VisitEnded { .. } => vec![Part::State, Part::Arrival, Part::Note],
        K::PromiseChanged { .. } => vec![Part::Contact],
        K::PromiseKept { .. } | K::PromiseStruck { .. } => vec![Part::State, Part::Contact],
        K::CitizenCorrected {
            changes,
            sealed_changes,
            ..
        }
        | K::OpinionCorrected {
            changes,
            sealed_changes,
            ..
        } => corrected(changes, sealed_changes.as_deref()),
        K::AnsweredOnSpot { .. } => with(
            &["class", "answer"],
            &[Part::State, Part::Told(None), Part::Grade(None)],
        ),
        K::GuidedElsewhere { .. } => vec![Part::State, Part::Told(None)],
        K::HandedOver { lead: true, .. } => with(
            &["due", "class", "answer"],
            &[
                Part::State,
                Part::Units,
                Part::Promised(None),
                Part::Helped(None),
                Part::Told(None),
                Part::Tries,
                Part::Held,
                Part::Grade(None),
            ],
        ),
        K::HandedOver { .. } => vec![Part::Units],
        K::Chased { part, .. } => vec![Part::Promised(Some(*part))],
        K::Answered { .. } => with(&["class", "answer"], &[Part::State, Part::Told(None)]),
        K::HeldForCollection {} => vec![Part::Held],
        // Whoever is told may be the last of them, which moves the state; the event does not say. An act that goes by
        // the state wants to know of any telling.
        K::PersonTold { citizen, reached, .. } if reached.is_told() => {
            vec![Part::State, Part::Told(*citizen), Part::Held]
        }
        K::PersonTold { .. } => vec![Part::Tries],
        K::Evaluated { citizen, .. } => vec![Part::Grade(*citizen)],
        K::OpinionClosed { .. } => with(&["class"], &[Part::State, Part::Told(None)]),
        K::OpinionMoved { anew: true, .. } => vec![
            Part::Visit,
            Part::State,
            Part::Told(None),
            Part::Tries,
            Part::Held,
            Part::Grade(None),
        ],
        K::OpinionMoved { .. } => vec![Part::Visit, Part::Told(None)],
        K::KeeperChanged { .. } => vec![Part::Keeper],
    }
}
