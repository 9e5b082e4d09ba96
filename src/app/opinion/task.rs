//! What a form about a matter files: its fields, and the command made of what was typed.

use crate::app::model::form::Bad;
use crate::app::model::{Host, MatterAct, Seen, State, Task};
use crate::app::opinion::entry::{self, said};
use crate::app::opinion::fields::SPOT;
use crate::app::opinion::{correct, spec, whom};
use crate::domain::code::{Channel, Grade, Reach, Reached, SessionKind, Way, numbered_by};
use crate::domain::command::{
    Arrival, Change, Chase, CloseOpinion, Command, CorrectCitizen, CorrectOpinion, Evaluate, EvaluationEntry, Handle,
    Handling, LateSession, LateVisit, MoveOpinion, NoteNumber, OpinionEntry, RecordAnswer, SplitOpinion,
    TakeBackTelling, Tell, VisitRef, VoidOpinion,
};
use crate::domain::deed::Deed;
use crate::domain::id::{CitizenId, SessionId};
use crate::domain::life;
use crate::domain::moment::{Day, TimeOfDay};
use crate::domain::record::{Opinion, OpinionDetails, SessionPlan};
use crate::domain::refusal::Refusal;
use crate::domain::typed_date::{Lean, parse_hours};
use crate::domain::view::OpinionFile;
use crate::domain::village::is_one_of;
use crate::form::{FieldId, FormSpec, Values};
use chrono::Timelike as _;

acts! { ($) opinion_acts
    OpinionNew "opinion.new" + opinion_new opinion_new Desk true false [FileOpinion] [] opinion::new;
    OpinionBeside "opinion.beside" opinion_beside Desk true false [FileOpinion] [] opinion::beside;
}

acts! { ($) late_acts
    VisitLate "visit.late" + visit_late visit_late Desk true false [EnterVisit] [] |s| opinion::open_task(s, Task::LateVisit(Vec::new()));
    SessionLate "session.late" + session_late session_late Desk true false [EnterSession] [] |s| opinion::open_task(s, Task::LateSession);
    OpinionHandMarked "opinion.hand_marked" + opinion_hand_marked opinion_hand_marked Desk true false [Handle]
        [|s| s.has_marked_opinions(), |t| t.say.none_marked] opinion::batch::open_marked;
}

impl MatterAct {
    /// What moving a matter writes, before it is known where to.
    pub const MOVES: Deed = Deed::MoveOpinion;

    /// The write it is for.
    pub const fn deed(self) -> Deed {
        match self {
            Self::Handle => Deed::Handle,
            Self::Chase => Deed::Chase,
            Self::Answer => Deed::RecordAnswer,
            Self::Tell => Deed::Tell,
            Self::Evaluate => Deed::Evaluate,
            Self::Close => Deed::CloseOpinion,
            Self::Correct | Self::Apart => Deed::CorrectOpinion,
            Self::Person => Deed::CorrectCitizen,
            Self::Void => Deed::VoidOpinion,
            Self::TakeBack => Deed::TakeBackTelling,
            Self::Split => Deed::SplitOpinion,
            Self::Number => Deed::NoteNumber,
            Self::Move(..) => Self::MOVES,
        }
    }

    /// Whether the state of a matter allows it; what else stands against it is said when it is tried. A unit is the one that
    /// leads here.
    pub fn is_possible(self, o: &Opinion) -> bool {
        let of_lead = || o.round().is_none_or(|round| life::may(self.deed(), &round.lead));
        let may = |deed| life::may(deed, o);
        may(self.deed()) && of_lead() && (self != Self::Person || may(Deed::CorrectOpinion))
    }

    /// Why the state a matter is in does not allow it.
    pub fn why_not(self, o: &Opinion) -> Option<Refusal> {
        (!self.is_possible(o)).then(|| Refusal::OpinionState {
            number: o.number.clone(),
            state: o.state,
            touch: None,
        })
    }
}

impl Task {
    /// The fields, when the rules are known.
    pub fn spec(&self, state: &State) -> Option<FormSpec> {
        let lang = state.lang;
        let rules = state.snap.rules.as_deref()?;
        Some(match self {
            Self::File(_) => spec::opinion(lang, rules),
            Self::LateVisit(_) => spec::visit(lang),
            Self::LateSession => spec::session(lang),
            Self::On(deed, _) => match deed {
                MatterAct::Handle => spec::handle(lang, rules),
                MatterAct::Chase => spec::chase(lang),
                MatterAct::Answer => spec::answer(lang, rules),
                MatterAct::Tell => spec::tell(lang),
                MatterAct::Evaluate => spec::evaluate(lang),
                MatterAct::Close => spec::close(lang, rules),
                MatterAct::Correct => spec::correct(lang, rules),
                MatterAct::Person => spec::person(lang),
                MatterAct::TakeBack => spec::take_back(lang),
                MatterAct::Void | MatterAct::Move(..) => spec::reason(deed.form(), lang),
                MatterAct::Split => spec::split(lang),
                MatterAct::Number => spec::number(lang),
                MatterAct::Apart => spec::apart(lang),
            },
        })
    }

    /// What it writes.
    pub const fn deed(&self) -> Deed {
        match self {
            Self::File(_) => Deed::FileOpinion,
            Self::On(act, _) => act.deed(),
            Self::LateVisit(_) => Deed::EnterVisit,
            Self::LateSession => Deed::EnterSession,
        }
    }

    /// The command made of the values. `file` is the matter as it was read.
    pub fn command(
        &self,
        state: &State,
        values: &Values,
        host: &Host,
        file: Option<&OpinionFile>,
    ) -> Result<Command, Bad> {
        let today = state.today();
        match self {
            Self::File(new) => {
                let unhappy = entry::coded(values, "grade", Grade::from_code).is_some_and(|grade| !grade.settles());
                if unhappy && values.code("handling") == Some(SPOT) && said(values, "said").is_none() {
                    return Err(("said", state.texts().matter.need_complaint.to_owned()));
                }
                let (speaker, representatives) = entry::people(state.lang, values, new.speaker(&host.form));
                Ok(Command::FileOpinion(Box::new(OpinionEntry {
                    visit: self.visit().map_or_else(|| unqueued(state), VisitRef::Known),
                    speaker,
                    representatives,
                    details: OpinionDetails {
                        may_relay: entry::relay(state.lang, values),
                        ..entry::details(values)
                    },
                    handling: entry::handling(values, today),
                })))
            }
            Self::On(MatterAct::Person, _) => person(state, values, whom::chosen(&host.form), file),
            Self::On(deed, seen) => on(*deed, seen, state, values, file),
            Self::LateVisit(sessions) => late_visit(state, values, sessions),
            Self::LateSession => late_session(state, values),
        }
    }
}

/// Outside of any queue; it belongs to the reception that is open.
pub fn unqueued(state: &State) -> VisitRef {
    VisitRef::Unqueued {
        session: state.open_id(),
        heads: 1,
    }
}

/// A category is asked for only while the matter has none.
fn is_unsorted(file: Option<&OpinionFile>) -> bool {
    file.is_some_and(|f| f.opinion.details.category.is_none())
}

/// The way somebody is told, by how they said they are found.
pub(super) const fn told_by(reach: Option<Reach>) -> Way {
    match reach {
        Some(Reach::Message) => Way::Message,
        Some(Reach::Home | Reach::Comes) => Way::InPerson,
        Some(Reach::Phone) | None => Way::Phone,
    }
}

/// Whether the matter is over when somebody was told, and said that of it.
pub(super) fn is_end(state: &State, file: Option<&OpinionFile>, whom: Option<CitizenId>, grade: Option<Grade>) -> bool {
    let rules = state.snap.rules.as_deref();
    file.zip(rules)
        .is_some_and(|(f, rules)| !f.opinion.is_plan(rules) && f.opinion.is_over_with(whom, grade))
}

/// Which of several people it is about; none where it is owed to one.
pub(super) fn whom(v: &Values) -> Option<CitizenId> {
    v.code("whom").and_then(|c| c.parse().ok()).map(CitizenId)
}

/// Where a matter goes, with the category it is given along.
pub(super) fn handle(seen: &Seen, category: Option<&str>, handling: Handling) -> Command {
    Command::Handle(Handle {
        opinion: seen.id,
        rev: seen.rev,
        category: category.map(str::to_owned),
        handling,
    })
}

/// What is put right of somebody it is owed to; of whoever spoke where nobody was chosen.
fn person(state: &State, v: &Values, whom: Option<CitizenId>, file: Option<&OpinionFile>) -> Result<Command, Bad> {
    let citizen = file.and_then(|f| f.person(whom));
    let changes = citizen.map(|c| correct::citizen(state.lang, c, v, state.today()));
    match (citizen, changes) {
        (Some(c), Some(changes)) if !changes.is_empty() => Ok(Command::CorrectCitizen(CorrectCitizen {
            citizen: c.id,
            rev: c.rev,
            changes,
            reason: v.text("why").trim().to_owned(),
        })),
        _ => Err(("why", state.texts().matter.no_change.to_owned())),
    }
}

fn on(deed: MatterAct, seen: &Seen, state: &State, v: &Values, file: Option<&OpinionFile>) -> Result<Command, Bad> {
    let (opinion, rev, today) = (seen.id, seen.rev, state.today());
    let ahead = |field| entry::day(v, field, today, Lean::Future);
    let class = || v.code("class").unwrap_or_default().to_owned();
    let why = || v.text("why").trim().to_owned();
    let grade = entry::coded(v, "grade", Grade::from_code);
    let is_spot = deed == MatterAct::Handle && v.code("handling") == Some(SPOT);
    let is_asked = is_spot || matches!(deed, MatterAct::Tell | MatterAct::Evaluate);
    let asks_why = is_asked && grade.is_some_and(|g| !g.settles());
    if asks_why && said(v, "said").is_none() {
        return Err(("said", state.texts().matter.need_complaint.to_owned()));
    }
    let reached = entry::reached(v);
    if deed == MatterAct::Tell && reached == Reached::Through && said(v, "relay").is_none() {
        return Err(("relay", state.texts().matter.need_relay.to_owned()));
    }
    let is_cadre = |relay: &String| file.is_some_and(|file| is_one_of(&file.cadres, relay));
    if deed == MatterAct::Tell && reached == Reached::Through && said(v, "relay").as_ref().is_some_and(is_cadre) {
        return Err(("relay", state.texts().matter.relay_cadre.to_owned()));
    }
    if deed == MatterAct::Tell && reached == Reached::NoWay && said(v, "note").is_none() {
        return Err(("note", state.texts().matter.need_tried.to_owned()));
    }
    Ok(match deed {
        MatterAct::Handle => {
            let category = v.code("category").filter(|_| is_unsorted(file));
            handle(seen, category, entry::handling(v, today))
        }
        MatterAct::Chase => Command::Chase(Chase {
            opinion,
            rev,
            unit: None,
            way: entry::way(v),
            person: said(v, "contact"),
            text: said(v, "promise"),
            promised_for: ahead("promised_for"),
        }),
        MatterAct::Answer => Command::RecordAnswer(RecordAnswer {
            opinion,
            rev,
            unit: None,
            way: entry::way(v),
            person: said(v, "contact"),
            text: v.text("answer").trim().to_owned(),
            class: class(),
            class_date: ahead("class_date"),
        }),
        MatterAct::Tell => Command::Tell(Tell {
            opinion,
            rev,
            whom: whom(v),
            way: entry::way(v),
            reached,
            ask_on: ahead("ask_on").filter(|_| reached.is_on_its_way()),
            note: said(v, if reached == Reached::Through { "relay" } else { "note" }),
            grade,
            said: said(v, "said"),
            close: grade.is_some() && is_end(state, file, whom(v), grade),
        }),
        MatterAct::Evaluate => Command::Evaluate(Evaluate {
            opinion,
            rev,
            evaluation: EvaluationEntry {
                whom: whom(v),
                ..EvaluationEntry::of(grade.unwrap_or(Grade::Declined), entry::way(v), said(v, "said"))
            },
        }),
        MatterAct::Close => Command::CloseOpinion(CloseOpinion {
            opinion,
            rev,
            class: class(),
            class_date: ahead("class_date"),
            upheld: v.code("upheld").map(str::to_owned),
            reason: said(v, "why"),
        }),
        MatterAct::Correct => {
            let changes = file
                .map(|f| correct::opinion(state.lang, f, v, today))
                .unwrap_or_default();
            if changes.is_empty() {
                return Err(("why", state.texts().matter.no_change.to_owned()));
            }
            Command::CorrectOpinion(CorrectOpinion {
                opinion,
                rev,
                changes,
                reason: why(),
            })
        }
        MatterAct::Person => return person(state, v, None, file),
        MatterAct::Apart => Command::CorrectOpinion(CorrectOpinion {
            opinion,
            rev,
            changes: vec![Change::Channel(entry::coded(v, "channel", Channel::from_code))],
            reason: why(),
        }),
        MatterAct::Void => Command::VoidOpinion(VoidOpinion {
            opinion,
            rev,
            reason: why(),
        }),
        MatterAct::TakeBack => Command::TakeBackTelling(TakeBackTelling {
            opinion,
            rev,
            whom: whom(v),
            reason: why(),
        }),
        MatterAct::Split => Command::SplitOpinion(SplitOpinion {
            opinion,
            rev,
            keep: v.text("old_words").trim().to_owned(),
            words: v.text("new_words").trim().to_owned(),
            category: v.code("category").map(str::to_owned),
        }),
        MatterAct::Number => {
            let (family, system) = numbered_by(v.code("system"));
            Command::NoteNumber(NoteNumber {
                opinion,
                family,
                system,
                number: v.text("other_number").trim().to_owned(),
            })
        }
        MatterAct::Move(visit, citizen) => Command::MoveOpinion(MoveOpinion {
            opinion,
            rev,
            visit,
            citizen,
            reason: why(),
        }),
    })
}

fn late_visit(state: &State, v: &Values, sessions: &[(Day, SessionId)]) -> Result<Command, Bad> {
    let t = &state.texts().sheet;
    let on = past_day(state, v)?;
    let at = |field: FieldId| entry::moment(v, field, on);
    let arrived = at("arrived").ok_or_else(|| ("arrived", t.bad_time.to_owned()))?;
    let talked = at("talked").unwrap_or(arrived);
    let done = at("done").unwrap_or(talked);
    if talked < arrived {
        return Err(("talked", t.sat_before.to_owned()));
    }
    if done < talked {
        return Err(("done", t.done_before.to_owned()));
    }
    let small = |field| v.number(field).and_then(|n| n.try_into().ok());
    Ok(Command::EnterVisit(LateVisit {
        session: sessions.iter().find(|(day, _)| *day == on).map(|(_, id)| *id),
        arrival: Arrival {
            label: said(v, "label"),
            first_words: said(v, "first_words"),
            heads: v.number("heads").and_then(|n| n.try_into().ok()).unwrap_or(1),
            ..Arrival::default()
        },
        ticket: small("ticket"),
        table: v.number("table").and_then(|n| n.try_into().ok()).unwrap_or(1),
        arrived,
        talked,
        done,
    }))
}

fn late_session(state: &State, v: &Values) -> Result<Command, Bad> {
    let on = past_day(state, v)?;
    let hours = parse_hours(v.text("hours"));
    let (from, to) = hours.map_err(|_| ("hours", state.texts().sheet.bad_time.to_owned()))?;
    let time = |t: chrono::NaiveTime| TimeOfDay((t.hour() * 60 + t.minute()) as u16);
    Ok(Command::EnterSession(LateSession {
        plan: SessionPlan {
            day: on,
            starts: time(from),
            ends: time(to),
            place: said(v, "session_place").unwrap_or_default(),
            kind: SessionKind::Regular,
            tables: v.number("tables").and_then(|n| n.try_into().ok()).unwrap_or(1),
            theme: None,
        },
        deputies: entry::deputies(v),
        staff_only: v.flag("staff_only"),
        note: said(v, "note"),
    }))
}

fn past_day(state: &State, v: &Values) -> Result<Day, Bad> {
    let on = entry::day(v, "day", state.today(), Lean::Past);
    on.ok_or_else(|| ("day", state.texts().sheet.bad_date.to_owned()))
}
