//! How a matter really came, put right: whether the visit it stands in can have been that, and who heard the answer.

use super::answering::held_for;
use crate::domain::code::Channel;
use crate::domain::decide::shared::{Decision, rules};
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts};
use crate::domain::fields::Change;
use crate::domain::record::{Opinion, Visit};

/// Who is owed the answer by how the matter really came; whoever gave no name asks for it with their code.
pub(super) fn heard(changes: &[Change], o: &Opinion, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let owed = changes.iter().find_map(|change| {
        let Change::Channel(Some(channel)) = change else {
            return None;
        };
        o.owed_by(*channel)
    });
    let Some(unheard) = owed else { return Ok(Vec::new()) };
    let is_owed = !unheard.is_empty();
    let waits = facts
        .citizen
        .as_ref()
        .filter(|c| unheard.contains(&c.id) && o.guidance.is_none());
    let held = held_for(waits, o.id, ctx);
    let tell_by = is_owed.then_some(rules(facts)?.limits.tell);
    let corrected = ctx.event(o.id.0, Kind::HearingCorrected { unheard, tell_by });
    Ok(std::iter::once(corrected).chain(held).collect())
}

/// How a matter really came, where that is not the way of the visit it stands in.
pub(super) fn of_its_own<'f>(change: &Change, o: &Opinion, facts: &'f Facts) -> Option<(Channel, &'f Visit)> {
    let Change::Channel(channel) = change else { return None };
    let channel = channel.unwrap_or(Channel::Visit);
    let visit = facts.visit.as_ref().filter(|v| v.id == o.visit && !v.takes(channel))?;
    Some((channel, visit))
}
