//! Where a matter goes and how it comes back: the straight road (design section 5).

use super::matter::{held_for, named, sort, wrong_state};
use super::shared::{Decision, must, rules, said};
use crate::domain::code::{OpinionState, Urgency};
use crate::domain::deadline::Deadline;
use crate::domain::due::due;
use crate::domain::entry::{EvaluationEntry, GuideEntry, HandOverEntry, Handling, SpotEntry};
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::{CitizenId, OpinionId, UnitId};
use crate::domain::life::grid::Life;
use crate::domain::moment::Day;
use crate::domain::record::{Handover, Opinion};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::rules::Class;
use crate::domain::write::said::{Chase, RecordAnswer, Tell};

/// The events of a decision where it goes, on a matter that is filed or being filed.
pub(super) fn handle(
    id: OpinionId,
    round: u16,
    (urgency, category): (Urgency, Option<&String>),
    handling: &Handling,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    Ok(match handling {
        Handling::Undecided => Vec::new(),
        Handling::Reference => vec![ctx.event(id.0, Kind::KeptForReference {})],
        Handling::OnSpot(spot) => vec![on_spot(id, spot, facts, ctx)?],
        Handling::Guide(guide) => vec![guided(id, guide, facts, ctx)?],
        Handling::HandOver(h) => handed_over(id, round, (urgency, category), h, facts, ctx)?,
    })
}

fn class<'a>(code: &str, facts: &'a Facts) -> Result<&'a Class, Refusal> {
    let code = must(code, Missing::Class)?;
    rules(facts)?.class(&code).ok_or(Refusal::UnknownCode { code })
}

/// A plan class says until when; without the date it would be an empty promise.
fn dated(class: &Class, date: Option<Day>) -> Result<Option<Day>, Refusal> {
    match (class.needs_date, date) {
        (true, None) => Err(Refusal::Missing(Missing::ClassDate)),
        (true, date) => Ok(date),
        (false, _) => Ok(None),
    }
}

/// Answered at the desk: answered, told, classed and perhaps graded in one act, and struck off by it.
fn on_spot(id: OpinionId, spot: &SpotEntry, facts: &Facts, ctx: &Ctx<'_>) -> Result<NewEvent, Refusal> {
    let class = class(&spot.class, facts)?;
    dated(class, None)?;
    let kind = Kind::AnsweredOnSpot {
        class: class.code.clone(),
        grade: spot.grade,
        answer: said(Some(&spot.answer)),
    };
    Ok(ctx.event(id.0, kind))
}

fn guided(id: OpinionId, guide: &GuideEntry, facts: &Facts, ctx: &Ctx<'_>) -> Result<NewEvent, Refusal> {
    let code = must(&guide.reason, Missing::Reason)?;
    let reason = rules(facts)?.reason(&code).ok_or(Refusal::UnknownCode { code })?;
    if reason.keeps_nothing {
        return Err(Refusal::KeepsNothing);
    }
    let destination = said(Some(&guide.destination)).unwrap_or_else(|| reason.destination.zh.clone());
    let destination = must(&destination, Missing::Destination)?;
    let phone = said(guide.phone.as_ref()).or_else(|| reason.phone.clone());
    let kind = Kind::GuidedElsewhere {
        reason: reason.code.clone(),
        told: guide.told,
        destination: Some(destination),
        phone,
    };
    Ok(ctx.event(id.0, kind))
}

/// One event for each unit's part, the leading one first.
fn handed_over(
    id: OpinionId,
    round: u16,
    (urgency, category): (Urgency, Option<&String>),
    h: &HandOverEntry,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    if category.is_none() {
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
        let by_rule = due(rules(facts)?, start, rules(facts)?.answer_limit(urgency));
        let by_rule = Deadline {
            day: by_rule.day,
            time: None,
            provisional: by_rule.provisional,
        };
        // A form sends what it showed: the day of the rule is as certain as the rule.
        let due = match entry.due {
            Some(due) if due.day != by_rule.day || due.time.is_some() => due,
            _ => by_rule,
        };
        if due.day < start {
            return Err(Refusal::EndsBeforeStart);
        }
        let lead = part == 1;
        let person = said(h.person.as_ref()).filter(|_| lead);
        let kind = Kind::HandedOver {
            round,
            part,
            lead,
            unit: unit.id,
            unit_name: unit.profile.short.clone(),
            via: entry.via,
            counted_from: entry.counted_from,
            due: Some(due),
            way: h.way,
            person: person.or_else(|| said(unit.profile.contact.as_ref())),
            note: said(h.note.as_ref()),
        };
        events.push(ctx.event(id.0, kind));
    }
    Ok(events)
}

/// Where it goes, and before that the category it is given on its way: all of it or nothing.
pub(in crate::domain) fn handle_filed(
    category: Option<&String>,
    handling: &Handling,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    let o = named(facts)?;
    if *handling == Handling::Undecided {
        return Err(Refusal::Missing(Missing::Change));
    }
    let round = o.round().map_or(1, |r| r.no + 1);
    let urgency = o.details.urgency.unwrap_or(Urgency::Normal);
    let sorted = category.map(|code| sort(code, facts, ctx)).transpose()?.flatten();
    let of = (urgency, category.or(o.details.category.as_ref()));
    let handled = handle(o.id, round, of, handling, facts, ctx)?;
    Ok(sorted.into_iter().chain(handled).collect())
}

/// The part of a unit that owes an answer: the one named, or the one that leads. The matter waits for the one that leads;
/// one that helps owes its own as long as the matter is open.
fn with_unit<'o>(life: &Life, o: &'o Opinion, unit: Option<UnitId>) -> Result<(u16, &'o Handover), Refusal> {
    let round = o.round().ok_or_else(|| wrong_state(o))?;
    let part = match unit {
        None => Some(&round.lead),
        Some(unit) => round.parts().find(|part| part.unit == unit),
    };
    let part = part.ok_or(Refusal::NotFound(Subject::Unit))?;
    if part.lead && o.state != OpinionState::HandedOver {
        return Err(wrong_state(o));
    }
    if life.why_not(part).is_some() {
        return Err(Refusal::UnitAnswered {
            unit: part.unit_name.clone(),
        });
    }
    Ok((round.no, part))
}

pub(in crate::domain) fn chase(act: &Chase, life: &Life, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let (round, part) = with_unit(life, o, act.unit)?;
    let kind = Kind::Chased {
        round,
        part: part.part,
        lead: part.lead,
        way: act.way,
        promised_for: act.promised_for,
        person: said(act.person.as_ref()),
        text: said(act.text.as_ref()),
    };
    Ok(vec![ctx.event(o.id.0, kind)])
}

pub(in crate::domain) fn answer(act: &RecordAnswer, life: &Life, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let (round, part) = with_unit(life, o, act.unit)?;
    let text = must(&act.text, Missing::Answer)?;
    let class = class(&act.class, facts)?;
    let class_date = dated(class, act.class_date)?;
    let kind = Kind::Answered {
        round,
        part: part.part,
        lead: part.lead,
        way: act.way,
        class: class.code.clone(),
        class_date,
        person: said(act.person.as_ref()),
        text: Some(text),
    };
    let mut events = vec![ctx.event(o.id.0, kind)];
    events.extend(held_for(facts.citizen.as_ref().filter(|_| part.lead), o.id, ctx));
    Ok(events)
}

pub(in crate::domain) fn tell(act: &Tell, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let Tell {
        whom,
        way,
        reached,
        note,
        grade,
        said: words,
        close,
        ..
    } = act;
    let o = named(facts)?;
    if let Some(c) = whom
        && !o.parties.iter().any(|p| p.citizen == *c)
    {
        return Err(Refusal::NotFound(Subject::Citizen));
    }
    if reached.is_told() && grade.is_some() {
        whose(o, *whom)?;
    }
    let told = Kind::PersonTold {
        citizen: *whom,
        way: *way,
        reached: *reached,
        note: said(note.as_ref()),
    };
    let mut events = vec![ctx.event(o.id.0, told)];
    if !reached.is_told() {
        return Ok(events);
    }
    if let Some(grade) = grade {
        let evaluation = EvaluationEntry {
            whom: *whom,
            ..EvaluationEntry::of(*grade, *way, words.clone())
        };
        events.push(ctx.event(o.id.0, evaluated(&evaluation)));
    }
    // Of a group everybody is owed the answer; the matter is not done with while one of them does not know (S10).
    let all_told = whom.is_none() || o.parties.iter().all(|p| p.told || *whom == Some(p.citizen));
    // A plan stays in follow-up and somebody dissatisfied is not done with; both are closed by an act of their own.
    let done = o
        .class
        .as_deref()
        .and_then(|c| rules(facts).ok()?.class(c))
        .filter(|c| !c.follow_up);
    // What one of a group says takes nothing back of what another said.
    let others = o.parties.iter().filter(|p| match whom {
        Some(whom) => p.citizen != *whom,
        None => grade.is_none(),
    });
    let content = grade
        .iter()
        .chain(others.filter_map(|p| p.grade.as_ref()))
        .all(|g| g.settles());
    if let Some(class) = done.filter(|_| *close && all_told && content) {
        events.push(ctx.event(
            o.id.0,
            Kind::OpinionClosed {
                class: class.code.clone(),
                class_date: o.class_date,
                told: true,
            },
        ));
    }
    Ok(events)
}

fn evaluated(e: &EvaluationEntry) -> Kind {
    Kind::Evaluated {
        citizen: e.whom,
        grade: e.grade,
        attitude: e.attitude,
        result: e.result,
        way: Some(e.way),
        asked_by: e.asked_by,
        said: said(e.said.as_ref()),
    }
}

/// One person's word is not everybody's: of several it has to be said whose it is.
fn whose(o: &Opinion, whom: Option<CitizenId>) -> Result<(), Refusal> {
    match whom {
        None if o.is_of_several() => Err(Refusal::Missing(Missing::Whom)),
        _ => Ok(()),
    }
}

pub(in crate::domain) fn evaluate(e: &EvaluationEntry, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    if !o.may_hear(e.whom) {
        return Err(wrong_state(o));
    }
    if let Some(whom) = e.whom
        && !o.parties.iter().any(|p| p.citizen == whom)
    {
        return Err(Refusal::NotFound(Subject::Citizen));
    }
    whose(o, e.whom)?;
    Ok(vec![ctx.event(o.id.0, evaluated(e))])
}

/// Striking off needs a class, and a telling or a recorded failure to reach.
pub(in crate::domain) fn close(code: &str, date: Option<Day>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let told = o.is_known();
    if !o.may_close() {
        return Err(Refusal::NotTold);
    }
    let class = class(code, facts)?;
    let class_date = dated(class, date.or(o.class_date))?;
    let kind = Kind::OpinionClosed {
        class: class.code.clone(),
        class_date,
        told,
    };
    Ok(vec![ctx.event(o.id.0, kind)])
}
