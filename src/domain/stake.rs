//! What is at stake in an act: which parts of a record it needs as they were seen, or writes. Two people work on one record;
//! the second is refused only when something after what they saw moved a part that is at stake for them (S2). Each
//! command says its parts here once, each kind of event the parts it moves.

use uuid::Uuid;

use super::command::{Command, Handling};
use super::event::{FieldChange, Kind};
use super::id::{CitizenId, DeputyId, UnitId};
use super::record::{Rev, Round};
use super::refusal::Subject;

/// A part of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything: records that are written whole.
    Whole,
    /// The state.
    State,
    /// Day, hours, place of a reception.
    Plan,
    /// Who receives.
    Presence,
    /// One line of the roster.
    Line(DeputyId),
    /// What is known of a visitor, and whether they go first.
    Arrival,
    /// What was noted for the table somebody was moved to.
    Note,
    /// At which table.
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

/// The part of a handling that a command means; none when that is not known.
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

/// What is at stake in a command; none where it names no record as it was seen. `round` is how the matter is handled
/// now: without it, what one unit said is as good as what any of them said.
pub fn stake(command: &Command, round: Option<&Round>) -> Option<Stake> {
    use Command as C;
    let of = |subject, id: Uuid, seen: &Rev, parts: Vec<Part>| {
        Some(Stake {
            subject,
            id: Some(id),
            seen: *seen,
            parts,
        })
    };
    let state = || vec![Part::State];
    match command {
        C::FoundStation { .. }
        | C::AdoptRules { .. }
        | C::AddAccount { .. }
        | C::ConfirmDay { .. }
        | C::AddDeputy(_)
        | C::AddUnit(_)
        | C::PlanSession { .. }
        | C::AssignDeputy { .. }
        | C::UnassignDeputy { .. }
        | C::NoteAgreement { .. }
        | C::SetPresence { .. }
        | C::SignIn { .. }
        | C::TakeLeave { .. }
        | C::Substitute { .. }
        | C::SignOut { .. }
        | C::StopClosing { .. }
        | C::CloseSession { .. }
        | C::EnterSession(_)
        | C::TakeNumber { .. }
        | C::InformHead { .. }
        | C::CallNext { .. }
        | C::ReceiveNow { .. }
        | C::SettleUnwritten { .. }
        | C::EnterVisit(_)
        | C::FileOpinion(_)
        | C::CountAccusation { .. }
        | C::NumberPaper { .. }
        | C::NoteNumber { .. } => None,
        C::ChangeStation { rev, .. } => Some(Stake {
            subject: Subject::Station,
            id: None,
            seen: *rev,
            parts: vec![Part::Whole],
        }),
        C::ChangeAccount { account, rev, .. } => of(Subject::Account, account.0, rev, vec![Part::Whole]),
        C::ChangeDeputy { deputy, rev, .. } => of(Subject::Deputy, deputy.0, rev, vec![Part::Whole]),
        C::ChangeUnit { unit, rev, .. } => of(Subject::Unit, unit.0, rev, vec![Part::Whole]),
        C::ChangePlan { session, rev, .. } => of(Subject::Session, session.0, rev, vec![Part::Plan]),
        // A postponed one takes its plan along, and the notice says day, hours and place.
        C::PostponeSession { session, rev, .. } | C::MarkNoticed { session, rev } => {
            of(Subject::Session, session.0, rev, vec![Part::State, Part::Plan])
        }
        C::CancelSession { session, rev, .. }
        | C::OpenSession { session, rev, .. }
        | C::StartClosing { session, rev } => of(Subject::Session, session.0, rev, state()),
        C::ChangeVisit { visit, rev, .. } => of(Subject::Visit, visit.0, rev, vec![Part::Arrival]),
        C::CallAgain { visit, rev } => of(Subject::Visit, visit.0, rev, vec![Part::State, Part::Calls]),
        C::CallVisit { visit, rev, .. } | C::ReturnMissed { visit, rev } => of(Subject::Visit, visit.0, rev, state()),
        C::TakeBackCall { visit, rev } => {
            let parts = vec![Part::State, Part::Table, Part::Calls];
            of(Subject::Visit, visit.0, rev, parts)
        }
        // Whoever was moved to another table is somebody else's to seat or to miss. What is unwritten keeps its words.
        C::StartTalk { visit, rev }
        | C::MarkMissed { visit, rev }
        | C::MoveVisit { visit, rev, .. }
        | C::FinishVisit {
            visit,
            rev,
            unwritten: true,
            consult_only: false,
            ..
        } => of(Subject::Visit, visit.0, rev, vec![Part::State, Part::Table]),
        // The words typed of a visit go with its end, so nobody ends one over words they have not seen.
        C::FinishVisit { visit, rev, .. }
        | C::EndVisit { visit, rev, .. }
        | C::PromiseNext { visit, rev, .. }
        | C::VoidVisit { visit, rev, .. } => {
            let parts = vec![Part::State, Part::Table, Part::Arrival, Part::Note];
            of(Subject::Visit, visit.0, rev, parts)
        }
        C::ChangePromise { promise, rev, .. } => of(Subject::Promise, promise.0, rev, vec![Part::Contact]),
        // The name goes on to the new number as it stands by then; the phone has done its work.
        C::ReceivePromised { promise, rev, .. } => of(Subject::Promise, promise.0, rev, state()),
        C::StrikePromise { promise, rev, .. } => of(Subject::Promise, promise.0, rev, vec![Part::State, Part::Contact]),
        C::Handle {
            opinion,
            rev,
            category,
            handling,
        } => {
            let mut parts = state();
            match handling {
                // What decides whether it may go, and by when.
                Handling::HandOver(_) => parts.extend(["category", "urgency"].map(Part::field)),
                Handling::OnSpot(_) | Handling::Guide(_) | Handling::Reference | Handling::Undecided => {
                    parts.extend(category.as_ref().map(|_| Part::field("category")));
                }
            }
            // Whoever was answered or shown the way at the desk is the one who was seen there.
            if let Handling::OnSpot(_) | Handling::Guide(_) = handling {
                parts.push(Part::Visit);
            }
            of(Subject::Opinion, opinion.0, rev, parts)
        }
        C::Chase { opinion, rev, unit, .. } => {
            // Also one without a promise: what was promised before does not hold any more.
            let mut parts = vec![Part::Promised(part_of(*unit, round))];
            parts.push(helper(*unit, round).unwrap_or(Part::State));
            of(Subject::Opinion, opinion.0, rev, parts)
        }
        C::RecordAnswer { opinion, rev, unit, .. } => {
            let mut parts = vec![helper(*unit, round).unwrap_or(Part::State)];
            if parts == state() {
                parts.extend(["answer", "class"].map(Part::field));
            }
            of(Subject::Opinion, opinion.0, rev, parts)
        }
        C::Tell {
            opinion,
            rev,
            whom,
            reached,
            grade,
            close,
            ..
        } => {
            // Words they were not told of are told anew, and whoever was rung up is the one it was owed to; whether it still
            // waits for a telling is the rule's to say.
            let mut parts = vec![Part::field("answer"), Part::Visit];
            if reached.is_told() {
                parts.push(Part::Told(*whom));
                parts.extend(grade.map(|_| Part::Grade(*whom)));
                parts.extend(close.then(|| Part::field("class")));
            }
            of(Subject::Opinion, opinion.0, rev, parts)
        }
        C::Evaluate {
            opinion,
            rev,
            evaluation,
        } => {
            // What somebody said is not said by the one it was moved to meanwhile.
            let parts = vec![Part::Grade(evaluation.whom), Part::Visit];
            of(Subject::Opinion, opinion.0, rev, parts)
        }
        C::CloseOpinion { opinion, rev, .. } => {
            let parts = vec![
                Part::State,
                Part::Visit,
                Part::Grade(None),
                Part::field("class"),
                Part::field("answer"),
            ];
            of(Subject::Opinion, opinion.0, rev, parts)
        }
        C::CorrectOpinion {
            opinion, rev, changes, ..
        } => {
            let parts = changes.iter().map(|c| Part::field(c.field().key())).collect();
            of(Subject::Opinion, opinion.0, rev, parts)
        }
        C::CorrectCitizen {
            citizen, rev, changes, ..
        } => {
            let parts = changes.iter().map(|c| Part::field(c.field().key())).collect();
            of(Subject::Citizen, citizen.0, rev, parts)
        }
        C::VoidOpinion { opinion, rev, .. } => of(Subject::Opinion, opinion.0, rev, state()),
        C::SplitOpinion { opinion, rev, .. } => of(
            Subject::Opinion,
            opinion.0,
            rev,
            vec![Part::State, Part::field("words")],
        ),
        // Those who knew the answer, were tried and said something are not those it is owed to afterwards.
        C::MoveOpinion { opinion, rev, .. } => {
            let parts = vec![
                Part::Visit,
                Part::Told(None),
                Part::Tries,
                Part::Held,
                Part::Grade(None),
            ];
            of(Subject::Opinion, opinion.0, rev, parts)
        }
        C::HandOn { opinion, rev, .. } => of(Subject::Opinion, opinion.0, rev, vec![Part::Keeper]),
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
