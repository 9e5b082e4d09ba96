//! What all rules about a matter share: which it is, its category, and whose answer has to wait.

use super::shared::rules;
use crate::domain::change::{RECOUNTED, SORTED, opinion_change};
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::fields::Change;
use crate::domain::record::Opinion;
use crate::domain::recount::Limited;
use crate::domain::refusal::{Refusal, Subject};
use crate::domain::rules::Ruleset;

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

/// A matter's day by other rules. Whatever became of it since it was seen: only a day the rules gave is moved.
pub(in crate::domain) fn recounted(o: &Opinion, ours: &Ruleset, theirs: &Ruleset, ctx: &Ctx<'_>) -> Option<NewEvent> {
    let due = Limited::of(o)?.anew(ours, theirs)?;
    let (change, _) = opinion_change(&Change::Due(due), o);
    let corrected = Kind::OpinionCorrected {
        changes: vec![change],
        sealed_changes: None,
        reason: Some(RECOUNTED.to_owned()),
    };
    Some(ctx.event(o.id.0, corrected))
}
