//! The kinds of events.
//!
//! Each kind is one row below: what it is about, its stored name, the version written today, and its fields with the class
//! of each. The class says where a field is kept: in the open body, under the key of the event's subject and gone with it,
//! or under the station's own key, which stays. What is typed in words is sealed unless its row says why not; nothing that
//! stands open in the log can ever be taken back.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::code::{
    Agreement, Channel, Grade, NumberFamily, Presence, Priority, Reached, Role, Section, StationKind, Struck,
    VisitState, Way,
};
use crate::domain::deadline::Deadline;
use crate::domain::fields::{CitizenDetails, OpinionDetails};
use crate::domain::id::{AccountId, CitizenId, DeputyId, OpinionId, SessionId, UnitId, VisitId};
use crate::domain::moment::{Day, Moment};
use crate::domain::record::{Asker, DeputyProfile, SessionFrame, UnitProfile};
use crate::domain::refusal::Subject;
use crate::domain::rules::{Code, Ruleset};
use crate::domain::shape::{Shape, kinds};

/// A corrected field with both values as text: codes, ISO dates, ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which field (`domain::change`).
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

kinds! {
    // ---- station ----
    Station StationFounded "station_founded" 2 {
        Open "part of every number the public holds" code: String,
        Open "stands on the door and on every paper" name: String,
        Open station_kind: StationKind,
        Kept hours: Option<String>,
        Kept head_phone: Option<String>,
    };
    /// Its particulars were changed; the code stays, because numbers in people's hands carry it.
    Station StationChanged "station_changed" 2 {
        Open "stands on the door and on every paper" name: String,
        Open station_kind: StationKind,
        Kept hours: Option<String>,
        Kept head_phone: Option<String>,
    };
    Station RulesetAdopted "ruleset_adopted" 1 {
        Open version: u32,
        Open "rules are public" rules: Box<Ruleset>,
    };
    /// One section of the rules, whole, as it stands in a file.
    Station SectionAdopted "section_adopted" 1 {
        Open section: Section,
        Open version: u32,
        Open "rules are public" body: Value,
    };
    Account AccountAdded "account_added" 2 {
        Kept os_name: Option<String>,
        Kept name: Option<String>,
        Open role: Role,
        Open deputy: Option<DeputyId>,
    };
    Account AccountChanged "account_changed" 2 {
        Kept name: Option<String>,
        Open role: Role,
        Open deputy: Option<DeputyId>,
        Open active: bool,
    };
    Station DayTurned "day_turned" 1 {
        Open day: Day,
        Open clock: Day,
        Open confirmed: bool,
    };
    /// A backup was restored: numbers of this file go on beyond any that the lost one may have given.
    Station LineageBegun "lineage_begun" 1 {
        Open "a letter" lineage: String,
        Open opinions: u32,
        Open tickets: u32,
    };
    // ---- people ----
    Deputy DeputyAdded "deputy_added" 2 {
        Kept profile: Option<Box<DeputyProfile>>,
    };
    Deputy DeputyChanged "deputy_changed" 2 {
        Kept profile: Option<Box<DeputyProfile>>,
        Open active: bool,
    };
    Unit UnitAdded "unit_added" 2 {
        Kept profile: Option<Box<UnitProfile>>,
    };
    Unit UnitChanged "unit_changed" 2 {
        Kept profile: Option<Box<UnitProfile>>,
        Open active: bool,
    };
    // ---- reception ----
    Session SessionPlanned "session_planned" 2 {
        Open "a day, times and codes; place and theme stand beside it" plan: SessionFrame,
        Kept place: Option<String>,
        Kept theme: Option<String>,
    };
    Session PlanChanged "plan_changed" 2 {
        Open "a day, times and codes; place and theme stand beside it" plan: SessionFrame,
        Kept place: Option<String>,
        Kept theme: Option<String>,
    };
    Session SessionNoticed "session_noticed" 1 {};
    Session SessionPostponed "session_postponed" 1 {
        Open to: SessionId,
    };
    Session SessionCancelled "session_cancelled" 2 {
        Kept reason: Option<String>,
    };
    Session SessionOpened "session_opened" 1 {
        Open year: i32,
        Open ordinal: u32,
        Open presence: Presence,
    };
    Session PresenceChanged "presence_changed" 1 {
        Open presence: Presence,
    };
    Session ClosingStarted "closing_started" 1 {};
    Session ClosingStopped "closing_stopped" 1 {};
    Session SessionClosed "session_closed" 2 {
        Kept note: Option<String>,
    };
    /// A whole reception, written down from paper.
    Session SessionEntered "session_entered" 2 {
        Open "a day, times and codes; place and theme stand beside it" plan: SessionFrame,
        Open year: i32,
        Open ordinal: u32,
        Open presence: Presence,
        Open deputies: Vec<DeputyId>,
        Open opened: Moment,
        Open closed: Moment,
        Kept place: Option<String>,
        Kept theme: Option<String>,
        Kept note: Option<String>,
    };
    Session DeputyAssigned "deputy_assigned" 1 {
        Open deputy: DeputyId,
    };
    Session DeputyUnassigned "deputy_unassigned" 1 {
        Open deputy: DeputyId,
    };
    Session DeputyAgreed "deputy_agreed" 1 {
        Open deputy: DeputyId,
        Open agreed: Agreement,
    };
    Session DeputySignedIn "deputy_signed_in" 2 {
        Open deputy: DeputyId,
        Open table: Option<u8>,
        Open came_late: bool,
    };
    Session DeputyOnLeave "deputy_on_leave" 2 {
        Open deputy: DeputyId,
        Kept reason: Option<String>,
    };
    Session DeputySubstituted "deputy_substituted" 2 {
        Open absent: DeputyId,
        Open by: DeputyId,
        Open table: Option<u8>,
        Kept reason: Option<String>,
    };
    Session DeputySignedOut "deputy_signed_out" 1 {
        Open deputy: DeputyId,
    };
    // ---- visit ----
    Visit VisitArrived "visit_arrived" 2 {
        Open session: Option<SessionId>,
        Open ticket: Option<u16>,
        Open day: Day,
        Open heads: u32,
        Open asked: Option<DeputyId>,
        Open priority: Priority,
        Open after_close: bool,
        Open rank: Option<i64>,
        Open carried_from: Option<VisitId>,
        Sealed label: Option<String>,
        Sealed first_words: Option<String>,
        Sealed note: Option<String>,
        Sealed priority_reason: Option<String>,
    };
    Visit VisitEntered "visit_entered" 1 {
        Open ticket: Option<u16>,
        Open session: Option<SessionId>,
        Open day: Day,
        Open channel: Channel,
        Open heads: u32,
        Open asked: Option<DeputyId>,
        Open table: Option<u8>,
        Open arrived: Moment,
        Open talked: Option<Moment>,
        Open done: Moment,
        Open after_close: bool,
    };
    Visit VisitChanged "visit_changed" 2 {
        Open heads: u32,
        Open asked: Option<DeputyId>,
        Open priority: Priority,
        Sealed label: Option<String>,
        Sealed first_words: Option<String>,
        Sealed priority_reason: Option<String>,
    };
    Visit HeadInformed "head_informed" 1 {};
    Visit VisitWordsDropped "visit_words_dropped" 1 {};
    Visit VisitCalled "visit_called" 1 {
        Open table: u8,
    };
    Visit VisitCalledAgain "visit_called_again" 1 {};
    Visit CallTakenBack "call_taken_back" 1 {};
    Visit TalkStarted "talk_started" 1 {
        Open table: u8,
    };
    Visit VisitMissed "visit_missed" 1 {};
    Visit VisitReturned "visit_returned" 1 {
        Open rank: i64,
    };
    Visit VisitMoved "visit_moved" 2 {
        Open from: Option<u8>,
        Open to: u8,
        Sealed note: Option<String>,
    };
    Visit VisitFinished "visit_finished" 1 {
        Open consult_only: bool,
        Open unwritten: bool,
    };
    Visit UnwrittenSettled "unwritten_settled" 1 {};
    Visit VisitEnded "visit_ended" 2 {
        Open outcome: VisitState,
        Kept "the visit's key is gone with this very act, and why nobody was received is asked afterwards" reason: Option<String>,
    };
    Visit VisitVoided "visit_voided" 2 {
        Kept "the visit's key is gone with this very act, and why a visit does not count is asked afterwards" reason: Option<String>,
    };
    // ---- promise ----
    Promise PromiseMade "promise_made" 2 {
        Open visit: VisitId,
        Sealed label: Option<String>,
        Sealed first_words: Option<String>,
        Sealed priority_reason: Option<String>,
        Sealed phone: Option<String>,
    };
    Promise PromiseChanged "promise_changed" 2 {
        Sealed label: Option<String>,
        Sealed phone: Option<String>,
    };
    /// They came and got this visit's number.
    Promise PromiseKept "promise_kept" 1 {
        Open by: VisitId,
    };
    Promise PromiseStruck "promise_struck" 1 {
        Open why: Struck,
    };
    // ---- citizen ----
    Citizen CitizenRecorded "citizen_recorded" 2 {
        Open visit: VisitId,
        Sealed claim_code: Option<String>,
    } whole details: CitizenDetails;
    Citizen CitizenCorrected "citizen_corrected" 2 {
        Open "codes, days, numbers and ids; words stand in sealed_changes" changes: Vec<FieldChange>,
        Sealed sealed_changes: Option<Vec<FieldChange>>,
        Sealed reason: Option<String>,
    };
    // ---- opinion ----
    Opinion OpinionFiled "opinion_filed" 2 {
        Open "the number given to the public" number: String,
        Open year: i32,
        Open serial: u32,
        Open visit: VisitId,
        Open citizen: Option<CitizenId>,
        Open representatives: Vec<CitizenId>,
        Open session: Option<SessionId>,
        Open day: Day,
        Open split_from: Option<OpinionId>,
    } whole details: OpinionDetails;
    Opinion AnsweredOnSpot "answered_on_spot" 2 {
        Open "a code of the rules" class: Code,
        Open grade: Option<Grade>,
        Sealed answer: Option<String>,
    };
    /// Kept under the key that stays, because where a station sends people is asked of the station.
    Opinion GuidedElsewhere "guided_elsewhere" 2 {
        Open "a code of the rules" reason: Code,
        Open told: bool,
        Kept destination: Option<String>,
        Kept phone: Option<String>,
    };
    Opinion KeptForReference "kept_for_reference" 1 {};
    /// One unit was given the matter. A round may hold several: the one that leads and those that help.
    Opinion HandedOver "handed_over" 2 {
        Open round: u16,
        Open part: u16,
        Open lead: bool,
        Open unit: UnitId,
        Open "what the list of units calls an office: no person's name" unit_name: String,
        Open via: Option<UnitId>,
        Open counted_from: Option<Day>,
        Open due: Option<Deadline>,
        Open way: Way,
        Sealed person: Option<String>,
        Sealed note: Option<String>,
    };
    Opinion Chased "chased" 2 {
        Open round: u16,
        Open part: u16,
        Open lead: bool,
        Open way: Way,
        Open promised_for: Option<Day>,
        Sealed person: Option<String>,
        Sealed text: Option<String>,
    };
    Opinion Answered "answered" 2 {
        Open round: u16,
        Open part: u16,
        Open lead: bool,
        Open way: Way,
        Open "a code of the rules" class: Code,
        Open class_date: Option<Day>,
        Sealed person: Option<String>,
        Sealed text: Option<String>,
    };
    Opinion HeldForCollection "held_for_collection" 1 {};
    Opinion PersonTold "person_told" 2 {
        Open citizen: Option<CitizenId>,
        Open way: Way,
        Open reached: Reached,
        Sealed note: Option<String>,
    };
    /// Attitude and result stand apart where the rules ask for both.
    Opinion Evaluated "evaluated" 2 {
        Open citizen: Option<CitizenId>,
        Open grade: Grade,
        Open attitude: Option<Grade>,
        Open result: Option<Grade>,
        Open way: Option<Way>,
        Open asked_by: Option<Asker>,
        Sealed said: Option<String>,
    };
    Opinion OpinionClosed "opinion_closed" 1 {
        Open "a code of the rules" class: Code,
        Open class_date: Option<Day>,
        Open told: bool,
    };
    Opinion OpinionCorrected "opinion_corrected" 2 {
        Open "codes, days, numbers and ids; words stand in sealed_changes" changes: Vec<FieldChange>,
        Sealed sealed_changes: Option<Vec<FieldChange>>,
        OwnOrKept reason: Option<String>,
    };
    Opinion OpinionVoided "opinion_voided" 2 {
        OwnOrKept reason: Option<String>,
    };
    Opinion OpinionSplit "opinion_split" 1 {
        Open into: OpinionId,
    };
    /// `anew`: an answer that was there, and what was told and said of it, was somebody else's; whoever it is owed to now is
    /// still to be told. Of a matter without an answer it means nothing.
    Opinion OpinionMoved "opinion_moved" 2 {
        Open visit: VisitId,
        Open citizen: Option<CitizenId>,
        Open representatives: Vec<CitizenId>,
        Open anew: bool,
        OwnOrKept reason: Option<String>,
    };
    /// A paper of the station has the next number of its series; each matter on it says so.
    Opinion NumberGiven "number_given" 1 {
        Open family: NumberFamily,
        Open year: i32,
        Open serial: u32,
        Open "the number on a paper of the station" number: String,
        Open unit: Option<UnitId>,
    };
    /// A number somebody else gave the matter.
    Opinion NumberNoted "number_noted" 1 {
        Open family: NumberFamily,
        Open "a code of the list" system: Option<Code>,
        Sealed number: Option<String>,
    };
    /// Another account looks after the matter from now on (经办).
    Opinion KeeperChanged "keeper_changed" 1 {
        Open to: AccountId,
        OwnOrKept reason: Option<String>,
    };
}

impl Kind {
    /// The stored name of the kind.
    pub const fn name(&self) -> &'static str {
        self.shape().name
    }

    /// What it is about, which is also who owns its key.
    pub const fn noun(&self) -> Subject {
        self.shape().noun
    }

    /// Whether it says anything that is kept under its subject's own key and nowhere else.
    pub fn has_words(&self) -> bool {
        let Ok(Value::Object(said)) = serde_json::to_value(self) else {
            return true;
        };
        let mut sealed = self.shape().fields().filter(|field| field.class.is_only_own());
        sealed.any(|field| said.get(field.name).is_some_and(|value| !value.is_null()))
    }

    /// What is known of the kind of a stored name; none when this program does not know it.
    pub fn named(name: &str) -> Option<&'static Shape> {
        Self::ALL.iter().find(|shape| shape.name == name).copied()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::event::About;
    use crate::domain::shape::{Class, Field};

    /// What cannot hold words. A type that is not here has to say why it stands open, whatever it is called.
    const PLAIN: &[&str] = &[
        "bool",
        "u8",
        "u16",
        "u32",
        "i32",
        "i64",
        "Day",
        "Moment",
        "Deadline",
        "AccountId",
        "CitizenId",
        "DeputyId",
        "OpinionId",
        "PointId",
        "SessionId",
        "UnitId",
        "VisitId",
        "Agreement",
        "Asker",
        "Channel",
        "Grade",
        "NumberFamily",
        "Presence",
        "Priority",
        "Reach",
        "Reached",
        "Role",
        "Scope",
        "Section",
        "StationKind",
        "Struck",
        "Urgency",
        "VisitState",
        "Way",
    ];

    fn is_plain(ty: &str) -> bool {
        let ty = ty.replace(' ', "");
        let inner = |ty: &str| {
            let inside = ty.strip_prefix("Option<").or_else(|| ty.strip_prefix("Vec<"))?;
            inside.strip_suffix('>').map(str::to_owned)
        };
        inner(&ty).map_or_else(|| PLAIN.contains(&ty.as_str()), |ty| is_plain(&ty))
    }

    #[test]
    fn every_field_says_where_it_is_kept_and_open_words_say_why() {
        let mut names = BTreeSet::new();
        let check = |place: &str, field: &Field| match field.class {
            Class::Open => assert_eq!(
                is_plain(field.ty),
                field.why.is_none(),
                "{place} stands open: {}",
                field.ty
            ),
            Class::Sealed | Class::Private | Class::OwnOrKept | Class::Kept => assert!(
                // A text of a record that is said whole reads as empty.
                field.ty.starts_with("Option") || field.ty == "String" && place.starts_with("opinion_filed."),
                "{place} must read as none without its key"
            ),
        };
        for field in About::FIELDS {
            check(&format!("beside.{}", field.name), field);
        }
        for shape in Kind::ALL {
            assert!(names.insert(shape.name), "{} stands twice", shape.name);
            assert!(shape.ver >= 1);
            for field in shape.fields() {
                let place = format!("{}.{}", shape.name, field.name);
                let beside = About::FIELDS.iter().any(|other| other.name == field.name);
                assert!(field.name != "kind" && !beside, "{place}");
                check(&place, field);
                assert!(
                    !field.class.is_own() || shape.has_own_key(),
                    "{place}: a {:?} has no key of its own",
                    shape.noun
                );
                assert!(
                    field.class != Class::OwnOrKept || shape.noun == Subject::Opinion,
                    "{place}: only a matter may be one of which nothing is kept"
                );
            }
        }
        assert!(names.len() > 45);
    }

    #[test]
    fn a_kind_is_found_by_its_stored_name_and_tells_its_own() {
        let kind = Kind::VisitCalled { table: 2 };
        assert_eq!(kind.name(), "visit_called");
        assert_eq!(Kind::named(kind.name()), Some(kind.shape()));
        assert_eq!(serde_json::to_value(&kind).unwrap()["kind"], "visit_called");
        assert_eq!(Kind::named("from_a_later_year"), None);
    }
}
