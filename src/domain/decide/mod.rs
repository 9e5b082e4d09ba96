//! The final say: a command, the facts it names and the moment give events, or a reason why not.
//!
//! Pure: the same arguments give the same answer. Each write has its rule in its item (`domain::write`), `shared` and `matter`
//! hold what several of them need, and this one the order of the checks. Who may act comes first, then whether the record is still as it was seen,
//! then the rules.

pub(super) mod matter;
pub(super) mod shared;

pub use shared::Decision;

#[cfg(test)]
mod tests;

use super::code::VisitState;
use super::command::Command;
use super::deed::Deed;
use super::event::NewEvent;
use super::facts::{Ctx, Facts};
use super::life::{Step, may};
use super::own;
use super::record::Opinion;
use super::refusal::{Refusal, Subject};
use super::stake::Part;
use super::write::{promise, queue};
use shared::{keep_nothing, keeps_nothing, station};

/// Decides a command.
///
/// # Errors
/// The [`Refusal`] that a screen turns into a sentence; nothing has happened then.
pub fn decide(command: &Command, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    if command.deed().may(None) {
        return command.rule(facts, ctx);
    }
    station(facts)?;
    permitted(command.deed(), ctx)?;
    besides(command.deed(), facts).map_or(Ok(()), |deed| permitted(deed, ctx))?;
    own::within(command, facts, &ctx.who())?;
    known(command.deed(), facts, ctx)?;
    if ctx.is_late && ctx.happened > ctx.now {
        return Err(Refusal::InFuture);
    }
    fresh(command, facts)?;
    anothers(facts)?;
    let events = in_life(command.deed(), facts).and_then(|()| command.rule(facts, ctx));
    let events = events.map_err(|why| by_whom(why, facts))?;
    let events = kept(for_whom(events, facts, ctx), facts)?;
    if ctx.is_late {
        let stake = command.stake(facts.opinion().and_then(Opinion::round));
        matter::in_order(stake.as_ref(), &events, facts, ctx)?;
    }
    Ok(events)
}

/// Refuses whoever may not do a write, or what it does besides.
fn permitted(deed: Deed, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    if deed.may(ctx.role) {
        return Ok(());
    }
    let may = deed.row().roles;
    let refused = |role| Refusal::NotPermitted { role, may };
    Err(ctx.role.map_or(Refusal::Withdrawn, refused))
}

/// Refuses to act on a matter of which whoever acts may know no more than its number; what is done to all that there is asks
/// of none.
fn known(deed: Deed, facts: &Facts, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let who = ctx.who();
    let is_of_all = deed.row().noun == Subject::Station;
    let hidden = facts.opinions.iter().find(|o| !is_of_all && !who.knows(o));
    let promised = facts.promise.as_ref().and_then(|p| p.withheld.as_ref());
    hidden.map(|o| &o.number).or(promised).map_or(Ok(()), |number| {
        let number = number.clone();
        Err(Refusal::Withheld { number })
    })
}

/// What a write does besides, by the same right as if it were done by itself: with the visit of a promise goes the promise.
fn besides(deed: Deed, facts: &Facts) -> Option<Deed> {
    let promised = facts.visit.as_ref().filter(|v| v.state == VisitState::NextTime)?;
    let goes = matches!(deed.life().step(promised), Some(Step::To(_)));
    goes.then_some(Deed::StrikePromise)
}

/// Refuses to end or change a talk at a table whose own keyboard is there, from any other.
fn anothers(facts: &Facts) -> Result<(), Refusal> {
    let held = facts.held.as_ref().filter(|held| held.by.is_in);
    held.map_or(Ok(()), |held| Err(Refusal::TableHeld(Box::new(held.clone()))))
}

/// Whether the states of what a command names let it be done.
fn in_life(deed: Deed, facts: &Facts) -> Result<(), Refusal> {
    if let Some(o) = facts.opinions.iter().find(|o| !may(deed, *o)) {
        return Err(matter::wrong_state(o));
    }
    if let Some(v) = facts.visit.as_ref().filter(|v| !may(deed, *v)) {
        return Err(queue::wrong_state(v));
    }
    match &facts.session {
        Some(s) if !may(deed, s) => Err(Refusal::SessionState { state: s.state }),
        _ => Ok(()),
    }
}

/// Where a matter is in a state that does not allow the act, and its author did not know: who brought it there.
fn by_whom(why: Refusal, facts: &Facts) -> Refusal {
    let Refusal::OpinionState { number, state, .. } = why else {
        return why;
    };
    let moved = facts.since.iter().rfind(|s| s.kind.moves().contains(&Part::State));
    Refusal::OpinionState {
        number,
        state,
        touch: moved.map(|s| s.touch.clone()),
    }
}

/// What is done to a matter by whoever stands in for its keeper is done for them (代).
fn for_whom(mut events: Vec<NewEvent>, facts: &Facts, ctx: &Ctx<'_>) -> Vec<NewEvent> {
    for event in &mut events {
        let o = facts.opinions.iter().find(|o| o.id.0 == event.subject);
        let keeper = o.and_then(|o| o.keeper).filter(|keeper| Some(*keeper) != ctx.account);
        event.about.acting_for = keeper.filter(|keeper| ctx.stands_for.contains(keeper));
    }
    events
}

/// Of an accusation nothing said is kept (T4), whatever the act. Who did what there, and why, is kept under the key that
/// stays.
fn kept(mut events: Vec<NewEvent>, facts: &Facts) -> Decision {
    let counted = facts.opinions.iter();
    let counted: Vec<_> = counted
        .filter(|o| keeps_nothing(o.guidance.as_deref(), facts))
        .collect();
    for event in events
        .iter_mut()
        .filter(|e| counted.iter().any(|o| o.id.0 == e.subject))
    {
        if event.kind.has_words() {
            return Err(Refusal::KeepsNothing);
        }
        keep_nothing(event);
    }
    Ok(events)
}

/// Refuses when somebody moved what is at stake since the record was seen. Whoever lost a race reads who won, and of the
/// queue the next one waiting is offered under the same key (S2).
fn fresh(command: &Command, facts: &Facts) -> Result<(), Refusal> {
    let round = facts.opinion().and_then(Opinion::round);
    let Some(stake) = command.stake(round) else {
        return Ok(());
    };
    let Some(moved) = facts.since.iter().rfind(|since| stake.is_moved_by(&since.kind)) else {
        return Ok(());
    };
    // Of one whose words were changed the state is no news, and they are still the one meant.
    let went_on = moved.kind.moves().contains(&Part::State);
    let visit = facts
        .visit
        .as_ref()
        .filter(|_| stake.subject == Subject::Visit && went_on);
    Err(Refusal::Changed {
        subject: stake.subject,
        what: called(stake.subject, facts).unwrap_or_default(),
        touch: moved.touch.clone(),
        visit: visit.map(|v| v.state),
        next: visit.and_then(|v| queue::next_after(v, facts)),
    })
}

/// What people call the record a command is about.
fn called(subject: Subject, facts: &Facts) -> Option<String> {
    match subject {
        Subject::Station => facts.station.as_ref().map(|s| s.name.clone()),
        Subject::Account => facts.account.as_ref().map(|a| a.name.clone()),
        Subject::Deputy => facts.deputies.first().map(|d| d.profile.name.clone()),
        Subject::Unit => facts.units.first().map(|u| u.profile.name.clone()),
        Subject::Session => facts.session.as_ref().map(|s| s.plan.day.to_string()),
        Subject::Visit => facts.visit.as_ref().map(queue::ticket),
        Subject::Promise => facts.promise.as_ref().map(promise::called),
        Subject::Citizen => None,
        Subject::Opinion => facts.opinion().map(|o| o.number.clone()),
    }
}
