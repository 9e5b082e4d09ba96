//! What all rules about a matter share: which it is, its category, and whose answer has to wait.

use super::shared::rules;
use crate::domain::change::{RECOUNTED, SORTED, opinion_change};
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::fields::Change;
use crate::domain::moment::Day;
use crate::domain::record::Opinion;
use crate::domain::recount::Limited;
use crate::domain::refusal::{Earlier, Refusal, Subject};
use crate::domain::rules::Ruleset;
use crate::domain::stake::{Part, Stake};

/// The opinion named.
pub(in crate::domain) fn named(facts: &Facts) -> Result<&Opinion, Refusal> {
    facts.opinion().ok_or(Refusal::NotFound(Subject::Opinion))
}

pub(in crate::domain) fn wrong_state(o: &Opinion) -> Refusal {
    Refusal::OpinionState {
        number: o.number.clone(),
        state: o.state,
        touch: None,
    }
}

pub(in crate::domain) fn check_category(code: Option<&String>, facts: &Facts) -> Result<(), Refusal> {
    match code {
        Some(code) if rules(facts)?.category(code).is_none() => Err(Refusal::UnknownCode { code: code.clone() }),
        _ => Ok(()),
    }
}

/// The category a matter is given on its way to whoever handles it; none when that is the one it has.
pub(in crate::domain) fn sort(category: &str, facts: &Facts, ctx: &Ctx<'_>) -> Result<Option<NewEvent>, Refusal> {
    let o = named(facts)?;
    let category = Some(category.to_owned());
    check_category(category.as_ref(), facts)?;
    let (field, _) = opinion_change(&Change::Category(category), o);
    if field.old == field.new {
        return Ok(None);
    }
    let corrected = Kind::OpinionCorrected {
        changes: vec![field],
        sealed_changes: None,
        reason: Some(SORTED.to_owned()),
    };
    Ok(Some(ctx.event(o.id.0, corrected)))
}

/// The days of a matter by other rules, of every unit that still has to answer. Whatever became of it since it was seen: only a day
/// the rules gave is moved.
pub(in crate::domain) fn recounted(o: &Opinion, ours: &Ruleset, theirs: &Ruleset, ctx: &Ctx<'_>) -> Vec<NewEvent> {
    let round = o.round().map_or(1, |round| round.no);
    let moved = Limited::of(o).into_iter().filter_map(|limited| {
        let due = limited.anew(ours, theirs)?;
        if !limited.lead {
            return Some(Kind::PartRecounted {
                round,
                part: limited.part,
                was: Some(limited.due),
                due: Some(due),
            });
        }
        let (change, _) = opinion_change(&Change::Due(due), o);
        Some(Kind::OpinionCorrected {
            changes: vec![change],
            sealed_changes: None,
            reason: Some(RECOUNTED.to_owned()),
        })
    });
    moved.map(|kind| ctx.event(o.id.0, kind)).collect()
}

/// Nothing is done about a matter before there is one, no unit answers or is asked before it was given the matter, and nobody
/// is told an answer before it came. Of a late entry the day is typed, and a wrong one gives limits that are over before
/// they begin. By days: what is written down afterwards seldom has the minute.
pub(in crate::domain) fn in_order(
    stake: Option<&Stake>,
    events: &[NewEvent],
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Result<(), Refusal> {
    let Some(o) = facts.opinion() else { return Ok(()) };
    if stake.is_none_or(|stake| stake.subject != Subject::Opinion) {
        return Ok(());
    }
    let taken = Earlier::Taken {
        number: o.number.clone(),
    };
    let mut before = vec![(taken, o.day)];
    let own = events.iter().filter(|e| e.subject == o.id.0);
    before.extend(own.filter_map(|e| follows(&e.kind, o)));
    let said = ctx.happened.day();
    match before.into_iter().find(|(_, day)| said < *day) {
        Some((what, day)) => Err(Refusal::BeforeThat { what, day, said }),
        None => Ok(()),
    }
}

/// What stands on record of the handling that is going on, and an event comes after.
fn follows(kind: &Kind, o: &Opinion) -> Option<(Earlier, Day)> {
    let round = o.round()?;
    if let Kind::Chased { part, .. } | Kind::Answered { part, .. } = kind {
        let part = round.parts().find(|p| p.part == *part)?;
        let unit = part.unit_name.clone();
        return Some((Earlier::Handed { unit }, part.handed_at.day()));
    }
    // Whoever was not reached was rung about it all the same.
    let after = |m: &Part| matches!(m, Part::Told(_) | Part::Grade(_) | Part::Tries);
    let is_after_answer = kind.moves().iter().any(after);
    let answered = round.lead.answered_at.filter(|_| is_after_answer)?;
    let unit = round.lead.unit_name.clone();
    Some((Earlier::Answered { unit }, answered.day()))
}
