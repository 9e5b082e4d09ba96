//! The final say: a command, the facts it names and the moment give events, or a reason why not.
//!
//! Pure: the same arguments give the same answer. One file per noun; this one holds the order of the checks and what
//! all of them share. Who may act comes first, then whether the record is still as it was seen, then the rules.

mod correct;
mod handling;
mod opinion;
mod people;
mod promise;
mod rules;
mod session;
mod station;
mod visit;

pub use visit::next_for;

#[cfg(test)]
mod tests;

use super::command::Command;
use super::event::{Kind, NewEvent};
use super::facts::{Ctx, Facts, day_of};
use super::moment::Day;
use super::permit::may;
use super::record::{Station, Touch};
use super::refusal::{Missing, Refusal, Subject};
use super::rules::Ruleset;

/// What comes of a decision.
type Decision = Result<Vec<NewEvent>, Refusal>;

/// Decides a command.
///
/// # Errors
/// The [`Refusal`] that a screen turns into a sentence; nothing has happened then.
pub fn decide(command: &Command, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    if let Command::FoundStation { .. } = command {
        return station::found(command, facts, ctx);
    }
    station(facts)?;
    if !may(ctx.role, command) {
        return Err(Refusal::NotPermitted {
            role: ctx.role.unwrap_or(super::code::Role::Viewer),
        });
    }
    if ctx.is_late && ctx.happened > ctx.now {
        return Err(Refusal::InFuture);
    }
    if let Some(decision) = station::decide(command, facts, ctx)
        .or_else(|| people::decide(command, facts, ctx))
        .or_else(|| session::decide(command, facts, ctx))
        .or_else(|| visit::decide(command, facts, ctx))
        .or_else(|| promise::decide(command, facts, ctx))
        .or_else(|| opinion::decide(command, facts, ctx))
    {
        return decision;
    }
    // Every command belongs to one file; a test walks all of them.
    Err(Refusal::NotPermitted {
        role: ctx.role.unwrap_or(super::code::Role::Viewer),
    })
}

fn station(facts: &Facts) -> Result<&Station, Refusal> {
    facts.station.as_ref().ok_or(Refusal::NoStation)
}

fn rules(facts: &Facts) -> Result<&Ruleset, Refusal> {
    facts.rules.as_deref().ok_or(Refusal::NoStation)
}

/// Trimmed text, or none when nothing is left.
fn said(text: Option<&String>) -> Option<String> {
    text.map(|t| t.trim()).filter(|t| !t.is_empty()).map(str::to_owned)
}

/// Text that has to be there.
fn must(text: &str, missing: Missing) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::Missing(missing))
    } else {
        Ok(text.to_owned())
    }
}

/// Refuses when somebody changed the record since it was seen.
fn fresh(seen: u32, rev: u32, subject: Subject, what: &str, touch: &Touch) -> Result<(), Refusal> {
    if seen == rev {
        return Ok(());
    }
    Err(Refusal::Changed {
        subject,
        what: what.to_owned(),
        touch: touch.clone(),
        visit: None,
        next: None,
    })
}

/// The business day an act belongs to, with the event that turns it when the clock moved on by one day and nobody is
/// being received. Going back, or moving further, is asked first: a wrong clock must not open a second day (S6).
fn desk_day(facts: &Facts, ctx: &Ctx<'_>) -> Result<(Day, Vec<NewEvent>), Refusal> {
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
fn day_turned(facts: &Facts, day: Day, clock: Day, confirmed: bool) -> Result<NewEvent, Refusal> {
    Ok(NewEvent::new(
        station(facts)?.id.0,
        Kind::DayTurned { day, clock, confirmed },
    ))
}

/// Every deputy named is on the roster of the station.
fn all_known(facts: &Facts, deputies: &[super::id::DeputyId]) -> Result<(), Refusal> {
    if deputies.iter().all(|d| facts.deputies.iter().any(|f| f.id == *d)) {
        Ok(())
    } else {
        Err(Refusal::NotFound(Subject::Deputy))
    }
}
