//! What rules of several nouns share: the station and its rules, text that has to be there, the business day.

use crate::domain::change::may_be_called;
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts, day_of};
use crate::domain::id::DeputyId;
use crate::domain::moment::Day;
use crate::domain::phone::parse_phone;
use crate::domain::record::{Session, Station, Visit};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::rules::Ruleset;

/// What comes of a decision.
pub type Decision = Result<Vec<NewEvent>, Refusal>;

pub(in crate::domain) fn station(facts: &Facts) -> Result<&Station, Refusal> {
    facts.station.as_ref().ok_or(Refusal::NoStation)
}

pub(in crate::domain) fn rules(facts: &Facts) -> Result<&Ruleset, Refusal> {
    facts.rules.as_deref().ok_or(Refusal::NoStation)
}

/// Trimmed text, or none when nothing is left.
pub(in crate::domain) fn said(text: Option<&String>) -> Option<String> {
    text.map(|t| t.trim()).filter(|t| !t.is_empty()).map(str::to_owned)
}

/// Text that has to be there.
pub(in crate::domain) fn must(text: &str, missing: Missing) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::Missing(missing))
    } else {
        Ok(text.to_owned())
    }
}

/// What somebody or something is called, which has to be there.
pub(in crate::domain) fn must_be_called(name: &str) -> Result<String, Refusal> {
    may_be_called(Some(&name.to_owned()))?.ok_or(Refusal::Missing(Missing::Name))
}

/// A telephone number in its one form; what cannot be read as one stays as it was typed.
pub(in crate::domain) fn rung_at(phone: Option<&String>) -> Option<String> {
    said(phone).map(|typed| parse_phone(&typed).map_or(typed, |phone| phone.canonical()))
}

/// The business day an act belongs to, with the event that turns it when the clock moved on by one day and nobody is
/// being received. Going back, or moving further, is asked first: a wrong clock must not open a second day (S6).
pub(in crate::domain) fn desk_day(facts: &Facts, ctx: &Ctx<'_>) -> Result<(Day, Vec<NewEvent>), Refusal> {
    let clock = ctx.now.day();
    let was = facts.business_day;
    let business = was.zip(facts.clock_day);
    let Some(day) = day_of(business, clock, facts.open_session.is_some()) else {
        return Err(Refusal::DayUnconfirmed { was, now: clock });
    };
    if was == Some(day) {
        return Ok((day, Vec::new()));
    }
    Ok((day, vec![day_turned(facts, day, clock, false)?]))
}

/// Turning the day is about the station.
pub(in crate::domain) fn day_turned(facts: &Facts, day: Day, clock: Day, confirmed: bool) -> Result<NewEvent, Refusal> {
    Ok(NewEvent::new(
        station(facts)?.id.0,
        Kind::DayTurned { day, clock, confirmed },
    ))
}

/// Every deputy named is on the roster of the station.
pub(in crate::domain) fn all_known(facts: &Facts, deputies: &[DeputyId]) -> Result<(), Refusal> {
    if deputies.iter().all(|d| facts.deputies.iter().any(|f| f.id == *d)) {
        Ok(())
    } else {
        Err(Refusal::NotFound(Subject::Deputy))
    }
}

/// Of what an event says nothing is kept: no key is made for it, and the number of a paper, which people write as they like,
/// is not noted.
pub(in crate::domain) fn keep_nothing(event: &mut NewEvent) {
    event.keyless = true;
    event.about.paper = None;
}

/// Whether a reason of guidance keeps nothing of what was said.
pub(in crate::domain) fn keeps_nothing(guidance: Option<&str>, facts: &Facts) -> bool {
    let rules = facts.rules.as_deref();
    guidance.is_some_and(|code| rules.and_then(|r| r.reason(code)).is_some_and(|r| r.keeps_nothing))
}

/// The reception named.
pub(in crate::domain) fn reception(facts: &Facts) -> Result<&Session, Refusal> {
    facts.session.as_ref().ok_or(Refusal::NotFound(Subject::Session))
}

/// Refuses to go on with a visit of which it is kept no longer who it was.
pub(in crate::domain) const fn still_known(v: &Visit, facts: &Facts) -> Result<(), Refusal> {
    if facts.forgotten {
        return Err(Refusal::VisitWiped { ticket: v.ticket });
    }
    Ok(())
}
