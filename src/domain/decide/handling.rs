//! Where a matter goes and how it comes back: the straight road (design section 5).

use super::opinion::{seen, wrong_state};
use super::{Decision, must, rules, said};
use crate::domain::code::{Grade, OpinionState, Reached, Urgency, Way};
use crate::domain::command::{Command, GuideEntry, HandOverEntry, Handling, SpotEntry};
use crate::domain::due::due;
use crate::domain::event::{Kind, NewEvent, Secret};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::OpinionId;
use crate::domain::moment::Day;
use crate::domain::record::Opinion;
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::rules::Class;

/// Acts on a matter after it was filed.
pub(super) fn to_unit_and_back(command: &Command, facts: &Facts, ctx: &mut Ctx<'_>) -> Option<Decision> {
    use Command as C;
    Some(match command {
        C::Handle { rev, handling, .. } => handle_filed(*rev, handling, facts, ctx),
        C::Chase {
            rev,
            way,
            person,
            text,
            promised_for,
            ..
        } => chase(*rev, *way, (person.as_ref(), text.as_ref()), *promised_for, facts, ctx),
        C::RecordAnswer {
            rev,
            way,
            person,
            text,
            class,
            class_date,
            ..
        } => answer(*rev, *way, (person.as_ref(), text), (class, *class_date), facts, ctx),
        C::Tell { .. } => tell(command, facts, ctx),
        C::Evaluate {
            rev, grade, said, way, ..
        } => evaluate(*rev, (*grade, *way), said.as_ref(), facts, ctx),
        C::CloseOpinion {
            rev, class, class_date, ..
        } => close(*rev, class, *class_date, facts, ctx),
        _ => return None,
    })
}

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
        Handling::HandOver(h) => vec![handed_over(id, round, (urgency, category), h, facts, ctx)?],
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
    };
    let secret = Secret {
        text: said(Some(&spot.answer)),
        ..Secret::default()
    };
    Ok(ctx.event(id.0, kind).sealed(secret))
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
        destination,
        phone,
        told: guide.told,
    };
    Ok(ctx.event(id.0, kind))
}

fn handed_over(
    id: OpinionId,
    round: u16,
    (urgency, category): (Urgency, Option<&String>),
    h: &HandOverEntry,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Result<NewEvent, Refusal> {
    let unit = facts.unit.as_ref().filter(|u| u.id == h.unit && u.active);
    let unit = unit.ok_or(Refusal::NotFound(Subject::Unit))?;
    if category.is_none() {
        return Err(Refusal::Missing(Missing::Category));
    }
    let start = ctx.happened.day();
    let by_rule = due(rules(facts)?, start, rules(facts)?.answer_limit(urgency));
    let day = h.due.unwrap_or(by_rule.day);
    if day < start {
        return Err(Refusal::EndsBeforeStart);
    }
    let kind = Kind::HandedOver {
        round,
        unit: unit.id,
        unit_name: unit.profile.short.clone(),
        due: Some(day),
        provisional: h.due.is_none() && by_rule.provisional,
        way: h.way,
        person: said(h.person.as_ref()).or_else(|| unit.profile.contact.clone()),
    };
    Ok(ctx.event(id.0, kind).sealed(Secret {
        text: said(h.note.as_ref()),
        ..Secret::default()
    }))
}

fn handle_filed(rev: u32, handling: &Handling, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = seen(rev, facts)?;
    if *handling == Handling::Undecided {
        return Err(Refusal::Missing(Missing::Change));
    }
    if o.state != OpinionState::Filed {
        return Err(wrong_state(o));
    }
    let round = o.round.as_ref().map_or(1, |r| r.no + 1);
    let urgency = o.details.urgency.unwrap_or(Urgency::Normal);
    handle(
        o.id,
        round,
        (urgency, o.details.category.as_ref()),
        handling,
        facts,
        ctx,
    )
}

fn with_unit(o: &Opinion) -> Result<u16, Refusal> {
    match (&o.round, o.state) {
        (Some(r), OpinionState::HandedOver) => Ok(r.no),
        _ => Err(wrong_state(o)),
    }
}

fn chase(
    rev: u32,
    way: Way,
    (person, text): (Option<&String>, Option<&String>),
    promised_for: Option<Day>,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    let o = seen(rev, facts)?;
    let kind = Kind::Chased {
        round: with_unit(o)?,
        way,
        person: said(person),
        promised_for,
    };
    Ok(vec![ctx.event(o.id.0, kind).sealed(Secret {
        text: said(text),
        ..Secret::default()
    })])
}

fn answer(
    rev: u32,
    way: Way,
    (person, text): (Option<&String>, &str),
    (code, date): (&str, Option<Day>),
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    let o = seen(rev, facts)?;
    let round = with_unit(o)?;
    let text = must(text, Missing::Answer)?;
    let class = class(code, facts)?;
    let class_date = dated(class, date)?;
    let kind = Kind::Answered {
        round,
        way,
        person: said(person),
        class: class.code.clone(),
        class_date,
    };
    let mut events = vec![ctx.event(o.id.0, kind).sealed(Secret {
        text: Some(text),
        ..Secret::default()
    })];
    // Nobody can be called: the answer waits until the person asks with the claim code (S11).
    if facts.citizen.as_ref().is_some_and(|c| c.details.anonymous) {
        events.push(ctx.event(o.id.0, Kind::HeldForCollection {}));
    }
    Ok(events)
}

fn tell(command: &Command, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let Command::Tell {
        rev,
        whom,
        way,
        reached,
        note,
        grade,
        said: words,
        close,
        ..
    } = command
    else {
        return Err(Refusal::NotFound(Subject::Opinion));
    };
    let o = seen(*rev, facts)?;
    if o.state != OpinionState::Answered {
        return Err(wrong_state(o));
    }
    if let Some(c) = whom
        && !o.parties.iter().any(|p| p.citizen == *c)
    {
        return Err(Refusal::NotFound(Subject::Citizen));
    }
    let told = Kind::PersonTold {
        citizen: *whom,
        way: *way,
        reached: *reached,
    };
    let mut events = vec![ctx.event(o.id.0, told).sealed(Secret {
        text: said(note.as_ref()),
        ..Secret::default()
    })];
    if !matches!(reached, Reached::Told | Reached::Collected) {
        return Ok(events);
    }
    if let Some(grade) = grade {
        let kind = Kind::Evaluated {
            grade: *grade,
            way: Some(*way),
        };
        events.push(ctx.event(o.id.0, kind).sealed(Secret {
            text: said(words.as_ref()),
            ..Secret::default()
        }));
    }
    // Of a group everybody is owed the answer; the matter is not done with while one of them does not know (S10).
    let all_told = whom.is_none() || o.parties.iter().all(|p| p.told || *whom == Some(p.citizen));
    // A plan stays in follow-up and somebody dissatisfied is not done with; both are closed by an act of their own.
    let done = o
        .class
        .as_deref()
        .and_then(|c| rules(facts).ok()?.class(c))
        .filter(|c| !c.follow_up);
    if let Some(class) = done.filter(|_| *close && all_told && *grade != Some(Grade::Dissatisfied)) {
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

fn evaluate(rev: u32, (grade, way): (Grade, Way), words: Option<&String>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = seen(rev, facts)?;
    let later = o.state == OpinionState::Closed && o.grade.is_none();
    if o.state != OpinionState::Told && !later {
        return Err(wrong_state(o));
    }
    let kind = Kind::Evaluated { grade, way: Some(way) };
    Ok(vec![ctx.event(o.id.0, kind).sealed(Secret {
        text: said(words),
        ..Secret::default()
    })])
}

/// Striking off needs a class, and a telling or a recorded failure to reach.
fn close(rev: u32, code: &str, date: Option<Day>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = seen(rev, facts)?;
    if !matches!(o.state, OpinionState::Answered | OpinionState::Told) {
        return Err(wrong_state(o));
    }
    if !(o.told || o.held || o.failed_tellings > 0) {
        return Err(Refusal::NotTold);
    }
    let class = class(code, facts)?;
    let class_date = dated(class, date.or(o.class_date))?;
    let kind = Kind::OpinionClosed {
        class: class.code.clone(),
        class_date,
        told: o.told,
    };
    Ok(vec![ctx.event(o.id.0, kind)])
}
