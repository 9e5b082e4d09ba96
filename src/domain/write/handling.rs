//! The write that says where a matter goes (design section 5).

use super::item::of;
use crate::domain::code::{Channel, Grade, OpinionState, Urgency};
use crate::domain::deadline::SetBy;
use crate::domain::decide::matter::{named, sort, wrong_state};
use crate::domain::decide::shared::{Decision, must, rules, said};
use crate::domain::due::due;
use crate::domain::entry::{GuideEntry, HandOverEntry, Handling, PartEntry, SpotEntry};
use crate::domain::event::{Happened, Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts, Needs};
use crate::domain::id::{OpinionId, UnitId};
use crate::domain::life::grid::matter;
use crate::domain::life::matter;
use crate::domain::moment::Day;
use crate::domain::record::Rev;
use crate::domain::refusal::{Earlier, Missing, Refusal, Subject};
use crate::domain::rules::{Class, Code, Limit, Reason};
use crate::domain::stake::{Part, Stake};
use crate::domain::text::called;

/// These parts of a matter, as it was seen.
pub(super) fn seen(opinion: OpinionId, rev: Rev, parts: impl Into<Vec<Part>>) -> Option<Stake> {
    of(Subject::Opinion, opinion.0, rev, parts)
}

pub(super) fn units_of(handling: &Handling, n: &mut Needs) {
    if let Handling::HandOver(h) = handling {
        n.units
            .extend(h.parts().flat_map(|p| std::iter::once(p.unit).chain(p.via)));
    }
}

writes! { ($) handling_rows
    /// Decide where a filed matter goes; one that has no category gets it along with it. What somebody is not content with is
    /// handed over once more.
    Opinion "opinion.handle" Handle {
        opinion: OpinionId,
        rev: Rev,
        category: Option<Code>,
        handling: Handling,
    } by Head Clerk;
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
    rule w, facts, ctx => handle_filed(w.category.as_ref(), &w.handling, facts, ctx);
    makes {
        /// What is said of the verdict, which nobody noted at first. `tell_by`: nobody was there to hear it, and the limit by
        /// which they are to be told; until it could be said, everybody counted as told.
        Opinion AnsweredOnSpot "answered_on_spot" 4 {
            Open tell_by: Option<Limit>,
        } whole spot: SpotEntry moves [
            Part::State, Part::Told(None), Part::Grade(None), Part::field("class"), Part::field("answer"),
        ];
        /// Kept under the key that stays, because where a station sends people is asked of the station.
        /// `tell_by`: the limit by which the person is to be told where to go.
        Opinion GuidedElsewhere "guided_elsewhere" 3 {
            Open tell_by: Option<Limit>,
        } whole guide: GuideEntry moves [Part::State, Part::Told(None)];
        Opinion KeptForReference "kept_for_reference" 1 {} moves [Part::State];
        /// One unit was given the matter. A round may hold several: the one that leads and those that help. `set_by`: what set
        /// its due day, which nobody noted at first.
        Opinion HandedOver "handed_over" 3 {
            Open round: u16,
            Open part: u16,
            Open lead: bool,
            Open "what the list of units calls an office: no person's name" unit_name: String,
            Open way: Way,
            Open set_by: Option<SetBy>,
            Sealed person: Option<String>,
            Sealed note: Option<String>,
        } whole to: PartEntry moves if *lead {
            let given = [
                Part::State, Part::Units, Part::Promised(None), Part::Helped(None), Part::Told(None), Part::Tries,
                Part::Held, Part::Grade(None),
            ];
            given.into_iter().chain(["due", "class", "answer"].map(Part::field)).collect()
        } else {
            vec![Part::Units]
        };
    }
}

/// A matter that is filed or being filed, as far as it decides how it is handed over.
pub(super) struct Matter<'a> {
    pub id: OpinionId,
    pub number: &'a str,
    /// The day it was taken in.
    pub day: Day,
    /// Which handling it would be.
    pub round: u16,
    pub urgency: Urgency,
    pub category: Option<&'a String>,
    /// How it came.
    pub channel: Option<Channel>,
    /// Whoever said it gave no name, and asks with a code.
    pub anonymous: bool,
}

/// The events of a decision where it goes, on a matter that is filed or being filed.
pub(super) fn handle(matter: &Matter<'_>, handling: &Handling, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let id = matter.id;
    Ok(match handling {
        Handling::Undecided => Vec::new(),
        Handling::Reference => vec![ctx.event(id.0, Kind::KeptForReference {})],
        Handling::OnSpot(spot) => {
            let heard = matter.channel.unwrap_or(Channel::Visit).hears() || spot.grade.is_some();
            let answered = on_spot(id, (spot, heard), facts, ctx)?;
            let held = (!heard && matter.anonymous).then(|| ctx.event(id.0, Kind::HeldForCollection {}));
            let more = unsettled(id, spot.grade, ctx).into_iter().chain(held);
            std::iter::once(answered).chain(more).collect()
        }
        Handling::Guide(guide) => vec![guided(id, guide, facts, ctx)?],
        Handling::HandOver(h) => handed_over(matter, h, facts, ctx)?,
    })
}

pub(super) fn class<'a>(code: &str, facts: &'a Facts) -> Result<&'a Class, Refusal> {
    let code = must(code, Missing::Class)?;
    rules(facts)?.class(&code).ok_or(Refusal::UnknownCode { code })
}

/// A plan class says until when; without the date it would be an empty promise.
pub(super) fn dated(class: &Class, date: Option<Day>) -> Result<Option<Day>, Refusal> {
    match (class.needs_date, date) {
        (true, None) => Err(Refusal::Missing(Missing::ClassDate)),
        (true, date) => Ok(date),
        (false, _) => Ok(None),
    }
}

/// A day that is to come, seen from when it was said: what is promised, planned or to be asked for later.
pub(super) fn ahead(day: Option<Day>, ctx: &Ctx<'_>) -> Result<Option<Day>, Refusal> {
    let said = ctx.happened.day();
    match day {
        Some(day) if day < said => Err(Refusal::DueBefore { day: said }),
        day => Ok(day),
    }
}

/// Answered at the desk: answered, told, classed and perhaps graded in one act, and struck off by it unless the person is not
/// content. Where nobody was there to hear it, it is answered and still to be told; whoever gave a verdict has heard it.
fn on_spot(
    id: OpinionId,
    (spot, heard): (&SpotEntry, bool),
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Result<NewEvent, Refusal> {
    let class = class(&spot.class, facts)?;
    dated(class, None)?;
    complaint(spot.grade, spot.said.as_ref())?;
    let spot = SpotEntry {
        answer: said(spot.answer.as_ref()),
        class: class.code.clone(),
        grade: spot.grade,
        said: said(spot.said.as_ref()).filter(|_| spot.grade.is_some()),
    };
    let tell_by = (!heard).then_some(rules(facts)?.limits.tell);
    Ok(ctx.event(id.0, Kind::AnsweredOnSpot { tell_by, spot }))
}

/// Whoever is not content says with what, or that they say nothing of it: something has to be done about it.
pub(super) fn complaint(grade: Option<Grade>, words: Option<&String>) -> Result<(), Refusal> {
    match grade {
        Some(grade) if !grade.settles() && said(words).is_none() => Err(Refusal::Missing(Missing::Complaint)),
        _ => Ok(()),
    }
}

/// What is over is not over for whoever is not content with it.
pub(super) fn unsettled(id: OpinionId, grade: Option<Grade>, ctx: &Ctx<'_>) -> Option<NewEvent> {
    let grade = grade.filter(|grade| !grade.settles());
    grade.map(|_| ctx.event(id.0, Kind::Unsettled {}))
}

fn guided(id: OpinionId, guide: &GuideEntry, facts: &Facts, ctx: &Ctx<'_>) -> Result<NewEvent, Refusal> {
    let code = must(&guide.reason, Missing::Reason)?;
    let reason = rules(facts)?.reason(&code).ok_or(Refusal::UnknownCode { code })?;
    if reason.keeps_nothing {
        return Err(Refusal::KeepsNothing);
    }
    // What is said goes before the reason's own place; one of the two there has to be.
    said(guide.destination.as_ref()).map_or_else(|| must(&reason.destination.zh, Missing::Destination), Ok)?;
    Ok(guided_to(id, (reason, rules(facts)?.limits.tell), guide, ctx))
}

/// To the place that was said, or else to the reason's own.
pub(super) fn guided_to(
    id: OpinionId,
    (reason, tell): (&Reason, Limit),
    guide: &GuideEntry,
    ctx: &Ctx<'_>,
) -> NewEvent {
    let guide = GuideEntry {
        reason: reason.code.clone(),
        destination: said(guide.destination.as_ref()).or_else(|| said(Some(&reason.destination.zh))),
        phone: said(guide.phone.as_ref()).or_else(|| reason.phone.clone()),
        // News that is promised is owed until it was told.
        told: guide.told && !reason.promises_news,
    };
    let tell_by = (!guide.told).then_some(tell);
    ctx.event(id.0, Kind::GuidedElsewhere { tell_by, guide })
}

/// One event for each unit's part, the leading one first.
fn handed_over(matter: &Matter<'_>, h: &HandOverEntry, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let Matter { id, round, urgency, .. } = *matter;
    if matter.category.is_none() {
        return Err(Refusal::Missing(Missing::Category));
    }
    let mut given: Vec<UnitId> = Vec::new();
    let mut events = Vec::new();
    for (part, entry) in (1u16..).zip(h.parts()) {
        let unit = facts.unit(entry.unit).filter(|u| u.active);
        let unit = unit.ok_or(Refusal::NotFound(Subject::Unit))?;
        let name = || unit.profile.short.clone();
        if given.contains(&unit.id) {
            return Err(Refusal::GivenTwice { unit: name() });
        }
        if entry.via == Some(unit.id) {
            return Err(Refusal::ViaItself { unit: name() });
        }
        given.push(unit.id);
        if let Some(via) = entry.via {
            facts.unit(via).ok_or(Refusal::NotFound(Subject::Unit))?;
        }
        let start = entry.counted_from.unwrap_or_else(|| ctx.happened.day());
        if start > ctx.now.day() {
            return Err(Refusal::InFuture);
        }
        // No limit runs before there is a matter.
        if start < matter.day {
            return Err(Refusal::BeforeThat {
                what: Earlier::Taken {
                    number: matter.number.to_owned(),
                },
                day: matter.day,
                said: start,
            });
        }
        let limit = rules(facts)?.answer_limit(urgency);
        let by_rule = due(rules(facts)?, start, limit).deadline();
        // A form sends what it showed: the day of the rule is as certain as the rule.
        let (due, set_by) = match entry.due {
            Some(due) if due.day != by_rule.day || due.time.is_some() => (due, SetBy::Word),
            _ => (by_rule, SetBy::Limit(limit)),
        };
        if due.day < start {
            return Err(Refusal::DueBefore { day: start });
        }
        let lead = part == 1;
        let person = called(h.person.as_ref()).filter(|_| lead);
        let kind = Kind::HandedOver {
            round,
            part,
            lead,
            unit_name: unit.profile.short.clone(),
            way: h.way,
            set_by: Some(set_by),
            person: person.or_else(|| said(unit.profile.contact.as_ref())),
            note: said(h.note.as_ref()),
            to: PartEntry {
                due: Some(due),
                ..*entry
            },
        };
        events.push(ctx.event(id.0, kind));
    }
    Ok(events)
}

/// Where it goes, and before that the category it is given on its way: all of it or nothing.
fn handle_filed(category: Option<&String>, handling: &Handling, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    if *handling == Handling::Undecided {
        return Err(Refusal::Missing(Missing::Change));
    }
    // Whoever was answered is owed another answer, and nothing less.
    let hands_over = matches!(handling, Handling::HandOver(_));
    if o.state != OpinionState::Filed && !hands_over {
        return Err(wrong_state(o));
    }
    let round = o.round().map_or(1, |r| r.no + 1);
    let urgency = o.details.urgency.unwrap_or(Urgency::Normal);
    let sorted = category.map(|code| sort(code, facts, ctx)).transpose()?.flatten();
    let of = Matter {
        id: o.id,
        number: &o.number,
        day: o.day,
        round,
        urgency,
        category: category.or(o.details.category.as_ref()),
        channel: o.details.channel,
        anonymous: facts.citizen.as_ref().is_some_and(|c| c.details.anonymous),
    };
    let handled = handle(&of, handling, facts, ctx)?;
    Ok(sorted.into_iter().chain(handled).collect())
}

impl Happened {
    /// Somebody was shown the way.
    pub(in crate::domain) const fn is_guidance(&self) -> bool {
        matches!(self.kind, Kind::GuidedElsewhere { .. })
    }
}
